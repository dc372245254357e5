"""Pace: time for a distance, and what running uphill or downhill would have been on the flat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import running_distance, speed

STEEPEST = 0.45
"""Minetti measured slopes up to 45 %."""
BASE_M = 40.0
"""The slope at a place is that of so many metres around it: shorter ones show the sensor's noise."""
_RUNNING = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)
_WALKING = (280.5, -58.7, -76.8, 51.9, 19.6, 2.5)


def pace(speed: float, metres: float = 1000.0) -> float | None:
    """Seconds for a distance at a speed in m/s: 1000 m on foot, 100 m or 91.44 m (100 yd) in water; None at rest."""
    return metres / speed if speed > 0 else None


def cost_ratio(slope: NDArray[np.float64], *, walking: bool = False) -> NDArray[np.float64]:
    """The energy that a metre at a slope costs, in parts of one on the flat.

    Minetti et al., "Energy cost of walking and running at extreme uphill and downhill slopes", J Appl Physiol 93
    (2002), 1039-1046; slopes beyond ±45 % count as ±45 %.
    """
    factors = _WALKING if walking else _RUNNING
    return np.asarray(np.polyval(factors, np.clip(slope, -STEEPEST, STEEPEST)) / factors[-1])


def slopes(telemetry: Telemetry) -> NDArray[np.float64] | None:
    """The slope at each sample, over 40 m around it; NaN where it is unknown, None without altitude or distance."""
    altitude, gone = telemetry.channels.get("altitude"), running_distance(telemetry)
    if altitude is None or gone is None:
        return None
    known = np.isfinite(altitude) & np.isfinite(gone)
    metres, first = np.unique(gone[known], return_index=True)
    if len(metres) < 2:
        return None
    heights = altitude[known][first]
    behind, ahead = (np.clip(gone + one, metres[0], metres[-1]) for one in (-BASE_M / 2, BASE_M / 2))
    rise = np.interp(ahead, metres, heights) - np.interp(behind, metres, heights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(ahead > behind, rise / (ahead - behind), np.nan)


def grade_adjusted_speed(telemetry: Telemetry, *, walking: bool = False) -> NDArray[np.float64] | None:
    """The speed in m/s on the flat that would have cost as much at each sample; None where it cannot be told."""
    moving, slope = speed(telemetry), slopes(telemetry)
    if moving is None or slope is None:
        return None
    return np.asarray(moving * np.where(np.isfinite(slope), cost_ratio(slope, walking=walking), 1.0))
