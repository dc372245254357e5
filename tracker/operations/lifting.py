"""The sets of one workout: reading a line that says some, adding, changing, ticking and deleting them.

What quick add and files bring is in `sets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.domain import order
from tracker.domain.quick_add.held import read_held
from tracker.domain.quick_add.items import LocalMoment, SetItem, WorkoutItem
from tracker.domain.quick_add.parse import parse
from tracker.errors import BadInput, NotFound
from tracker.formats.strength import LiftedSet
from tracker.operations.sets import WORKOUT, set_body
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.ids import new_item_id
from tracker.store.records import Body

HINT = "Write the exercise, the weight and the repetitions: squat 100x5x3 @8."
_ANY_DAY = LocalMoment(date(2000, 1, 1), 0)


def read(text: str, *, exercise: str = "", decimal_comma: bool = False, mass_unit: str = "kg") -> tuple[SetItem, ...]:
    """The sets that a line says.

    Args:
        text: squat 100x5x3 @8, bench 80x5, 82.5x5, or 100x5 alone; plank 1:30 x3, farmer's walk 32kg 40m.
        exercise: whose sets they are where the line names none.
        decimal_comma: whether the person's decimal separator is a comma.
        mass_unit: what a weight without a unit is in.

    Raises:
        BadInput: it says something else, or can be meant in two ways; the sentence asks.
    """
    held = read_held(text, _ANY_DAY, exercise, decimal_comma=decimal_comma)
    if held is not None and not _is_sport(text, decimal_comma):
        return (held,)
    asked = ""
    for line in filter(None, (text.strip(), f"{exercise} {text.strip()}" if exercise else "")):
        parsed = parse(line, _ANY_DAY, (), decimal_comma, mass_unit)
        items = tuple(one for one in parsed.items if isinstance(one, SetItem))
        if items and not parsed.problems and len(items) == len(parsed.items):
            return items
        asked = parsed.problems[0].sentence if parsed.problems else asked
    raise BadInput(asked or "No set is said here.", "" if asked else HINT)


def _is_sport(text: str, decimal_comma: bool) -> bool:
    """Whether a line says a workout of its own, such as run 45min."""
    parsed = parse(text, _ANY_DAY, (), decimal_comma)
    return any(isinstance(one, WorkoutItem) for one in parsed.items)


def add(store: Store, workout: str, items: Sequence[SetItem], *, done: bool = True) -> Changes:
    """Add sets at the end of a workout.

    Raises:
        NotFound: the workout is gone.
    """
    body = _body(store, workout)
    before = body["sets"]
    made = [_of(store, item, done=done) for item in items for _ in range(item.sets)]
    marks = order.marks([*(one["_ord"] for one in before), *([None] * len(made))])
    new = [{"_id": new_item_id(), "_ord": mark, **one} for mark, one in zip(marks[len(before) :], made, strict=True)]
    kept = [{**old, "_ord": mark} for old, mark in zip(before, marks, strict=False)]
    return _write(store, workout, [*kept, *new], f"Add {items[0].exercise}" if items else "Add sets")


def change(store: Store, workout: str, record: str, item: SetItem) -> Changes:
    """Say a set anew; its kind, its rest and its note stay.

    Raises:
        NotFound: the workout or the set is gone.
    """
    body = _body(store, workout)
    if not any(one["_id"] == record for one in body["sets"]):
        raise NotFound("This set is not there any more.", "Another device may have deleted it.")
    said = {name: value for name, value in _of(store, item, done=True).items() if name not in ("kind", "rest", "note")}
    sets = [{**one, **said, "status": one["status"]} if one["_id"] == record else one for one in body["sets"]]
    return _write(store, workout, sets, f"Change {item.exercise}")


def mark(store: Store, workout: str, ids: Iterable[str], **values: Any) -> Changes:
    """Set what is not typed of some sets, such as status="done", kind="warmup" or rest=90_000."""
    chosen = set(ids)
    sets = [{**one, **values} if one["_id"] in chosen else one for one in _body(store, workout)["sets"]]
    return _write(store, workout, sets, "Tick a set" if "status" in values else "Change a set")


def delete(store: Store, workout: str, ids: Iterable[str]) -> Changes:
    """Delete sets, as one step."""
    chosen = set(ids)
    body = _body(store, workout)
    label = "Delete a set" if len(chosen) == 1 else f"Delete {len(chosen)} sets"
    return _write(store, workout, [one for one in body["sets"] if one["_id"] not in chosen], label)


def _of(store: Store, item: SetItem, *, done: bool) -> Body:
    typed = item.typed
    lifted = LiftedSet(
        item.exercise, weight=item.weight, typed=typed.text if typed else "", unit=typed.unit if typed else "",
        reps=item.reps, effort=item.rpe, duration=item.duration, distance=item.distance,
    )  # fmt: skip
    return set_body(store, lifted, planned=not done)


def _body(store: Store, workout: str) -> Body:
    body = records.read_body(store, WORKOUT, workout)
    if body is None or body["status"] == "deleted":
        raise NotFound("This workout is not there any more.", "Another device may have deleted it.")
    return body


def _write(store: Store, workout: str, sets: list[Body], label: str) -> Changes:
    with store.step(label) as step:
        records.write_bodies(store, WORKOUT, {workout: {"sets": sets}})
    return step.changes
