"""Personal records: computed from the curves, totals and sets of all workouts that were done, and kept to be looked up.

They are derived and never sync: every device computes the same from the same workouts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tracker.domain.training.curves import MEAN_MAX, SPLIT_SCALE, SPLITS
from tracker.domain.training.mean_max import DURATIONS, MARKS
from tracker.domain.training.records import FASTEST, bests
from tracker.domain.training.splits import MARKS_M
from tracker.domain.training.strength import Lift, estimated_max
from tracker.store import curves
from tracker.store.curves import DONE, Many
from tracker.store.database import Store
from tracker.store.stale import stale

TOTALS = ("distance", "duration", "ascent")
"""Totals of a workout whose largest is a record; their mark is ""."""
LESS_IS_BETTER = frozenset({SPLITS})
STRENGTH = ("estimated_max", "weight", "reps")
"""Records of an exercise, which is their mark: in g, g and repetitions without weight."""


@dataclass(frozen=True)
class PersonalRecord:
    """A best that was set in a workout.

    Attributes:
        metric: power (0.1 W), heart_rate (0.1 bpm), cadence (0.1 rpm) and speed (mm/s) over a duration; splits (ms)
            over a distance; distance and ascent (0.1 m) and duration (ms) of a whole workout; those of `STRENGTH`.
        mark: the duration in s, the distance in m, or the exercise.
        value: as stored, in the metric's unit.
        previous: the best before it.
        previous_day: when that was set.
    """

    sport: str
    metric: str
    mark: str
    workout: str
    start_at: int
    day: str
    value: int
    previous: int | None
    previous_day: str | None


def refresh(store: Store) -> bool:
    """Compute all records anew where a workout changed since; returns whether that was so.

    Must run inside a transaction, or nobody else may write meanwhile.
    """
    if not stale(store):
        return False
    found = [*_of_curves(store), *_of_splits(store), *_of_totals(store), *_of_sets(store)]
    with store.database.atomic():
        store.connection.execute("DELETE FROM personal_record")
        store.connection.executemany(
            "INSERT INTO personal_record (sport, metric, mark, workout, start_at, day, value, previous, previous_day) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (r.sport, r.metric, r.mark, r.workout, r.start_at, r.day, r.value, r.previous, r.previous_day)
                for r in found
            ],
        )
        store.connection.execute("DELETE FROM stale_workout")
    return True


def current(store: Store, *, sport: str = "", metric: str = "") -> tuple[PersonalRecord, ...]:
    """The records that stand, each the latest of its sport, metric and mark."""
    sql = (
        f"SELECT {_COLUMNS}, MAX(start_at) FROM personal_record WHERE (?1 = '' OR sport = ?1) "
        "AND (?2 = '' OR metric = ?2) GROUP BY sport, metric, mark ORDER BY sport, metric, CAST(mark AS REAL), mark"
    )
    return tuple(PersonalRecord(*row[:-1]) for row in store.rows(sql, (sport, metric)))


def set_in(store: Store, workout: str) -> tuple[PersonalRecord, ...]:
    """The records that a workout set when it was done."""
    sql = f"SELECT {_COLUMNS} FROM personal_record WHERE workout = ? ORDER BY metric, CAST(mark AS REAL), mark"
    return tuple(PersonalRecord(*row) for row in store.rows(sql, (workout,)))


def history(store: Store, sport: str, metric: str, mark: str) -> tuple[PersonalRecord, ...]:
    """How a record grew, the latest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM personal_record WHERE sport = ? AND metric = ? AND mark = ? "
        "ORDER BY start_at DESC, workout"
    )
    return tuple(PersonalRecord(*row) for row in store.rows(sql, (sport, metric, mark)))


_COLUMNS = "sport, metric, mark, workout, start_at, day, value, previous, previous_day"


def _of_curves(store: Store) -> Iterator[PersonalRecord]:
    places = [DURATIONS.index(mark) for mark in MARKS]
    marks = [str(mark) for mark in MARKS]
    for metric, scale in MEAN_MAX.items():
        found = curves.many(store, metric, 1, len(DURATIONS))
        for sport in dict.fromkeys(found.sports):
            some = _only(found, sport, places)
            if metric == "speed" and sport in FASTEST:
                some.values[some.values > FASTEST[sport] * scale] = np.nan
            yield from _told(some, sport, metric, marks)


