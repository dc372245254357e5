"""A structured workout as a row of blocks: as wide as a step is long, as high as it is hard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.domain.training.plan.steps import Kind, Part, Step, unrolled
from tracker.domain.training.plan.totals import Thresholds, share_of_power, time_of
from tracker.ui.theme import theme

UNKNOWN_MS = 300_000
"""How wide a step is drawn that says no time."""
LEAST_TOP, LOWEST = 0.9, 0.25
"""Shares of the threshold: the chart's top unless a block is higher, and the lowest block that is drawn."""
USUAL: dict[Kind, float] = {"warmup": 0.55, "work": 0.9, "rest": 0.5, "cooldown": 0.5}
"""How hard a step is drawn that says no power."""


class StepsChart(QWidget):
    """The blocks of a workout, those that are done in the accent's colour.

    Args:
        height: of the widget.
    """

    def __init__(self, height: int = 108, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._blocks: list[tuple[int, float, Step]] = []
        self._done: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, parts: Sequence[Part], thresholds: Thresholds) -> None:
        """Show a workout."""
        self._blocks = [
            (time_of(place.step) or UNKNOWN_MS, _hardness(place.step, thresholds), place.step)
            for place in unrolled(parts)
        ]
        self.update()

    def show_done(self, timer: int | None) -> None:
        """Fill what lies before `timer` (ms of the workout); None fills everything, as a plan that waits is."""
        if timer != self._done:
            self._done = timer
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = sum(time for time, _, _ in self._blocks)
        if not whole:
            return
        accent, waiting = theme().color("accent"), theme().color("line")
        scale, left = (self.width() - len(self._blocks)) / whole, 0.0
        begin, top = 0, max(LEAST_TOP, *(hardness for _, hardness, _ in self._blocks))
        for time, hardness, _ in self._blocks:
            width = max(1.0, time * scale)
            height = hardness / top * self.height()
            block = QRectF(left, self.height() - height, width, height)
            done = 1.0 if self._done is None else min(1.0, max(0.0, (self._done - begin) / time))
            painter.fillRect(block, waiting)
            painter.fillRect(QRectF(block.left(), block.top(), block.width() * done, height), _softer(accent))
            left += width + 1
            begin += time


def _hardness(step: Step, thresholds: Thresholds) -> float:
    share = None if step.aim is None else share_of_power(step.aim, thresholds)
    if share is None and step.aim is not None and step.aim.measure == "lthr":
        share = step.aim.middle / 1000
    if share is None and step.aim is not None and step.aim.measure == "rpe":
        share = 0.4 + step.aim.middle / 10 * 0.07
    return max(LOWEST, USUAL[step.kind] if share is None else share)


def _softer(color: QColor) -> QColor:
    softer = QColor(color)
    softer.setAlphaF(0.78)
    return softer
