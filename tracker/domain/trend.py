"""The trend of body weight: what the scale says without its day-to-day noise.

Exponential smoothing after John Walker, The Hacker's Diet: T = T' + α (W − T') with α = 0.1 a day, starting
at the first weight. Targets and energy expenditure that are built on the trend do not live here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from tracker.values import Frozen

SMOOTHING = 0.1
"""α: the share of a day's difference that the trend follows."""


class TrendPoint(Frozen):
    """One day with a weight: the day's mean weight and the trend after it, both in grams."""

    day: date
    weight: float
    trend: float


def weight_trend(weights: Iterable[tuple[date, int]]) -> list[TrendPoint]:
    """The trend through `weights` (day, grams), in any order; several on one day count as their mean.

    After a gap of Δ days the weight counts as if it had been the same on each of them: α = 1 − 0.9^Δ.
    """
    points: list[TrendPoint] = []
    for day, group in groupby(sorted(weights), key=itemgetter(0)):
        day_weights = [weight for _, weight in group]
        weight = sum(day_weights) / len(day_weights)
        if not points:
            points.append(TrendPoint(day, weight, weight))
            continue
        before = points[-1]
        share = 1 - (1 - SMOOTHING) ** (day - before.day).days
        points.append(TrendPoint(day, weight, before.trend + share * (weight - before.trend)))
    return points


def trend_change(points: Sequence[TrendPoint], days: int) -> float | None:
    """How far the trend moved in the `days` before its last point, in grams.

    None where nothing was weighed then: what was so long ago that twice the days have gone by says nothing of them.
    """
    if not points:
        return None
    end = points[-1]
    at = bisect_right(points, end.day - timedelta(days=days), key=lambda point: point.day)
    begin = points[at - 1] if at else None
    return end.trend - begin.trend if begin and (end.day - begin.day).days <= 2 * days else None
