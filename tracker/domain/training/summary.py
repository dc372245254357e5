"""The totals of a workout from its samples, for what its device does not tell.

A sample counts for the time until the next one; pauses count for nothing (see `timeline`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Summary, Telemetry
from tracker.domain.fixed import DISTANCE, to_fixed
from tracker.domain.training.ascent import ascent
from tracker.domain.training.distance import distance
from tracker.domain.training.distance import speed as speed_of
from tracker.domain.training.power import weighted_power
from tracker.domain.training.timeline import counted, every_second

MOVING_M_S = 0.5
"""Faster than this is moving."""


def summarize(telemetry: Telemetry) -> Summary:
    """Every total that the samples can tell.

    Power is averaged with its zeros, cadence without them, as devices do; both over time, not over samples.
    Energy cannot be told from samples and stays None.
    """
    if not len(telemetry):
        return Summary()
    spans = counted(telemetry.time)
    channel = telemetry.channels.get
    power, heart_rate, cadence = channel("power"), channel("heart_rate"), channel("cadence")
    altitude = channel("altitude")
    return Summary(
        duration_ms=int(spans.sum()),
        elapsed_ms=int(telemetry.time[-1] - telemetry.time[0] + spans[-1]),
        moving_ms=moving_time(telemetry),
        distance=_fixed(distance(telemetry), DISTANCE),
        ascent=_fixed(None if altitude is None else ascent(altitude), DISTANCE),
        avg_power=_fixed(average(power, spans)),
        max_power=_fixed(highest(power)),
        weighted_power=_fixed(_weighted(telemetry)),
        avg_heart_rate=_fixed(average(heart_rate, spans)),
        max_heart_rate=_fixed(highest(heart_rate)),
        avg_cadence=_fixed(average(cadence, spans, zeros=False)),
    )


def moving_time(telemetry: Telemetry) -> int | None:
    """The ms in which the speed was above 0.5 m/s.

    Where a sample has no speed, power or cadence above zero stand for it. Pauses never count as moving.

    Returns:
        None where none of the three is known for at least half of the time.
    """
    nothing = np.full(len(telemetry), np.nan)
    power, cadence = (telemetry.channels.get(name, nothing) for name in ("power", "cadence"))
    told = speed_of(telemetry)
    speed = nothing if told is None else told
    spans = counted(telemetry.time)
    known = np.isfinite(speed) | np.isfinite(power) | np.isfinite(cadence)
    if not known.any() or 2 * spans[known].sum() < spans.sum():
        return None
    moving = np.where(np.isfinite(speed), speed > MOVING_M_S, (power > 0) | (cadence > 0))
    return int(spans[moving].sum())


def average(values: NDArray[np.float64] | None, spans: NDArray[np.int64], *, zeros: bool = True) -> float | None:
    """The mean of the known values over the time they stand for; without the zeros where asked."""
    if values is None:
        return None
    known = np.isfinite(values) if zeros else np.nan_to_num(values) > 0
    weights = spans[known]
    if not weights.sum():
        return None
    return float(np.average(values[known], weights=weights))


def highest(values: NDArray[np.float64] | None) -> float | None:
    """The largest known value."""
    if values is None or not np.isfinite(values).any():
        return None
    return float(np.nanmax(values))


def _weighted(telemetry: Telemetry) -> float | None:
    """Weighted power over the seconds whose power is known; the others are left out, not taken for zero."""
    power = telemetry.channels.get("power")
    if power is None:
        return None
    seconds = every_second(telemetry.time, power)
    return weighted_power(seconds[np.isfinite(seconds)])


def _fixed(value: float | None, scale: int = 1) -> int | None:
    """`value` as an integer at `scale`; unknown stays unknown."""
    return None if value is None else to_fixed(value, scale)
