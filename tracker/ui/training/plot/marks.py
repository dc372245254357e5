"""What is painted over and around the strips of a recording: axis, laps, pauses, cursor and selected range."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from tracker.ui.theme import HINT, SEMIBOLD, font, theme
from tracker.ui.training.plot.strip import HEAD, LEFT
from tracker.ui.widgets import paint

TOP, FOOT, RIGHT = 18, 24, 4
"""Pixels above the strips, for laps and pauses; below them, for the axis; at the right."""
LAP_LINE, LAP_NUMBER, PAUSE_WORDS = 6, 14, 100
"""Pixels that the line and the number of a lap and the words of a pause need."""
MIDDLE = Qt.AlignmentFlag.AlignHCenter

Mark = tuple[float, float, str]
"""Where a lap or a pause begins and ends, and what it is called."""


def paint_axis(painter: QPainter, field: QRectF, labels: Sequence[tuple[float, str]]) -> None:
    """Labels below, each centred on its pixel; those that would touch the one before are left out."""
    free = field.left() - LEFT
    for x, text in labels:
        width = QFontMetricsF(font(HINT)).horizontalAdvance(text) + 4
        left = min(x - width / 2, field.right() + RIGHT - width)
        if left < free:
            continue
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 3))
        spot = QRectF(left, field.bottom() + 4, width, 16)
        paint.line_of_text(painter, spot, text, theme().color("muted"), font(HINT), MIDDLE)
        free = left + width + 6


def paint_laps(painter: QPainter, field: QRectF, laps: Sequence[Mark]) -> None:
    """A line where a lap begins, and its number above where there is room."""
    muted, free = theme().color("muted"), field.left() + LAP_LINE
    pen = QPen(paint.faint(muted, 0.6), 1, Qt.PenStyle.DotLine)
    for first, last, number in laps:
        if first >= free:
            painter.setPen(pen)
            painter.drawLine(QPointF(first, field.top()), QPointF(first, field.bottom()))
            free = first + LAP_LINE
        left, right = max(first, field.left()), min(last, field.right())
        if right - left >= LAP_NUMBER * max(1.0, len(number) / 2):
            spot = QRectF(left, field.top() - TOP, right - left, TOP - 2)
            paint.line_of_text(painter, spot, number, muted, font(HINT), MIDDLE)


def paint_pauses(painter: QPainter, field: QRectF, pauses: Sequence[Mark]) -> None:
    """Time in which nothing was recorded: a hatched band; a broken line where it takes no room, as over distance."""
    muted = theme().color("muted")
    pen = QPen(paint.faint(muted, 0.7), 1, Qt.PenStyle.DashLine)
    hatched = QBrush(paint.faint(muted, 0.25), Qt.BrushStyle.BDiagPattern)
    for first, last, words in pauses:
        left, right = max(first, field.left()), min(last, field.right())
        if last - first < 2:
            painter.setPen(pen)
            painter.drawLine(QPointF(left, field.top()), QPointF(left, field.bottom()))
            continue
        painter.fillRect(QRectF(left, field.top(), right - left, field.height()), hatched)
        if right - left >= PAUSE_WORDS:
            spot = QRectF(left, field.top() + HEAD + 4, right - left, 16)
            paint.line_of_text(painter, spot, words, muted, font(HINT), MIDDLE)


def paint_cursor(painter: QPainter, field: QRectF, x: float, text: str) -> None:
    """A line through all strips, and where it is."""
    x = round(x) + 0.5
    painter.setPen(QPen(theme().color("muted"), 1))
    painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
    width = QFontMetricsF(font(HINT, SEMIBOLD)).horizontalAdvance(text) + 14
    left = min(max(x - width / 2, field.left() - LEFT), field.right() + RIGHT - width)
    spot = QRectF(left, field.bottom() + 3, width, 18)
    paint.rounded(painter, spot, theme().color("text"), None, 5)
    paint.line_of_text(painter, spot, text, theme().color("surface"), font(HINT, SEMIBOLD), MIDDLE)


def paint_range(painter: QPainter, field: QRectF, edges: tuple[float, float]) -> None:
    """The selected range, between two pixels."""
    left, right = (min(max(edge, field.left()), field.right()) for edge in edges)
    accent = theme().color("accent")
    painter.fillRect(QRectF(left, field.top(), right - left, field.height()), paint.faint(accent, 0.13))
    painter.setPen(QPen(accent, 1))
    for edge in edges:
        if field.left() <= edge <= field.right():
            painter.drawLine(QPointF(edge, field.top()), QPointF(edge, field.bottom()))
