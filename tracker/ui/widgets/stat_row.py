"""A card with a row of numbers, spread over its width; where they do not fit they stand in several lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.ui.widgets.cards import Card, Stat

GAP = 20
"""The least space between two numbers."""


class StatRow(Card):
    """Numbers over their captions, such as 3:42:51 time, 97.4 km distance."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self.setMinimumWidth(0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(8)
        self.body.addLayout(self._grid)
        self._stats: list[Stat] = []
        self._captions: tuple[str, ...] = ()
        self._per_line = 0

    def show_numbers(self, numbers: Sequence[tuple[str, str]], tones: Sequence[str] = ()) -> None:
        """Show pairs of caption and number, in these colours where they have one."""
        captions = tuple(caption for caption, *_ in numbers)
        if captions != self._captions:
            for stat in self._stats:
                self._grid.removeWidget(stat)
                stat.hide()
                stat.deleteLater()
            self._captions, self._per_line = captions, 0
            self._stats = [Stat(caption, tone, self) for caption, tone in zip_longest(captions, tones, fillvalue="")]
        for stat, (_, number) in zip(self._stats, numbers, strict=True):
            stat.set(number)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many numbers in a line as fit; all lines hold about the same number of them."""
        if not self._stats:
            return
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        per_line = next((count for count in range(len(self._stats), 1, -1) if self._width(count) <= room), 1)
        per_line = -(-len(self._stats) // -(-len(self._stats) // per_line))
        if per_line == self._per_line:
            return
        self._per_line = per_line
        for stat in self._stats:
            self._grid.removeWidget(stat)
        for number, stat in enumerate(self._stats):
            self._grid.addWidget(stat, number // per_line, number % per_line * 2)
            stat.show()
        for column in range(self._grid.columnCount()):
            between = column % 2 == 1 and column < per_line * 2 - 1
            self._grid.setColumnStretch(column, int(between))
        self.updateGeometry()

    def _width(self, per_line: int) -> int:
        """How wide the grid is with so many numbers in a line."""
        widths = [stat.sizeHint().width() for stat in self._stats]
        return sum(max(widths[column::per_line]) for column in range(per_line)) + GAP * (per_line - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())
