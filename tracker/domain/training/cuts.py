"""Pieces of a recording: a part cropped out of it, two made of one, and one made of two.

What lies between two samples stays as long as it was, so a pause stays a pause, and a missing value stays missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Lap, Telemetry
from tracker.domain.training.part import part
from tracker.domain.training.summary import summarize
from tracker.domain.training.timeline import counted
from tracker.errors import BadInput


@dataclass(frozen=True, eq=False)
class Piece:
    """Samples and laps of a part; `offset` are the ms from the start of what it was taken from to its own start."""

    telemetry: Telemetry
    laps: tuple[Lap, ...]
    offset: int = 0


def crop(telemetry: Telemetry, laps: tuple[Lap, ...], start: int, end: int) -> Piece:
    """The part from `start` up to, not including, `end` (ms since the recording's start).

    It begins with its first sample, and its running distance there at 0, unless nothing was cut off before it.

    Raises:
        BadInput: nothing was recorded there.
    """
    first, last = (int(place) for place in np.searchsorted(telemetry.time, (start, end)))
    if first >= last:
        raise BadInput("Nothing was recorded in this part.", "Choose a longer one.")
    known = telemetry.channels.get("distance")
    return _taken(telemetry, laps, first, last, 0.0 if known is None else _known_until(known, first + 1))


def split(telemetry: Telemetry, laps: tuple[Lap, ...], at: int) -> tuple[Piece, Piece]:
    """The samples before `at` (ms since the recording's start), and those from it on.

    The distance between the last sample of the first and the first of the second belongs to the second, so that both
    together are as long as the whole.

    Raises:
        BadInput: nothing was recorded before it, or nothing after.
    """
    place = int(np.searchsorted(telemetry.time, at))
    if not 0 < place < len(telemetry):
        raise BadInput("Nothing was recorded on one side of this moment.", "Choose one between the start and the end.")
    known = telemetry.channels.get("distance")
    before = 0.0 if known is None else _known_until(known, place)
    return _taken(telemetry, laps, 0, place, 0.0), _taken(telemetry, laps, place, len(telemetry), before)


def join(first: Piece, second: Piece) -> Piece:
    """One recording of two, of which the second begins at its offset from the start of the first.

    What was between them becomes a gap. A channel that only one of them has is missing in the other.

    Raises:
        BadInput: the second begins before the first ends.
    """
    one, two = first.telemetry, second.telemetry
    time = two.time + second.offset
    if len(one) and len(two) and time[0] < one.time[-1]:
        raise BadInput(
            "These two were recorded at the same time.", "Crop one of them first, or import both files again together."
        )
    names = dict.fromkeys((*one.channels, *two.channels))
    channels = {name: np.concatenate((_values(one, name), _values(two, name))) for name in names}
    if "distance" in one.channels:
        channels["distance"][len(one) :] += _known_until(one.channels["distance"], len(one))
    laps = (*first.laps, *(replace(lap, start_ms=lap.start_ms + second.offset) for lap in second.laps))
    return Piece(Telemetry(np.concatenate((one.time, time)), channels), laps, first.offset)


def whole_as_lap(telemetry: Telemetry) -> Lap:
    """A recording that has no laps as one lap."""
    return _measured(telemetry, 0, _end(telemetry.time))


def _values(telemetry: Telemetry, name: str) -> NDArray[np.float64]:
    return telemetry.channels.get(name, np.full(len(telemetry), np.nan))


def _known_until(values: NDArray[np.float64], place: int) -> float:
    """The last value known before a place; 0 where there is none."""
    known = values[:place]
    known = known[np.isfinite(known)]
    return float(known[-1]) if len(known) else 0.0


def _end(time: NDArray[np.int64]) -> int:
    """When a recording ends: its last sample counts as long as usual."""
    return int(time[-1] + counted(time)[-1]) if len(time) else 0


def _taken(telemetry: Telemetry, laps: tuple[Lap, ...], first: int, last: int, distance: float) -> Piece:
    """The samples of some places, with the distance begun anew unless they are the first ones."""
    offset = int(telemetry.time[first]) if first else 0
    channels = {name: values[first:last] for name, values in telemetry.channels.items()}
    if first and "distance" in channels:
        channels["distance"] = channels["distance"] - distance
    piece = Telemetry(telemetry.time[first:last] - offset, channels)
    start, end = offset if first else 0, offset + _end(piece.time)
    cut = _cut_laps(telemetry, laps, start, end, is_last=last == len(telemetry))
    return Piece(piece, tuple(replace(lap, start_ms=lap.start_ms - offset) for lap in cut), offset)


# Laps


def _cut_laps(telemetry: Telemetry, laps: tuple[Lap, ...], start: int, end: int, *, is_last: bool) -> Iterator[Lap]:
    """The laps between two moments, the later of which may be where the recording ends (`is_last`).

    A lap that is whole keeps what its device wrote; of one that is cut the numbers are computed anew, and what
    samples do not tell, such as lengths of a pool, is not known any more. None ends after the piece does.
    """
    for lap, stop in zip(laps, _ends(telemetry, laps), strict=True):
        left, right = max(start, lap.start_ms), min(end, stop)
        if left >= right:
            continue
        if left == lap.start_ms and (right == stop or is_last):
            yield _ending(lap, right) if right < stop else lap
        else:
            cut = _measured(telemetry, left, right)
            if cut.duration_ms:
                yield cut


def _ending(lap: Lap, end: int) -> Lap:
    """A lap that ends where the samples do, a moment before its device says."""
    length = end - lap.start_ms
    duration = lap.duration_ms
    return replace(lap, elapsed_ms=length, duration_ms=None if duration is None else min(duration, length))


def _ends(telemetry: Telemetry, laps: tuple[Lap, ...]) -> list[int]:
    """Where each lap ends: as long as it says it went on, else where the next one begins."""
    last = max([_end(telemetry.time), *(lap.start_ms for lap in laps)])
    following = [lap.start_ms for lap in laps[1:]] + [last]
    told = [lap.elapsed_ms or lap.duration_ms for lap in laps]
    return [
        lap.start_ms + length if length else max(lap.start_ms, after)
        for lap, length, after in zip(laps, told, following, strict=False)
    ]


def _measured(telemetry: Telemetry, start: int, end: int) -> Lap:
    """What the samples say of a lap between two moments."""
    told = summarize(part(telemetry, start, end))
    length = end - start
    return Lap(
        start, min(told.duration_ms or 0, length), length, told.distance, told.avg_power, told.max_power,
        told.avg_heart_rate, told.max_heart_rate, told.avg_cadence,
    )  # fmt: skip


def measured_again(lap: Lap, telemetry: Telemetry) -> Lap:
    """A lap whose samples changed: what is known of its power, heart rate and cadence, computed anew."""
    length = lap.elapsed_ms or lap.duration_ms
    if not length:
        return lap
    told = _measured(telemetry, lap.start_ms, lap.start_ms + length)
    names = ("avg_power", "max_power", "avg_heart_rate", "max_heart_rate", "avg_cadence")
    return replace(lap, **{name: getattr(told, name) for name in names if getattr(lap, name) is not None})
