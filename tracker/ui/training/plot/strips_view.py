"""The strips of a recording over one axis: what is shown of which part, and how it is painted.

A strip is painted in `strip`, what lies over it in `marks`; the mouse and the keys are in `telemetry_plot`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme import SEMIBOLD, SMALL, font, theme
from tracker.ui.training.plot import marks
from tracker.ui.training.plot.axis import Axis, TimeAxis
from tracker.ui.training.plot.marks import FOOT, RIGHT, TOP, Mark
from tracker.ui.training.plot.strip import HEAD, LEFT, OTHER, Series, Strip, paint_strip
from tracker.ui.widgets import paint
from tracker.ui.words import Words, duration_in_words

if TYPE_CHECKING:
    from tracker.ui.training.plot.recording import PlotLine, Recording

GAP = 6
HEIGHTS = (170, 110, 92, 84, 78, 74)
"""Of a strip in pixels, by how many there are."""
MARGIN = 3
"""Around everything, for the ring of the focus."""


class StripsView(QWidget):
    """Strips over time or distance, with a cursor and a selected range that somebody else moves.

    `viewed` says that another part is in view.
    """

    viewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._recording: Recording | None = None
        self._over = "time"
        self._axis: Axis = TimeAxis(0.0)
        self._other: Recording | None = None
        self._other_axis: Axis | None = None
        self._strips: tuple[Strip, ...] = ()
        self._laps: list[Mark] = []
        self._pauses: list[Mark] = []
        self._zones: Mapping[str, tuple[float, ...]] = {}
        self._view = (0.0, 1.0)
        self._cursor: float | None = None
        self._range: tuple[float, float] | None = None
        self._picture: QPixmap | None = None
        self._words = Words()
        theme().changed.connect(self._redraw)

    # What is shown

    def show_recording(self, recording: Recording | None, words: Words | None = None) -> None:
        """Show a recording from its start to its end, with nothing selected; None lets go of the samples."""
        self._recording, self._other, self._zones = recording, None, {}
        self._words = words or self._words
        self._cursor = self._range = None
        self._prepare()
        self.show_all()

    def show_lines(self, recording: Recording) -> None:
        """Draw other lines of the recording that is shown; what is in view and selected stays."""
        self._recording = recording
        self._prepare()

    def show_other(self, other: Recording | None) -> None:
        """Draw the lines of another recording beside those of the one that is shown, or not any more."""
        whole, self._other = self.is_whole, other
        self._prepare()
        if whole:
            self.show_all()
        else:
            self.show_part(*self._view)

    def show_over(self, over: str) -> None:
        """Run along "time" or "distance", if that is known; the same part stays in view."""
        before, whole = self._axis, self.is_whole
        self._over = over
        self._prepare()
        if whole:
            self.show_all()
        else:
            self.show_part(*(self._axis.place(before.moment(place)) for place in self._view))
        if self._cursor is not None:
            self._cursor = self._axis.place(before.moment(self._cursor))

    def show_zones(self, zones: Mapping[str, tuple[float, ...]]) -> None:
        """Colour the zones of some channels: their lower bounds in the unit of the channel."""
        self._zones = zones
        self._prepare()

    def show_all(self) -> None:
        """Zoom out to the whole recording."""
        self.show_part(0.0, self._length)

    @property
    def over(self) -> str:
        """What the plot runs along: the time, where no distance is known."""
        return "time" if isinstance(self._axis, TimeAxis) else "distance"

    @property
    def shown(self) -> tuple[float, float]:
        """The places at the left and right edge, in seconds or metres."""
        return self._view

    @property
    def is_whole(self) -> bool:
        """Whether everything is in view."""
        return self._view[0] <= 0 and self._view[1] >= self._length

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What is drawn, from the top."""
        return self._strips

    @property
    def shows_other(self) -> bool:
        """Whether another recording is drawn, which may have no distance to be drawn along."""
        return self._other_axis is not None

    @property
    def _length(self) -> float:
        return max(self._axis.length, self._other_axis.length if self._other_axis else 0.0)

    # Making

    def _prepare(self) -> None:
        """Put the strips together, each with the places of its samples."""
        recording = self._recording
        self._axis = recording.axis(self._over) if recording else TimeAxis(0.0)
        beside = self._other.axis(self.over) if self._other else None
        self._other_axis = beside if isinstance(beside, type(self._axis)) else None
        self._strips = tuple(
            Strip(
                line.channel, _series(line, self._axis), self._series_of_other(line.channel.key),
                self._zones.get(line.channel.key, ()),
            )
            for line in (recording.lines if recording else ())
        )  # fmt: skip
        laps, pauses = (recording.laps, recording.pauses) if recording else ((), ())
        self._laps = self._marked(laps, [str(number) for number in range(1, len(laps) + 1)])
        words = [f"paused {duration_in_words(round((end - start) * 1000))}" for start, end in pauses]
        self._pauses = self._marked(pauses, words)
        self.setFixedHeight(self.sizeHint().height())
        self._redraw()

    def _series_of_other(self, key: str) -> Series | None:
        if self._other is None or self._other_axis is None:
            return None
        line = next((line for line in self._other.every if line.channel.key == key), None)
        return None if line is None else _series(line, self._other_axis)

    def _marked(self, spans: Sequence[tuple[float, float]], words: Sequence[str]) -> list[Mark]:
        """Spans of time as parts of the axis, with what they are called."""
        return [
            (self._axis.place(start), self._axis.place(end), text)
            for (start, end), text in zip(spans, words, strict=True)
        ]

    def sizeHint(self) -> QSize:
        count = max(1, len(self._strips))
        height = HEIGHTS[min(count, len(HEIGHTS)) - 1]
        return QSize(260, 2 * MARGIN + self._top + count * height + (count - 1) * GAP + FOOT)

    @Slot()
    def _redraw(self) -> None:
        """The picture does not show any more what is to be seen."""
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    # Where things are

    @property
    def _field(self) -> QRectF:
        """Where the lines of all strips run."""
        return QRectF(self.rect()).adjusted(MARGIN + LEFT, MARGIN + self._top, -MARGIN - RIGHT, -MARGIN - FOOT)

    @property
    def _top(self) -> int:
        """Room for the numbers of laps, where there are some."""
        return TOP if self._recording is not None and self._recording.laps else 2

    def _areas(self) -> list[QRectF]:
        """Where each strip is, its scale included."""
        field, count = self._field.adjusted(-LEFT, 0, 0, 0), max(1, len(self._strips))
        height = (field.height() - GAP * (count - 1)) / count
        return [
            QRectF(field.left(), field.top() + number * (height + GAP), field.width(), height)
            for number in range(len(self._strips))
        ]

    def _pixel(self, place: float) -> float:
        field, (left, right) = self._field, self._view
        return field.left() + (place - left) / (right - left) * field.width()

    def _seen(self, spans: Sequence[Mark]) -> list[Mark]:
        """Those that reach into the view, from pixel to pixel."""
        (left, right), field = self._view, self._field
        scale = field.width() / (right - left)
        return [
            (field.left() + (first - left) * scale, field.left() + (last - left) * scale, text)
            for first, last, text in spans
            if last >= left and first <= right
        ]

    def _pixel_of(self, seconds: float) -> float:
        return self._pixel(self._axis.place(seconds))

    def _place_at(self, pixel: float) -> float:
        field, (left, right) = self._field, self._view
        share = (pixel - field.left()) / max(1.0, field.width())
        return left + min(max(share, 0.0), 1.0) * (right - left)

    def show_part(self, left: float, right: float) -> None:
        """Show this part, or the nearest to it that there is."""
        span = min(max(right - left, self._axis.closest), self._length)
        left = min(max(left, 0.0), self._length - span)
        if (left, left + span) != self._view:
            self._view = (left, left + span)
            self._redraw()
        self.viewed.emit()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._strips:
            if self._picture is None:
                self._picture = self._drawn()
            painter.drawPixmap(0, 0, self._picture)
            if self._range is not None:
                first, last = (self._pixel_of(edge) for edge in self._range)
                marks.paint_range(painter, self._field, (first, last))
            if self._cursor is not None and self._view[0] <= self._cursor <= self._view[1]:
                marks.paint_cursor(painter, self._field, self._pixel(self._cursor), self._where(self._cursor))
            self._paint_heads(painter)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()))

    def _drawn(self) -> QPixmap:
        """The strips, without what moves over them."""
        ratio, field = self.devicePixelRatioF(), self._field
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme().color("surface"))
        painter = QPainter(picture)
        for area, strip in zip(self._areas(), self._strips, strict=True):
            paint_strip(painter, area, strip, self._view, self._words)
        marks.paint_pauses(painter, field, self._seen(self._pauses))
        marks.paint_laps(painter, field, self._seen(self._laps))
        for area in self._areas():  # the names of the strips stand clear
            painter.fillRect(area.adjusted(LEFT, 0, 0, HEAD - 1 - area.height()), theme().color("surface"))
        labels = self._axis.labels(*self._view, field.width(), self._words)
        marks.paint_axis(painter, field, [(self._pixel(place), text) for place, text in labels])
        painter.end()
        return picture

    def _paint_heads(self, painter: QPainter) -> None:
        """The name of each strip, and what was measured at the cursor."""
        colors, strong = theme(), font(SMALL, SEMIBOLD)
        for area, strip in zip(self._areas(), self._strips, strict=True):
            left, top = area.left() + LEFT + 2, area.top()
            left = _write(painter, left, top, strip.channel.label, colors.color(strip.channel.color), strong)
            if self._cursor is None:
                _write(painter, left, top, strip.channel.unit, colors.color("muted"), font(SMALL))
            else:
                left = _write(painter, left, top, self._value(strip, self._cursor), colors.color("text"), strong)
                if self._other_axis is not None:
                    value = self._value_of_other(strip, self._cursor)
                    _write(painter, left, top, value, colors.color(OTHER), strong)

    def _value(self, strip: Strip, place: float) -> str:
        """What was measured at a place, in words."""
        return strip.channel.say(strip.own.line.at(self._axis.moment(place)), self._words)

    def _value_of_other(self, strip: Strip, place: float) -> str:
        """What was measured there in the other workout, in words."""
        axis, series = self._other_axis, strip.other
        is_over = axis is None or series is None or place > axis.length
        return strip.channel.say(None if is_over else series.line.at(axis.moment(place)), self._words)

    def _where(self, place: float) -> str:
        """A place in words: the time, and the distance where one is known."""
        seconds, recording = self._axis.moment(place), self._recording
        told = [recording.axis(over) for over in ("time", "distance")] if recording else []
        return " · ".join(dict.fromkeys(axis.say(axis.place(seconds), self._words) for axis in told))


def _series(line: PlotLine, axis: Axis) -> Series:
    return Series(line, axis.places(line.seconds))


def _write(painter: QPainter, left: float, top: float, text: str, color: QColor, of: QFont) -> float:
    """Words in a strip's head; returns where the next ones may begin."""
    width = QFontMetricsF(of).horizontalAdvance(text) + 2
    painter.fillRect(QRectF(left, top, width, HEAD - 1), paint.faint(theme().color("surface"), 0.8))
    paint.line_of_text(painter, QRectF(left, top - 2, width, HEAD), text, color, of)
    return left + width + 6
