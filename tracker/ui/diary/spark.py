"""A small line without axes: what was measured, thin, and its trend, strong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme import theme

Points = Sequence[tuple[float, float]]


class LineSpark(QWidget):
    """A sparkline.

    Args:
        name: what it shows, for screen readers.
        height: in pixels.
    """

    def __init__(self, name: str, height: int = 52, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._height = height
        self._measured: Points = ()
        self._trend: Points = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, measured: Points, trend: Points = ()) -> None:
        """Show points (x, y) in ascending x; both series share the axes."""
        self._measured, self._trend = tuple(measured), tuple(trend)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        points = [*self._measured, *self._trend]
        if not points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        area = QRectF(self.rect()).adjusted(1, 4, -1, -4)
        thin = theme().color("muted")
        thin.setAlphaF(0.7)
        bounds = (min(xs), max(xs), min(ys), max(ys))
        _draw(painter, self._measured, bounds, area, QPen(thin, 1))
        _draw(painter, self._trend, bounds, area, QPen(QColor(theme().colors.accent), 2.2))


def _draw(
    painter: QPainter, points: Points, bounds: tuple[float, float, float, float], area: QRectF, pen: QPen
) -> None:
    low_x, high_x, low_y, high_y = bounds
    wide, high = (high_x - low_x) or 1.0, (high_y - low_y) or 1.0
    painter.setPen(pen)
    painter.drawPolyline(
        [
            QPointF(area.left() + (x - low_x) / wide * area.width(), area.bottom() - (y - low_y) / high * area.height())
            for x, y in points
        ]
    )
