"""What a page shows, with a column of cards beside it; in a small window the cards come below and the page scrolls."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.page import NARROW
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.side import Side

LOWEST = 380
"""px of height that the content has where the cards are below it."""


class Beside(Scrolling):
    """Content at the left and cards at the right, or the cards below.

    Args:
        content: takes the room that is left.
        side: the cards.
        width: of the cards, in pixels.
        above: what stands over both.
    """

    def __init__(
        self, content: QLayout, side: Side, width: int, *above: QWidget, parent: QWidget | None = None
    ) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._side, self._width = side, width
        self._below: bool | None = None
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(24)
        self._row.addLayout(content, 1)
        self._row.addWidget(side)
        self._above = above
        for one in above:  # as high as its words need, as in `Side`
            one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            column.addWidget(one)
        column.addLayout(self._row, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        side.resized.connect(self._fit)
        self._turn(below=False)

    def set_side(self, width: int, spacing: int) -> None:
        """Give the cards another width, in pixels, and another distance."""
        self._width = width
        self._row.setSpacing(spacing)
        if not self._below:
            self._side.setFixedWidth(width)

    def show_side(self, wanted: bool) -> None:
        """Show the cards, or leave their room to the content."""
        self._side.setVisible(wanted)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        below = self.width() < NARROW - 2 * self._row.spacing()
        if below != self._below:
            self._turn(below=below)
        super().resizeEvent(event)
        self._fit()

    def _turn(self, *, below: bool) -> None:
        self._below = below
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        self._side.set_whole(below)
        if below:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(self._width)

    def _fit(self) -> None:
        """As high as the window, whatever the content would like; where the cards are below, as high as all of it."""
        cards = 0 if self._side.isHidden() else self._row.spacing() + self._side.minimumHeight()
        above = sum(self._height(one) + 16 for one in self._above if not one.isHidden())
        self.widget().setMinimumSize(1, above + LOWEST + cards if self._below else 1)

    def _height(self, one: QWidget) -> int:
        return one.heightForWidth(self.viewport().width()) if one.hasHeightForWidth() else one.sizeHint().height()
