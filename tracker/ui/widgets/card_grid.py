"""A table of days whose cells hold cards, under one cursor: what the week of meals and the month of training share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget


class Box(Protocol):
    """A card where it is in its cell."""

    @property
    def area(self) -> QRectF:
        """Its place, from the cell's corner on."""


class Cells(Protocol):
    """The delegate that paints the cells."""

    focused: bool

    @property
    def boxes(self) -> Mapping[tuple[int, int], Sequence[Box]]:
        """The cards by row and column."""


class CardGrid(QTableView):
    """A subclass has its delegate in `cells`, and moves the cursor. `menu_requested` carries where.

    Args:
        name: what is shown, for screen readers.
    """

    menu_requested = Signal(QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)

    @property
    def cells(self) -> Cells:
        """The delegate."""
        raise NotImplementedError

    def card_at(self, index: QModelIndex, where: QPointF) -> int:
        """The number of the card of a cell under a place in the viewport; -1 beside all of them."""
        inside = where - QPointF(self.visualRect(index).topLeft())
        found = self.cells.boxes.get((index.row(), index.column()), ())
        return next((number for number, box in enumerate(found) if box.area.contains(inside)), -1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_requested.emit(where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, focused: bool) -> None:
        self.cells.focused = focused
        self.viewport().update()


class DaysHeader(QHeaderView):
    """The days above a grid, all of a width that the grid gives them.

    Args:
        height: in pixels.
    """

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(height)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
