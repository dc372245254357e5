"""The totals of a workout whose recording was edited: computed by `summary` where samples tell them, and the rest.

Energy cannot be told from samples. What is cut out has its share of it: of the work where power was measured, else of
the time. What else adds up (time, distance, ascent) is shared as the samples divide it, so that a device's own totals,
which know stops and heights that the samples do not, are the sum of all pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Summary, Telemetry
from tracker.domain.fixed import proportion
from tracker.domain.training.summary import summarize
from tracker.domain.training.timeline import counted

ADDED = ("duration_ms", "moving_ms", "distance", "ascent", "energy")
"""Totals that two workouts have together."""
SHARED = ("duration_ms", "moving_ms", "distance", "ascent")
NEAR = 0.2
"""By what part a device's total may differ from that of the samples to be shared; beyond, it was counted from
other samples, as in a file of which little could be read."""
AVERAGES = ("avg_power", "avg_heart_rate", "avg_cadence")
HIGHEST = ("max_power", "max_heart_rate")
TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "power": ("avg_power", "max_power", "weighted_power"),
    "heart_rate": ("avg_heart_rate", "max_heart_rate"),
    "cadence": ("avg_cadence",),
    "speed": ("moving_ms",),
    "altitude": ("ascent",),
}
"""The totals that come from a channel alone."""


def of_piece(before: Summary, whole: Telemetry, piece: Telemetry) -> Summary:
    """The totals of a piece of a recording.

    Args:
        before: those of the whole.
        whole: its samples.
        piece: the samples that are left.
    """
    if len(piece) and len(piece) == len(whole):
        return before
    told, measured = summarize(piece), summarize(whole)
    shared = {name: _part_of(*(getattr(one, name) for one in (before, measured, told))) for name in SHARED}
    return replace(told, energy=_share(before.energy, whole, piece), **shared)


def _part_of(known: int | None, measured: int | None, piece: int | None) -> int | None:
    """What a piece has of a total: the samples' own number, in the proportion of the device's total to theirs."""
    if known is None or not measured or piece is None or abs(known - measured) > NEAR * measured:
        return piece
    return proportion(known, piece, measured)


def together(first: Summary, second: Summary, offset: int, joined: Telemetry | None) -> Summary:
    """The totals of two workouts as one.

    What adds up is added up where both know it, so that what devices counted stays; the rest is computed from the
    samples, or from both where one has none. What only one of them knows is not known of both.

    Args:
        first: the totals of the earlier one.
        second: those of the later one.
        offset: ms from the start of the earlier to that of the later.
        joined: the samples of both, or None where not both have some.
    """
    sums = {name: _both(first, second, name, lambda one, two: one + two) for name in ADDED}
    if joined is not None:
        return Summary(**sums).filled_from(summarize(joined))
    lengths = (first.duration_ms or 0, second.duration_ms or 0)
    means = {name: _both(first, second, name, lambda one, two: _mean((one, two), lengths)) for name in AVERAGES}
    tops = {name: _both(first, second, name, max) for name in HIGHEST}
    last = second.elapsed_ms if second.elapsed_ms is not None else second.duration_ms
    return Summary(elapsed_ms=None if last is None else offset + last, **sums, **means, **tops)


def mended(before: Summary, telemetry: Telemetry, channel: str) -> Summary:
    """The totals of a recording in which values of one channel are missing now; what others tell stays as it was."""
    told = summarize(telemetry)
    return replace(before, **{name: getattr(told, name) for name in TOLD_BY.get(channel, ())})


def _share(energy: int | None, whole: Telemetry, piece: Telemetry) -> int | None:
    all_work, work = _work(whole), _work(piece)
    if all_work:
        return proportion(energy, work, all_work)
    time, left = int(counted(whole.time).sum()), int(counted(piece.time).sum())
    return proportion(energy, min(left, time), time) if time else None


def _work(telemetry: Telemetry) -> int:
    """The work of the samples whose power is known, in mJ."""
    power: NDArray[np.float64] | None = telemetry.channels.get("power")
    return 0 if power is None else round(float(np.nansum(power * counted(telemetry.time))))


def _both(first: Summary, second: Summary, name: str, made: Callable[[int, int], int]) -> int | None:
    """A total made of those of both, where both know it."""
    one, two = getattr(first, name), getattr(second, name)
    return None if one is None or two is None else made(one, two)


def _mean(values: tuple[int, int], weights: tuple[int, int]) -> int:
    return round(float(np.average(values, weights=weights if sum(weights) else None)))
