"""The plot of a recorded workout: lines over time, zoomed and panned by mouse and keys, with a range selected in it.

What the lines are is prepared in `models.recording`; what the selected range means is computed by whoever listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.ui.theme import HINT, font, theme
from tracker.ui.training.time_axis import clock_text, lay_out_axes
from tracker.ui.widgets import paint

if TYPE_CHECKING:
    from tracker.ui.training.recording import PlotLine, Recording

HEIGHT = 190
STEP = 0.01
"""The share of what is shown that an arrow key moves."""
ZOOM = 1.5
CLOSEST = 10.0
"""Seconds that are shown at the closest."""
LINE = 1.0
"""Pixels of the desktop, several of a fine screen."""
HEADROOM = 1.06
POINTS_A_PIXEL = 0.7
"""Samples are averaged so that a long ride shows its course and not its noise; zoomed in, every sample shows."""
LOWER_PART = (0.04, 0.45)
"""Where a line whose unit has no place on the axis runs, as shares of the height."""


class TelemetryPlot(QWidget):
    """Lines over time.

    `selected` carries (start, end) in ms, or None; `pointed` the seconds under the pointer or cursor, or None.
    """

    selected = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Recording over time")
        self.setAccessibleDescription(
            "Arrows move the cursor, with Shift they select a range, plus and minus zoom, 0 shows everything."
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3, 3, 3, 3)
        self._plot: Any = None
        self._recording: Recording | None = None
        self._curves: list[tuple[Any, PlotLine]] = []
        self._cursor: float | None = None
        self._anchor: float | None = None
        self._range: tuple[float, float] | None = None
        theme().changed.connect(self._recolor)

    # What is shown

    def show_recording(self, recording: Recording | None) -> None:
        """Show a recording from its start to its end, with nothing selected."""
        self._recording = recording
        self._cursor = self._anchor = None
        if recording is None:
            self._drop()
            return
        if self._plot is None:
            self._make()
        for curve, _ in self._curves:
            self._plot.removeItem(curve)
        self._curves = [(self._curve(line), line) for line in recording.lines]
        view = self._plot.getViewBox()
        view.setLimits(xMin=0, xMax=max(recording.seconds, 1), minXRange=min(CLOSEST, max(recording.seconds, 1)))
        self._recolor()
        self.show_all()
        self._fit_height()
        self._select(None)

    def show_lines(self, recording: Recording) -> None:
        """Draw other lines of the recording that is shown; what is in view and selected stays."""
        self._recording = recording
        for curve, _ in self._curves:
            self._plot.removeItem(curve)
        self._curves = [(self._curve(line), line) for line in recording.lines]
        self._recolor()
        self._fit_height()

    def show_all(self) -> None:
        """Zoom out to the whole recording."""
        if self._recording is not None:
            self._plot.getViewBox().setXRange(0, max(self._recording.seconds, 1), padding=0)

    def select(self, start: int, end: int) -> None:
        """Select a range, in ms, and bring it into view."""
        if self._recording is not None:
            self._select((start / 1000, end / 1000))
            self._reveal(start / 1000)
            self._reveal(end / 1000)

    @property
    def range(self) -> tuple[int, int] | None:
        """The selected range in ms."""
        return None if self._range is None else (round(self._range[0] * 1000), round(self._range[1] * 1000))

    @property
    def shown(self) -> tuple[float, float]:
        """The seconds at the left and right edge."""
        left, right = self._plot.getViewBox().viewRange()[0]
        return float(left), float(right)

    # Making

    def _make(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        item = self._plot.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setDownsampling(auto=True, mode="mean")
        item.setClipToView(True)
        view = item.getViewBox()
        view.setMouseEnabled(x=True, y=False)
        view.setDefaultPadding(0)
        self._drag_view = view.mouseDragEvent
        view.mouseDragEvent = self._dragged
        lay_out_axes(item)
        view.sigXRangeChanged.connect(self._fit_height)
        self._line_at_cursor = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._region = pyqtgraph.LinearRegionItem(movable=False)
        self._region.setZValue(-10)
        for one in (self._line_at_cursor, self._region):
            one.setVisible(False)
            item.addItem(one, ignoreBounds=True)
        self._plot.scene().sigMouseMoved.connect(self._hovered)
        self._column.addWidget(self._plot)

    def _drop(self) -> None:
        """Show nothing, and let go of the samples."""
        for curve, _ in self._curves:
            self._plot.removeItem(curve)
        self._curves = []
        if self._plot is not None:
            self._select(None)

    def _curve(self, line: PlotLine) -> Any:
        """The curve of a line; one whose unit has no place on the axis goes from 0 to 1, and is stretched to fit."""
        import numpy as np

        y = line.y
        if not self._on_axis(line):
            low, high = np.nanmin(y), np.nanmax(y)
            share = (y - low) / ((high - low) or 1)
            y = LOWER_PART[0] + share * (LOWER_PART[1] - LOWER_PART[0])
        curve = self._plot.plot(line.x, y, connect="finite", antialias=True)
        curve.opts["autoDownsampleFactor"] = POINTS_A_PIXEL
        return curve

    def _on_axis(self, line: PlotLine) -> bool:
        """Whether the numbers at the axis are this line's: power and heart rate share it, else it is the first's."""
        if self._recording is None or not {"power", "heart_rate"} & {one.channel.key for one in self._recording.lines}:
            return self._recording is not None and line is self._recording.lines[0]
        return line.channel.key in ("power", "heart_rate")

    @Slot()
    def _fit_height(self) -> None:
        """Let the axis reach a little above the highest that is shown."""
        left, right = self.shown
        width = max(100, self.width())
        tops = [_highest(line, left, right, width) for line in self._lines() if self._on_axis(line)]
        top = max([*tops, 1.0]) * HEADROOM
        self._plot.getViewBox().setYRange(0, top, padding=0)
        for curve, line in self._curves:
            if not self._on_axis(line):
                curve.setTransform(QTransform.fromScale(1, top))

    def _lines(self) -> Sequence[PlotLine]:
        return self._recording.lines if self._recording else ()

    @Slot()
    def _recolor(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        colors = theme()
        self._plot.setBackground(colors.color("surface"))
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(pyqtgraph.mkPen(colors.color("line") if name == "bottom" else None))
            axis.setTickPen(pyqtgraph.mkPen(colors.color("line")))
            axis.setTextPen(colors.color("muted"))
            axis.setStyle(tickFont=font(HINT))
        for curve, line in self._curves:
            color = colors.color(line.channel.color)
            curve.setPen(pyqtgraph.mkPen(color, width=LINE * self.devicePixelRatioF()))
            if line.channel.key == "altitude":
                soft = QColor(color)
                soft.setAlphaF(0.12)
                curve.setFillLevel(0)
                curve.setBrush(soft)
                curve.setZValue(-5)
        self._line_at_cursor.setPen(pyqtgraph.mkPen(colors.color("muted"), width=1))
        fill = QColor(colors.color("accent"))
        fill.setAlphaF(0.13)
        self._region.setBrush(fill)
        for edge in self._region.lines:
            edge.setPen(pyqtgraph.mkPen(colors.color("accent"), width=1))
        self.update()

    # Mouse

    def _dragged(self, event: Any, axis: Any = None) -> None:
        """A left drag selects; with Shift, and with the other buttons, it pans and zooms as usual."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() != Qt.MouseButton.LeftButton or shift:
            self._drag_view(event, axis)
            return
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        view = self._plot.getViewBox()
        start = view.mapSceneToView(event.buttonDownScenePos()).x()
        self._select((start, view.mapSceneToView(event.scenePos()).x()))

    @Slot(object)
    def _hovered(self, position: QPointF) -> None:
        view = self._plot.getViewBox()
        if self._recording is not None and view.sceneBoundingRect().contains(position):
            self._point(view.mapSceneToView(position).x())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._recording is None or not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps: dict[int, float] = {
            Qt.Key.Key_Left: -STEP,
            Qt.Key.Key_Right: STEP,
            Qt.Key.Key_PageUp: -0.5,
            Qt.Key.Key_PageDown: 0.5,
        }
        if key in steps:
            self._step(steps[key], extend=shift)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0.0 if key == Qt.Key.Key_Home else self._end, extend=shift)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(1 / ZOOM)
        elif key == Qt.Key.Key_Minus:
            self._zoom(ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Escape and self._range is not None:
            self._anchor = None
            self._select(None)
        else:
            return False
        return True

    @property
    def _end(self) -> float:
        return self._recording.seconds if self._recording else 0.0

    def _step(self, share: float, *, extend: bool) -> None:
        left, right = self.shown
        start = self._cursor if self._cursor is not None else left
        self._go_to(start + (right - left) * share, extend=extend)

    def _go_to(self, seconds: float, *, extend: bool) -> None:
        before = self._cursor if self._cursor is not None else self.shown[0]
        where = min(max(0.0, seconds), self._end)
        if extend:
            self._anchor = before if self._anchor is None else self._anchor
            self._select((self._anchor, where))
        else:
            self._anchor = None
        self._point(where)
        self._reveal(where)

    def _zoom(self, factor: float) -> None:
        left, right = self.shown
        middle = self._cursor if self._cursor is not None and left <= self._cursor <= right else (left + right) / 2
        self._plot.getViewBox().setXRange(
            middle - (middle - left) * factor, middle + (right - middle) * factor, padding=0
        )

    def _reveal(self, seconds: float) -> None:
        """Pan as far as needed to show a moment."""
        left, right = self.shown
        move = min(0.0, seconds - left) or max(0.0, seconds - right)
        if move:
            self._plot.getViewBox().setXRange(left + move, right + move, padding=0)

    # Cursor and range

    def _point(self, seconds: float | None) -> None:
        self._cursor = seconds
        if self._plot is not None:
            self._line_at_cursor.setVisible(seconds is not None)
            if seconds is not None:
                self._line_at_cursor.setPos(seconds)
        self.pointed.emit(seconds)

    def _select(self, span: tuple[float, float] | None) -> None:
        before = self._range
        self._range = None
        if span is not None:
            low, high = (min(max(0.0, edge), self._end) for edge in sorted(span))
            self._range = (low, high) if high > low else None
        self._region.setVisible(self._range is not None)
        if self._range is not None:
            self._region.setRegion(self._range)
        if self._range != before:
            self.selected.emit(self.range)

    # Focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            paint.ring(QPainter(self), QRectF(self.rect()))


def _highest(line: PlotLine, left: float, right: float, pixels: int) -> float:
    """The highest point of the curve between two moments, as it is drawn: averaged to the pixels there are."""
    import numpy as np

    first, last = np.searchsorted(line.x, (left, right))
    y = line.y[first:last]
    y = y[np.isfinite(y)]
    block = max(1, round(len(y) / (pixels * POINTS_A_PIXEL)))
    whole = len(y) // block * block
    return float(y[:whole].reshape(-1, block).mean(axis=1).max()) if whole else 0.0


def values_at(recording: Recording, seconds: float) -> list[tuple[str, str, str]]:
    """What every line is at a moment: label, number with unit, colour. The last sample before it counts."""
    import numpy as np

    found = []
    for line in recording.lines:
        at = int(np.searchsorted(line.x, seconds, side="right")) - 1
        value = line.y[at] if at >= 0 else np.nan
        number = f"{value:.{line.channel.places}f} {line.channel.unit}" if np.isfinite(value) else "–"
        found.append((line.channel.label, number, line.channel.color))
    return found


def span_text(start: int, end: int) -> str:
    """A range of ms as 0:42:10 – 1:02:10."""
    return f"{clock_text(start / 1000)} – {clock_text(end / 1000)}"
