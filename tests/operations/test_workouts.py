"""Workouts by hand: written down, corrected, done, deleted, and found again by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.ui import desk_content
from tracker.domain.training.plan.planned import from_stored
from tracker.errors import BadInput, NotFound
from tracker.operations import favorites, workouts
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.clock import FixedClock, instant, local
from tracker.store.database import Store
from tracker.store.queries import months
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout

RIDE = Draft("Long ride", "cycling", duration=13_371_000, distance=974_000, avg_power=186, avg_heart_rate=148)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


def added(store: Store, draft: Draft = RIDE) -> Workout:
    found = query.workout(store, workouts.add(store, draft).ids[0])
    assert found is not None
    return found


def again(store: Store, workout: Workout) -> Workout:
    found = query.workout(store, workout.id)
    assert found is not None
    return found


def titles(store: Store, **filters: str) -> list[str]:
    ids = [record for month in query.history(store, **filters) for record in month.ids]
    found = {one.id: one.title for one in query.listed(store, ids)}
    return [found[record] for record in ids]


def test_a_workout_without_a_time_is_now(store: Store) -> None:
    made = added(store)
    assert (made.start_at, made.day, made.zone, made.status) == (
        desk_content.NOW, "2026-11-21", "Europe/Berlin", "completed"
    )  # fmt: skip
    assert (made.duration, made.distance, made.avg_power, made.max_power, made.energy) == (
        13_371_000, 974_000, 186, None, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(RIDE, title="  "), "needs a title"),
        (replace(RIDE, duration=-1), "less than nothing"),
        (replace(RIDE, avg_power=-200), "less than nothing"),
    ],
)
def test_what_is_no_workout_is_refused_and_nothing_written(store: Store, draft: Draft, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        workouts.add(store, draft)
    assert titles(store) == []


def test_a_correction_changes_what_was_typed_and_no_more(store: Store) -> None:
    made = added(store)
    changes = workouts.edit(store, made.id, replace(RIDE, title="Hills", avg_heart_rate=None, start_at=None))
    assert changes.label == "Change Hills"
    assert again(store, made) == replace(made, title="Hills", avg_heart_rate=None)


def test_a_correction_that_changes_nothing_leaves_nothing_to_undo(store: Store) -> None:
    made = added(store)
    before = undo.next_undo(store)
    workouts.edit(store, made.id, RIDE)
    assert undo.next_undo(store) == before


def test_another_start_keeps_the_zone_it_was_recorded_in(store: Store) -> None:
    made = added(store, replace(RIDE, zone="Asia/Tokyo"))
    assert made.day == "2026-11-21"
    late = instant(local(made.start_at, "Asia/Tokyo").replace(hour=0, minute=30))
    workouts.edit(store, made.id, replace(RIDE, start_at=late, zone="Asia/Tokyo"))
    moved = again(store, made)
    assert (moved.zone, moved.day) == ("Asia/Tokyo", "2026-11-21")
    assert local(moved.start_at, "Europe/Berlin").day == 20


def test_a_planned_workout_is_marked_as_done(store: Store) -> None:
    plan = added(store, replace(RIDE, status="planned"))
    assert workouts.complete(store, plan.id).label == "Mark Long ride as done"
    found = again(store, plan)
    assert found == replace(plan, status="completed", planned=found.planned)
    planned = from_stored(found.planned)
    assert planned is not None
    assert (planned.record, planned.title, planned.duration) == (plan.id, "Long ride", RIDE.duration)


def test_deleted_workouts_leave_the_history_and_come_back_by_undo(store: Store) -> None:
    first, second = added(store), added(store, replace(RIDE, title="Run", sport="running"))
    changes = workouts.delete(store, [first.id, second.id, "nothing"])
    assert changes.label == "Delete 2 workouts"
    assert titles(store) == []
    undo.undo(store)
    assert sorted(titles(store)) == ["Long ride", "Run"]
    assert workouts.delete(store, [first.id]).label == "Delete Long ride"


def test_what_is_gone_is_not_edited(store: Store) -> None:
    made = added(store)
    workouts.delete(store, [made.id])
    for act in (
        lambda: workouts.edit(store, made.id, RIDE),
        lambda: workouts.complete(store, made.id),
        lambda: workouts.delete(store, [made.id]),
        lambda: workouts.delete(store, ["nothing"]),
    ):
        with pytest.raises(NotFound, match="not there any more"):
            act()


def test_the_history_goes_by_months_with_the_time_of_what_was_done(store: Store) -> None:
    november = added(store)
    plan = added(store, replace(RIDE, title="Plan", status="planned", start_at=desk_content.NOW + 3_600_000))
    unknown = added(store, replace(RIDE, title="Walk", duration=None, start_at=desk_content.NOW - 3_600_000))
    october = added(store, replace(RIDE, title="October", start_at=desk_content.NOW - 30 * 86_400_000))
    months = query.history(store)
    assert [(month.month, month.ids, month.time) for month in months] == [
        ("2026-11", (plan.id, november.id, unknown.id), 13_371_000),
        ("2026-10", (october.id,), 13_371_000),
    ]


def test_the_history_is_filtered_by_text_sport_and_status(store: Store) -> None:
    added(store)
    added(store, replace(RIDE, title="Über den Fluß", sport="running", notes="Windy 100% of it"))
    added(store, replace(RIDE, title="Plan", sport="running", status="planned"))
    assert titles(store, text="ÜBER") == titles(store, text="100%") == titles(store, text="windy") == ["Über den Fluß"]
    assert titles(store, text="%") == ["Über den Fluß"]
    assert titles(store, sport="cycling") == ["Long ride"]
    assert titles(store, sport="running", status="planned") == ["Plan"]
    assert titles(store, text="ride", sport="running") == []
    assert set(query.sports(store)) == {"running", "cycling"}


def test_a_list_knows_the_stars(store: Store) -> None:
    made = added(store)
    favorites.toggle(store, "workout", made.id)
    assert query.listed(store, [made.id])[0].starred


def test_a_workout_moved_by_days_keeps_its_time_on_the_clock_over_a_change_of_it(store: Store) -> None:
    before = instant(datetime(2026, 10, 24, 17, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    made = workouts.add(store, Draft("Ride", "cycling", "planned", before, zone="Europe/Berlin")).ids[0]
    workouts.move_by_days(store, made, 1)  # that night the clocks went back
    moved = query.workout(store, made)
    assert moved is not None
    assert moved.start_at == instant(datetime(2026, 10, 25, 17, 30, tzinfo=ZoneInfo("Europe/Berlin")))


def test_an_archived_workout_leaves_the_history_and_still_counts(store: Store) -> None:
    one, planned = added(store), added(store, replace(RIDE, status="planned"))
    changes = workouts.archive(store, [one.id, planned.id])
    assert changes.label == f"Archive {one.title}"
    assert [month.ids for month in query.history(store)] == [(planned.id,)]
    assert [month.ids for month in query.history(store, status="archived")] == [(one.id,)]
    assert months.periods(store)[0].workouts == 1
    with pytest.raises(NotFound, match="done"):
        workouts.archive(store, [one.id])
    workouts.archive(store, [one.id], back=True)
    assert again(store, one).status == "completed"
    undo.undo(store)
    assert again(store, one).status == "archived"
