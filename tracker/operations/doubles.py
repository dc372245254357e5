"""Workouts that are there twice, from two devices or two files: finding them, and what can be done about them.

Nothing is dropped silently: both stay until somebody says which.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tracker.domain.training.doubles import HOUR_MS, Double, Span
from tracker.domain.training.doubles import doubles as pairs
from tracker.errors import KnownError
from tracker.operations.activities import TOTALS, Kept, keep, samples
from tracker.operations.planned import hand_over
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.workouts import workout
from tracker.store.rows import Workout

Choice = Literal["richer", "merge", "both"]
WORKOUT = BY_NAME["workout"]
APART = "workouts_apart"
NEAR_MS = 1500
"""How far the samples of two recordings may lie apart to be of one moment."""


@dataclass(frozen=True)
class Twice:
    """One workout that is there twice: the one that says more, the other, and by how many hours that seems late."""

    richer: Workout
    other: Workout
    shift: int


def find(store: Store, new: Sequence[str] | None = None) -> tuple[Twice, ...]:
    """The workouts that look like one, but for those of which somebody said that they are two.

    Args:
        store: where they are.
        new: only those with one of these; all where None.
    """
    rows = store.rows(
        "SELECT id, sport, start_at, COALESCE(elapsed, duration, 0) FROM workout "
        "WHERE status IN ('completed', 'archived')"
    )
    apart = _apart(store)
    found = [_twice(store, one) for one in pairs((Span(*row) for row in rows), new) if _key(one) not in apart]
    return tuple(one for one in found if one is not None)


def resolve(store: Store, found: Sequence[Twice], choice: Choice) -> Changes:
    """Do with all of these as was chosen, as one undo step; one that is gone meanwhile is passed over.

    `richer` keeps the workout that says more and deletes the other; `merge` also gives it what only the other knows:
    its channels, totals, sets and notes; `both` keeps both and asks no more.
    """
    if choice == "both":
        _keep_apart(store, [_key(Double(one.richer.id, one.other.id)) for one in found])
        return Changes(frozenset({"device_setting"}))
    what = "a workout that was there twice" if len(found) == 1 else f"{len(found)} workouts that were there twice"
    with Kept(store) as kept, store.step(f"{'Put together' if choice == 'merge' else 'Delete'} {what}") as step:
        for one in found:
            richer, other = workout(store, one.richer.id), workout(store, one.other.id)
            if richer is None or other is None or "deleted" in (richer.status, other.status):
                continue
            if choice == "merge":
                _merge(store, richer, other, one.shift, kept)
            hand_over(store, other, richer)
            records.change(store, "workout", other.id, status="deleted")
    return step.changes


def _apart(store: Store) -> set[str]:
    """The pairs of which somebody said that they are two workouts."""
    rows = store.rows("SELECT value FROM device_setting WHERE key = ?", (APART,))
    return set(json.loads(rows[0][0])) if rows else set()


def _keep_apart(store: Store, keys: Sequence[str]) -> None:
    with store.database.atomic():
        value = json.dumps(sorted(_apart(store) | set(keys)))
        store.database.execute_sql(
            "INSERT INTO device_setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (APART, value),
        )


def _key(double: Double) -> str:
    return "|".join(sorted((double.first, double.second)))


def _twice(store: Store, double: Double) -> Twice | None:
    first, second = workout(store, double.first), workout(store, double.second)
    if first is None or second is None:
        return None
    if _richness(second) > _richness(first):
        return Twice(second, first, -double.shift)
    return Twice(first, second, double.shift)


def _richness(one: Workout) -> tuple[int, int, int, int]:
    """What tells of two recordings the one that says more: its channels, its samples, its laps, its totals."""
    channels = {str(name) for chunk in one.telemetry for name in _names(chunk.get("ch"))}
    return len(channels), one.samples, len(one.laps), sum(getattr(one, name) is not None for name in TOTALS)


def _names(listed: object) -> list[object]:
    return listed if isinstance(listed, list) else []


def _merge(store: Store, richer: Workout, other: Workout, shift: int, kept: Kept) -> None:
    changes: dict[str, Any] = {
        name: getattr(other, name)
        for name in TOTALS
        if getattr(richer, name) is None and getattr(other, name) is not None
    }
    if other.notes and other.notes not in richer.notes:
        changes["notes"] = "\n\n".join(filter(None, (richer.notes, other.notes)))
    manifest = _joined(store, richer, other, shift, kept)
    if manifest is not None:
        changes["telemetry"] = manifest
    if changes:
        records.change(store, "workout", richer.id, **changes)
    bodies = records.read_bodies(store, WORKOUT, [richer.id, other.id])
    if bodies[other.id]["sets"] and not bodies[richer.id]["sets"]:
        moved = {"title": richer.title, "sets": bodies[other.id]["sets"]}
        records.write_bodies(store, WORKOUT, {richer.id: moved})


def _joined(store: Store, richer: Workout, other: Workout, shift: int, kept: Kept) -> list[dict[str, Any]] | None:
    """The samples of the richer one with the channels that only the other knows; None where there is nothing to add."""
    import numpy as np

    from tracker.domain.activity import Telemetry

    try:
        mine, theirs = samples(store, richer), samples(store, other)
    except KnownError:
        return None  # they are on another device: the numbers are put together all the same
    missing = [name for name in theirs.channels if name not in mine.channels]
    if not missing or not len(mine) or not len(theirs):
        return None
    at = theirs.time + other.start_at - shift * HOUR_MS - richer.start_at
    near = np.clip(np.searchsorted(at, mine.time), 1, max(len(at) - 1, 1))
    place = np.where(mine.time - at[near - 1] <= at[np.minimum(near, len(at) - 1)] - mine.time, near - 1, near)
    place = np.clip(place, 0, len(at) - 1)
    close = np.abs(at[place] - mine.time) <= NEAR_MS
    added = {name: np.where(close, theirs.channels[name][place], np.nan) for name in missing}
    return keep(store, Telemetry(mine.time, {**mine.channels, **added}), kept)
