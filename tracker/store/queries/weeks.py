"""Usual weeks of training that the person keeps."""

from __future__ import annotations

import json
from typing import Any

from tracker.domain.training.plan.week import Item, from_stored, ordered
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.queries.workouts import SHOWN
from tracker.values import Frozen

ROUND = 300_000
"""ms to which the length of a done workout is rounded, to be one of a usual week."""


class Week(Frozen):
    """A usual week; `readable` unless a newer version wrote it."""

    id: str
    name: str
    items: tuple[Item, ...]
    readable: bool = True


def weeks(store: Store) -> tuple[Week, ...]:
    """All usual weeks, by name."""
    rows = store.rows("SELECT id, name, steps FROM workout_plan WHERE kind = 'week' ORDER BY name, id")
    return tuple(map(_week, rows))


def week(store: Store, record: str) -> Week | None:
    """One usual week, or None where there is none."""
    rows = store.rows("SELECT id, name, steps FROM workout_plan WHERE kind = 'week' AND id = ?", (record,))
    return _week(rows[0]) if rows else None


def items_of(store: Store, first: str, last: str) -> tuple[Item, ...]:
    """What some days hold as the items of a usual week: planned and done workouts, at the time on the clock there."""
    rows = store.rows(
        f"SELECT start_at, zone, plan, sport, duration FROM workout WHERE {SHOWN} AND day BETWEEN ? AND ? "
        "ORDER BY start_at, id",
        (first, last),
    )
    known = {row[0] for row in store.rows("SELECT id FROM workout_plan WHERE kind = 'workout'")}
    found = []
    for start_at, zone, plan, sport, duration in rows:
        then = local(start_at, zone or "UTC")
        follows = plan if plan in known else ""
        length = None if follows or not duration else round(duration / ROUND) * ROUND
        found.append(
            Item(then.weekday(), then.hour * 60 + then.minute, follows, "" if follows else sport, length or None)
        )
    return ordered(found)


def there(store: Store, first: str, last: str) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str, str]]]:
    """What is planned or done on some days: pairs of day and plan, and triples of day, sport and title."""
    rows = store.rows(
        f"SELECT day, plan, sport, title FROM workout WHERE {SHOWN} AND day BETWEEN ? AND ?", (first, last)
    )
    return (
        frozenset((day, plan) for day, plan, _, _ in rows if plan),
        frozenset((day, sport, title) for day, _, sport, title in rows),
    )


def _week(row: tuple[Any, ...]) -> Week:
    record, name, steps = row
    try:
        return Week(record, name, from_stored(json.loads(steps)))
    except ValueError:
        return Week(record, name, (), readable=False)
