"""What can be done with workouts by hand; files are in `activities`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import instant, local
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.workouts import workout, workouts
from tracker.store.rows import Workout


@dataclass(frozen=True)
class Draft:
    """A workout as typed. Units as stored: ms, 0.1 m, W, bpm, 0.1 kcal, effort in tenths of 10.

    `start_at` None means now, and `zone` None where the person is.
    """

    title: str
    sport: str
    status: str = "completed"
    start_at: int | None = None
    duration: int | None = None
    distance: int | None = None
    ascent: int | None = None
    avg_power: int | None = None
    avg_heart_rate: int | None = None
    energy: int | None = None
    notes: str = ""
    effort: int | None = None
    zone: str | None = None


def add(store: Store, draft: Draft) -> Changes:
    """Write down a workout that was done or is planned; a done one takes the place of the planned one that it was.

    Raises:
        BadInput: it has no title, or a number is out of any range.
    """
    with store.step(f"Add {draft.title.strip()}") as step:
        record = new_id(store.now())
        records.create(store, "workout", record, **_columns(store, draft))
        if draft.status == "completed":
            from tracker.operations import planned  # the first frame goes without plans

            planned.link_clear(store, [record])
    return step.changes


def draft_of(workout: Workout) -> Draft:
    """What can be typed of a workout, as something to edit."""
    return Draft(
        workout.title, workout.sport, workout.status, workout.start_at, workout.duration, workout.distance,
        workout.ascent, workout.avg_power, workout.avg_heart_rate, workout.energy, workout.notes, workout.effort,
        zone=workout.zone,
    )  # fmt: skip


def edit(store: Store, record: str, draft: Draft, opened: Draft | None = None) -> Changes:
    """Change what was typed of a workout; what a device recorded stays unless a number was changed.

    Args:
        store: where it is kept.
        record: the workout.
        draft: the workout as edited.
        opened: the draft as the editing began; what is the same in both keeps what a sync brought meanwhile.

    Raises:
        BadInput: as for `add`.
        NotFound: it is not there any more.
    """
    before = _existing(store, record)
    columns = _columns(store, draft)
    if draft.start_at in (None, (opened or before).start_at):
        columns |= {"start_at": before.start_at, "zone": before.zone, "day": before.day}
    old = _columns(store, opened) if opened else {name: getattr(before, name) for name in columns}
    changed = {name: value for name, value in columns.items() if old[name] != value}
    if "sport" in changed:
        changed["sub_sport"] = ""  # a run on the road is no ride on it
    with store.step(f"Change {draft.title.strip()}") as step:
        if changed:
            records.change(store, "workout", record, **changed)
    return step.changes


def move(store: Store, record: str, start_at: int) -> Changes:
    """Move a workout to another time; its day is the one the person has then."""
    before = _existing(store, record)
    zone = store.clock.zone()
    with store.step(f"Move {before.title}") as step:
        records.change(
            store, "workout", record, start_at=start_at, zone=zone, day=local(start_at, zone).date().isoformat()
        )
    return step.changes


def move_by_days(store: Store, record: str, days: int) -> Changes:
    """Move a workout by days, at the same time on the clock of its zone."""
    before = _existing(store, record)
    there = local(before.start_at, before.zone or store.clock.zone())
    moved = there.replace(tzinfo=None) + timedelta(days=days)
    return move(store, record, instant(moved.replace(tzinfo=there.tzinfo)))


def complete(store: Store, record: str) -> Changes:
    """Mark a planned workout as done, as it was planned."""
    from tracker.operations import planned

    before = _existing(store, record)
    with store.step(f"Mark {before.title} as done") as step:
        records.change(store, "workout", record, status="completed", planned=planned.as_planned(store, before))
    return step.changes


def archive(store: Store, ids: Sequence[str], *, back: bool = False) -> Changes:
    """Put workouts that were done into the archive, as one step, or with `back` take them out of it.

    They leave the history and the calendar, and still count for statistics, records and fitness.

    Raises:
        NotFound: none of them can be.
    """
    before, after = ("archived", "completed") if back else ("completed", "archived")
    some = [found for found in workouts(store, ids) if found.status == before]
    if not some:
        raise NotFound(
            "Nothing chosen is in the archive." if back else "Only workouts that were done can be archived.",
            "Choose another workout.",
        )
    what = some[0].title if len(some) == 1 else f"{len(some)} workouts"
    with store.step(f"Take {what} out of the archive" if back else f"Archive {what}") as step:
        for one in some:
            records.change(store, "workout", one.id, status=after)
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete workouts, as one step: they leave every list; samples stay until this can no longer be undone.

    A planned workout whose place one of them took is planned again.
    """
    before = [found for found in workouts(store, ids) if found.status != "deleted"]
    if not before:
        raise _gone()
    with store.step(f"Delete {before[0].title}" if len(before) == 1 else f"Delete {len(before)} workouts") as step:
        for one in before:
            records.change(store, "workout", one.id, status="deleted")
            if one.planned:
                from tracker.operations import planned

                planned.give_back(store, one)
    return step.changes


def _existing(store: Store, record: str) -> Workout:
    found = workout(store, record)
    if found is None or found.status == "deleted":
        raise _gone()
    return found


def _gone() -> NotFound:
    return NotFound("This workout is not there any more.", "Another device may have deleted it.")


def _columns(store: Store, draft: Draft) -> dict[str, Any]:
    if not draft.title.strip():
        raise BadInput("A workout needs a title.", "Type one.")
    numbers = (draft.duration, draft.distance, draft.avg_power, draft.avg_heart_rate, draft.energy)
    if any(number is not None and number < 0 for number in numbers):
        raise BadInput("A workout's numbers cannot be less than nothing.", "Change the number or leave it empty.")
    start = store.now() if draft.start_at is None else draft.start_at
    zone = draft.zone or store.clock.zone()
    return {
        "title": draft.title.strip(), "sport": draft.sport or "other", "status": draft.status, "start_at": start,
        "zone": zone, "day": local(start, zone).date().isoformat(), "duration": draft.duration,
        "distance": draft.distance, "ascent": draft.ascent, "avg_power": draft.avg_power,
        "avg_heart_rate": draft.avg_heart_rate, "energy": draft.energy, "notes": draft.notes,
        "effort": draft.effort,
    }  # fmt: skip
