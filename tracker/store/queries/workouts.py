"""Workouts: history, one day's, and single ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from tracker.store.batches import batches
from tracker.store.database import Store
from tracker.store.queries.folding import with_fold
from tracker.store.rows import Workout
from tracker.values import Frozen

_NAMES = (
    "id", "title", "sport", "sub_sport", "status", "start_at", "zone", "day", "duration", "elapsed", "moving",
    "distance", "ascent", "avg_power", "max_power", "weighted_power", "avg_heart_rate", "max_heart_rate", "avg_cadence",
    "energy", "laps", "telemetry", "device", "file_name", "salvaged", "effort", "gear", "plan",
    "planned", "notes",
)  # fmt: skip
_COLUMNS = (
    f"{', '.join(_NAMES)}, original <> '{{}}', "
    "EXISTS (SELECT 1 FROM favorite WHERE kind = 'workout' AND target = workout.id)"
)
_FLAGS = ("is_edited", "starred")
_SHORT = _COLUMNS.replace("laps, telemetry", "'[]', '[]'")
SHOWN = "status NOT IN ('deleted', 'archived')"


NO_DAYS = ("9999", "0000")
"""Between which no day lies."""


class Month(Frozen):
    """A month of the history, such as 2026-11: its workouts, latest first, and the time of those that were done."""

    month: str
    ids: tuple[str, ...]
    time: int


def _workout(row: tuple[Any, ...]) -> Workout:
    values = dict(zip((*_NAMES, *_FLAGS), row, strict=True))
    lists = {name: tuple(json.loads(values[name])) for name in ("laps", "telemetry")}
    planned = json.loads(values["planned"]) if values["planned"] != "{}" else {}
    return Workout(**values | lists | {name: bool(values[name]) for name in _FLAGS} | {"planned": planned})


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


def listed(store: Store, ids: Iterable[str]) -> tuple[Workout, ...]:
    """As `workouts`, without laps and samples: what a list shows, in a third of the time."""
    found: list[Workout] = []
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        found.extend(map(_workout, store.rows(f"SELECT {_SHORT} FROM workout WHERE id IN ({marks})", some)))
    return tuple(found)


def history(
    store: Store, *, text: str = "", sport: str = "", status: str = "", days: tuple[str, str] = NO_DAYS, today: str = ""
) -> tuple[Month, ...]:
    """The history by months, latest first: all of it, or what fits a filter.

    Args:
        store: where it is read.
        text: part of a title or of notes.
        sport: one sport only.
        status: one status only, such as planned; `missed` is what was planned for a day before `today`, and what is
            archived shows with `archived` alone.
        days: the first and last of those that fit as well, whatever their text.
        today: for `missed`.
    """
    sql = (
        "SELECT substr(day, 1, 7), id, CASE status WHEN 'planned' THEN 0 ELSE COALESCE(duration, 0) END FROM workout "
        f"WHERE (CASE ?2 WHEN 'archived' THEN status = 'archived' ELSE {SHOWN} END) AND (?1 = '' OR sport = ?1) "
        "AND (?2 = '' OR status = ?2 OR (?2 = 'missed' AND status = 'planned' AND day < ?6)) "
        "AND (?3 = '' OR instr(fold(title), ?3) OR instr(fold(notes), ?3) OR day BETWEEN ?4 AND ?5) "
        "ORDER BY day DESC, start_at DESC, id DESC"
    )
    months = groupby(with_fold(store).rows(sql, (sport, status, text.casefold(), *days, today)), key=itemgetter(0))
    return tuple(_month(month, list(rows)) for month, rows in months)


def comparable(store: Store, record: str, text: str = "", *, most: int = 200) -> tuple[Workout, ...]:
    """Recorded workouts of the same sport as another one, the nearest in time first; without laps and samples.

    Args:
        store: where they are.
        record: the workout that they are compared with.
        text: part of a title or of notes.
        most: how many are given at most.
    """
    sql = (
        f"SELECT {_SHORT} FROM workout WHERE {SHOWN} AND telemetry <> '[]' AND id <> ?1 "
        "AND sport = (SELECT sport FROM workout WHERE id = ?1) "
        "AND (?2 = '' OR instr(fold(title), ?2) OR instr(fold(notes), ?2) OR instr(day, ?2)) "
        "ORDER BY abs(start_at - (SELECT start_at FROM workout WHERE id = ?1)), id LIMIT ?3"
    )
    return tuple(map(_workout, with_fold(store).rows(sql, (record, text.casefold(), most))))


def _month(month: str, rows: list[tuple[str, str, int]]) -> Month:
    return Month(month, tuple(row[1] for row in rows), sum(row[2] for row in rows))


def sports(store: Store) -> tuple[str, ...]:
    """The sports there are workouts of, the most frequent first."""
    sql = f"SELECT sport FROM workout WHERE {SHOWN} GROUP BY sport ORDER BY COUNT(*) DESC, sport"
    return tuple(row[0] for row in store.rows(sql))


_EDITED = "SELECT 1 FROM workout edited WHERE edited.original <> '{}' AND edited.status <> 'deleted'"
_MERGED = (
    f"EXISTS ({_EDITED} AND EXISTS "
    "(SELECT 1 FROM json_each(edited.original, '$.merged') one WHERE one.value = workout.id))"
)
_HERE = f"(status <> 'deleted' OR {_MERGED})"
"""A workout that was merged into another one is deleted, and here all the same."""


def latest_until(store: Store, day: str) -> str | None:
    """The last workout of a day, or of the nearest day before it that has one; else the first of all; None without."""
    sql = f"SELECT id FROM workout WHERE {SHOWN} ORDER BY day > ?1, CASE WHEN day > ?1 THEN start_at ELSE -start_at END"
    rows = store.rows(f"{sql} LIMIT 1", (day,))
    return rows[0][0] if rows else None


def of_file(store: Store, file_hash: str) -> tuple[str, ...]:
    """The ids of the workouts that came from the file with this hash, in the order of its sessions."""
    sql = f"SELECT id FROM workout WHERE file_hash = ? AND {_HERE} ORDER BY session"
    return tuple(row[0] for row in store.rows(sql, (file_hash,)))


def same_recording(store: Store, sport: str, start_at: int, device: str) -> str | None:
    """The workout that was already imported from another copy of the same recording, by sport, start and device.

    One that was cropped since began where its original did.
    """
    sql = (
        f"SELECT id FROM workout WHERE start_at = ?1 AND sport = ?2 AND device = ?3 AND file_hash <> '' AND {_HERE} "
        "UNION ALL SELECT id FROM workout WHERE original <> '{}' AND json_extract(original, '$.start_at') = ?1 "
        "AND sport = ?2 AND device = ?3 AND file_hash <> '' AND status <> 'deleted' LIMIT 1"
    )
    rows = store.rows(sql, (start_at, sport, device))
    return rows[0][0] if rows else None


def lack_curves(store: Store) -> bool:
    """Whether the curves of a workout with samples were not made yet."""
    sql = (
        "SELECT 1 FROM workout WHERE telemetry <> '[]' AND status <> 'deleted' AND NOT EXISTS "
        "(SELECT 1 FROM workout_curve c WHERE c.workout = workout.id) LIMIT 1"
    )
    return bool(store.rows(sql))
