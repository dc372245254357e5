"""Whether the intervals of a structured workout were held: what was measured in each, against what was to be held.

They are found by the laps, where a watch or Tracker made one for each step; else where the steps fit best into the
recording, one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tracker.domain.training.plan.steps import Aim, Part, Place, unrolled
from tracker.domain.training.plan.totals import Thresholds, absolute
from tracker.values import Frozen

MARGIN = 0.05
"""As a share: so far beside the aim still counts as held."""
LAP_MARGIN, LAP_SLACK_MS = 0.1, 5000
"""A lap is a step where it is so much longer or shorter at most."""
STEP_S = 5
"""How far apart the starts are that are tried in a recording."""
CHANNELS = {"power": "power", "heart_rate": "heart_rate", "pace": "speed"}
Held = Literal["under", "held", "over"]


class Interval(Frozen):
    """A step with an aim, and what was measured in it.

    Attributes:
        aim: in W, bpm or ms for a km, as `steps` scales them.
        measured: in the same; None where the sensor told nothing.
        held: for a pace "over" is faster than it was to be.
    """

    place: Place
    aim: Aim
    measured: float | None
    held: Held | None


def aims(parts: Sequence[Part], thresholds: Thresholds) -> dict[int, tuple[Place, Aim]]:
    """The steps of work that were to be held at something that can be measured, by their place in the whole."""
    found = {}
    for number, place in enumerate(unrolled(parts)):
        aim = place.step.aim and absolute(place.step.aim, thresholds)
        if place.step.kind == "work" and aim and aim.measure in CHANNELS:
            found[number] = (place, aim)
    return found


def by_laps(
    parts: Sequence[Part], laps: Sequence[Mapping[str, int | None]], thresholds: Thresholds
) -> tuple[Interval, ...] | None:
    """The intervals by the laps; None where the laps are not the steps."""
    places = list(unrolled(parts))
    if not places or len(laps) not in (len(places), len(places) + 1):
        return None
    told = list(zip(places, laps, strict=False))
    timed = [(place.step.time, lap.get("duration_ms")) for place, lap in told if place.step.time]
    if any(took is None or abs(took - time) > max(LAP_SLACK_MS, LAP_MARGIN * time) for time, took in timed):
        return None
    return tuple(
        _interval(place, aim, _of_lap(laps[number], aim)) for number, (place, aim) in aims(parts, thresholds).items()
    )


def by_samples(
    parts: Sequence[Part], per_second: Mapping[str, NDArray[np.float64]], thresholds: Thresholds
) -> tuple[Interval, ...] | None:
    """The intervals where the steps fit best into a recording.

    Args:
        parts: the workout.
        per_second: by channel a value for every second that the timer ran, NaN where nothing was known.
        thresholds: what its aims are measured against.

    Returns:
        None where a step has no time, or the recording is too short or tells nothing of what was to be held.
    """
    places, wanted = list(unrolled(parts)), aims(parts, thresholds)
    channels = {CHANNELS[aim.measure] for _, aim in wanted.values()}
    if not wanted or any(place.step.time is None for place in places) or not channels <= per_second.keys():
        return None
    ends = np.cumsum([(place.step.time or 0) // 1000 for place in places])
    spans = {number: (int(ends[number - 1]) if number else 0, int(ends[number])) for number in wanted}
    length = min(len(per_second[channel]) for channel in channels)
    last = length - max(end for _, end in spans.values())
    if last < 0:
        return None
    starts = np.arange(0, last + 1, STEP_S)
    sums = {channel: _sums(per_second[channel]) for channel in channels}
    off = np.zeros(len(starts))
    for number, (_, aim) in wanted.items():
        means = _means(sums[CHANNELS[aim.measure]], starts, spans[number])
        target = _as_measured(aim.middle, aim)
        off += np.where(np.isfinite(means), np.abs(means - target) / target, 1.0) if target else 0.0
    best = int(starts[int(off.argmin())])
    return tuple(
        _interval(place, aim, _from_measured(_mean(per_second[CHANNELS[aim.measure]], best, spans[number]), aim))
        for number, (place, aim) in wanted.items()
    )


def _sums(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Running sums of what is known, and of how much that is."""
    known = np.isfinite(values)
    counts = np.concatenate(([0], np.cumsum(known))).astype(np.int64)
    return np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0)))), counts


def _means(
    sums: tuple[NDArray[np.float64], NDArray[np.int64]], starts: NDArray[np.int64], span: tuple[int, int]
) -> NDArray[np.float64]:
    """The mean over a span for every start; NaN where nothing is known in it."""
    totals, counts = sums
    count = counts[starts + span[1]] - counts[starts + span[0]]
    return np.where(count > 0, (totals[starts + span[1]] - totals[starts + span[0]]) / np.maximum(count, 1), np.nan)


def _mean(values: NDArray[np.float64], start: int, span: tuple[int, int]) -> float | None:
    part = values[start + span[0] : start + span[1]]
    known = part[np.isfinite(part)]
    return float(known.mean()) if len(known) else None


def _of_lap(lap: Mapping[str, int | None], aim: Aim) -> float | None:
    if aim.measure == "power":
        return lap.get("avg_power")
    if aim.measure == "heart_rate":
        return lap.get("avg_heart_rate")
    time, distance = lap.get("duration_ms"), lap.get("distance")
    return time / (distance / 10_000) if time and distance else None


def _as_measured(value: float, aim: Aim) -> float:
    """A value of the aim in the unit of its channel: a pace in m/s."""
    return 1_000_000 / value if aim.measure == "pace" and value else value


def _from_measured(value: float | None, aim: Aim) -> float | None:
    return 1_000_000 / value if aim.measure == "pace" and value else value


def _interval(place: Place, aim: Aim, measured: float | None) -> Interval:
    if measured is None:
        return Interval(place, aim, None, None)
    less = measured < aim.low * (1 - MARGIN)
    more = measured > aim.high * (1 + MARGIN)
    if aim.measure == "pace":
        less, more = more, less
    return Interval(place, aim, measured, "under" if less else "over" if more else "held")
