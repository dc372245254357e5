"""Exercises of the person's own are added, renamed and removed; what was lifted with them stays and follows."""

from __future__ import annotations

import pytest

from tracker.errors import BadInput, NotFound
from tracker.operations import exercises, lifting, workouts
from tracker.operations.exercises import Said
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import exercises as query
from tracker.store.rows import ExerciseSet

KROC = Said("Kroc row", ("lats", "upper back"), ("biceps", "lats"), "dumbbell")


@pytest.fixture
def workout(store: Store) -> str:
    (record,) = workouts.add(store, Draft("Back", "strength_training")).ids
    lifting.add(store, record, lifting.read("kroc row 50x20, 55x15"))
    lifting.add(store, record, lifting.read("squat 100x5"))
    return record


def sets(store: Store, workout: str) -> tuple[ExerciseSet, ...]:
    return query.sets_of(store, [workout])[workout]


def add(store: Store, said: Said = KROC) -> str:
    exercises.add(store, said)
    found = query.named(store, said.name)
    assert found is not None
    return found.id


def test_what_was_lifted_under_its_name_belongs_to_a_new_exercise(store: Store, workout: str) -> None:
    assert {one.exercise for one in sets(store, workout)} == {None, "tracker:back-squat"}
    record = add(store)
    kroc, second, squat = sets(store, workout)
    assert (kroc.exercise, second.exercise, squat.exercise) == (record, record, "tracker:back-squat")
    found = query.named(store, "KROC-row")
    assert found is not None
    assert (found.muscles, found.secondary, found.equipment) == (("lats", "upper back"), ("biceps",), "dumbbell")
    assert undo.undo(store)
    assert query.named(store, "kroc row") is None
    assert {one.exercise for one in sets(store, workout)} == {None, "tracker:back-squat"}


def test_a_new_name_shows_wherever_it_was_lifted(store: Store, workout: str) -> None:
    record = add(store)
    exercises.edit(store, record, Said("Heavy one-arm row", KROC.muscles))
    assert [one.name for one in sets(store, workout)] == ["Heavy one-arm row", "Heavy one-arm row", "Back squat"]
    assert len(query.last_sets(store, record)) == 2
    again = add(store)
    assert again != record


def test_a_removed_one_leaves_its_sets_with_the_name_it_had(store: Store, workout: str) -> None:
    record = add(store)
    exercises.edit(store, record, Said("Heavy one-arm row"))
    exercises.remove(store, record)
    assert [(one.name, one.exercise) for one in sets(store, workout)][:2] == [("Heavy one-arm row", None)] * 2
    assert undo.undo(store)
    assert sets(store, workout)[0].exercise == record


def test_one_that_comes_with_tracker_can_be_ones_own_and_is_still_found_by_its_names(store: Store) -> None:
    exercises.edit(store, "tracker:back-squat", Said("Wide-stance squat", ("glutes",)))
    for name in ("squat", "back squat", "wide stance squat"):
        found = query.named(store, name)
        assert found is not None
        assert (found.id, found.muscles, found.own) == ("tracker:back-squat", ("glutes",), True)
    exercises.remove(store, "tracker:back-squat")
    back = query.named(store, "squat")
    assert back is not None
    assert (back.name, back.own) == ("Back squat", False)


@pytest.mark.parametrize("name", ["", " - ", "x" * 81, "squat", "Back squat"])
def test_a_name_is_needed_and_may_not_be_taken(store: Store, name: str) -> None:
    with pytest.raises(BadInput):
        exercises.add(store, Said(name))


def test_what_came_with_tracker_or_is_gone_cannot_be_removed(store: Store) -> None:
    with pytest.raises(BadInput):
        exercises.remove(store, "tracker:plank")
    for deed in (lambda: exercises.remove(store, "gone"), lambda: exercises.edit(store, "gone", KROC)):
        with pytest.raises(NotFound):
            deed()
