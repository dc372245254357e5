"""The fastest time over a distance within a workout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import running_distance

MARKS_M = (
    50.0, 100.0, 200.0, 400.0, 800.0, 1000.0, 1500.0, 1609.344, 2000.0, 3000.0, 3218.688, 5000.0, 8046.72, 10_000.0,
    15_000.0, 16_093.44, 20_000.0, 21_097.5, 30_000.0, 40_000.0, 42_195.0, 50_000.0, 80_467.2, 90_000.0, 100_000.0,
    160_934.4, 180_000.0, 200_000.0,
)  # fmt: skip
"""Distances in m that records are kept for. Never changed: stored splits are compared place by place."""
FASTEST_M_S = 40.0
"""A distance that grew faster than this jumped; the fastest sports go slower."""


def best_splits(telemetry: Telemetry, marks: Sequence[float] = MARKS_M) -> NDArray[np.float64]:
    """The fewest seconds over each distance, NaN where the workout was shorter.

    The clock runs on through pauses, as in a race. Between samples the distance is taken to grow evenly.
    """
    best = np.full(len(marks), np.nan)
    gone = running_distance(telemetry)
    if gone is None:
        return best
    known = np.isfinite(gone)
    metres, first = np.unique(gone[known], return_index=True)
    at = telemetry.time[known] / 1000
    arrived, left = at[first], at[np.append(first[1:], len(at)) - 1]
    jump = np.diff(metres) > FASTEST_M_S * np.maximum(arrived[1:] - left[:-1], 1.0)
    if len(metres) < 2 or jump.any():
        return _without_jumps(metres, arrived, left, jump, marks)
    return _fastest(metres, arrived, left, marks)


def _without_jumps(
    metres: NDArray[np.float64],
    arrived: NDArray[np.float64],
    left: NDArray[np.float64],
    jump: NDArray[np.bool_],
    marks: Sequence[float],
) -> NDArray[np.float64]:
    """The best of the parts between jumps of the distance."""
    best = np.full(len(marks), np.nan)
    edges = [0, *(np.flatnonzero(jump) + 1).tolist(), len(metres)]
    for start, end in pairwise(edges):
        if end - start > 1:
            best = np.fmin(best, _fastest(metres[start:end], arrived[start:end], left[start:end], marks))
    return best


def _fastest(
    metres: NDArray[np.float64], arrived: NDArray[np.float64], left: NDArray[np.float64], marks: Sequence[float]
) -> NDArray[np.float64]:
    """The fastest window for each distance: the best one begins or ends at a sample."""
    best = np.full(len(marks), np.nan)
    for place, mark in enumerate(marks):
        if mark > metres[-1] - metres[0]:
            continue
        starts = metres <= metres[-1] - mark
        begun = _reached(metres[starts] + mark, metres, arrived, left) - left[starts]
        ends = metres >= metres[0] + mark
        ended = arrived[ends] - _departed(metres[ends] - mark, metres, arrived, left)
        best[place] = min(begun.min(), ended.min())
    return best


def _reached(
    targets: NDArray[np.float64], metres: NDArray[np.float64], arrived: NDArray[np.float64], left: NDArray[np.float64]
) -> NDArray[np.float64]:
    """When a distance was reached first."""
    after = np.clip(np.searchsorted(metres, targets, side="left"), 1, len(metres) - 1)
    part = (targets - metres[after - 1]) / (metres[after] - metres[after - 1])
    return np.asarray(left[after - 1] + part * (arrived[after] - left[after - 1]))


def _departed(
    targets: NDArray[np.float64], metres: NDArray[np.float64], arrived: NDArray[np.float64], left: NDArray[np.float64]
) -> NDArray[np.float64]:
    """When a distance was left last."""
    before = np.clip(np.searchsorted(metres, targets, side="right") - 1, 0, len(metres) - 2)
    part = (targets - metres[before]) / (metres[before + 1] - metres[before])
    return np.asarray(left[before] + part * (arrived[before + 1] - left[before]))
