"""Editing the recording of a workout: cropping, splitting, taking spikes out. Merging is in `workout_merge`.

The samples that were recorded stay where they are; an edit writes new ones and names them in the record, which keeps
what it was (`originals`). Totals, laps and curves are computed by the functions that compute them of an import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from tracker.domain.activity import Lap, Summary
from tracker.errors import BadInput, Busy, NotFound
from tracker.operations.activities import Kept, keep, laps_of, samples, summary_of, totals
from tracker.operations.imported import Report, unheard
from tracker.operations.originals import WORKOUT, kept, part_of
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries.workouts import workout
from tracker.store.rows import Workout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tracker.domain.activity import Telemetry
    from tracker.domain.training.cuts import Piece

DONE = ("completed", "archived")
NAMES: Mapping[str, str] = {
    "power": "power", "heart_rate": "heart rate", "cadence": "cadence", "speed": "speed", "altitude": "altitude",
    "position": "position",
}  # fmt: skip
"""The channels that can be mended, in words."""


@dataclass(frozen=True)
class Mend:
    """Which values of a channel are taken out: its spikes, those above a limit, or all of a part.

    Attributes:
        channel: one of `spikes.RULES`.
        above: take out what is above this, in the channel's unit, rather than the spikes.
        within: only in this part, in ms since the start.
        everything: take out all values of that part.
    """

    channel: str
    above: float | None = None
    within: tuple[int, int] | None = None
    everything: bool = False


@dataclass(frozen=True)
class Found:
    """What a `Mend` would take out: how many of how many values, where the first of them are, what it does.

    `places` are (ms since the start, value); a position has no value. Highest and average are (before, after).
    """

    count: int
    known: int
    places: tuple[tuple[int, float | None], ...] = ()
    highest: tuple[float | None, float | None] = (None, None)
    average: tuple[float | None, float | None] = (None, None)


MOST_PLACES = 50
READING, MEASURING, WRITING = "Reading the samples", "Measuring what is left", "Writing it down"
"""What an edit of a very long recording says of itself; between them it can be stopped, and then changes nothing."""

# Looking first


def read(store: Store, record: str) -> tuple[Workout, Telemetry]:
    """A workout whose recording can be edited, and its samples.

    Raises:
        NotFound: it is gone, or its samples are on another device.
        BadInput: it is not done yet, or was never recorded.
        BadFile: its samples are damaged.
    """
    found = existing(store, record)
    if not found.telemetry:
        raise BadInput("This workout has no recording.", "Edit its numbers instead.")
    return found, samples(store, found)


def existing(store: Store, record: str) -> Workout:
    """A workout that was done.

    Raises:
        NotFound: it is gone.
        BadInput: it is planned or still goes on.
    """
    found = workout(store, record)
    if found is None or found.status == "deleted":
        raise NotFound("This workout is not there any more.", "Another device may have deleted it.")
    if found.status not in DONE:
        raise BadInput("Only a workout that was done can be edited so.", "Finish it first.")
    return found


def cropped(store: Store, record: str, start: int, end: int) -> Summary:
    """The totals that a workout would have after `crop`; raises what that raises."""
    from tracker.domain.training import cuts
    from tracker.domain.training.edited_totals import of_piece

    before, whole = read(store, record)
    return of_piece(summary_of(before), whole, cuts.crop(whole, (), start, end).telemetry)


def halves(store: Store, record: str, at: int) -> tuple[Summary, Summary]:
    """The totals of both workouts that `split` would make; raises what that raises."""
    from tracker.domain.training import cuts
    from tracker.domain.training.edited_totals import of_piece

    before, whole = read(store, record)
    first, second = cuts.split(whole, (), at)
    known = summary_of(before)
    return of_piece(known, whole, first.telemetry), of_piece(known, whole, second.telemetry)


def look_for(store: Store, record: str, mend: Mend) -> Found:
    """What `take_out` would take out; raises what that raises, but for finding nothing."""
    import numpy as np

    from tracker.domain.training import spikes, summary
    from tracker.domain.training.timeline import counted

    _, whole = read(store, record)
    which = _which(whole, mend)
    known = int(spikes.known_in(whole, mend.channel, 0, int(whole.time[-1]) + 1).sum())
    places = np.flatnonzero(which)[:MOST_PLACES]
    values = whole.channels.get(mend.channel)
    if values is None:
        return Found(int(which.sum()), known, tuple((int(whole.time[place]), None) for place in places))
    left, spans = np.where(which, np.nan, values), counted(whole.time)
    return Found(
        int(which.sum()), known, tuple((int(whole.time[place]), float(values[place])) for place in places),
        (summary.highest(values), summary.highest(left)),
        (summary.average(values, spans), summary.average(left, spans)),
    )  # fmt: skip


# Editing


def crop(store: Store, record: str, start: int, end: int, *, report: Report = unheard) -> Changes:
    """Keep the part of a workout from `start` up to `end`, in ms since its start; `report` may raise to stop.

    Raises:
        NotFound: it is gone, or its samples are on another device.
        BadInput: nothing was recorded there, or everything.
        KnownError: the disk refuses it; then nothing was changed.
    """
    from tracker.domain.training import cuts

    report(0, 3, READING)
    before, whole = read(store, record)
    report(1, 3, MEASURING)
    piece = cuts.crop(whole, lap_values(before), start, end)
    if len(piece.telemetry) == len(whole):
        raise BadInput("This is the whole workout.", "Choose the part that should stay.")
    with Kept(store) as blobs, store.step(f"Crop {before.title}") as step:
        body = unchanged(store, before)
        columns = _columns(store, before, whole, piece, blobs)
        report(2, 3, WRITING)
        write(store, record, piece.telemetry, columns | {"original": kept(body, before.start_at + piece.offset)})
    return step.changes


def split(store: Store, record: str, at: int, *, report: Report = unheard) -> Changes:
    """Make two workouts of one, the second from `at` on, in ms since its start; the changes name both.

    Notes, effort and strength sets stay with the first. `report` may raise to stop.

    Raises:
        NotFound, BadInput, KnownError: as for `crop`.
    """
    from tracker.domain.training import cuts

    report(0, 3, READING)
    before, whole = read(store, record)
    report(1, 3, MEASURING)
    first, second = cuts.split(whole, lap_values(before), at)
    with Kept(store) as blobs, store.step(f"Split {before.title}") as step:
        body = unchanged(store, before)
        columns = _columns(store, before, whole, first, blobs) | {"original": kept(body, before.start_at)}
        report(2, 3, WRITING)
        write(store, record, first.telemetry, columns)
        other = _columns(store, before, whole, second, blobs) | {
            "title": f"{before.title}, part 2", "sport": before.sport, "sub_sport": before.sub_sport,
            "status": before.status, "zone": before.zone, "device": before.device, "file_name": before.file_name,
            "gear": before.gear, "original": part_of(record, body, before.start_at + second.offset),
        }  # fmt: skip
        write(store, _part_id(store, record, second.offset), second.telemetry, {"day": before.day, **other}, new=True)
    return step.changes


def take_out(store: Store, record: str, mend: Mend, *, report: Report = unheard) -> Changes:
    """Take values of a channel out of a workout; they are missing afterwards, not zero. `report` may raise to stop.

    Raises:
        NotFound, KnownError: as for `crop`.
        BadInput: there is nothing to take out.
    """
    from tracker.domain.training import cuts, spikes
    from tracker.domain.training.edited_totals import mended

    report(0, 3, READING)
    before, whole = read(store, record)
    report(1, 3, MEASURING)
    which = _which(whole, mend)
    count = int(which.sum())
    if not count:
        raise BadInput(f"There is no such value of {NAMES[mend.channel]}.", "Choose another channel or limit.")
    left = spikes.without(whole, mend.channel, which)
    laps = lap_values(before)
    if mend.channel in ("power", "heart_rate", "cadence"):
        laps = tuple(cuts.measured_again(lap, left) for lap in laps)
    values = f"{count} values" if count > 1 else "a value"
    with Kept(store) as blobs, store.step(f"Remove {values} of {NAMES[mend.channel]} from {before.title}") as step:
        columns: dict[str, Any] = {**totals(mended(summary_of(before), left, mend.channel)), "laps": laps_of(laps)}
        original = kept(unchanged(store, before), before.start_at)
        columns |= {"telemetry": keep(store, left, blobs), "original": original}
        report(2, 3, WRITING)
        write(store, record, left, columns)
    return step.changes


# What edits have in common


def lap_values(one: Workout) -> tuple[Lap, ...]:
    """The laps that a workout's record lists; what another version writes of them is left out."""
    names = [field.name for field in fields(Lap) if field.name != "start_ms"]
    return tuple(
        Lap(start, **{name: lap.get(name) for name in names})
        for lap in one.laps
        if isinstance(start := lap.get("start_ms"), int)
    )


