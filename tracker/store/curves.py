"""Where the curves of workouts are kept, and how many of them are read at once.

What they are is in `domain.training.curves`. They are derived: never synced, gone with their workout, and made again
from its samples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.domain.training.curves import UNKNOWN, Curves, unfixed
from tracker.store.batches import batches
from tracker.store.database import Store

DONE = "status IN ('completed', 'archived')"
"""Workouts that were done; those that are put away count as well."""
NOTHING = "nothing"
"""The metric of a workout whose samples tell none, so that they are not read again and again."""
_STORED = np.dtype("<i4")


@dataclass(frozen=True, eq=False)
class Many:
    """One metric of many workouts in the order of time: a row for each, NaN where it is unknown."""

    ids: tuple[str, ...]
    sports: tuple[str, ...]
    days: tuple[str, ...]
    starts: tuple[int, ...]
    values: NDArray[np.float64]


def write(store: Store, made: Mapping[str, Curves]) -> None:
    """Keep the curves of workouts, by their ids; of one that has none that. Must run inside a transaction."""
    rows = [
        (metric, workout, values.astype(_STORED).tobytes())
        for workout, metrics in made.items()
        for metric, values in (metrics or {NOTHING: np.zeros(0, np.int32)}).items()
    ]
    store.connection.executemany(
        "INSERT INTO workout_curve (metric, workout, curve) VALUES (?, ?, ?) "
        "ON CONFLICT (metric, workout) DO UPDATE SET curve = excluded.curve",
        rows,
    )


def read(store: Store, workout: str) -> Curves:
    """The curves of one workout; none where they were not made yet."""
    rows = store.rows("SELECT metric, curve FROM workout_curve WHERE workout = ?", (workout,))
    return {metric: np.frombuffer(data, _STORED).astype(np.int32) for metric, data in rows}


def of(store: Store, metric: str, workouts: Sequence[str]) -> dict[str, NDArray[np.int32]]:
    """One metric of some workouts, as it is stored, by their ids; of those that have it."""
    found: dict[str, NDArray[np.int32]] = {}
    for some in batches(workouts):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT workout, curve FROM workout_curve WHERE metric = ? AND workout IN ({marks})"
        found.update((one, np.frombuffer(data, _STORED)) for one, data in store.rows(sql, (metric, *some)))
    return found


def many(
    store: Store,
    metric: str,
    scale: int,
    width: int,
    *,
    sports: Sequence[str] = (),
    since: str = "",
    until: str = "9999-12-31",
) -> Many:
    """One metric of all workouts that were done.

    Args:
        store: where they are.
        metric: which.
        scale: integers per unit.
        width: how many values a row has; shorter ones are filled up, longer ones cut.
        sports: only these, or () for all.
        since: the first day.
        until: the last day.
    """
    wanted = f"AND w.sport IN ({', '.join('?' * len(sports))})" if sports else ""
    rows = store.rows(
        "SELECT w.id, w.sport, w.day, w.start_at, c.curve FROM workout_curve c JOIN workout w ON w.id = c.workout "
        f"WHERE c.metric = ? AND w.{DONE} AND w.day BETWEEN ? AND ? {wanted} ORDER BY w.start_at, w.id",
        (metric, since, until, *sports),
    )
    size = width * _STORED.itemsize
    unknown = np.full(width, UNKNOWN, _STORED).tobytes()
    packed = b"".join(data[:size] + unknown[len(data) :] for *_, data in rows)
    values = np.frombuffer(packed, _STORED).reshape(len(rows), width)
    ids, sports_of, days, starts = zip(*(row[:4] for row in rows), strict=True) if rows else ((), (), (), ())
    return Many(ids, sports_of, days, starts, unfixed(values, scale))


def lacking(store: Store) -> tuple[str, ...]:
    """The workouts with samples whose curves were not made yet, the latest first."""
    sql = (
        "SELECT id FROM workout WHERE telemetry <> '[]' AND status <> 'deleted' AND NOT EXISTS "
        "(SELECT 1 FROM workout_curve c WHERE c.workout = workout.id) ORDER BY start_at DESC"
    )
    return tuple(row[0] for row in store.rows(sql))
