"""One strip of a recording's plot: a channel with a scale of its own, painted from columns.

Where samples share a pixel, the line is their mean and the soft band around it goes from the lowest to the highest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from tracker.domain.round_steps import round_step
from tracker.ui.theme import HINT, font, theme
from tracker.ui.training.plot.channels import Channel, pace_text
from tracker.ui.widgets import paint
from tracker.ui.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tracker.ui.training.plot.columns import Columns
    from tracker.ui.training.plot.recording import PlotLine

LINE = 1.2
"""Pixels of the desktop, several of a fine screen."""
Numbers = TypeVar("Numbers", float, "NDArray[np.float64]")
HEAD = 16
"""Pixels above the lines, for the name and the value at the cursor."""
LEFT = 38
"""Pixels at the left for the numbers of the scale."""
PIXELS_A_COLUMN = 1.5
THOUSANDS = 10_000
"""From here on the scale counts in thousands: longer numbers have no room."""
ROW = 17
"""Pixels that a number of the scale needs."""
PACE_STEPS = (600, 300, 120, 60, 30, 15, 10, 5)
ENOUGH = 3
"""So many numbers make a scale of paces."""
SLOWER = 5
"""Paces are named down to so many times the fastest: who stands still has none."""
HEADROOM = 0.06
OTHER = "accent"
"""The colour of another workout that is compared."""
ZONE_TONES = ("muted", "protein", "ok", "warn", "carbs", "bad", "fat")
"""From the easiest zone to the hardest; those of fewer zones are the middle ones."""


@dataclass(frozen=True, eq=False)
class Series:
    """A line with the places of its samples along the axis."""

    line: PlotLine
    x: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Strip:
    """A channel and the line in it, and that of another workout where it is compared.

    Attributes:
        zones: the lower bounds of its zones, the lowest at 0; empty where there are none.
    """

    channel: Channel
    own: Series
    other: Series | None = None
    zones: tuple[float, ...] = ()


def zone_tones(count: int) -> tuple[str, ...]:
    """The colours of so many zones, from the easiest to the hardest."""
    first = 1 if count == 5 else 0
    return tuple(ZONE_TONES[min(number + first, len(ZONE_TONES) - 1)] for number in range(count))


def paint_strip(painter: QPainter, area: QRectF, strip: Strip, view: tuple[float, float], words: Words) -> None:
    """Paint a strip into an area, of which the left is for the scale.

    Args:
        painter: where to.
        area: of the strip.
        strip: the channel.
        view: the places at the left and the right edge.
        words: how numbers read.
    """
    field = area.adjusted(LEFT, HEAD, 0, 0)
    drawn = {series: _columns(series, view, field) for series in (strip.own, strip.other) if series is not None}
    scale = _scale(strip.channel, [one for one in drawn.values() if len(one.x)])
    painter.save()
    painter.setClipRect(field.adjusted(0, -1, 0, 1))
    _paint_zones(painter, field, strip.zones, scale)
    painter.restore()
    _paint_scale(painter, field, strip.channel, scale, words)
    painter.save()
    painter.setClipRect(field.adjusted(0, -1, 0, 1))
    for series, found in reversed(drawn.items()):  # its own line over the other's
        _paint_line(painter, field, found, view, scale, strip.channel, is_other=series is strip.other)
    painter.restore()


def _columns(series: Series, view: tuple[float, float], field: QRectF) -> Columns:
    from tracker.ui.training.plot.columns import columns  # numpy comes when something is drawn

    count = max(8, int(field.width() / PIXELS_A_COLUMN))
    return columns(series.x, series.line.values, series.line.starts, *view, count)


def _scale(channel: Channel, drawn: Sequence[Columns]) -> tuple[float, float]:
    """The lowest and highest that is shown, with a little room.

    The line itself always fits. Where samples share a pixel, a few of the band's spikes may reach out of the strip, so
    that one sprint does not press hours of riding flat; zoomed in, they fit.
    """
    from tracker.ui.training.plot.line import bounds

    low, high = bounds(drawn) if drawn else (0.0, 0.0)
    if channel.from_zero:
        low = min(low, 0.0)
    missing = channel.least - (high - low)
    if missing > 0:
        low, high = (low, high + missing) if channel.from_zero else (low - missing / 2, high + missing / 2)
    room = (high - low) * HEADROOM
    return (low if channel.from_zero and low == 0 else low - room), high + room


# Painting


def _paint_zones(painter: QPainter, field: QRectF, zones: Sequence[float], scale: tuple[float, float]) -> None:
    """A soft band for each zone."""
    tones = zone_tones(len(zones))
    for number, lower in enumerate(zones):
        upper = zones[number + 1] if number + 1 < len(zones) else math.inf
        top, bottom = (_y(field, min(max(value, scale[0]), scale[1]), scale) for value in (upper, lower))
        if bottom > top:
            color = paint.faint(theme().color(tones[number]), 0.18 if theme().dark else 0.13)
            painter.fillRect(QRectF(field.left(), top, field.width(), bottom - top), color)


def _paint_scale(painter: QPainter, field: QRectF, channel: Channel, scale: tuple[float, float], words: Words) -> None:
    colors, rows = theme(), _rows(channel, scale, field.height(), words)
    painter.setPen(QPen(colors.color("line"), 1))
    for value in (scale[0], *(value for value, _ in rows)):
        y = round(_y(field, value, scale)) + 0.5
        painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
    for value, text in rows:
        place = QRectF(field.left() - LEFT, _y(field, value, scale) - 8, LEFT - 6, 16)
        paint.line_of_text(painter, place, text, colors.color("muted"), font(HINT), Qt.AlignmentFlag.AlignRight)


def _rows(channel: Channel, scale: tuple[float, float], height: float, words: Words) -> list[tuple[float, str]]:
    """The round values at which the scale has a line, with their number: two to four."""
    low, high = scale
    if channel.per:
        return _paces(channel.per, scale, height)
    step = round_step((high - low) / max(1, int(height / ROW)), decimals=False)
    values = [number * step for number in range(math.ceil(low / step - 1e-9), math.floor(high / step) + 1)]
    places = 0 if step >= 1 else 1
    if high >= THOUSANDS:
        return [(value, f"{words.number(value / 1000)}k") for value in values]
    return [(value, words.number(value, places)) for value in values]


def _paces(per: int, scale: tuple[float, float], height: float) -> list[tuple[float, str]]:
    """The speeds of round paces, far enough from each other to be read."""
    fastest = per / scale[1]
    slowest = min(per / scale[0] if scale[0] > 0 else math.inf, fastest * SLOWER)
    best: list[tuple[float, str]] = []
    for step in PACE_STEPS:
        found, last = [], math.inf
        for number in range(max(1, math.ceil(fastest / step)), math.floor(slowest / step) + 1):
            speed = per / (number * step)
            if (last - speed) / (scale[1] - scale[0]) * height >= ROW:
                found.append((speed, pace_text(number * step)))
                last = speed
        best = max(best, found, key=len)
        if len(best) >= ENOUGH:
            break
    return best


def _paint_line(
    painter: QPainter, field: QRectF, found: Columns, view: tuple[float, float], scale: tuple[float, float],
    channel: Channel, *, is_other: bool,
) -> None:  # fmt: skip
    from tracker.ui.training.plot.line import draw, fill

    color = theme().color(OTHER if is_other else channel.color)
    x = field.left() + (found.x - view[0]) * (field.width() / (view[1] - view[0]))
    mean, low, high = (_y(field, values, scale) for values in (found.mean, found.low, found.high))
    if channel.key == "altitude" and not is_other:
        fill(painter, field, x, mean, field.bottom(), found.starts, paint.faint(color, 0.14))
    if found.is_gathered and not is_other:
        fill(painter, field, x, high, low, found.starts, paint.faint(color, 0.22))
    draw(painter, x, mean, found.starts, QPen(color, LINE))


def _y(field: QRectF, values: Numbers, scale: tuple[float, float]) -> Numbers:
    """The pixels of values, a number or many."""
    return field.bottom() - (values - scale[0]) * (field.height() / (scale[1] - scale[0]))
