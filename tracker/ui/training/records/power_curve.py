"""A power curve as lines of a plot, and what stands at each of its points."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tracker.ui.training.plot.lines_plot import Line
from tracker.ui.training.records.words import span
from tracker.ui.words import short_date

if TYPE_CHECKING:
    from tracker.store.queries.training import Curve

TICKS = (1, 5, 15, 60, 300, 1200, 3600, 10_800, 36_000)
"""Durations in s that are named below."""


def line(name: str, curve: Curve, tone: str, *, is_dashed: bool = False) -> Line:
    """A curve as it is drawn: the best for each duration or a longer one, so that it never rises."""
    best: float | None = None
    values: list[float | None] = []
    for value in reversed(curve.values.tolist()):
        if value == value:  # not NaN
            best = value if best is None else max(best, value)
        values.append(best)
    return Line(name, [float(one) for one in curve.durations], values[::-1], tone, is_dashed)


def points(curves: Iterable[Curve], today: date) -> dict[float, str]:
    """What is told at each duration, by the last of the curves that knows it: 20 min: 262 W, 15 Nov."""
    told = {}
    for curve in curves:
        for duration, value, day in zip(curve.durations.tolist(), curve.values.tolist(), curve.days, strict=True):
            if value == value:
                when = f", {short_date(date.fromisoformat(day), today)}" if day else ""
                told[float(duration)] = f"{span(duration)}: {value:.0f} W{when}"
    return told
