"""Zones of power and heart rate, and the time in each. A zone begins at its lower bound and ends below the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Scheme:
    """A way to cut zones: lower bounds in percent of what it is read against, and what the zones are called."""

    against: str
    percents: tuple[float, ...]
    names: tuple[str, ...]


SCHEMES: Mapping[str, Scheme] = MappingProxyType({
    "power": Scheme(
        "ftp", (0, 55, 75, 90, 105, 120, 150),
        ("Recovery", "Endurance", "Tempo", "Threshold", "VO₂max", "Anaerobic", "Sprint"),
    ),
    "heart_rate_cycling": Scheme("lthr", (0, 81, 90, 94, 100, 103, 106), ("1", "2", "3", "4", "5a", "5b", "5c")),
    "heart_rate_running": Scheme("lthr", (0, 85, 90, 95, 100, 103, 106), ("1", "2", "3", "4", "5a", "5b", "5c")),
    "heart_rate_five": Scheme("lthr", (0, 68, 83, 94, 105), ("1", "2", "3", "4", "5")),
    "heart_rate_reserve": Scheme("reserve", (0, 50, 60, 70, 80, 90), ("0", "1", "2", "3", "4", "5")),
})  # fmt: skip
"""Power: Coggan. Heart rate by threshold: Friel for cycling and for running, Coggan in five. Reserve: Karvonen."""


def bounds(scheme: Scheme, threshold: float) -> tuple[float, ...]:
    """The lower bounds of a scheme's zones for a threshold, in its unit."""
    return tuple(threshold * percent / 100 for percent in scheme.percents)


def reserve_bounds(scheme: Scheme, rest: float, highest: float) -> tuple[float, ...]:
    """The lower bounds of zones by heart rate reserve (Karvonen, Kentala & Mustala 1957); the lowest one is 0."""
    return (0.0, *(at_reserve(percent / 100, rest, highest) for percent in scheme.percents[1:]))


def at_reserve(part: float, rest: float, highest: float) -> float:
    """The heart rate at a part of the reserve: rest + part × (maximum − rest)."""
    return rest + part * (highest - rest)


def zone_of(value: float, lower: Sequence[float]) -> int:
    """Which zone a value is in, from 0; a value on a bound is in the zone that begins there."""
    return max(int(np.searchsorted(lower, value, side="right")) - 1, 0)


def time_in_zones(
    values: NDArray[np.float64], spans: NDArray[np.float64] | NDArray[np.int64], lower: Sequence[float]
) -> tuple[float, ...]:
    """The time in each zone, in the unit of `spans`; what is unknown is in none of them.

    Args:
        values: power or heart rate of each sample, or of each bin of a histogram.
        spans: the time that each stands for; `timeline.counted` leaves pauses out.
        lower: the zones' lower bounds, ascending.
    """
    known = np.isfinite(values)
    which = np.maximum(np.searchsorted(np.asarray(lower), values[known], side="right") - 1, 0)
    return tuple(float(one) for one in np.bincount(which, spans[known], len(lower)))
