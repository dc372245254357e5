"""Strokes that several widgets and delegates share: pills, boxes, bars, key hints, elided text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from tracker.ui.theme import HINT, RADIUS, SMALL, Colors, font, theme
from tracker.ui.words import cut

_ONE_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
"""As numbers: a hundred lines are painted at a time, and putting flags together takes as long as painting one."""


def tone_colors(tone: str) -> tuple[QColor, QColor, QColor]:
    """Fill, text and border of a pill in a tone: neutral, accent, ok, warn or bad."""
    c = theme().colors
    fill, text, border = {
        "neutral": (c.window, c.muted, c.line),
        "accent": (c.accent_soft, c.accent_text, c.accent_soft),
        "ok": (c.accent_soft, c.accent_text, c.accent_soft),
        "warn": (c.warn_soft, c.warn_text, c.warn_soft),
        "bad": (c.bad_soft, c.bad, c.bad_soft),
    }[tone]
    return QColor(fill), QColor(text), QColor(border)


def text_color(tone: str) -> QColor:
    """The colour of plain text in a tone; "" is the ordinary one."""
    colors: Colors = theme().colors
    return QColor(getattr(colors, tone or "text"))


def faint(color: QColor, alpha: float) -> QColor:
    """A colour that lets through what is below it."""
    made = QColor(color)
    made.setAlphaF(alpha)
    return made


def rounded(
    painter: QPainter, rect: QRectF, fill: QColor | None, border: QColor | None = None, radius: float = RADIUS
) -> None:
    """A rounded box whose border of one pixel lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    inside = rect.adjusted(0.5, 0.5, -0.5, -0.5) if border else rect
    painter.drawRoundedRect(inside, radius, radius)


def ring(painter: QPainter, rect: QRectF, radius: float = RADIUS) -> None:
    """The focus ring: the accent's border and a soft line inside it. Painted last, over the box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme().colors.accent_soft), 2))
    painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
    painter.setPen(QPen(QColor(theme().colors.accent), 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def line_of_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    color: QColor,
    text_font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """One line, vertically centred, elided at the right; returns its width."""
    painter.setFont(text_font)
    painter.setPen(color)
    metrics = QFontMetricsF(text_font)
    text = cut(text)  # Qt paints nothing where a line is very long
    width, room = metrics.horizontalAdvance(text), rect.width()
    if width > room + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
    painter.drawText(rect, _ONE_LINE | align.value, text)
    return width


def pill_width(text: str) -> float:
    """How wide `pill` paints this text."""
    return QFontMetricsF(font(SMALL)).horizontalAdvance(text) + 18


def pill(painter: QPainter, left: float, middle: float, text: str, tone: str) -> float:
    """A pill of 19 pixels height whose vertical middle is given; returns its width."""
    fill, color, border = tone_colors(tone)
    rect = QRectF(left, middle - 9.5, pill_width(text), 19)
    rounded(painter, rect, fill, border, 9.5)
    line_of_text(painter, rect, text, color, font(SMALL), Qt.AlignmentFlag.AlignHCenter)
    return rect.width()


def key_hint_width(text: str) -> float:
    """How wide `key_hint` paints this text."""
    return QFontMetricsF(font(HINT)).horizontalAdvance(text) + 10


def key_hint(painter: QPainter, right: float, middle: float, text: str) -> float:
    """A key in its little box, ending at `right`; returns its width."""
    c = theme().colors
    width = key_hint_width(text)
    rect = QRectF(right - width, middle - 10, width, 19)
    rounded(painter, rect, QColor(c.surface), QColor(c.line), 4)
    line_of_text(painter, rect, text, QColor(c.muted), font(HINT), Qt.AlignmentFlag.AlignHCenter)
    return width


def bar(painter: QPainter, rect: QRectF, parts: list[tuple[float, QColor]]) -> None:
    """A thin bar: the track, then each part (0 … 1, colour) over it, longest first."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(QColor(theme().colors.line))
    painter.drawRoundedRect(rect, radius, radius)
    for share, color in parts:
        if share > 0:
            width = max(rect.width() * min(share, 1.0), rect.height() / 2)
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), radius, radius)


def check_box(painter: QPainter, middle: QPointF, checked: bool, color: QColor) -> None:
    """A box of 12 pixels around `middle`, with or without its tick."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = middle.x(), middle.y()
    painter.drawRoundedRect(QRectF(x - 5.5, y - 5.5, 11, 11), 2, 2)
    if checked:
        tick(painter, middle, color)


def tick(painter: QPainter, middle: QPointF, color: QColor) -> None:
    """A tick of 6 pixels around `middle`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, y = middle.x(), middle.y()
    painter.drawPolyline([QPointF(x - 2.9, y + 0.2), QPointF(x - 0.8, y + 2.6), QPointF(x + 3.1, y - 2.6)])


def radio(painter: QPainter, middle: QPointF, chosen: bool, color: QColor) -> None:
    """A round choice of 10 pixels, filled when chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(color if chosen else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 4.5, 4.5)
