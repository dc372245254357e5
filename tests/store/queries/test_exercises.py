"""The exercises that come with Tracker, the person's own, and the sets that were done with them."""

from __future__ import annotations

from tests.store.bodies import PLAIN
from tests.store.test_curves import add, lift
from tracker.domain.training.strength import sets_by_muscle, volume
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries import exercises as query


def test_at_least_150_come_along_each_with_its_muscles(store: Store) -> None:
    found = query.exercises(store)
    assert len(found) >= 150
    assert len({one.id for one in found}) == len(found)
    assert all(one.muscles for one in found)
    assert {one.measure for one in found} == {"weight", "bodyweight", "duration", "distance"}
    assert not any(set(one.muscles) & set(one.secondary) for one in found)


def test_an_exercise_is_found_by_any_of_its_names(store: Store) -> None:
    for text in ("squat", "Back Squat", "SQUAT (Barbell)", "squats"):
        found = query.named(store, text)
        assert found is not None
        assert found.id == "tracker:back-squat"
    for text, wanted in (("pull ups", "Pull-up"), ("Pullup", "Pull-up"), ("ohp", "Overhead press")):
        found = query.named(store, text)
        assert found is not None
        assert found.name == wanted
    assert query.named(store, "juggling") is None


def test_an_own_exercise_stands_among_them_and_goes_before_one_of_its_id(store: Store) -> None:
    own = PLAIN["exercise"]
    records.write_bodies(
        store, BY_NAME["exercise"], {"x": own, "tracker:plank": own | {"name": "Plank", "muscles": ["abs", "chest"]}}
    )
    assert query.exercise(store, "x") is not None
    plank = query.exercise(store, "tracker:plank")
    assert plank is not None
    assert (plank.muscles, plank.own) == (("abs", "chest"), True)
    assert query.named(store, "sled push") == query.exercise(store, "x")


def test_the_last_sets_of_an_exercise_are_there_to_fill_in(store: Store) -> None:
    add(store, "a", sets=[lift(1, 100_000, 5)], day=0)
    add(store, "b", sets=[lift(1, 102_500, 5), lift(2, 102_500, 4), lift(3, 1, 1, status="planned")], day=2)
    add(store, "planned", sets=[lift(1, 105_000, 5)], day=4, status="planned")
    assert [one.weight for one in query.last_sets(store, "tracker:back-squat")] == [102_500, 102_500]
    before = PLAIN["workout"]["start_at"] + 86_400_000
    assert [one.weight for one in query.last_sets(store, "Back squat", before=before)] == [100_000]
    assert query.last_sets(store, "tracker:plank") == ()
    assert [one.reps for one in query.sets_of(store, ["b"])["b"]] == [5, 4, 1]


def test_volume_and_muscles_over_some_days(store: Store) -> None:
    add(store, "a", sets=[lift(1, 100_000, 5), lift(2, 50_000, 10, kind="warmup")], day=0)
    add(store, "b", sets=[lift(1, 100_000, 5)], day=9)
    found = query.lifts(store, "2026-11-01", "2026-11-05")
    assert volume(found) == 500_000
    counted = sets_by_muscle(found, query.muscles(store))
    assert (counted["quadriceps"], counted["hamstrings"]) == (1, 0.5)