def unchanged(store: Store, before: Workout) -> records.Body:
    """A workout's body within the step that edits it.

    Raises:
        Busy: a sync changed its recording since it was read.
    """
    now = workout(store, before.id)
    body = records.read_body(store, WORKOUT, before.id)
    if now is None or body is None or (now.telemetry, now.status) != (before.telemetry, before.status):
        raise Busy("This workout was changed by another device meanwhile.", "Look at it and try again.")
    return body


def write(store: Store, record: str, telemetry: Telemetry, columns: Mapping[str, Any], *, new: bool = False) -> None:
    """Write a workout and the curves of its samples; must run inside a step."""
    from tracker.domain.training.curves import curves as curves_of
    from tracker.store import curves

    (records.create if new else records.change)(store, "workout", record, **columns)
    curves.write(store, {record: curves_of(telemetry)})


def _columns(store: Store, before: Workout, whole: Telemetry, piece: Piece, blobs: Kept) -> dict[str, Any]:
    """The fields of a piece of a workout; its day changes only where its start does."""
    from tracker.domain.training.edited_totals import of_piece

    columns: dict[str, Any] = totals(of_piece(summary_of(before), whole, piece.telemetry))
    columns |= {"laps": laps_of(piece.laps), "telemetry": keep(store, piece.telemetry, blobs)}
    if piece.offset:
        columns |= moved(before, piece.offset)
    return columns


