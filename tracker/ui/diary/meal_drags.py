"""Dragging the entries of a day to their places among those of its meals."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.diary.dragging import ENTRIES
from tracker.ui.diary.meal_rows import MEAL
from tracker.ui.theme import theme
from tracker.ui.widgets.rows_delegate import BOX
from tracker.ui.widgets.rows_view import RowsView

DRAG_FROM = 8
"""Pixels that the mouse moves before it drags."""


class MealDrags(QObject):
    """Watches a list whose rows are those of `meal_rows`.

    `placed` tells ids, the meal, the entry they go before ("" for its end), and whether to copy.
    """

    placed = Signal(object, str, str, bool)

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: QPoint | None = None
        self._kept_selection = False
        self._gap = _Gap(view.viewport())
        self._gap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._gap.hide()
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._move(event)
            return kind == QEvent.Type.MouseButtonRelease and self._release(event)
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDragMoveEvent):
            return self._drag_over(event)
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        if kind == QEvent.Type.DragLeave:
            self._gap.hide()
        return False

    # Dragging away

    def _press(self, event: QMouseEvent) -> bool:
        where = event.position().toPoint()
        index = self._view.indexAt(where)
        self._pressed, self._kept_selection = None, False
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return False
        row = self._view.rows.row_at(index.row())
        on_box = index.column() == 0 and row.checked is not None and where.x() < BOX
        if not row.can_select or on_box:
            return False
        self._pressed = where
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._kept_selection = plain and row.id in self._view.selected_ids  # several that are chosen stay so
        return self._kept_selection

    def _move(self, event: QMouseEvent) -> bool:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        if (event.position().toPoint() - self._pressed).manhattanLength() >= DRAG_FROM:
            self._pressed, self._kept_selection = None, False
            self._drag()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        self._pressed = None
        if not self._kept_selection:
            return False
        self._kept_selection = False
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._view.select(self._view.rows.row_at(self._view.indexAt(event.position().toPoint()).row()).id)
        return True

    def _drag(self) -> None:
        ids = self._view.selected_ids
        if not ids:
            return
        data = QMimeData()
        data.setData(ENTRIES, QByteArray(json.dumps(ids).encode()))
        drag = QDrag(self._view)
        drag.setMimeData(data)
        viewport = self._view.viewport()
        first = self._view.visualRect(self._view.rows.index(self._view.rows.number_of(ids[0]), 0))
        drag.setPixmap(viewport.grab(QRect(0, first.top(), viewport.width(), first.height())))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    # Dropping

    def _drag_over(self, event: QDragMoveEvent) -> bool:
        spot = self._spot(event.position().toPoint()) if event.mimeData().hasFormat(ENTRIES) else None
        self._gap.setVisible(spot is not None)
        if spot is None:
            event.ignore()
            return True
        self._gap.setGeometry(0, spot[2] - 1, self._view.viewport().width(), 2)
        event.acceptProposedAction()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._gap.hide()
        spot = self._spot(event.position().toPoint()) if event.mimeData().hasFormat(ENTRIES) else None
        if spot is None:
            event.ignore()
            return True
        event.acceptProposedAction()
        ids = tuple(json.loads(bytes(event.mimeData().data(ENTRIES).data())))
        self.placed.emit(ids, spot[0], spot[1], event.dropAction() == Qt.DropAction.CopyAction)
        return True

    def _spot(self, where: QPoint) -> tuple[str, str, int] | None:
        """The meal, the entry to go before, and the height of the gap, under the mouse."""
        rows, number = self._view.rows, self._view.rowAt(where.y())
        last = rows.rowCount() - 1
        if last < 0:
            return None
        below_all = number < 0
        number = last if below_all else number
        area = self._view.visualRect(rows.index(number, 0))
        row = rows.row_at(number)
        if row.group:
            return row.id.removeprefix(MEAL), self._id_below(number), area.bottom()
        meal = next(rows.row_at(above) for above in range(number, -1, -1) if rows.row_at(above).group)
        slot = meal.id.removeprefix(MEAL)
        if below_all or where.y() > area.center().y():
            return slot, self._id_below(number), area.bottom()
        return slot, row.id, area.top()

    def _id_below(self, number: int) -> str:
        """The entry right below a row, if it is of the same meal."""
        rows = self._view.rows
        below = rows.row_at(number + 1) if number + 1 < rows.rowCount() else None
        return "" if below is None or below.group else below.id


class _Gap(QWidget):
    """The line that shows where entries would go."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme().color("accent"))
