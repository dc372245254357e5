"""Lines over durations or days, drawn here: few enough points that nothing heavier is needed.

Left and Right move a cursor from point to point; what stands there is told beside the plot.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme import HINT, font, theme
from tracker.ui.widgets import paint

LEFT, FOOT, TOP, RIGHT = 34, 22, 8, 8
LEAST = 1.0
"""The least that an axis spans."""
LINES = 4
NICE = (1, 2, 2.5, 5, 10)
LABEL = 64
"""Pixels that a label below needs."""


@dataclass(frozen=True)
class Line:
    """A line: its points, in the order of x, None where nothing is known.

    Attributes:
        tone: colour by its name in the theme.
        is_dashed: whether it stands behind the others.
        is_bars: whether each point is a thin bar from 0 instead.
    """

    name: str
    xs: Sequence[float]
    ys: Sequence[float | None]
    tone: str
    is_dashed: bool = False
    is_bars: bool = False


class LinesPlot(QWidget):
    """Some lines over one axis. `pointed` carries the x of the cursor, or None.

    Args:
        name: for screen readers.
        is_log: whether equal ratios of x are equally far apart, as durations are shown.
        height: of the widget.
    """

    pointed = Signal(object)

    def __init__(self, name: str, *, is_log: bool = False, height: int = 150, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_log, self._height = is_log, height
        self._lines: tuple[Line, ...] = ()
        self._ticks: tuple[tuple[float, str], ...] = ()
        self._xs: list[float] = []
        self._x: float | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription("Left and Right go from point to point.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[Line], ticks: Sequence[tuple[float, str]]) -> None:
        """Show lines; `ticks` are places of x with their labels, left out where they would touch."""
        self._lines, self._ticks = tuple(lines), tuple(ticks)
        self._xs = sorted({x for line in lines for x, y in zip(line.xs, line.ys, strict=True) if y is not None})
        self._point(None)

    def sizeHint(self) -> QSize:
        return QSize(260, self._height)

    # Where things are

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -FOOT)

    def _place(self, x: float) -> float:
        """The pixel of an x."""
        first, last = self._scaled(self._xs[0]), self._scaled(self._xs[-1])
        area = self._area()
        return area.left() + (self._scaled(x) - first) / ((last - first) or 1) * area.width()

    def _scaled(self, x: float) -> float:
        return math.log(x) if self._is_log else x

    def _bounds(self) -> tuple[float, float, float]:
        """The lowest and highest of the axis, and the step between its lines."""
        ys = [y for line in self._lines for y in line.ys if y is not None]
        low, high = min(0.0, *ys), max(ys)
        rough = max(high - low, LEAST) / LINES  # what is nearly nothing looks like nothing
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * nice for nice in NICE if power * nice >= rough * 0.999)
        return math.floor(low / step) * step, max(math.ceil(high / step - 1e-9), 1) * step, step

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._xs:
            low, high, step = self._bounds()
            self._paint_axes(painter, low, high, step)
            for line in self._lines:
                self._paint_line(painter, line, low, high)
            self._paint_cursor(painter)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()))

    def _paint_axes(self, painter: QPainter, low: float, high: float, step: float) -> None:
        area, colors = self._area(), theme()
        for number in range(round((high - low) / step) + 1):
            value = low + number * step
            y = round(self._y(value, low, high)) + 0.5
            painter.setPen(QPen(colors.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            place = QRectF(0, y - 8, LEFT - 6, 16)
            paint.line_of_text(
                painter, place, f"{value:g}", colors.color("muted"), font(HINT), Qt.AlignmentFlag.AlignRight
            )
        free = -math.inf
        for x, text in self._ticks:
            if self._xs[0] <= x <= self._xs[-1] and self._place(x) - LABEL / 2 >= free:
                place = QRectF(self._place(x) - LABEL / 2, area.bottom() + 5, LABEL, 16)
                paint.line_of_text(
                    painter, place, text, colors.color("muted"), font(HINT), Qt.AlignmentFlag.AlignHCenter
                )
                free = self._place(x) + LABEL / 2

    def _paint_line(self, painter: QPainter, line: Line, low: float, high: float) -> None:
        color = theme().color(line.tone)
        if line.is_bars:
            color.setAlphaF(0.45)
            zero = self._y(0, low, high)
            for x, y in zip(line.xs, line.ys, strict=True):
                if y:
                    top = self._y(y, low, high)
                    painter.fillRect(QRectF(self._place(x) - 0.75, top, 1.5, zero - top), color)
            return
        pen = QPen(color, 1.5 if line.is_dashed else 2)
        if line.is_dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        piece = QPolygonF()
        for x, y in zip(line.xs, line.ys, strict=True):
            if y is None:
                painter.drawPolyline(piece)
                piece = QPolygonF()
            else:
                piece.append(QPointF(self._place(x), self._y(y, low, high)))
        painter.drawPolyline(piece)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self._x is not None:
            painter.setPen(QPen(theme().color("muted"), 1))
            x = self._place(self._x)
            painter.drawLine(QPointF(x, self._area().top()), QPointF(x, self._area().bottom()))

    def _y(self, value: float, low: float, high: float) -> float:
        area = self._area()
        return area.bottom() - (value - low) / ((high - low) or 1) * area.height()

    # Pointing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._xs or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        at = len(self._xs) if self._x is None and step < 0 else -1 if self._x is None else self._xs.index(self._x)
        self._point(self._xs[min(max(at + step, 0), len(self._xs) - 1)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._xs:
            self._point(self._nearest(event.position().x()))

    def _nearest(self, pixel: float) -> float:
        places = [self._place(x) for x in self._xs]
        at = bisect_left(places, pixel)
        near = range(max(0, at - 1), min(len(places), at + 1))
        return self._xs[min(near, key=lambda number: abs(places[number] - pixel))]

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)

    def _point(self, x: float | None) -> None:
        if x != self._x:
            self._x = x
            self.pointed.emit(x)
        self.update()