def moved(before: Workout, offset: int) -> dict[str, Any]:
    """Start and day of a workout that begins `offset` ms later; an earlier chosen day stays where the date does."""
    zone = before.zone or "UTC"
    start = before.start_at + offset
    dates = [local(instant, zone).date().isoformat() for instant in (before.start_at, start)]
    return {"start_at": start, "day": before.day if dates[0] == dates[1] else dates[1]}


def _part_id(store: Store, record: str, offset: int) -> str:
    """The id that every device gives to a part that is split off at this moment."""
    part = derived_id("workout", f"{record}|{offset}")
    return new_id(store.now()) if store.rows("SELECT 1 FROM workout WHERE id = ?", (part,)) else part


def _which(whole: Telemetry, mend: Mend) -> NDArray[np.bool_]:
    """The samples whose value is taken out."""
    from tracker.domain.training import spikes

    if mend.channel not in spikes.fixable(whole):
        raise BadInput(f"This workout has no {NAMES.get(mend.channel, mend.channel)}.", "Choose another channel.")
    part = mend.within or (0, int(whole.time[-1]) + 1)
    known = spikes.known_in(whole, mend.channel, *part)
    if mend.everything:
        return known
    if mend.above is not None:
        if mend.channel == spikes.POSITION:
            raise BadInput("A position has no highest value.", "Choose spikes, or select a part.")
        return known & spikes.beyond(whole, mend.channel, mend.above)
    return known & spikes.spikes(whole, mend.channel)
