"""Rows as values and the models that hold them. Painting is in `rows_delegate`, keys and mouse in `rows_view`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.ui.words import cut
from tracker.values import Frozen

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PAGE = 100
ORDINARY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
CHECKABLE = ORDINARY | Qt.ItemFlag.ItemIsUserCheckable
"""Put together once: Qt asks for them at every cell."""


class Cell(Frozen):
    """What one cell shows.

    Args:
        text: the main words or number.
        suffix: stands after it on the same line, muted.
        detail: a second, smaller line.
        tone: colour of the text: muted, accent, ok, warn, bad, protein, carbs, fat.
        strong: semibold.
        star: a star after the text.
        mark: a word in a small pill after the text, about which Enter does something.
        pill: shows the text in a pill of this tone: neutral, accent, ok, warn, bad.
        button: shows a button with these words instead.
        share: shows a thin bar filled from 0 to 1 instead.
        radio: a round choice before the text, chosen or not.
        tip: tool tip.
    """

    text: str = ""
    suffix: str = ""
    detail: str = ""
    tone: str = ""
    strong: bool = False
    star: bool = False
    mark: str = ""
    pill: str = ""
    button: str = ""
    share: float | None = None
    radio: bool | None = None
    tip: str = ""

    def spoken(self) -> str:
        """What a screen reader says."""
        words = [self.text, self.mark, self.suffix.strip(" ·"), self.detail, self.button]
        words += ["favorite"] if self.star else []
        return ", ".join(word for word in words if word)


class Row(Frozen):
    """One row.

    Args:
        id: of the record it shows; unique in its list.
        cells: one for each column; plain text stands for a cell with that text.
        checked: a box before the first cell, ticked or open; None for no box.
        group: a heading with totals, such as a meal.
        selectable: whether the arrows stop here; ordinary rows do, headings only if asked.
    """

    id: str
    cells: tuple[Cell | str, ...]
    checked: bool | None = None
    group: bool = False
    selectable: bool | None = None

    def cell(self, column: int) -> Cell:
        """The cell of a column; missing ones are empty."""
        found = self.cells[column] if column < len(self.cells) else Cell()
        return Cell(found) if isinstance(found, str) else found

    @property
    def mark(self) -> str:
        """The mark of the row; nothing where no cell has one."""
        return next((cell.mark for cell in self.cells if isinstance(cell, Cell) and cell.mark), "")

    @property
    def can_select(self) -> bool:
        """Whether the arrows stop here."""
        return not self.group if self.selectable is None else self.selectable


class Column(Frozen):
    """A column.

    Args:
        title: in the header.
        width: in pixels; 0 takes a share of what is left.
        right: whether it is aligned to the right, as numbers are.
        key: name for sorting and buttons; without one a click on the header does nothing.
        tone: colour of cells that name none.
        strong: semibold cells.
        stretch: weight among the columns without a width.
        optional: left out where the columns without a width would become too narrow.
    """

    title: str = ""
    width: int = 0
    right: bool = False
    key: str = ""
    tone: str = ""
    strong: bool = False
    stretch: int = 1
    optional: bool = False


class RowsModel(QAbstractTableModel):
    """Rows that are all in memory."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._numbers: dict[str, int] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows. Where the ids stay the same, only what differs is repainted."""
        new = tuple(rows)
        shape = [(row.id, row.group) for row in new]
        if shape == [(row.id, row.group) for row in self._rows]:
            old, self._rows = self._rows, new
            for number, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows, self._numbers = new, None
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def set_columns(self, columns: Sequence[Column], rows: Sequence[Row] = ()) -> None:
        """Show other columns, with the rows that fit them."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows, self._numbers = tuple(rows), None
        self.endResetModel()

    def row_at(self, number: int) -> Row:
        """The row at a position."""
        return self._rows[number]

    def id_at(self, number: int) -> str:
        """The id of the row at a position."""
        return self._rows[number].id

    def number_of(self, row_id: str) -> int:
        """The position of a row, or -1."""
        if self._numbers is None:
            self._numbers = {name: number for number, name in enumerate(self._all_ids())}
        return self._numbers.get(row_id, -1)

    def _all_ids(self) -> Iterable[str]:
        return (row.id for row in self._rows)

    def group_numbers(self) -> list[int]:
        """Positions of the headings."""
        return [number for number, row in enumerate(self._rows) if row.group]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index.row())
        if not row.can_select:
            return Qt.ItemFlag.NoItemFlags
        return CHECKABLE if row.checked is not None and index.column() == 0 else ORDINARY

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        cell = row.cell(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return cut(cell.tip) or None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and row.checked is not None:
            return Qt.CheckState.Checked if row.checked else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


class LazyRowsModel(RowsModel):
    """A list of any length: all ids are here, rows are fetched a hundred at a time when they are painted.

    Args:
        columns: as for `RowsModel`.
        fetch: gives the rows of some ids, in any order; a quick read. An id that is gone gives no row.
    """

    def __init__(
        self, columns: Sequence[Column], fetch: Callable[[Sequence[str]], Sequence[Row]], parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._ids: tuple[str, ...] = ()
        self._pages: dict[int, dict[str, Row]] = {}

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show these records in this order; with the same ids, what they show is fetched again."""
        new = tuple(ids)
        if new == self._ids:
            self._pages = {}
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._ids, self._numbers, self._pages = new, None, {}  # only now: who hears of the reset reads the old rows
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column], _rows: Sequence[Row] = ()) -> None:
        self.set_ids(())
        super().set_columns(columns)

    def row_at(self, number: int) -> Row:
        row_id = self._ids[number]
        page = number // PAGE
        if page not in self._pages:
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = {row.id: row for row in self._fetch(ids)}
        return self._pages[page].get(row_id) or Row(row_id, ())

    def id_at(self, number: int) -> str:
        return self._ids[number]

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Told without the row: selecting everything must not read everything.
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return ORDINARY

    def group_numbers(self) -> list[int]:
        return []

    def _all_ids(self) -> Iterable[str]:
        return self._ids

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)
