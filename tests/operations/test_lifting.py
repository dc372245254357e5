"""The sets of a workout are typed, ticked, said anew and deleted."""

from __future__ import annotations

import pytest

from tracker.errors import BadInput, NotFound
from tracker.operations import lifting, workouts
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.exercises import sets_of
from tracker.store.rows import ExerciseSet


@pytest.fixture
def workout(store: Store) -> str:
    (record,) = workouts.add(store, Draft("Legs", "strength_training")).ids
    return record


def sets(store: Store, workout: str) -> tuple[ExerciseSet, ...]:
    return sets_of(store, [workout]).get(workout, ())


def said(one: ExerciseSet) -> tuple[str, int | None, int | None, int | None]:
    return one.name, one.weight, one.reps, one.effort


def test_a_line_says_sets_with_or_without_its_exercise() -> None:
    (three,) = lifting.read("squat 100x5x3 @8")
    assert (three.exercise, three.weight, three.reps, three.sets, three.rpe) == ("squat", 100_000, 5, 3, 80)
    (one,) = lifting.read("102,5x5", exercise="squat", decimal_comma=True)
    assert (one.exercise, one.weight) == ("squat", 102_500)
    assert [item.weight for item in lifting.read("bench 80x5, 82.5x5")] == [80_000, 82_500]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("plank 1:30 x3 @8", ("plank", None, 90_000, None, 3, 80)),
        ("plank 45s", ("plank", None, 45_000, None, 1, None)),
        ("farmer's walk 32kg 40m", ("farmer's walk", 32_000, None, 400, 1, None)),
        ("sled push 100 kg 20 m x2", ("sled push", 100_000, None, 200, 2, None)),
        ("1,5 min", ("wall sit", None, 90_000, None, 1, None)),
    ],
)
def test_what_is_held_or_walked_is_said_by_its_time_or_distance(line: str, wanted: tuple[object, ...]) -> None:
    (one,) = lifting.read(line, exercise="wall sit", decimal_comma=True)
    assert (one.exercise, one.weight, one.duration, one.distance, one.sets, one.rpe) == wanted
    assert one.reps is None


def test_a_set_that_was_held_stays_so_when_it_is_changed(store: Store, workout: str) -> None:
    lifting.add(store, workout, lifting.read("plank 1:30"))
    (one,) = sets(store, workout)
    assert (one.name, one.duration, one.reps) == ("Plank", 90_000, None)
    lifting.change(store, workout, one.id, lifting.read("plank 2:00 @9")[0])
    (after,) = sets(store, workout)
    assert (after.duration, after.effort, after.reps) == (120_000, 90, None)


@pytest.mark.parametrize("line", ["", "2 eggs", "run 45min", "squat", "squat 100x0"])
def test_what_is_no_set_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        lifting.read(line)


def test_sets_are_added_in_order_and_known_exercises_recognised(store: Store, workout: str) -> None:
    lifting.add(store, workout, lifting.read("squat 100x5x2"))
    lifting.add(store, workout, lifting.read("plank bwx1"), done=False)
    first, second, last = sets(store, workout)
    assert said(first) == said(second)
    assert first.exercise is not None
    assert (last.status, first.status) == ("planned", "done")
    undo.undo(store)
    assert len(sets(store, workout)) == 2


def test_a_set_is_said_anew_and_keeps_what_is_not_typed(store: Store, workout: str) -> None:
    lifting.add(store, workout, lifting.read("squat 60x10"))
    (one,) = sets(store, workout)
    lifting.mark(store, workout, [one.id], kind="warmup", rest=90_000)
    lifting.change(store, workout, one.id, lifting.read("squat 62.5x8")[0])
    (after,) = sets(store, workout)
    assert (after.weight, after.reps, after.kind, after.rest, after.id) == (62_500, 8, "warmup", 90_000, one.id)
    with pytest.raises(NotFound):
        lifting.change(store, workout, "nothing", lifting.read("squat 60x10")[0])


def test_sets_are_ticked_and_deleted(store: Store, workout: str) -> None:
    lifting.add(store, workout, lifting.read("squat 100x5x3"), done=False)
    first, second, third = sets(store, workout)
    lifting.mark(store, workout, [first.id], status="done")
    lifting.delete(store, workout, [second.id])
    assert [(one.id, one.status) for one in sets(store, workout)] == [(first.id, "done"), (third.id, "planned")]


def test_the_sets_of_a_workout_that_is_gone_cannot_be_changed(store: Store) -> None:
    with pytest.raises(NotFound):
        lifting.add(store, "nowhere", lifting.read("squat 100x5"))
