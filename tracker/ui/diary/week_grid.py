"""The week of the meal plan: cells and cards under one cursor, moved by keys, mouse and drag."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from tracker.store.rows import Day, Slot
from tracker.ui.diary.dragging import ENTRIES
from tracker.ui.diary.week_cells import (
    HEAD,
    LABELS,
    LEAST_COLUMN,
    LEAST_ROW,
    MARGIN,
    ROW,
    TOTALS,
    Corner,
    DayHead,
    MealHead,
    WeekCells,
    boxes,
    plus_area,
)
from tracker.ui.diary.week_model import DAYS, Card, WeekModel
from tracker.ui.widgets.card_grid import CardGrid
from tracker.ui.words import Words

QWIDGETSIZE_MAX = 16_777_215

_BESIDE = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
"""Where Ctrl+Shift and an arrow move a card to, as rows and columns."""


class WeekGrid(CardGrid):
    """Seven days of meals.

    Signals: `add_requested` with what was typed, `edit_requested`, `tick_requested`, `delete_requested`,
    `menu_requested` with where, `week_requested` by how many weeks, `moved` ids, day, slot and whether to copy,
    `cursor_moved`.
    """

    add_requested = Signal(str)
    edit_requested = Signal()
    resolve_requested = Signal()
    tick_requested = Signal()
    delete_requested = Signal()
    week_requested = Signal(int)
    moved = Signal(object, object, str, bool)
    cursor_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Week", parent)
        self.week = WeekModel(self)
        self._cells = WeekCells(self)
        self._pressed: QPointF | None = None
        self._look()
        self.setModel(self.week)
        self.setItemDelegate(self._cells)

    def _look(self) -> None:
        self.setHorizontalHeader(DayHead(self))
        self.setVerticalHeader(MealHead(self))
        self.setCornerButtonEnabled(False)
        Corner(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(240, 160))

    @property
    def cells(self) -> WeekCells:
        """The delegate."""
        return self._cells

    # What is shown

    def show_week(
        self, days: tuple[Day, ...], today: date, words: Words, contested: frozenset[str] = frozenset()
    ) -> None:
        """Show a week, with a mark on entries that are `contested`; the cursor stays where it is."""
        row, column, card = *self._cells.current, self._cells.card
        self.week.show(days, today, words, contested)
        self._lay_out()
        self.move_to(max(row, 0), max(column, 0), card)

    def _lay_out(self) -> None:
        rows = len(self.week.slots)
        if not self.week.days:
            return
        whole = max(self.viewport().width(), DAYS * LEAST_COLUMN)
        edges = [whole * column // DAYS for column in range(DAYS + 1)]
        for column in range(DAYS):
            self.setColumnWidth(column, edges[column + 1] - edges[column])
        width = whole // DAYS
        room = (self.viewport().height() - TOTALS) // max(rows, 1)
        least, budget = max(LEAST_ROW, min(ROW, room)), max(LEAST_ROW, room)
        self._cells.boxes = {}
        for row in range(rows):
            height = float(least)
            for column in range(DAYS):
                found = boxes(self.week.meal(row, column), width, budget)
                if found:
                    self._cells.boxes[row, column] = found
                    height = max(height, found[-1].area.bottom() + MARGIN)
            self.setRowHeight(row, round(height))
        self.setRowHeight(rows, TOTALS)

    def set_snug(self, snug: bool) -> None:
        """Be no higher than the meals, so that something can stand right below; else take all the room."""
        height = HEAD + ROW * len(self.week.slots) + TOTALS
        self.setMaximumHeight(height if snug else QWIDGETSIZE_MAX)

    @property
    def day(self) -> date:
        """The day of the cursor."""
        return self.week.date_at(self._cells.current[1])

    @property
    def slot(self) -> Slot:
        """The meal of the cursor."""
        return self.week.slots[self._cells.current[0]]

    @property
    def card(self) -> Card | None:
        """The card of the cursor; None in an empty cell."""
        found = self._cells.boxes.get(self._cells.current, ())
        return found[self._cells.card].card if found else None

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """The entries of the card of the cursor."""
        return self.card.ids if self.card else ()

    @property
    def cell(self) -> Card | None:
        """Everything in the cell of the cursor, as one card."""
        entries = self.week.meal(*self._cells.current)
        return Card(entries) if entries else None

    def move_to(self, row: int, column: int, card: int = 0) -> None:
        """Put the cursor into a cell, on one of its cards; -1 is the last one."""
        row, column = min(row, len(self.week.slots) - 1), min(column, DAYS - 1)
        last = len(self._cells.boxes.get((row, column), ())) - 1
        self._cells.current = (row, column)
        self._cells.card = max(0, last if card < 0 else min(card, last))
        index = self.week.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        found = self.card
        said = found.spoken(self.week.words) if found else "empty, Enter adds"
        self.setAccessibleDescription(
            f"{self.week.headerData(column, Qt.Orientation.Horizontal)}, {self.slot.name}: {said}"
        )
        self.viewport().update()
        self.cursor_moved.emit()

    def go_to(self, day: date, slot: str = "") -> None:
        """Put the cursor on a day of this week."""
        column = (day - self.week.date_at(0)).days
        row = next((number for number, one in enumerate(self.week.slots) if one.id == slot), self._cells.current[0])
        if 0 <= column < DAYS:
            self.move_to(max(row, 0), column)

    def find(self, record: str) -> bool:
        """Put the cursor on the card of an entry; False if it is not in this week."""
        cell = self.week.find(record)
        if cell is None:
            return False
        cards = [box.card for box in self._cells.boxes.get(cell, ())]
        self.move_to(*cell, next((number for number, card in enumerate(cards) if record in card.ids), 0))
        return True

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._sideways(-1), Qt.Key.Key_Right: lambda: self._sideways(1),
            Qt.Key.Key_Up: lambda: self._up_or_down(-1), Qt.Key.Key_Down: lambda: self._up_or_down(1),
            Qt.Key.Key_Home: lambda: self.move_to(self._cells.current[0], 0),
            Qt.Key.Key_End: lambda: self.move_to(self._cells.current[0], DAYS - 1),
            Qt.Key.Key_Return: self._open, Qt.Key.Key_Enter: self._open, Qt.Key.Key_F2: self._edit,
            Qt.Key.Key_Space: self._tick, Qt.Key.Key_Delete: self._delete,
        }  # fmt: skip
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == both and event.key() in _BESIDE:
            self._push(*_BESIDE[Qt.Key(event.key())])
            return
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and event.key() in steps:
            steps[event.key()]()
        elif plain and event.text().isalnum():
            self.add_requested.emit(event.text())
        else:
            QWidget.keyPressEvent(self, event)

    def _push(self, down: int, right: int) -> None:
        """Move the card of the cursor into the cell beside it, and go along."""
        row, column = (self._cells.current[0] + down, self._cells.current[1] + right)
        if self.card is None or not (0 <= row < len(self.week.slots) and 0 <= column < DAYS):
            return
        ids = self.card.ids
        self.moved.emit(ids, self.week.date_at(column), self.week.slots[row].id, False)
        self.move_to(row, column, -1)

    def _sideways(self, step: int) -> None:
        row, column = self._cells.current
        if not 0 <= column + step < DAYS:
            self._cells.current = (row, DAYS - 1 if step < 0 else 0)
            self.week_requested.emit(step)
            return
        self.move_to(row, column + step, self._cells.card)

    def _up_or_down(self, step: int) -> None:
        row, column = self._cells.current
        card = self._cells.card + step
        if 0 <= card < len(self._cells.boxes.get((row, column), ())):
            self.move_to(row, column, card)
        elif 0 <= row + step < len(self.week.slots):
            self.move_to(row + step, column, 0 if step > 0 else -1)

    def _open(self) -> None:
        if self.week.contested.intersection(self.selected_ids):
            self.resolve_requested.emit()
        else:
            self._edit()

    def _edit(self) -> None:
        if self.card:
            self.edit_requested.emit()
        else:
            self.add_requested.emit("")

    def _tick(self) -> None:
        if self.card:
            self.tick_requested.emit()

    def _delete(self) -> None:
        if self.card:
            self.delete_requested.emit()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        index = self.indexAt(where.toPoint())
        if not index.isValid() or self.week.is_total(index.row()):
            return
        number = self.card_at(index, where)
        self.move_to(index.row(), index.column(), max(number, 0))
        self._pressed = where if number >= 0 and event.button() == Qt.MouseButton.LeftButton else None
        on_plus = plus_area(QRectF(self.visualRect(index))).contains(where)
        if self.card is None and on_plus and event.button() == Qt.MouseButton.LeftButton:
            self.add_requested.emit("")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.week.is_total(index.row()):
            self._open()

    # Drag and drop

    def _drag(self) -> None:
        card = self.card
        if card is None:
            return
        data = QMimeData()
        data.setData(ENTRIES, QByteArray(json.dumps(card.ids).encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._picture())
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    def _picture(self) -> QPixmap:
        box = self._cells.boxes[self._cells.current][self._cells.card]
        area = box.area.translated(QPointF(self.visualRect(self.currentIndex()).topLeft()))
        return self.viewport().grab(area.toAlignedRect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(ENTRIES):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        cell = self._meal_at(event.position())
        if cell is None or not event.mimeData().hasFormat(ENTRIES):
            event.ignore()
            return
        self._mark(cell)
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._mark((-1, -1))

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark((-1, -1))
        cell = self._meal_at(event.position())
        if cell is None or not event.mimeData().hasFormat(ENTRIES):
            event.ignore()
            return
        event.acceptProposedAction()
        ids = tuple(json.loads(bytes(event.mimeData().data(ENTRIES).data())))
        copied = event.dropAction() == Qt.DropAction.CopyAction
        self.moved.emit(ids, self.week.date_at(cell[1]), self.week.slots[cell[0]].id, copied)

    def _meal_at(self, where: QPointF) -> tuple[int, int] | None:
        index = self.indexAt(where.toPoint())
        return (index.row(), index.column()) if index.isValid() and not self.week.is_total(index.row()) else None

    def _mark(self, cell: tuple[int, int]) -> None:
        if cell != self._cells.target:
            self._cells.target = cell
            self.viewport().update()

    # Look

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self.week.days:
            self.move_to(*self._cells.current, self._cells.card)

    def sizeHint(self) -> QSize:
        return QSize(LABELS + DAYS * 120, 560)
