"""Lines that no sensor recorded: the work above critical power that was left, and pace as it would be on the flat."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.ui.training.plot.channels import ON_FOOT, Channel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tracker.domain.activity import Telemetry
    from tracker.domain.training.critical_power import Fit

W_LEFT = Channel("w_left", "W′ left", "kJ", "accent", 1, 0.001, least=5)
GRADED = Channel("graded", "Pace on the flat", "/km", "protein", per=1000, least=1.0, from_zero=True)
BEST_DAYS = 90
"""Critical power is that of the bests of so many days up to the workout, itself included."""


def critical(store: Store, workout: Workout) -> Fit | None:
    """Critical power and W′ as of a workout; None where its bests do not tell them, or not beyond doubt."""
    from tracker.domain.training.critical_power import fit_two
    from tracker.store.queries.training import best_curve

    since = (date.fromisoformat(workout.day) - timedelta(days=BEST_DAYS)).isoformat()
    bests = best_curve(store, sports=(workout.sport,), since=since, until=workout.day)
    fit = fit_two(bests.durations.astype(float), bests.values) if len(bests.durations) else None
    return None if fit is None or fit.warnings else fit


def w_left(telemetry: Telemetry, fit: Fit) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Seconds since the start and the J left at each; in a pause nothing is ridden and W′ comes back.

    Where power drops out nothing is spent and nothing comes back. None without power.
    """
    import numpy as np

    from tracker.domain.training.mean_max import seconds
    from tracker.domain.training.timeline import pause_limit
    from tracker.domain.training.w_balance import w_balance

    power = telemetry.channels.get("power")
    if power is None or not np.nansum(power) > 0:
        return None
    first = float(telemetry.time[np.isfinite(power)][0]) / 1000
    watts = seconds(telemetry.time, power)
    at = np.arange(len(watts), dtype=np.float64) + first
    for before in np.flatnonzero(np.diff(telemetry.time) > pause_limit(telemetry.time)).tolist():
        start, end = telemetry.time[before] / 1000, telemetry.time[before + 1] / 1000
        watts[(at > start) & (at < end)] = 0.0
    return at, w_balance(watts, fit.cp, fit.w_prime)


def graded(telemetry: Telemetry, sport: str) -> NDArray[np.float64] | None:
    """The speed in m/s that would have cost as much on the flat; None where one does not run, walk or hike."""
    from tracker.domain.training.pace import grade_adjusted_speed

    return grade_adjusted_speed(telemetry, walking=sport != "running") if sport in ON_FOOT else None


def flat_ratio(telemetry: Telemetry, sport: str) -> float | None:
    """How much faster than it was it would have been on the flat: 1.05 is 5 % faster. None where that is unknown."""
    import numpy as np

    from tracker.domain.training.distance import speed
    from tracker.domain.training.timeline import counted

    flat, told = graded(telemetry, sport), speed(telemetry)
    if flat is None or told is None:
        return None
    known, spans = np.isfinite(flat) & np.isfinite(told), counted(telemetry.time)
    gone = float(np.sum(told[known] * spans[known]))
    return float(np.sum(flat[known] * spans[known])) / gone if gone > 0 else None
