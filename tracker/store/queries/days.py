"""Days: meals with their entries, targets, and everything that happened on a date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tracker.domain.nutrients import Nutrition
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.queries import measurements, workouts
from tracker.store.rows import Day, Entry, Meal, Slot, Target

_NAMES = (
    "id", "day", "slot", "position", "status", "title", "source_kind", "source", "amount", "unit", "mass", "note",
    "eaten_at",
)  # fmt: skip
_ENTRY = (
    ", ".join(f"e.{name}" for name in (*_NAMES, "energy", "protein", "carbs", "fat", "nutrients"))
    + ", EXISTS (SELECT 1 FROM favorite WHERE kind = e.source_kind AND target = e.source)"
)


def _entry(row: tuple[Any, ...]) -> Entry:
    *values, energy, protein, carbs, fat, others, starred = row
    nutrition = Nutrition(energy, protein, carbs, fat, json.loads(others))
    return Entry(nutrition=nutrition, starred=bool(starred), **dict(zip(_NAMES, values, strict=True)))


def slots(store: Store) -> tuple[Slot, ...]:
    """The meals of a day, in order."""
    rows = store.rows("SELECT id, name, position, starts_at FROM meal_slot ORDER BY position, id")
    return tuple(Slot(*row) for row in rows)


def slot_now(store: Store) -> Slot:
    """The meal that is usual at this hour: the one that began last."""
    now = local(store.now(), store.clock.zone())
    known = slots(store)
    begun = [slot for slot in known if slot.starts_at <= now.hour * 60 + now.minute]
    return max(begun or known, key=lambda slot: slot.starts_at)


def entries(store: Store, first: str, last: str) -> tuple[Entry, ...]:
    """The entries of the days `first` to `last`, both included, in the order of their days and places."""
    rows = store.rows(
        f"SELECT {_ENTRY} FROM meal_plan_entry e WHERE e.day BETWEEN ? AND ? ORDER BY e.day, e.slot, e.position, e.id",
        (first, last),
    )
    return tuple(_entry(row) for row in rows)


def entry(store: Store, record: str) -> Entry | None:
    """One entry, or None where there is none."""
    rows = store.rows(f"SELECT {_ENTRY} FROM meal_plan_entry e WHERE e.id = ?", (record,))
    return _entry(rows[0]) if rows else None


def meals(of: Iterable[Entry], known: Iterable[Slot]) -> tuple[Meal, ...]:
    """The entries by meal; a meal that was deleted elsewhere still shows what was eaten at it."""
    by_slot: dict[str, list[Entry]] = defaultdict(list)
    for one in of:
        by_slot[one.slot].append(one)
    listed = [Meal(slot, tuple(by_slot.pop(slot.id, ()))) for slot in known]
    lost = [Meal(Slot(slot, "Other", 999, 0), tuple(left)) for slot, left in sorted(by_slot.items())]
    return (*listed, *lost)


def target_on(store: Store, day: str) -> Target:
    """The target that holds on `day`: the latest one set for that day or before."""
    sql = "SELECT energy, protein, carbs, fat FROM target WHERE since <= ? ORDER BY since DESC, id DESC LIMIT 1"
    rows = store.rows(sql, (day,))
    return Target(*rows[0]) if rows else Target()


def day(store: Store, of: str) -> Day:
    """Everything of the day `of` (ISO date)."""
    return Day(
        of,
        meals(entries(store, of, of), slots(store)),
        target_on(store, of),
        workouts.on_day(store, of),
        measurements.on_day(store, of),
    )


def week(store: Store, monday: date) -> tuple[Day, ...]:
    """The seven days from `monday`, meals and targets only."""
    days = [(monday + timedelta(days=offset)).isoformat() for offset in range(7)]
    known = slots(store)
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for one in entries(store, days[0], days[-1]):
        by_day[one.day].append(one)
    return tuple(Day(of, meals(by_day[of], known), target_on(store, of)) for of in days)


def last_position(store: Store, of: str, slot: str) -> int:
    """The position of the last entry of a meal, 0 where it is empty."""
    rows = store.rows("SELECT COALESCE(MAX(position), 0) FROM meal_plan_entry WHERE day = ? AND slot = ?", (of, slot))
    return int(rows[0][0])


def recent_sources(store: Store, kind: str, limit: int = 50) -> tuple[str, ...]:
    """The foods or recipes that were logged last, latest first."""
    sql = "SELECT source FROM meal_plan_entry WHERE source_kind = ? AND source IS NOT NULL ORDER BY id DESC LIMIT ?"
    return tuple(dict.fromkeys(row[0] for row in store.rows(sql, (kind, limit * 4))))[:limit]