def _of_splits(store: Store) -> Iterator[PersonalRecord]:
    marks = [f"{mark:g}" for mark in MARKS_M]
    found = curves.many(store, SPLITS, 1, len(MARKS_M))
    for sport in dict.fromkeys(found.sports):
        some = _only(found, sport, range(len(MARKS_M)))
        if sport in FASTEST:
            some.values[some.values < np.array(MARKS_M) / FASTEST[sport] * SPLIT_SCALE] = np.nan
        yield from _told(some, sport, SPLITS, marks)


def _only(found: Many, sport: str, places: Iterable[int]) -> Many:
    rows = [row for row, of in enumerate(found.sports) if of == sport]
    return Many(
        tuple(found.ids[row] for row in rows), (sport,) * len(rows), tuple(found.days[row] for row in rows),
        tuple(found.starts[row] for row in rows), found.values[np.ix_(rows, list(places))],
    )  # fmt: skip


def _of_totals(store: Store) -> Iterator[PersonalRecord]:
    rows = store.rows(
        f"SELECT id, sport, day, start_at, {', '.join(TOTALS)} FROM workout WHERE {DONE} ORDER BY start_at, id"
    )
    for sport in dict.fromkeys(row[1] for row in rows):
        own = [row for row in rows if row[1] == sport]
        values = np.array([[np.nan if one is None or one <= 0 else one for one in row[4:]] for row in own], float)
        for place, metric in enumerate(TOTALS):
            some = Many(
                tuple(row[0] for row in own), (sport,) * len(own), tuple(row[2] for row in own),
                tuple(row[3] for row in own), values[:, [place]],
            )  # fmt: skip
            yield from _told(some, sport, metric, [""])


def _told(found: Many, sport: str, metric: str, marks: Sequence[str]) -> Iterator[PersonalRecord]:
    for best in bests(found.values, least=metric in LESS_IS_BETTER):
        before = best.previous_row
        yield PersonalRecord(
            sport, metric, marks[best.column], found.ids[best.row], found.starts[best.row], found.days[best.row],
            round(best.value), None if best.previous is None else round(best.previous),
            None if before is None else found.days[before],
        )  # fmt: skip


def _of_sets(store: Store) -> Iterator[PersonalRecord]:
    """The best of each exercise in each workout, against those before."""
    rows = store.rows(
        "SELECT w.id, w.sport, w.day, w.start_at, COALESCE(s.exercise, s.name), s.weight, s.reps, s.kind "
        f"FROM exercise_set s JOIN workout w ON w.id = s.workout WHERE w.{DONE} AND s.status = 'done' "
        "ORDER BY w.start_at, w.id"
    )
    held: dict[tuple[str, str, str], PersonalRecord] = {}
    made: dict[tuple[str, str, str, str], PersonalRecord] = {}
    for workout, sport, day, start_at, exercise, *said in rows:
        for metric, value in _lifted(Lift(exercise, *said)):
            key = (sport, metric, exercise)
            best = held.get(key)
            if best is not None and value <= best.value:
                continue
            before = best if best is None or best.workout != workout else None
            previous, previous_day = (before.value, before.day) if before else (None, None)
            if best is not None and best.workout == workout:
                previous, previous_day = best.previous, best.previous_day
            held[key] = PersonalRecord(
                sport, metric, exercise, workout, start_at, day, value, previous, previous_day
            )  # fmt: skip
            made[*key, workout] = held[key]
    yield from made.values()


def _lifted(lift: Lift) -> Iterator[tuple[str, int]]:
    if not lift.works:
        return
    once = estimated_max(lift)
    if once is not None:
        yield "estimated_max", round(once)
    if lift.weight and lift.weight > 0 and lift.reps:
        yield "weight", lift.weight
    elif not lift.weight and lift.reps:
        yield "reps", lift.reps
