"""The list of the Sync page: what waits, what conflicts, what was refused, each with its button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.sync.status import WaitingRow
from tracker.ui.theme import HEADER, ROW, TWO_LINE_ROW
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import ago

WAITING = (
    Column("Waiting and in conflict"), Column("Change", 130, tone="muted", optional=True), Column("State", 168),
    Column("Since", 78, right=True, tone="muted", optional=True), Column("", 104, right=True, key="act"),
)  # fmt: skip
CHANGE = 1
TONES = {"waiting": "accent", "conflict": "warn", "refused": "bad"}
BUTTONS = {"conflict": "Resolve…", "refused": "Fix…"}
PARTS, CHANGES = " · ", ", "
"""Where a title and a change are parted into two lines."""
EMPTY_HEIGHT = 200


class SyncWaiting(QWidget):
    """The records that wait, conflicts first. `opened` carries the id of a row, which is collection:record."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[WaitingRow, ...] = ()
        self._settle = QTimer(self)  # the list leaves columns out after this was told of the new width
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._fit)
        self._model = RowsModel(WAITING)
        self.list = RowsView(self._model, "Waiting and in conflict", multiple=False)
        self.list.opened.connect(self.opened)
        self.list.button_clicked.connect(self._pressed)
        self._list_or_empty = ListOrEmpty(self.list, EmptyState("Nothing waits: every change is on the server."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list_or_empty)
        self._more = Text("", "small")
        self._more.setContentsMargins(8, 4, 8, 0)
        shown_if(self._more, False)
        column.addWidget(self._more)

    def show_waiting(self, waiting: Sequence[WaitingRow], now: int, count: int) -> None:
        """Show the first of `count` rows; `now` is UTC ms. The list is no higher than its rows: history follows."""
        self._shown = tuple(waiting)
        more = count - len(self._shown)
        self._more.setText(f"… and {more} more")
        self._more.setVisible(more > 0)
        self._model.set_rows([_row(one, now) for one in waiting])
        self._list_or_empty.show_list(bool(waiting))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    @Slot()
    def _fit(self) -> None:
        """A row whose words need it takes two lines; the change is left out where the list is narrow."""
        changes = not self.list.isColumnHidden(CHANGE)
        height = HEADER
        for number, one in enumerate(self._shown):
            two = PARTS in one.title or (changes and CHANGES in one.change_words)
            row = TWO_LINE_ROW if two else ROW
            self.list.setRowHeight(number, row)
            height += row
        height += 0 if self._more.isHidden() else self._more.sizeHint().height()
        self.setMaximumHeight(height if self._shown else EMPTY_HEIGHT)

    def _pressed(self, row: str, _column: str) -> None:
        self.opened.emit(row)


def _row(one: WaitingRow, now: int) -> Row:
    title, _, place = one.title.partition(PARTS)
    change, _, other = one.change_words.partition(CHANGES)
    state = Cell(one.state_words, pill=TONES[one.state], tip=one.detail)
    since = "" if one.since is None else ago(one.since, now).removesuffix(" ago")
    button = Cell(button=BUTTONS[one.state]) if one.state in BUTTONS else Cell()
    cells = (Cell(title, detail=place, tip=one.title), Cell(change, detail=other), state, since, button)
    return Row(f"{one.c}:{one.id}", cells)
