"""A plot of one nutrient: a bar for each day, and the targets as a line. Days that averages leave out are paler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.domain.round_steps import round_step
from tracker.ui.theme import HINT, font, theme
from tracker.ui.widgets import paint
from tracker.ui.words import MONTHS, Words

HEIGHT = 220
LABELS, FOOT, TOP = 76, 26, 20
MARK = 90
"""Pixels that a date below needs."""
LINES = 4


@dataclass(frozen=True)
class Bar:
    """A day: what was eaten, what was aimed at, both in the plot's unit; None is unknown, or no aim."""

    day: date
    value: float | None
    target: float | None
    counted: bool


class DayBars(QWidget):
    """Bars of days. Left and Right go from day to day; `pointed` carries that bar or None."""

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("Left and Right go from day to day.")
        self._bars: Sequence[Bar] = ()
        self._unit, self._tone = "", "accent"
        self._words = Words()
        self._at: int | None = None

    def show_bars(self, bars: Sequence[Bar], unit: str, tone: str, words: Words) -> None:
        """Show other days."""
        self._bars, self._unit, self._tone, self._words = tuple(bars), unit, tone, words
        self._point(None)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(6, TOP, -LABELS, -FOOT)

    def _x(self, number: int) -> float:
        area = self._area()
        return area.left() + (number + 0.5) / max(1, len(self._bars)) * area.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._bars:
            values = [value for bar in self._bars for value in (bar.value, bar.target) if value is not None]
            step = round_step(max(max(values, default=0.0), 1e-9) / LINES)
            top = step * -(-max(values, default=0.0) // step) or step
            self._paint_axis(painter, top, step)
            self._paint_bars(painter, top)
            self._paint_days(painter)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()))

    def _paint_axis(self, painter: QPainter, top: float, step: float) -> None:
        area, colors = self._area(), theme()
        count = round(top / step)
        for number in range(count + 1):
            y = round(area.bottom() - number / count * area.height()) + 0.5
            painter.setPen(QPen(colors.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(self.width() - 6.0, y))
            places = 0 if step >= 1 and step == int(step) else 1 if step >= 0.1 else 2
            text = self._words.number(number * step, places) + (f" {self._unit}" if number == count else "")
            place = QRectF(area.right() + 2, y - 17, LABELS - 10, 16)
            if not self._words.hidden:
                paint.line_of_text(painter, place, text, colors.color("muted"), font(HINT), Qt.AlignmentFlag.AlignRight)

    def _paint_bars(self, painter: QPainter, top: float) -> None:
        area, full = self._area(), theme().color(self._tone)
        pale = theme().color(self._tone)
        pale.setAlphaF(0.35)
        width = max(1.0, area.width() / len(self._bars) * 0.7)
        for number, bar in enumerate(self._bars):
            if bar.value is not None:
                height = bar.value / top * area.height()
                place = QRectF(self._x(number) - width / 2, area.bottom() - height, width, height)
                painter.fillRect(place, full if bar.counted else pale)
        painter.setPen(QPen(theme().color("text"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line: list[QPointF] = []
        for number, bar in enumerate(self._bars):
            if bar.target is not None:
                line.append(QPointF(self._x(number), area.bottom() - bar.target / top * area.height()))
        if len(line) > 1:
            painter.drawPolyline(line)
        if self._at is not None:
            painter.setPen(QPen(theme().color("muted"), 1))
            painter.drawLine(QPointF(self._x(self._at), area.top()), QPointF(self._x(self._at), area.bottom()))

    def _paint_days(self, painter: QPainter) -> None:
        area = self._area()
        count = max(1, min(len(self._bars), int(area.width() // MARK)))
        for number in range(count):
            at = round((number + 0.5) / count * len(self._bars) - 0.5)
            day = self._bars[at].day
            place = QRectF(self._x(at) - MARK / 2, area.bottom() + 4, MARK, FOOT - 4)
            text = f"{day.day} {MONTHS[day.month - 1][:3]}"
            paint.line_of_text(painter, place, text, theme().color("muted"), font(HINT), Qt.AlignmentFlag.AlignHCenter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._bars:
            share = (event.position().x() - self._area().left()) / max(1.0, self._area().width())
            self._point(min(max(int(share * len(self._bars)), 0), len(self._bars) - 1))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars) - 1
        here = last if self._at is None else self._at
        steps = {
            Qt.Key.Key_Left: here - (self._at is not None), Qt.Key.Key_Right: here + (self._at is not None),
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if self._bars and Qt.Key(event.key()) in steps:
            self._point(min(max(steps[Qt.Key(event.key())], 0), last))
        elif event.key() == Qt.Key.Key_Escape and self._at is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def _point(self, number: int | None) -> None:
        self._at = number
        self.pointed.emit(None if number is None else self._bars[number])
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)
