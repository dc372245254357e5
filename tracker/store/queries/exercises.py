"""Exercises: those that come with Tracker and the person's own, which go before one of the same id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from tracker import paths
from tracker.domain.training.strength import Lift
from tracker.store.batches import batches
from tracker.store.database import Store
from tracker.store.rows import Exercise, ExerciseSet

_SET = (
    "id", "exercise", "name", "kind", "status", "weight", "typed", "unit", "reps", "duration", "distance", "effort",
    "rest", "superset", "note",
)  # fmt: skip
_COLUMNS = ", ".join("COALESCE(e.name, s.name)" if name == "name" else f"s.{name}" for name in _SET)


def exercises(store: Store) -> tuple[Exercise, ...]:
    """All of them, by name."""
    own = {one.id: one for one in _own(store)}
    found = [_instead(own.pop(one.id), one) if one.id in own else one for one in _coming(paths.resources())]
    return tuple(sorted([*found, *own.values()], key=lambda one: one.name.casefold()))


def exercise(store: Store, record: str) -> Exercise | None:
    """One exercise, or None where there is none."""
    return next((one for one in exercises(store) if one.id == record), None)


def comes_along(record: str) -> bool:
    """Whether an exercise of this id comes with Tracker."""
    return any(one.id == record for one in _coming(paths.resources()))


def all_muscles(store: Store) -> tuple[str, ...]:
    """The muscles that exercises name, by name."""
    found = exercises(store)
    return tuple(sorted({muscle for one in found for muscle in (*one.muscles, *one.secondary)}))


def all_equipment(store: Store) -> tuple[str, ...]:
    """What exercises are done with, by name."""
    return tuple(sorted({one.equipment for one in exercises(store)} - {""}))


def named(store: Store, text: str) -> Exercise | None:
    """The exercise that is called `text`, by its name or another it goes by, whatever the case, hyphens and plural."""
    wanted = key_of(text)
    names = _by_name(exercises(store))
    return names.get(wanted) or (names.get(wanted[:-1]) if wanted.endswith("s") else None)


def muscles(store: Store) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each exercise, by id and by name, the muscles that work and those that help."""
    found = exercises(store)
    return {key: (one.muscles, one.secondary) for one in found for key in (one.name, one.id)}


def sets_of(store: Store, workouts: Iterable[str]) -> dict[str, tuple[ExerciseSet, ...]]:
    """The sets of workouts in their order, by the workout's id; none of those without sets.

    A set is called as its exercise is called now; where that is none of the person's own, as it was written down.
    """
    found: dict[str, list[ExerciseSet]] = {}
    for some in batches(workouts):
        marks = ", ".join("?" * len(some))
        rows = store.rows(
            f"SELECT s.workout, {_COLUMNS} FROM exercise_set s LEFT JOIN exercise e ON e.id = s.exercise "
            f"WHERE s.workout IN ({marks}) ORDER BY s.workout, s.ord, s.id",
            some,
        )
        for workout, *values in rows:
            found.setdefault(workout, []).append(ExerciseSet(*values))
    return {workout: tuple(sets) for workout, sets in found.items()}


def last_sets(store: Store, exercise: str, *, before: int | None = None) -> tuple[ExerciseSet, ...]:
    """The sets of an exercise, by its id or name, in the latest workout that was done with it: what to fill in.

    Args:
        store: where they are.
        exercise: its id, or its name where it has none.
        before: only workouts that began before this instant.
    """
    record = last_workout(store, exercise, before=before)
    every = sets_of(store, [record]).get(record, ()) if record else ()
    return tuple(one for one in every if exercise in (one.exercise, one.name) and one.status == "done")


def last_workout(store: Store, exercise: str, *, before: int | None = None) -> str | None:
    """The latest workout that was done with an exercise, by its id or name; None where there is none."""
    rows = store.rows(
        "SELECT w.id FROM exercise_set s JOIN workout w ON w.id = s.workout WHERE (s.exercise = ?1 OR s.name = ?1) "
        "AND s.status = 'done' AND w.status IN ('completed', 'archived') AND (?2 IS NULL OR w.start_at < ?2) "
        "ORDER BY w.start_at DESC, w.id LIMIT 1",
        (exercise, before),
    )
    return rows[0][0] if rows else None


def sets_with(store: Store, exercise: str) -> set[str]:
    """The workouts that have sets of an exercise, by its id."""
    return {row[0] for row in store.rows("SELECT DISTINCT workout FROM exercise_set WHERE exercise = ?", (exercise,))}


def nameless_sets(store: Store) -> tuple[tuple[str, str], ...]:
    """Workout and name of every set whose name no exercise was known by when it was written down."""
    return tuple(store.rows("SELECT DISTINCT workout, name FROM exercise_set WHERE exercise IS NULL"))


def lifts(store: Store, since: str, until: str) -> tuple[Lift, ...]:
    """The sets that were done from a day to another, for volume and sets by muscle."""
    rows = store.rows(
        "SELECT COALESCE(s.exercise, s.name), s.weight, s.reps, s.kind FROM exercise_set s "
        "JOIN workout w ON w.id = s.workout WHERE s.status = 'done' AND w.status IN ('completed', 'archived') "
        "AND w.day BETWEEN ? AND ? ORDER BY w.start_at, s.ord",
        (since, until),
    )
    return tuple(Lift(*row) for row in rows)


def _instead(own: Exercise, coming: Exercise) -> Exercise:
    """The person's version of an exercise that comes with Tracker: it still goes by every name that that one has."""
    from dataclasses import replace  # makes a data class of it, which few need

    return replace(own, aliases=(coming.name, *coming.aliases))


def _own(store: Store) -> tuple[Exercise, ...]:
    rows = store.rows("SELECT id, name, muscles, secondary, equipment, measure, notes FROM exercise")
    return tuple(
        Exercise(record, name, tuple(json.loads(work)), tuple(json.loads(helps)), equipment, measure, notes, own=True)
        for record, name, work, helps, equipment, measure, notes in rows
    )


@lru_cache(1)
def _coming(resources: Path) -> tuple[Exercise, ...]:
    """Those that come with Tracker."""
    listed = json.loads((resources / "exercises.json").read_text("utf-8"))
    return tuple(
        Exercise(
            one["id"],
            one["name"],
            tuple(one["muscles"]),
            tuple(one["secondary"]),
            one["equipment"],
            one["measure"],
            aliases=tuple(one["aliases"]),
        )
        for one in listed
    )


@lru_cache(4)
def _by_name(found: tuple[Exercise, ...]) -> dict[str, Exercise]:
    names: dict[str, Exercise] = {}
    for one in sorted(found, key=lambda one: not one.own):
        for name in (one.name, *one.aliases):
            names.setdefault(key_of(name), one)
    return names


def key_of(name: str) -> str:
    """A name without what people write now so and now otherwise: case, hyphens, brackets."""
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()
