"""Days: meals with their entries, targets, and everything that happened on a date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tracker.domain.nutrients import Nutrition
from tracker.store.database import Store
from tracker.store.queries import diary, measurements, workouts
from tracker.store.queries.targets import target_on
from tracker.store.rows import Day, DayState, Entry, Meal, Slot

LOST = 999
"""The place of a meal that is not there any more."""
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
    return diary.slot_at(slots(store), diary.minute_now(store), diary.day_start(store))


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


def entries_of(store: Store, kind: str, source: str, most: int) -> tuple[Entry, ...]:
    """The entries that have a food or a recipe, the latest first, and no more than `most`."""
    rows = store.rows(
        f"SELECT {_ENTRY} FROM meal_plan_entry e WHERE e.source = ? AND e.source_kind = ? "
        "ORDER BY e.day DESC, e.position, e.id LIMIT ?",
        (source, kind, most),
    )
    return tuple(map(_entry, rows))


def parts_of(store: Store, record: str) -> list[Any]:
    """The ingredients of an entry whose helping was made in another way than its recipe says; else none."""
    rows = store.rows("SELECT parts FROM meal_plan_entry WHERE id = ? AND parts <> '[]'", (record,))
    return list(json.loads(rows[0][0])) if rows else []


def meals(of: Iterable[Entry], known: Iterable[Slot]) -> tuple[Meal, ...]:
    """The entries by meal; a meal that was deleted elsewhere still shows what was eaten at it."""
    by_slot: dict[str, list[Entry]] = defaultdict(list)
    for one in of:
        by_slot[one.slot].append(one)
    listed = [Meal(slot, tuple(by_slot.pop(slot.id, ()))) for slot in known]
    lost = [Meal(Slot(slot, "Other", LOST, 0), tuple(left)) for slot, left in sorted(by_slot.items())]
    return (*listed, *lost)


def states(store: Store, first: str, last: str) -> dict[str, DayState]:
    """What was said of the days `first` to `last`, by day; days of which nothing was said are not in it."""
    sql = "SELECT day, status, note FROM day_status WHERE day BETWEEN ? AND ? ORDER BY day, id DESC"
    return {of: DayState(status, note) for of, status, note in store.rows(sql, (first, last))}


def said(store: Store, record: str) -> tuple[str, DayState] | None:
    """The day that a record of a day's state is about, and the state; None where there is no such record."""
    rows = store.rows("SELECT day, status, note FROM day_status WHERE id = ?", (record,))
    return (rows[0][0], DayState(*rows[0][1:])) if rows else None


def day(store: Store, of: str) -> Day:
    """Everything of the day `of` (ISO date)."""
    return Day(
        of,
        meals(entries(store, of, of), slots(store)),
        target_on(store, of),
        states(store, of, of).get(of, DayState()),
        workouts.on_day(store, of),
        measurements.on_day(store, of),
    )


def week(store: Store, monday: date) -> tuple[Day, ...]:
    """The seven days from `monday`: meals, targets and what was said of the days."""
    days = [(monday + timedelta(days=offset)).isoformat() for offset in range(7)]
    known = slots(store)
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for one in entries(store, days[0], days[-1]):
        by_day[one.day].append(one)
    said = states(store, days[0], days[-1])
    return tuple(Day(of, meals(by_day[of], known), target_on(store, of), said.get(of, DayState())) for of in days)


def last_position(store: Store, of: str, slot: str) -> int:
    """The position of the last entry of a meal, 0 where it is empty."""
    rows = store.rows("SELECT COALESCE(MAX(position), 0) FROM meal_plan_entry WHERE day = ? AND slot = ?", (of, slot))
    return int(rows[0][0])


def recent_sources(store: Store, kind: str, limit: int = 50) -> tuple[str, ...]:
    """The foods or recipes that were logged last, latest first."""
    sql = "SELECT source FROM meal_plan_entry WHERE source_kind = ? AND source IS NOT NULL ORDER BY id DESC LIMIT ?"
    return tuple(dict.fromkeys(row[0] for row in store.rows(sql, (kind, limit * 4))))[:limit]
