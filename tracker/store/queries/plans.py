"""Structured workouts that the person keeps, and what they are measured against."""

from __future__ import annotations

import json
from typing import Any

from tracker.domain.training.plan.steps import from_json
from tracker.domain.training.plan.totals import Thresholds
from tracker.store.database import Store
from tracker.store.queries.thresholds import thresholds as dated
from tracker.store.rows import Plan

_COLUMNS = (
    "id, name, sport, steps, notes, duration, load, "
    "EXISTS (SELECT 1 FROM favorite WHERE kind = 'workout_plan' AND target = workout_plan.id)"
)


def plans(store: Store, sport: str = "") -> tuple[Plan, ...]:
    """All plans of single workouts by name, or those of one sport."""
    sql = f"SELECT {_COLUMNS} FROM workout_plan WHERE kind = 'workout' AND (?1 = '' OR sport = ?1) ORDER BY name, id"
    return tuple(map(_plan, store.rows(sql, (sport,))))


def plan(store: Store, record: str) -> Plan | None:
    """One plan, or None where there is none."""
    rows = store.rows(f"SELECT {_COLUMNS} FROM workout_plan WHERE id = ?", (record,))
    return _plan(rows[0]) if rows else None


def thresholds_on(store: Store, day: str, sport: str) -> Thresholds:
    """What the aims of a plan are measured against on a day."""
    known = dated(store)
    power, beats = known.at("ftp", day, sport), known.at("lthr", day, sport)
    return Thresholds(None if power is None else round(power), None if beats is None else round(beats))


def _plan(row: tuple[Any, ...]) -> Plan:
    record, name, sport, steps, notes, duration, load, starred = row
    try:
        parts, readable = from_json(json.loads(steps)), True
    except ValueError:  # a newer version wrote it
        parts, readable = (), False
    return Plan(record, name, sport, parts, notes, duration, load, bool(starred), readable)
