"""Workouts: history, one day's, and single ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tracker.store.database import Store
from tracker.store.records import batches
from tracker.store.rows import Workout

_NAMES = (
    "id", "title", "sport", "sub_sport", "status", "start_at", "zone", "day", "duration", "elapsed", "moving",
    "distance", "ascent", "avg_power", "max_power", "weighted_power", "avg_heart_rate", "max_heart_rate", "avg_cadence", "energy",
    "laps", "telemetry", "device", "file_name", "salvaged", "notes",
)  # fmt: skip
_COLUMNS = f"{', '.join(_NAMES)}, EXISTS (SELECT 1 FROM favorite WHERE kind = 'workout' AND target = workout.id)"
SHOWN = "status NOT IN ('deleted', 'archived')"


def _workout(row: tuple[Any, ...]) -> Workout:
    values = dict(zip((*_NAMES, "starred"), row, strict=True))
    lists = {name: tuple(json.loads(values[name])) for name in ("laps", "telemetry")}
    return Workout(**values | lists | {"starred": bool(values["starred"])})


def workouts(store: Store, ids: Iterable[str]) -> tuple[Workout, ...]:
    """Those of `ids` that exist, in no order."""
    found: list[Workout] = []
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        found.extend(map(_workout, store.rows(f"SELECT {_COLUMNS} FROM workout WHERE id IN ({marks})", some)))
    return tuple(found)


def workout(store: Store, record: str) -> Workout | None:
    """One workout, or None where there is none."""
    found = workouts(store, [record])
    return found[0] if found else None


def on_day(store: Store, day: str) -> tuple[Workout, ...]:
    """The workouts of a day, earliest first."""
    sql = f"SELECT {_COLUMNS} FROM workout WHERE day = ? AND {SHOWN} ORDER BY start_at, id"
    return tuple(map(_workout, store.rows(sql, (day,))))


def history(store: Store, *, sport: str = "", text: str = "", limit: int = 500) -> tuple[Workout, ...]:
    """Workouts, latest first, of one sport where `sport` is given, with `text` in their title."""
    sql = (
        f"SELECT {_COLUMNS} FROM workout WHERE {SHOWN} AND (?1 = '' OR sport = ?1) "
        "AND (?2 = '' OR title LIKE '%' || ?2 || '%') ORDER BY start_at DESC, id DESC LIMIT ?3"
    )
    return tuple(map(_workout, store.rows(sql, (sport, text, limit))))


def sports(store: Store) -> tuple[str, ...]:
    """The sports there are workouts of, the most frequent first."""
    sql = f"SELECT sport FROM workout WHERE {SHOWN} GROUP BY sport ORDER BY COUNT(*) DESC, sport"
    return tuple(row[0] for row in store.rows(sql))


def of_file(store: Store, file_hash: str) -> tuple[str, ...]:
    """The ids of the workouts that came from the file with this hash, in the order of its sessions."""
    sql = "SELECT id FROM workout WHERE file_hash = ? AND status <> 'deleted' ORDER BY session"
    return tuple(row[0] for row in store.rows(sql, (file_hash,)))


def same_recording(store: Store, sport: str, start_at: int, device: str) -> str | None:
    """The workout that was already imported from another copy of the same recording, by sport, start and device."""
    sql = (
        "SELECT id FROM workout WHERE start_at = ? AND sport = ? AND device = ? AND file_hash <> '' "
        "AND status <> 'deleted' LIMIT 1"
    )
    rows = store.rows(sql, (start_at, sport, device))
    return rows[0][0] if rows else None
