"""How steady a workout was: variability of the power, and whether heart rate drifted away from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry
from tracker.domain.training.timeline import counted

LEAST_S = 1200
"""A workout shorter than this has no drift worth a number."""


def variability(weighted: float, average: float) -> float | None:
    """Weighted power over mean power: 1 is perfectly even (Allen & Coggan). None without power."""
    return weighted / average if average > 0 else None


def efficiency(weighted: float, heart_rate: float) -> float | None:
    """Weighted power in W for each heartbeat a minute (Friel). None without a heart rate."""
    return weighted / heart_rate if heart_rate > 0 else None


def decoupling(telemetry: Telemetry, effort: str = "power") -> float | None:
    """By how many percent the effort for each heartbeat fell from the first half to the second (Friel).

    Halves of the time that the recording ran, without pauses; the mean of the effort over the mean of the heart rate in
    each, over samples that know both. Below 5 % is taken for a good aerobic base.

    Args:
        telemetry: the workout.
        effort: power, or speed on foot.

    Returns:
        None for less than 20 minutes, or where either is missing for more than half of the time.
    """
    given, heart_rate = telemetry.channels.get(effort), telemetry.channels.get("heart_rate")
    if given is None or heart_rate is None:
        return None
    spans = counted(telemetry.time).astype(float)
    total = spans.sum()
    known = np.isfinite(given) & np.isfinite(heart_rate)
    if total < LEAST_S * 1000 or 2 * spans[known].sum() < total:
        return None
    first = np.cumsum(spans) <= total / 2
    ratios = [_ratio(given, heart_rate, spans, known & half) for half in (first, ~first)]
    if ratios[0] is None or ratios[1] is None or not ratios[0]:
        return None
    return (ratios[0] - ratios[1]) / ratios[0] * 100


def _ratio(
    effort: NDArray[np.float64], heart_rate: NDArray[np.float64], spans: NDArray[np.float64], which: NDArray[np.bool_]
) -> float | None:
    beats = float(np.sum(heart_rate[which] * spans[which]))
    return float(np.sum(effort[which] * spans[which])) / beats if beats > 0 else None
