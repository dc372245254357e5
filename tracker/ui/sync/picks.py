"""The choices of a conflict while they are made: one row a field, and what each one would become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from tracker.errors import KnownError
from tracker.sync.compare import is_long
from tracker.sync.conflicts import ConflictDetail
from tracker.sync.resolve import Pick
from tracker.sync.rows import FieldRow
from tracker.sync.typed import Own

Index = QModelIndex | QPersistentModelIndex
FIELD, BEFORE, MINE, THEIRS, RESULT, STATE = range(6)
HEADERS = ("Field", "Before both edits", "This device", "Server", "Result", "")
NOT_CHOSEN = "not chosen yet"
AGAIN = "changed"
TONES = {"choose": "warn", AGAIN: "warn"}
SHORT = 160
"""Characters of a long text that a cell shows; the whole of it is compared below the table."""


@dataclass(frozen=True)
class Choice:
    """A row with what was picked of it, and the words of its result; `again`: it changed again while it was shown."""

    row: FieldRow
    pick: Pick | None
    result: str
    again: bool = False

    @property
    def is_long(self) -> bool:
        """Whether its texts are too long for a cell."""
        return self.row.kind == "prose" and is_long(self.row.mine, self.row.theirs)

    @property
    def state(self) -> str:
        """The word in the last column."""
        if self.row.state == "same":
            return "same"
        if self.pick is None:
            return (AGAIN if self.again else "choose") if self.row.contested else "merged"
        if isinstance(self.pick, Own):
            return "your own"
        return "this device" if self.pick == "mine" else "server"


class PicksModel(QAbstractTableModel):
    """Fields as rows. `preview` gives the words of a value that the user typed."""

    picked = Signal()

    def __init__(self, preview: Callable[[str, Own], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._choices: list[Choice] = []
        self.refused: KnownError | None = None

    def show_detail(self, detail: ConflictDetail) -> None:
        """Show a conflict. Picks are kept, apart from the server's version of a field where that is another one now."""
        before = {choice.row.path: choice for choice in self._choices}
        self.beginResetModel()
        self._choices = []
        for row in detail.rows:
            old = before.get(row.path)
            again = old is not None and row.contested and (old.again or old.row.theirs != row.theirs)
            kept = None if old is None or (again and old.pick == "theirs") else old.pick
            pick = kept or row.pick
            self._choices.append(Choice(row, pick, self._words(row, pick), again))
        self.endResetModel()
        self.picked.emit()

    def _words(self, row: FieldRow, pick: Pick | None) -> str:
        if isinstance(pick, Own):
            return self._preview(row.path, pick)
        if pick is None:
            return row.result
        return row.mine if pick == "mine" else row.theirs

    def choice(self, number: int) -> Choice:
        """The row at a position."""
        return self._choices[number]

    @property
    def picks(self) -> dict[str, Pick]:
        """What was picked, by path."""
        return {choice.row.path: choice.pick for choice in self._choices if choice.pick is not None}

    @property
    def open_rows(self) -> list[int]:
        """The positions of the fields that still need a choice."""
        return [number for number, one in enumerate(self._choices) if one.row.contested and one.pick is None]

    @property
    def first_merged(self) -> int:
        """The position of the first field that merged by itself, where a line is drawn; -1 where it is no other's."""
        contested = sum(one.row.contested for one in self._choices)
        return contested if 0 < contested < len(self._choices) else -1

    def pick(self, number: int, pick: Pick) -> bool:
        """Pick a side or a value of one's own; False where the value cannot be understood (see `refused`)."""
        row = self._choices[number].row
        if row.state == "same":
            return True
        try:
            words = self._words(row, pick)
        except KnownError as error:
            self.refused = error
            return False
        self._choices[number] = Choice(row, pick, words, self._choices[number].again)
        self.dataChanged.emit(self.index(number, 0), self.index(number, STATE))
        self.picked.emit()
        return True

    def pick_path(self, path: str, pick: Pick) -> None:
        """Pick for the field at a path, where it is one of those that differ."""
        for number, choice in enumerate(self._choices):
            if choice.row.path == path:
                self.pick(number, pick)

    def pick_all(self, side: Pick) -> None:
        """Pick one side for every contested field."""
        for number, choice in enumerate(self._choices):
            if choice.row.contested:
                self.pick(number, side)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._choices)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        editable = index.column() == RESULT and self._choices[index.row()].row.editable
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self._choices[index.row()]
        row = choice.row
        if role == Qt.ItemDataRole.EditRole and index.column() == RESULT:
            return choice.result or row.mine
        if role == Qt.ItemDataRole.DisplayRole:
            words = (row.label, row.before, row.mine, row.theirs, choice.result, choice.state)[index.column()]
            return short(words) if choice.is_long else words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(choice, index.column())
        return None

    def _spoken(self, choice: Choice, column: int) -> str:
        row = choice.row
        if column == MINE:
            return f"This device: {row.mine}{', chosen' if choice.pick == 'mine' else ''}"
        if column == THEIRS:
            return f"Server: {row.theirs}{', chosen' if choice.pick == 'theirs' else ''}"
        return (row.label, f"before: {row.before}", "", "", f"result: {choice.result or NOT_CHOSEN}", choice.state)[
            column
        ]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text, choice = str(value).strip(), self._choices[index.row()]
        if role != Qt.ItemDataRole.EditRole or text == choice.result:
            return False
        if text in (choice.row.mine.strip(), choice.row.theirs.strip()):
            return self.pick(index.row(), "mine" if text == choice.row.mine.strip() else "theirs")
        return self.pick(index.row(), Own(text))


def short(text: str) -> str:
    """The beginning of a long text, for a cell."""
    line, *more = text.split("\n", 1)
    if len(line) > SHORT:
        return line[:SHORT].rstrip() + "…"
    return f"{line} …" if more else line
