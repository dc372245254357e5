"""Writing down strength sets: what quick add says, and what other apps kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.domain import order
from tracker.domain.quick_add.items import SetItem
from tracker.formats.strength import LiftedSet
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id, new_item_id
from tracker.store.queries.exercises import named
from tracker.store.records import Body

SPORT = "strength_training"
WORKOUT = BY_NAME["workout"]


@dataclass(frozen=True)
class StrengthSets:
    """Sets as they were said, and when a workout that they begin started: now where that is None."""

    item: SetItem
    start_at: int | None = None


def add(store: Store, said: StrengthSets) -> Changes:
    """Add sets to the strength workout of their day that was written down by hand, or begin one."""
    item = said.item
    one = LiftedSet(
        item.exercise, weight=item.weight, typed=item.typed.text if item.typed else "",
        unit=item.typed.unit if item.typed else "", reps=item.reps, effort=item.rpe,
    )  # fmt: skip
    status = "planned" if item.planned else "completed"
    with store.step(f"Add {item.exercise}") as step:
        record, body = _of_day(store, item.day.isoformat(), status, said.start_at)
        before = body.get("sets", [])
        marks = order.marks([*(one["_ord"] for one in before), *([None] * item.sets)])
        made = [
            {"_id": new_item_id(), "_ord": mark, **set_body(store, one, planned=item.planned)}
            for mark in marks[len(before) :]
        ]
        kept = [{**old, "_ord": mark} for old, mark in zip(before, marks, strict=False)]
        records.write_bodies(store, WORKOUT, {record: body | {"sets": [*kept, *made]}})
    return step.changes


def _of_day(store: Store, day: str, status: str, start_at: int | None) -> tuple[str, Body]:
    """The strength workout of a day that was written down by hand, or a new one."""
    rows = store.rows(
        "SELECT id FROM workout WHERE day = ? AND sport = ? AND status = ? AND file_hash = '' "
        "ORDER BY start_at DESC, id DESC LIMIT 1",
        (day, SPORT, status),
    )
    found = records.read_body(store, WORKOUT, rows[0][0]) if rows else None
    if found is not None:
        return rows[0][0], found
    start = store.now() if start_at is None else start_at
    body = {
        "title": "Strength training", "sport": SPORT, "status": status, "start_at": start, "zone": store.clock.zone(),
        "day": day,
    }  # fmt: skip
    return new_id(store.now()), body


def set_body(store: Store, one: LiftedSet, *, planned: bool = False) -> Body:
    """A set as it is kept, with the exercise that its name means, where one is known."""
    said: dict[str, Any] = asdict(one)
    name = said.pop("exercise")
    known = named(store, name)
    return {
        "exercise": known.id if known else None, "name": known.name if known else name[:1].upper() + name[1:],
        "status": "planned" if planned else "done", **said,
    }  # fmt: skip


def set_bodies(store: Store, sets: Sequence[LiftedSet]) -> list[Body]:
    """Sets of a workout that other devices import as well: their ids and places follow from where they stand."""
    marks = order.marks([None] * len(sets))
    return [
        {"_id": f"{number:08x}", "_ord": mark, **set_body(store, one)}
        for number, (one, mark) in enumerate(zip(sets, marks, strict=True))
    ]


def day_of(store: Store, start_at: int) -> str:
    """The day of an instant where the person is."""
    return local(start_at, store.clock.zone()).date().isoformat()


def exercises_unknown(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    """The names among these that no exercise is known by, each once."""
    return tuple(name for name in dict.fromkeys(names) if named(store, name) is None)
