"""A month of training under one cursor, moved by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from tracker.domain.training.agenda import WEEK, Deed, weeks
from tracker.ui.training.calendar.cells import HEAD, LEAST, MARGIN, CalendarCells, CalendarHead, boxes
from tracker.ui.training.calendar.model import CalendarModel
from tracker.ui.widgets.card_grid import CardGrid
from tracker.ui.words import Words

_BESIDE = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK,
}  # fmt: skip
"""By how many days Ctrl+Shift and an arrow move a planned workout."""


class CalendarGrid(CardGrid):
    """The days of a month.

    Signals: `opened` with the id of a workout, `add_requested` on the day of the cursor, `edit_requested`,
    `delete_requested`, `menu_requested` with where, `day_wanted` with a day beyond the month, `month_requested` by how
    many months, `moved` by how many days, `cursor_moved`.
    """

    opened = Signal(str)
    add_requested = Signal()
    edit_requested = Signal()
    delete_requested = Signal()
    day_wanted = Signal(object)
    month_requested = Signal(int)
    moved = Signal(int)
    cursor_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Calendar of workouts", parent)
        self.days = CalendarModel(self)
        self._cells = CalendarCells(self)
        self._wanted: tuple[date, int] | None = None
        self._pressed: QPointF | None = None
        self.setHorizontalHeader(CalendarHead(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(LEAST)
        self.setMinimumSize(QSize(480, 240))
        self.setModel(self.days)
        self.setItemDelegate(self._cells)

    @property
    def cells(self) -> CalendarCells:
        """The delegate."""
        return self._cells

    # What is shown

    def show_month(self, month: date, deeds: tuple[Deed, ...], today: date, words: Words, *, begins: int) -> None:
        """Show the month of a day; the cursor stays on its day, or goes where it was sent."""
        wanted = self._wanted or ((self.day, self._cells.card) if self.days.weeks else (today, 0))
        self._wanted = None
        self.days.show(weeks(month, begins=begins), month.month, deeds, today, words)
        self._lay_out()
        found = self.days.cell_of(wanted[0]) or self.days.cell_of(month)
        if found:
            self.move_to(*found, wanted[1])

    def _lay_out(self) -> None:
        rows = self.days.rowCount()
        if not rows:
            return
        whole = self.viewport().width()
        edges = [whole * column // (WEEK + 1) for column in range(WEEK + 2)]
        for column in range(WEEK + 1):
            self.setColumnWidth(column, edges[column + 1] - edges[column])
        room = max(LEAST, self.viewport().height() // rows)
        self._cells.boxes = {}
        for row in range(rows):
            height = room
            for column in range(WEEK):
                found = boxes(self.days.deeds(row, column), self.columnWidth(column), room)
                if found:
                    self._cells.boxes[row, column] = found
                    height = max(height, round(found[-1].area.bottom()) + MARGIN + 1)
            self.setRowHeight(row, height)

    @property
    def day(self) -> date:
        """The day of the cursor, or the one that it goes to when its month is there."""
        return self._wanted[0] if self._wanted else self.days.day_at(*self._cells.current)

    @property
    def deed(self) -> Deed | None:
        """The workout of the cursor; None on a day without one."""
        found = () if self._wanted else self._cells.boxes.get(self._cells.current, ())
        return found[self._cells.card].deed if found else None

    def go_to(self, day: date, card: int = 0) -> None:
        """Put the cursor on a day; one beyond the month is asked for."""
        cell = self.days.cell_of(day)
        if cell is not None and day.month == self.days.month and not self._wanted:
            self.move_to(*cell, card)
        else:
            self._wanted = (day, card)
            self.day_wanted.emit(day)

    def find(self, record: str) -> bool:
        """Put the cursor on a workout; False if it is not in this month."""
        found = self.days.find(record)
        if found:
            self.move_to(*found)
        return found is not None

    def move_to(self, row: int, column: int, card: int = 0) -> None:
        """Put the cursor into a cell, on one of its workouts; -1 is the last one."""
        self._cells.current = (row, column)
        last = len(self._cells.boxes.get((row, column), ())) - 1
        self._cells.card = max(0, last if card < 0 else min(card, last))
        index = self.days.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        said = self.days.spoken(row, column)
        self.setAccessibleDescription(f"{said}. {'Enter opens' if self.deed else 'Enter adds'}.")
        self.viewport().update()
        self.cursor_moved.emit()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._by_days(-1), Qt.Key.Key_Right: lambda: self._by_days(1),
            Qt.Key.Key_Up: lambda: self._up_or_down(-1), Qt.Key.Key_Down: lambda: self._up_or_down(1),
            Qt.Key.Key_Home: lambda: self.move_to(self._cells.current[0], 0),
            Qt.Key.Key_End: lambda: self.move_to(self._cells.current[0], WEEK - 1),
            Qt.Key.Key_PageUp: lambda: self.month_requested.emit(-1),
            Qt.Key.Key_PageDown: lambda: self.month_requested.emit(1),
            Qt.Key.Key_Return: self._open, Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_F2: self.edit_requested.emit, Qt.Key.Key_Delete: self.delete_requested.emit,
        }  # fmt: skip
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if modifiers == both and key in _BESIDE and self.deed:
            self.moved.emit(_BESIDE[key])
        elif not modifiers and key in steps and self.days.weeks:
            steps[key]()
        else:
            QWidget.keyPressEvent(self, event)

    def _by_days(self, days: int) -> None:
        self.go_to(self.day + timedelta(days=days))

    def _up_or_down(self, step: int) -> None:
        card = self._cells.card + step
        if 0 <= card < len(self._cells.boxes.get(self._cells.current, ())):
            self.move_to(*self._cells.current, card)
        else:
            self.go_to(self.day + timedelta(days=WEEK * step), 0 if step > 0 else -1)

    def _open(self) -> None:
        if self.deed:
            self.opened.emit(self.deed.id)
        else:
            self.add_requested.emit()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.days.is_sum(index.column()):
            number = self.card_at(index, event.position())
            self.move_to(index.row(), index.column(), max(number, 0))
            is_planned = self.deed is not None and self.deed.standing in ("planned", "missed")
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._pressed = event.position() if number >= 0 and is_planned and is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A planned workout goes along with the mouse, once it has gone far enough to be meant."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._cells.target is not None:
            index = self.indexAt(event.position().toPoint())
            is_day = index.isValid() and not self.days.is_sum(index.column())
            self._mark((index.row(), index.column()) if is_day else self._cells.current)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        target, self._pressed = self._cells.target, None
        self._mark(None)
        if target is not None and target != self._cells.current:
            self.moved.emit((self.days.day_at(*target) - self.day).days)

    def _mark(self, target: tuple[int, int] | None) -> None:
        """Show where a workout would go."""
        if target != self._cells.target:
            self._cells.target = target
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if target is None else Qt.CursorShape.DragMoveCursor)
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self.days.is_sum(index.column()):
            return
        if self.card_at(index, event.position()) >= 0:
            self._open()
        else:
            self.add_requested.emit()

    # Look

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize((WEEK + 1) * 110, HEAD + 6 * 96)
