"""Planned against done: a done workout takes the place of the planned one that it was, and carries what was planned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.domain.training.plan.planned import Planned, from_stored, pairs, to_stored
from tracker.errors import NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.planned import near, spans_of_days
from tracker.store.queries.plans import plan
from tracker.store.queries.workouts import workout, workouts
from tracker.store.rows import Workout
from tracker.values import Frozen

UNPLANNED = "workouts_unplanned"
"""Under which this device keeps the done workouts of which somebody said that they were none of the planned ones."""


class Question(Frozen):
    """A done workout and the planned ones that it may be."""

    done: Workout
    planned: tuple[Workout, ...]


def as_planned(store: Store, one: Workout) -> dict[str, Any]:
    """What a planned workout says, as the workout keeps it that takes its place."""
    followed = plan(store, one.plan) if one.plan else None
    return to_stored(
        Planned(
            one.id, one.title, one.start_at, one.duration, one.distance, followed.load if followed else None,
            one.plan or "", one.notes, followed.parts if followed else (),
        )
    )  # fmt: skip


def link_clear(store: Store, new: Iterable[str]) -> int:
    """Let those of the new workouts that clearly are planned ones take their place; must run within a step.

    Returns:
        How many did.
    """
    clear, _ = _found(store, set(new))
    for done, planned in clear.items():
        _link(store, done, planned)
    return len(clear)


def unclear(store: Store, new: Sequence[str]) -> tuple[Question, ...]:
    """Those of the new workouts that may be planned ones, which a person has to say."""
    _, found = _found(store, set(new))
    known = {one.id: one for one in workouts(store, [*found, *(it for some in found.values() for it in some)])}
    return tuple(
        Question(known[done], tuple(known[one] for one in some)) for done, some in found.items() if done in known
    )


def candidates(store: Store, done: Workout) -> tuple[Workout, ...]:
    """The planned workouts around a done one, the likeliest first: of its sport, then the nearest."""
    ids = near(store, done.day, done.sport, done.start_at)
    found = {one.id: one for one in workouts(store, ids)}
    return tuple(found[one] for one in ids)


def settle(store: Store, answers: Mapping[str, str]) -> Changes:
    """Do as a person said, as one step: planned id by done id; "" for one that was none of them and is not asked again.

    What is gone meanwhile is passed over.
    """
    linked = {done: planned for done, planned in answers.items() if planned}
    none = [done for done, planned in answers.items() if not planned]
    if none:
        _keep_apart(store, none)
    if not linked:
        return Changes(frozenset({"device_setting"}))
    title = next((one.title for one in workouts(store, linked.values())), "")
    words = f"Count it as {title}" if len(linked) == 1 else f"Count {len(linked)} workouts as planned"
    with store.step(words) as step:
        for done, planned in linked.items():
            _link(store, done, planned)
    return step.changes


def part(store: Store, done: str) -> Changes:
    """Take a done workout and what was planned apart again: the planned one is there as it was.

    Raises:
        NotFound: it is gone, or nothing was planned.
    """
    found = workout(store, done)
    planned = from_stored(found.planned) if found else None
    if found is None or planned is None:
        raise NotFound("Nothing was planned for this workout.", "Another device may have changed it.")
    with store.step(f"Take {planned.title} back as planned") as step:
        values: dict[str, Any] = {"planned": {}}
        if planned.plan and found.plan == planned.plan:
            values["plan"] = None
        records.change(store, "workout", done, **values)
        _bring_back(store, planned, found)
    _keep_apart(store, [done])
    return step.changes


def give_back(store: Store, done: Workout) -> None:
    """A done workout goes: the planned one whose place it took is there again; must run within a step."""
    planned = from_stored(done.planned)
    if planned is not None and planned.record != done.id:
        _bring_back(store, planned, done)


def hand_over(store: Store, goes: Workout, stays: Workout) -> None:
    """Of a workout that is there twice one goes: what was planned for it is with the other; must run within a step."""
    if goes.planned and not stays.planned:
        records.change(store, "workout", stays.id, planned=goes.planned, plan=stays.plan or goes.plan)


def _bring_back(store: Store, planned: Planned, done: Workout) -> None:
    """Make the planned workout stand again; where its record is gone or was the done one itself, a new one."""
    before = workout(store, planned.record) if planned.record != done.id else None
    if before is not None and before.status == "deleted":
        records.change(store, "workout", before.id, status="planned")
        return
    zone = store.clock.zone()
    records.create(
        store, "workout", new_id(store.now()), title=planned.title or done.title, sport=done.sport, status="planned",
        start_at=planned.start_at, zone=zone, day=local(planned.start_at, zone).date().isoformat(),
        duration=planned.duration, distance=planned.distance, plan=planned.plan or None, notes=planned.notes,
    )  # fmt: skip


def _link(store: Store, done: str, planned: str) -> None:
    over, ahead = workout(store, done), workout(store, planned)
    if over is None or ahead is None or ahead.status != "planned" or over.status == "deleted":
        return
    values: dict[str, Any] = {"planned": as_planned(store, ahead)}
    if over.plan is None and ahead.plan:
        values["plan"] = ahead.plan
    records.change(store, "workout", done, **values)
    records.change(store, "workout", planned, status="deleted")


def _found(store: Store, new: set[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The pairs that are clear and those that are not, of the days of these workouts; of these workouts alone."""
    planned, done = spans_of_days(store, new)
    apart = _apart(store)
    clear, unclear = pairs(planned, (one for one in done if one.id not in apart))
    return (
        {one: it for one, it in clear.items() if one in new},
        {one: some for one, some in unclear.items() if one in new},
    )


def _apart(store: Store) -> set[str]:
    rows = store.rows("SELECT value FROM device_setting WHERE key = ?", (UNPLANNED,))
    return set(json.loads(rows[0][0])) if rows else set()


def _keep_apart(store: Store, done: Iterable[str]) -> None:
    with store.database.atomic():
        store.database.execute_sql(
            "INSERT INTO device_setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (UNPLANNED, json.dumps(sorted(_apart(store) | set(done)))),
        )
