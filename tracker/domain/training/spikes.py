"""Values that a sensor made up: what counts as one, and a recording without them.

A value is a spike where it cannot be, or where it is too far from the median of the values around it. What is taken
out is missing afterwards; nothing is put in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import EARTH_RADIUS_M
from tracker.domain.training.timeline import usual_step

POSITION = "position"
"""Latitude and longitude together."""
COORDINATES = ("latitude", "longitude")


@dataclass(frozen=True)
class Rule:
    """What of a channel is a spike, in its unit.

    Attributes:
        low, high: what can be; anything beyond cannot.
        around_s: the median is that of the values so many seconds before and after.
        far: how far from the median a value may be; of a position in m.
        falls: whether a sudden fall is a spike too; to stop pedalling is none.
    """

    low: float
    high: float
    around_s: int
    far: float
    falls: bool = False


RULES: Mapping[str, Rule] = {
    "power": Rule(0, 2500, 1, 500),
    "heart_rate": Rule(25, 240, 15, 25, falls=True),
    "cadence": Rule(0, 250, 2, 60),
    "speed": Rule(0, 42, 3, 6),
    "altitude": Rule(-450, 9000, 15, 30, falls=True),
    POSITION: Rule(-180, 180, 2, 150),
}
"""By channel. A sprint holds its power for seconds, so only single seconds stand out of power; a heart rate changes
slowly, so that of half a minute is a measure. The highest powers of track sprinters are near 2,500 W, and the fastest
descents on a bicycle below 42 m/s."""


def fixable(telemetry: Telemetry) -> tuple[str, ...]:
    """The channels of a recording in which spikes can be looked for, in the order of the rules."""
    known = {name for name, values in telemetry.channels.items() if np.isfinite(values).any()}
    if known.issuperset(COORDINATES):
        known.add(POSITION)
    return tuple(name for name in RULES if name in known)


def spikes(telemetry: Telemetry, channel: str) -> NDArray[np.bool_]:
    """Which samples are spikes of a channel by its rule."""
    rule = RULES[channel]
    width = 2 * max(1, round(rule.around_s * 1000 / usual_step(telemetry.time))) + 1
    if channel == POSITION:
        return _astray(telemetry, width, rule.far)
    values = telemetry.channels[channel]
    found = np.zeros(len(values), bool)
    known = np.isfinite(values)
    found[known] = (values[known] < rule.low) | (values[known] > rule.high)
    sane = known & ~found
    off = values[sane] - _medians(values[sane], width)
    found[sane] = (np.abs(off) if rule.falls else off) > rule.far
    return found


def beyond(telemetry: Telemetry, channel: str, limit: float) -> NDArray[np.bool_]:
    """Which samples of a channel are above a limit in its unit."""
    values = telemetry.channels[channel]
    return np.isfinite(values) & (np.nan_to_num(values) > limit)


def known_in(telemetry: Telemetry, channel: str, start: int, end: int) -> NDArray[np.bool_]:
    """Which samples from `start` up to, not including, `end` (ms) have a value of a channel."""
    known = np.all([np.isfinite(telemetry.channels[name]) for name in _columns(channel)], axis=0)
    return np.asarray(known & (telemetry.time >= start) & (telemetry.time < end))


def without(telemetry: Telemetry, channel: str, which: NDArray[np.bool_]) -> Telemetry:
    """The recording with some values of a channel missing."""
    columns = {name: np.where(which, np.nan, telemetry.channels[name]) for name in _columns(channel)}
    return Telemetry(telemetry.time, {**telemetry.channels, **columns})


def _columns(channel: str) -> tuple[str, ...]:
    return COORDINATES if channel == POSITION else (channel,)


def _medians(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The median of as many values around each one; at the ends the others stand for those that are not there."""
    if len(values) < 2:
        return values
    half = min(width // 2, len(values) - 1)
    padded = np.pad(values, half, mode="reflect")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1), axis=1))


def _astray(telemetry: Telemetry, width: int, far: float) -> NDArray[np.bool_]:
    """Which positions are too many metres from the median of those around them."""
    latitude, longitude = (telemetry.channels[name] for name in COORDINATES)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    phi, lam = np.radians(latitude[known]), np.unwrap(np.radians(longitude[known]))
    north = phi - _medians(phi, width)
    east = (lam - _medians(lam, width)) * np.cos(phi)
    found = np.zeros(len(latitude), bool)
    found[known] = EARTH_RADIUS_M * np.hypot(north, east) > far
    return found
