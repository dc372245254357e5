"""The way that was gone, drawn without a map: the selected part and the place under the cursor stand out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme import theme
from tracker.ui.widgets.cards import Card

if TYPE_CHECKING:
    from tracker.ui.training.recording import Recording

HEIGHT = 220
MOST_POINTS = 2000
"""More than a card has pixels for."""
MARGIN = 8
DOT = 5


class TrackCard(Card):
    """Hidden where no position was recorded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Track", parent=parent)
        self.track = Track()
        self.body.addWidget(self.track)
        self.hide()

    def show_recording(self, recording: Recording | None) -> None:
        """Show the way of a recording, or none."""
        self.track.show_recording(recording)
        self.setVisible(self.track.has_way)


class Track(QWidget):
    """The way itself: an equirectangular drawing around its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Track")
        self._points: list[tuple[float, float, float]] = []
        self._span: tuple[int, int] | None = None
        self._at: float | None = None

    @property
    def has_way(self) -> bool:
        """Whether there is something to draw."""
        return len(self._points) > 1

    def sizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    def show_recording(self, recording: Recording | None) -> None:
        """Show the way of a recording."""
        self._points = _way(recording) if recording else []
        self._span = self._at = None
        self.update()

    def show_span(self, span: tuple[int, int] | None) -> None:
        """Let the part between two moments, in ms, stand out."""
        self._span = span
        self.update()

    def show_moment(self, seconds: float | None) -> None:
        """Mark where it was at a moment."""
        self._at = seconds
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.has_way:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme()
        places = self._places()
        painter.setPen(_pen(colors.color("accent" if self._span is None else "muted"), 2))
        painter.drawPolyline(QPolygonF(places))
        if self._span is not None:
            start, end = (edge / 1000 for edge in self._span)
            part = [place for place, (at, _, _) in zip(places, self._points, strict=True) if start <= at <= end]
            painter.setPen(_pen(colors.color("accent"), 3))
            painter.drawPolyline(QPolygonF(part))
        painter.setPen(Qt.PenStyle.NoPen)
        for place, tone in ((places[0], "ok"), (places[-1], "bad")):
            painter.setBrush(colors.color(tone))
            painter.drawEllipse(place, DOT - 1, DOT - 1)
        if self._at is not None:
            now = min(range(len(places)), key=lambda number: abs(self._points[number][0] - (self._at or 0.0)))
            painter.setBrush(colors.color("carbs"))
            painter.drawEllipse(places[now], DOT, DOT)

    def _places(self) -> list[QPointF]:
        """The points in pixels: north is up, and both directions have one scale."""
        xs, ys = [x for _, x, _ in self._points], [y for _, _, y in self._points]
        area = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        width, height = (max(xs) - min(xs)) or 1e-9, (max(ys) - min(ys)) or 1e-9
        scale = min(area.width() / width, area.height() / height)
        left = area.center().x() - scale * (max(xs) + min(xs)) / 2
        top = area.center().y() + scale * (max(ys) + min(ys)) / 2
        return [QPointF(left + x * scale, top - y * scale) for x, y in zip(xs, ys, strict=True)]


def _way(recording: Recording) -> list[tuple[float, float, float]]:
    """Seconds, and degrees east and north with the east shortened as at the middle; some points of a long way."""
    import numpy as np

    latitude, longitude = (recording.telemetry.channels.get(name) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return []
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    known = known[:: max(1, len(known) // MOST_POINTS)]
    if len(known) < 2:
        return []
    shorter = math.cos(math.radians(float(np.mean(latitude[known]))))
    seconds = recording.telemetry.time[known] / 1000
    return list(zip(seconds.tolist(), (longitude[known] * shorter).tolist(), latitude[known].tolist(), strict=True))


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
