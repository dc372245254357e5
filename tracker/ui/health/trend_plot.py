"""A plot of readings over days: dots as measured, a line for the trend, numbers at the right. It can be zoomed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.domain.round_steps import round_step
from tracker.ui.health.readings import Series
from tracker.ui.health.zoom import Zoom
from tracker.ui.theme import HINT, font, theme
from tracker.ui.widgets import paint
from tracker.ui.words import MONTHS, Words, duration_in_words

HEIGHT = 220
LABELS = 52
"""Pixels at the right for numbers, which the lines do not run into."""
FOOT = 26
DOT = 2.2
LINES = 4
ONE_YEAR = 366
MARK = 90
"""Pixels that a date below needs."""
CLOSER = 0.7
"""What one step of zooming does to the days that are shown."""
NOTCH = 120
"""Of a wheel, in eighths of a degree."""


class TrendPlot(QWidget):
    """Readings and their trend. Left and Right go from day to day; `pointed` carries that day or None.

    Plus, minus and the wheel zoom, Shift with Left and Right or the pointer moves, 0 shows everything chosen again.
    """

    pointed = Signal(object)
    zoomed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("Left and Right go from reading to reading, plus and minus zoom.")
        self._series: Series | None = None
        self._words = Words()
        self._day: date | None = None
        self._days: list[date] = []
        self._zoom: Zoom | None = None
        self._dragged: tuple[float, Zoom] | None = None

    def show_series(self, series: Series, words: Words) -> None:
        """Show readings, from their first to their last day."""
        self._series, self._words = series, words
        self._view(Zoom(series.first, series.last, series.earliest, series.last))

    def _view(self, zoom: Zoom) -> None:
        """Show these days."""
        assert self._series is not None
        self._zoom = zoom
        self._days = sorted({day for day, _ in self._series.dots if zoom.first <= day <= zoom.last})
        self._point(None)
        is_whole = (zoom.first, zoom.last) == (self._series.first, self._series.last)
        self.zoomed.emit(None if is_whole else zoom)

    @property
    def view(self) -> Zoom | None:
        """The days that are shown."""
        return self._zoom

    @property
    def day(self) -> date | None:
        """The day that the pointer or the cursor is on."""
        return self._day

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    # Where things are

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(6, 20, -LABELS, -FOOT)

    def _x(self, day: date) -> float:
        zoom = self._zoom
        assert zoom is not None
        return self._area().left() + (day - zoom.first).days / max(1, zoom.days) * self._area().width()

    def _day_at(self, x: float) -> date:
        zoom = self._zoom
        assert zoom is not None
        share = (x - self._area().left()) / max(1.0, self._area().width())
        return zoom.first + timedelta(days=round(min(max(share, 0.0), 1.0) * zoom.days))

    def _bounds(self) -> tuple[float, float, float]:
        """The lowest and highest of the axis, and the step between its lines."""
        series = self._series
        assert series is not None
        shown = set(self._days)
        values = [value for day, value in series.dots if day in shown] or [value for _, value in series.dots] or [0.0]
        low, high = min(values), max(values)
        least = 10.0 if series.kind == "sleep" or not series.decimals else 0.5
        step = round_step(max(high - low, least) / LINES)
        return math.floor(low / step) * step, math.ceil(high / step + 1e-9) * step, step

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._series is not None and self._series.dots:
            low, high, step = self._bounds()
            self._paint_axis(painter, low, high, step)
            self._paint_days(painter)
            self._paint_readings(painter, low, high)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()))

    def _paint_axis(self, painter: QPainter, low: float, high: float, step: float) -> None:
        area, colors = self._area(), theme()
        count = max(1, round((high - low) / step))
        for number in range(count + 1):
            y = round(area.bottom() - number / count * area.height()) + 0.5
            painter.setPen(QPen(colors.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(self.width() - 6.0, y))
            text = self._label(low + number * step, step, last=number == count)
            place = QRectF(area.right() + 2, y - 17, LABELS - 10, 16)
            paint.line_of_text(painter, place, text, colors.color("muted"), font(HINT), Qt.AlignmentFlag.AlignRight)

    def _label(self, value: float, step: float, *, last: bool) -> str:
        assert self._series is not None
        if self._words.hidden:
            return ""
        if self._series.kind == "sleep":
            return f"{value / 60:.0f} h" if value % 60 == 0 else duration_in_words(round(value * 60_000))
        number = self._words.number(value, 0 if step >= 1 and step == int(step) else 1 if step >= 0.1 else 2)
        return f"{number} {self._series.unit}".strip() if last else number

    def _paint_days(self, painter: QPainter) -> None:
        """Dates below, as many as there is room for."""
        zoom, area = self._zoom, self._area()
        assert zoom is not None
        days = max(1, zoom.days)
        count = max(1, min(days, int(area.width() // MARK)))
        for number in range(count):
            day = zoom.first + timedelta(days=round((number + 0.5) * days / count))
            text = (
                f"{day.day} {MONTHS[day.month - 1][:3]}" if days <= 400 else f"{MONTHS[day.month - 1][:3]} {day.year}"
            )
            place = QRectF(self._x(day) - MARK / 2, area.bottom() + 4, MARK, FOOT - 4)
            paint.line_of_text(painter, place, text, theme().color("muted"), font(HINT), Qt.AlignmentFlag.AlignHCenter)

    def _paint_readings(self, painter: QPainter, low: float, high: float) -> None:
        area, colors = self._area(), theme()
        assert self._series is not None

        def point(day: date, value: float) -> QPointF:
            return QPointF(self._x(day), area.bottom() - (value - low) / ((high - low) or 1) * area.height())

        if self._day is not None:
            painter.setPen(QPen(colors.color("muted"), 1))
            x = self._x(self._day)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        muted = colors.color("muted")
        muted.setAlphaF(0.75)
        shown = set(self._days)
        for day, value in self._series.dots:
            if day not in shown:
                continue
            painter.setBrush(colors.color("accent") if day == self._day else muted)
            painter.drawEllipse(point(day, value), DOT, DOT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setClipRect(area.adjusted(0, -DOT, 0, DOT))
        for line in self._series.lines:
            painter.drawPolyline([point(day, value) for day, value in _around(line, shown)])
        painter.setClipping(False)

    # Pointing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._zoom is not None and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = (event.position().x(), self._zoom)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._dragged = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._zoom_out_wholly()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if self._zoom is not None and self._series is not None and self._series.dots and notches:
            self._view(self._zoom.by(CLOSER**notches, self._day_at(event.position().x())))
        event.accept()

    def _zoom_out_wholly(self) -> None:
        if self._series is not None:
            self.show_series(self._series, self._words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            start, zoom = self._dragged
            days = round((start - event.position().x()) / max(1.0, self._area().width()) * zoom.days)
            self._view(zoom.moved(days))
            return
        if self._days:
            x = event.position().x()
            self._point(min(self._days, key=lambda day: abs(self._x(day) - x)))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
        if self._zoom is not None and self._zoom_by_key(event):
            return
        if self._days and event.key() in keys:
            self._point(self._days[self._next(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._day is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def _zoom_by_key(self, event: QKeyEvent) -> bool:
        """Zoom or move by a key; whether it was one for that."""
        zoom = self._zoom
        assert zoom is not None
        around = self._day or zoom.first + timedelta(days=zoom.days // 2)
        step = max(1, zoom.days // 4)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._view(zoom.moved(-step if event.key() == Qt.Key.Key_Left else step))
        elif event.text() in ("+", "=", "-"):
            self._view(zoom.by(1 / CLOSER if event.text() == "-" else CLOSER, around))
        elif event.text() == "0":
            self._zoom_out_wholly()
        else:
            return False
        return True

    def _next(self, key: int) -> int:
        last = len(self._days) - 1
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End or self._day not in self._days:
            return last
        step = -1 if key == Qt.Key.Key_Left else 1
        return min(max(0, self._days.index(self._day) + step), last)

    def _point(self, day: date | None) -> None:
        self._day = day
        self.pointed.emit(day)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)


def trends_on(series: Series, day: date) -> Sequence[float]:
    """Where the trends of a day stood."""
    return [value for line in series.lines for at, value in line if at == day]


def _around(line: Sequence[tuple[date, float]], shown: set[date]) -> Sequence[tuple[date, float]]:
    """The part of a line on the days that are shown, and a point at either side, to which it leads."""
    inside = [number for number, (day, _) in enumerate(line) if day in shown]
    return line[max(0, inside[0] - 1) : inside[-1] + 2] if inside else ()
