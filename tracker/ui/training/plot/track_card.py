"""The way that was gone: the selected part and the place under the cursor stand out.

It is drawn as Web Mercator shows it, over the tiles of a server that the person named, or over nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.errors import KnownError
from tracker.ui.desk import Desk
from tracker.ui.theme import CARD_RADIUS, HINT, font, theme
from tracker.ui.training.plot.map_tiles import MapTiles
from tracker.ui.widgets import paint
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.text import Text

if TYPE_CHECKING:
    from tracker.domain.mercator import Tile
    from tracker.ui.training.plot.recording import Recording

HEIGHT, MAP_HEIGHT = 220, 300
MOST_POINTS = 2000
"""More than a card has pixels for."""
MARGIN, MAP_MARGIN = 8, 24
DOT = 5
SMALLEST = 2e-6
"""The least part of the world that is shown: 80 m at the equator, so that who stood still has a map around."""


class TrackCard(Card):
    """Hidden where no position was recorded."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Track", parent=parent)
        self.track = Track(MapTiles(desk, self))
        self._wrong = Text("", "small", "muted", wrap=True)
        self.track.tiles.failed.connect(self._failed)
        self.body.addWidget(self.track)
        self.body.addWidget(self._wrong)
        self.hide()

    def show_recording(self, recording: Recording | None) -> None:
        """Show the way of a recording, or none."""
        self._wrong.hide()
        self.track.show_recording(recording)
        self.setVisible(self.track.has_way)

    @Slot(object)
    def _failed(self, error: KnownError) -> None:
        self._wrong.setText(f"Without a map: {error}")
        self._wrong.show()


class Track(QWidget):
    """The way itself.

    Args:
        tiles: the map behind it.
    """

    def __init__(self, tiles: MapTiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Track")
        self.tiles = tiles
        tiles.arrived.connect(self._redraw)
        theme().changed.connect(self._redraw)
        self._has_map = False
        self._points: list[tuple[float, float, float]] = []
        self._span: tuple[int, int] | None = None
        self._at: float | None = None
        self._picture: QPixmap | None = None

    @property
    def has_way(self) -> bool:
        """Whether there is something to draw."""
        return len(self._points) > 1

    def sizeHint(self) -> QSize:
        return QSize(260, MAP_HEIGHT if self._has_map else HEIGHT)

    def show_recording(self, recording: Recording | None) -> None:
        """Show the way of a recording."""
        self._points = _way(recording) if recording else []
        self._span = self._at = None
        self._has_map = self.tiles.begin() and self.has_way
        self.updateGeometry()
        self._want_tiles()
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        """The picture does not show any more what is to be seen."""
        self._picture = None
        self.update()

    def show_span(self, span: tuple[int, int] | None) -> None:
        """Let the part between two moments, in ms, stand out."""
        self._span = span
        self._redraw()

    def show_moment(self, seconds: float | None) -> None:
        """Mark where it was at a moment."""
        self._at = seconds
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want_tiles()
        self._redraw()

    # Where things are

    def _scale(self) -> float:
        """How many pixels the whole world would be wide; both directions have one scale."""
        margin = MAP_MARGIN if self._has_map else MARGIN
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        xs, ys = [x for _, x, _ in self._points], [y for _, _, y in self._points]
        width, height = max(max(xs) - min(xs), SMALLEST), max(max(ys) - min(ys), SMALLEST)
        return max(min(area.width() / width, area.height() / height), 1.0)

    def _middle(self) -> tuple[float, float]:
        """The place of the world in the middle."""
        xs, ys = [x for _, x, _ in self._points], [y for _, _, y in self._points]
        return (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def _pixel(self, x: float, y: float, middle: tuple[float, float], scale: float) -> QPointF:
        centre = QRectF(self.rect()).center()
        return QPointF(centre.x() + (x - middle[0]) * scale, centre.y() + (y - middle[1]) * scale)

    def _places(self) -> list[QPointF]:
        """The points in pixels: north is up."""
        middle, scale = self._middle(), self._scale()
        return [self._pixel(x, y, middle, scale) for _, x, y in self._points]

    def _needed(self) -> list[Tile]:
        """The tiles that lie behind it, drawn nearest to their own size."""
        from tracker.domain.mercator import tiles, zoom_for

        (x, y), scale = self._middle(), self._scale()
        wide, high = self.width() / 2 / scale, self.height() / 2 / scale
        return tiles(zoom_for(scale * self.devicePixelRatioF()), x - wide, y - high, x + wide, y + high)

    def _want_tiles(self) -> None:
        if self._has_map:
            self.tiles.want(self._needed())

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.has_way:
            return
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(0, 0, self._picture)
        if self._at is not None:
            now = self._points[max(bisect_right(self._points, self._at, key=itemgetter(0)) - 1, 0)]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("carbs"))
            painter.drawEllipse(self._pixel(now[1], now[2], self._middle(), self._scale()), DOT, DOT)

    def _drawn(self) -> QPixmap:
        """The way and the map, which stay while the cursor moves: painting them takes ten times as long as a dot."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme().color("surface"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._has_map:
            self._paint_map(painter)
        self._paint_way(painter)
        painter.end()
        return picture

    def _paint_way(self, painter: QPainter) -> None:
        colors, places = theme(), self._places()
        if self._has_map:  # a rim, so that the way stands out from whatever is below it
            painter.setPen(_pen(colors.color("surface"), 5))
            painter.drawPolyline(QPolygonF(places))
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

    def _paint_map(self, painter: QPainter) -> None:
        painter.save()
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), CARD_RADIUS - 4, CARD_RADIUS - 4)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), theme().color("window"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(0.7 if theme().dark else 0.9)
        middle, scale = self._middle(), self._scale()
        drawn = False
        for tile in self._needed():
            picture = self.tiles.picture(tile)
            if picture is not None:
                first = self._pixel(*tile.corner, middle, scale)
                last = self._pixel(tile.corner[0] + tile.size, tile.corner[1] + tile.size, middle, scale)
                painter.drawPixmap(QRectF(first, last).toAlignedRect(), picture)
                drawn = True
        painter.setOpacity(1)
        if drawn and self.tiles.credit:
            self._paint_credit(painter)
        painter.restore()

    def _paint_credit(self, painter: QPainter) -> None:
        spot = QRectF(0, self.height() - 18, self.width() - 8, 16)
        painter.fillRect(QRectF(0, self.height() - 19, self.width(), 19), paint.faint(theme().color("surface"), 0.75))
        paint.line_of_text(
            painter, spot, self.tiles.credit, theme().color("text"), font(HINT), Qt.AlignmentFlag.AlignRight
        )


def _way(recording: Recording) -> list[tuple[float, float, float]]:
    """Seconds, and places on the map of the world; some points of a long way."""
    import numpy as np

    from tracker.domain.mercator import project

    latitude, longitude = (recording.telemetry.channels.get(name) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return []
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    known = known[:: max(1, len(known) // MOST_POINTS)]
    if len(known) < 2:
        return []
    x, y = project(latitude[known], longitude[known])
    seconds = recording.telemetry.time[known] / 1000
    return list(zip(seconds.tolist(), x.tolist(), y.tolist(), strict=True))


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
