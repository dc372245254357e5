"""The column of cards at the right of a page; it scrolls where the window is low."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.widgets.scrolling import Scrolling


class Side(Scrolling):
    """Cards from the top down.

    Args:
        cards: in their order.
        spacing: between them.
    """

    resized = Signal()

    def __init__(self, *cards: QWidget, spacing: int = 12) -> None:
        self._is_whole = False
        self._inside = _Inside()
        super().__init__(self._inside)
        self._inside.changed.connect(self._fit)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        for card in cards:
            # A card by itself is no higher than it would be at its widest; here it is as high as its words need.
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            column.addWidget(card)
        column.addStretch(1)

    def set_whole(self, whole: bool) -> None:
        """Be as high as all cards, where what is around scrolls."""
        self._is_whole = whole
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """As high as the cards need at this width: a scroll area asks for no more than they would at their widest."""
        height = self._inside.layout().heightForWidth(self.viewport().width())
        if height > 0 and height != self._inside.minimumHeight():
            self._inside.setMinimumHeight(height)
        self.setMinimumHeight(height if self._is_whole and height > 0 else 0)
        if self._is_whole:
            self.resized.emit()


class _Inside(QWidget):
    """The cards; tells when one of them changed its size."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return handled
