"""A power curve whose points lead to the workouts they are from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.training.plot.lines_plot import LinesPlot

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CurvePlot(LinesPlot):
    """Lines over durations. `opened` carries the duration of the cursor, with Enter or a double click."""

    opened = Signal(object)

    def __init__(self, name: str, *, height: int, parent: QWidget | None = None) -> None:
        super().__init__(name, is_log=True, height=height, parent=parent)
        self._at: float | None = None
        self.pointed.connect(self._follow)
        self.setAccessibleDescription("Left and Right go from point to point, Enter opens the workout of one.")

    @Slot(object)
    def _follow(self, x: float | None) -> None:
        self._at = x

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._at is not None:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        if self._at is not None:
            self.opened.emit(self._at)
