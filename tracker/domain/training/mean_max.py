"""Mean-maximal curves: the best mean of power, heart rate, speed or cadence over every duration.

Short gaps are bridged; a longer one breaks every window over it, so that a pause is never part of an effort.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.domain.training.timeline import SPARSE_STEPS, usual_step

BRIDGED_MS = 3000
"""A gap up to this long is bridged in a straight line; in a sparse recording one of up to three usual steps."""
LONGEST_S = 86_400
MARKS = (
    1, 5, 10, 15, 20, 30, 60, 120, 180, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 5400, 7200, 10_800, 14_400, 18_000,
    21_600, 28_800, 43_200, 86_400,
)  # fmt: skip
"""Durations in s that records are kept for."""
_GROWTH = 1.07


def _durations() -> tuple[int, ...]:
    found, one = set(range(1, 31)) | set(MARKS), 30.0
    while one < LONGEST_S:
        one *= _GROWTH
        found.add(min(round(one), LONGEST_S))
    return tuple(sorted(found))


DURATIONS = _durations()
"""The durations in s of a stored curve: every second to 30, then 7 % apart, and all `MARKS`. Never changed: curves of
different workouts are compared place by place."""


def seconds(time: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values at every second of the clock, from the first known sample to the last; NaN inside a gap.

    Unlike `timeline.every_second` it keeps pauses, as what no window may reach over.
    """
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(0)
    at, found = time[known], values[known]
    limit = max(BRIDGED_MS, SPARSE_STEPS * usual_step(time))
    grid = np.arange(at[0], at[-1] + 1, 1000)
    on_grid = np.interp(grid, at, found)
    gaps = np.flatnonzero(np.diff(at) > limit)
    if len(gaps):
        after = np.searchsorted(at, grid, side="right") - 1
        inside = np.isin(after, gaps) & (grid > at[after])
        on_grid[inside] = np.nan
    return on_grid


def mean_max(per_second: NDArray[np.float64], durations: Sequence[int] = DURATIONS) -> NDArray[np.float64]:
    """The best mean over each duration, in the values' unit; NaN where no window of it is without a gap.

    Args:
        per_second: one value a second, NaN in gaps (see `seconds`).
        durations: whole seconds, ascending.
    """
    best = np.full(len(durations), np.nan)
    missing = ~np.isfinite(per_second)
    sums = np.concatenate(([0.0], np.cumsum(np.where(missing, 0.0, per_second))))
    holes = np.concatenate(([0], np.cumsum(missing))) if missing.any() else None
    for place, duration in enumerate(durations):
        if duration > len(per_second):
            break
        totals = sums[duration:] - sums[:-duration]
        if holes is not None:
            totals = totals[holes[duration:] == holes[:-duration]]
            if not len(totals):
                continue
        best[place] = totals.max() / duration
    return best


def envelope(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve made monotone for a plot: at each duration the best over it or anything longer.

    The raw curve need not fall: two intervals with a rest between them may have a better mean than one alone.
    """
    known = np.where(np.isfinite(curve), curve, -np.inf)
    held = np.maximum.accumulate(known[::-1])[::-1]
    return np.where(np.isfinite(held), held, np.nan)
