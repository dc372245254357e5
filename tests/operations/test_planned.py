"""A done workout takes the place of the planned one that it was, by itself where that is clear, and gives it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tracker.domain.training.plan.planned import Planned, from_stored
from tracker.errors import NotFound
from tracker.operations import doubles, live, planned, plans, thresholds, workouts
from tracker.operations.importing import import_files
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries.workouts import workout
from tracker.store.rows import Workout

AT = START * 1000
MINUTE = 60_000


def plan(store: Store, at: int = AT + 5 * 3_600_000, line: str = "10min 60%, 10min 100%") -> str:
    """A planned ride of that line, some hours after the ride of the file; returns its id."""
    made = plans.add(store, "Two by ten", "cycling", line).ids[0]
    return plans.schedule(store, made, at).ids[0]


def found(store: Store, record: str) -> Workout:
    one = workout(store, record)
    assert one is not None
    return one


def was(store: Store, record: str) -> Planned:
    one = from_stored(found(store, record).planned)
    assert one is not None
    return one


def test_an_imported_ride_takes_the_place_of_the_planned_one_and_undo_gives_it_back(
    store: Store, tmp_path: Path
) -> None:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    ahead = plan(store)
    report = import_files(store, [ride(tmp_path / "a.fit")])
    done = report.files[0].ids[0]
    assert found(store, ahead).status == "deleted"
    told = was(store, done)
    assert (told.record, told.title, told.duration, told.load) == (ahead, "Two by ten", 20 * MINUTE, 23)
    assert len(told.steps) == 2
    assert found(store, done).plan == told.plan
    undo.undo(store)
    assert found(store, ahead).status == "planned"
    assert workout(store, done) is None


def test_what_was_planned_stays_as_it_was_when_the_plan_changes(store: Store, tmp_path: Path) -> None:
    plan(store)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    plans.edit(store, was(store, done).plan, "Other", "cycling", "5min 50%")
    assert was(store, done).duration == 20 * MINUTE
    assert len(was(store, done).steps) == 2


def test_two_planned_rides_of_a_day_are_asked_about_and_the_answer_is_one_step(store: Store, tmp_path: Path) -> None:
    first, second = plan(store), plan(store, AT + 8 * 3_600_000)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    assert found(store, done).planned == {}
    (question,) = planned.unclear(store, [done])
    assert (question.done.id, [one.id for one in question.planned]) == (done, [first, second])
    changes = planned.settle(store, {done: second})
    assert changes.label == "Count it as Two by ten"
    assert (found(store, first).status, found(store, second).status) == ("planned", "deleted")
    undo.undo(store)
    assert (found(store, second).status, found(store, done).planned) == ("planned", {})


def test_one_that_was_none_of_them_is_not_asked_about_again(store: Store, tmp_path: Path) -> None:
    plan(store), plan(store)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    assert not planned.settle(store, {done: ""}).touches("workout")
    assert planned.unclear(store, [done]) == ()


def test_what_is_gone_meanwhile_is_passed_over(store: Store, tmp_path: Path) -> None:
    first, _ = plan(store), plan(store)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    workouts.delete(store, [first])
    planned.settle(store, {done: first, "nobody": first})
    assert found(store, done).planned == {}


def test_taken_apart_the_planned_one_stands_as_it_was_and_is_not_put_together_again(
    store: Store, tmp_path: Path
) -> None:
    ahead = plan(store)
    before = found(store, ahead)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    planned.part(store, done)
    assert found(store, ahead) == before
    assert (found(store, done).planned, found(store, done).plan) == ({}, None)
    assert planned.unclear(store, [done]) == ()
    with pytest.raises(NotFound):
        planned.part(store, done)
    undo.undo(store)
    assert was(store, done).record == ahead


def test_a_done_workout_that_is_deleted_leaves_the_plan_as_it_was(store: Store, tmp_path: Path) -> None:
    ahead = plan(store)
    done = import_files(store, [ride(tmp_path / "a.fit")]).files[0].ids[0]
    workouts.delete(store, [done])
    assert (found(store, ahead).status, found(store, done).status) == ("planned", "deleted")
    undo.undo(store)
    assert (found(store, ahead).status, found(store, done).status) == ("deleted", "completed")


def test_of_a_workout_that_came_twice_the_one_that_stays_keeps_what_was_planned(store: Store, tmp_path: Path) -> None:
    ahead = plan(store)
    workouts.add(store, Draft("Ride", "cycling", start_at=AT, duration=20 * MINUTE))
    import_files(store, [ride(tmp_path / "a.fit")])
    (twice,) = doubles.find(store)
    assert (bool(twice.other.planned), bool(twice.richer.planned)) == (True, False)
    doubles.resolve(store, [twice], "richer")
    assert was(store, twice.richer.id).record == ahead
    assert found(store, ahead).status == "deleted"


def test_a_workout_typed_in_is_the_planned_one_too(store: Store) -> None:
    ahead = plan(store)
    workouts.add(store, Draft("Ride", "cycling", start_at=AT, duration=22 * MINUTE))
    assert found(store, ahead).status == "deleted"


def test_another_sport_or_day_leaves_the_plan_alone(store: Store) -> None:
    ahead = plan(store)
    workouts.add(store, Draft("Run", "running", start_at=AT, duration=20 * MINUTE))
    workouts.add(store, Draft("Ride", "cycling", start_at=AT + 86_400_000, duration=20 * MINUTE))
    assert found(store, ahead).status == "planned"


def test_a_dry_run_puts_nothing_together(store: Store, tmp_path: Path) -> None:
    ahead = plan(store)
    import_files(store, [ride(tmp_path / "a.fit")], dry_run=True)
    assert found(store, ahead).status == "planned"


def test_a_planned_workout_that_is_started_keeps_what_was_planned_and_gives_it_back(
    store: Store, clock: FixedClock
) -> None:
    ahead = plan(store, clock.now() + 3_600_000)
    live.start(store, "", plan=found(store, ahead).plan, planned=ahead)
    clock.instant += 20 * MINUTE
    live.finish(store, ahead, 20 * MINUTE)
    told = was(store, ahead)
    assert (told.title, told.start_at, told.duration) == ("Two by ten", clock.now() + 40 * MINUTE, 20 * MINUTE)
    planned.part(store, ahead)
    again = store.rows("SELECT title, start_at, duration, plan FROM workout WHERE status = 'planned'")
    assert again == [("Two by ten", told.start_at, 20 * MINUTE, told.plan)]


def test_a_recording_that_was_started_by_itself_takes_the_place_too_and_that_can_be_undone(
    store: Store, clock: FixedClock
) -> None:
    ahead = plan(store, clock.now() + 3_600_000)
    record = live.start(store, "cycling").ids[0]
    live.finish(store, record, 18 * MINUTE)
    assert was(store, record).record == ahead
    undo.undo(store)
    assert (found(store, ahead).status, found(store, record).status) == ("planned", "completed")


def test_the_nearest_planned_workouts_of_the_sport_are_offered_first(store: Store) -> None:
    for hours, sport in ((30, "cycling"), (2, "running"), (-50, "cycling"), (24 * 9, "cycling")):
        workouts.add(store, Draft(f"{sport} {hours}", sport, "planned", AT + hours * 3_600_000))
    made = workouts.add(store, Draft("Ride", "cycling", start_at=AT)).ids[0]
    assert [one.title for one in planned.candidates(store, found(store, made))] == [
        "cycling 30", "cycling -50", "running 2",
    ]  # fmt: skip
