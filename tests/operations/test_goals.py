"""Goals of training are set, replaced, and told how far they are."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import BadInput, NotFound
from tracker.operations import goals, settings, thresholds, workouts
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.goals import all_progress
from tracker.store.queries.goals import goals as kept

HOUR, DAY = 3_600_000, 86_400_000
TUESDAY = date(2026, 11, 17)


def ride(store: Store, days_ago: int, sport: str = "cycling", km: float | None = 30, watts: int | None = None) -> None:
    at = store.now() - days_ago * DAY
    workouts.add(
        store, Draft("Ride", sport, start_at=at, duration=HOUR, distance=None if km is None else round(km * 10_000))
    )
    if watts:
        store.database.execute_sql("UPDATE workout SET weighted_power = ? WHERE start_at = ?", (watts, at))


def done(store: Store) -> dict[tuple[str, str], float]:
    return {(one.goal.period, one.goal.measure): one.done for one in all_progress(store, TUESDAY)}


def test_what_was_done_in_the_period_counts_and_nothing_else(store: Store) -> None:
    for days in (0, 1, 2, 20, 400):
        ride(store, days)
    ride(store, 0, "running", 10)
    workouts.add(store, Draft("Later", "cycling", "planned", store.now() + HOUR, duration=HOUR))
    goals.put(store, "week", "time", "", 8 * HOUR)
    goals.put(store, "month", "distance", "cycling", 5_000_000)
    goals.put(store, "year", "count", "cycling", 100)
    assert done(store) == {("week", "time"): 3 * HOUR, ("month", "distance"): 900_000, ("year", "count"): 4}


def test_a_week_that_begins_on_sunday_has_sunday_in_it(store: Store) -> None:
    ride(store, 2)
    goals.put(store, "week", "count", "", 3)
    assert done(store) == {("week", "count"): 0}
    settings.set_value(store, "week_starts", "sunday")
    assert done(store) == {("week", "count"): 1}


def test_load_counts_what_is_known_and_says_how_much_is_not(store: Store) -> None:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    ride(store, 0, watts=250)
    ride(store, 1)
    goals.put(store, "week", "load", "", 400)
    (found,) = all_progress(store, TUESDAY)
    assert (round(found.done), found.unknown) == (100, 1)


def test_one_goal_of_a_kind_is_kept_and_a_changed_one_takes_the_place_of_the_old(store: Store) -> None:
    first = goals.put(store, "week", "time", "", 8 * HOUR).ids[0]
    assert goals.put(store, "week", "time", "", 9 * HOUR).ids[0] == first
    goals.put(store, "month", "time", "", 30 * HOUR, before=first)
    assert [(one.period, one.wanted) for one in kept(store)] == [("month", 30 * HOUR)]
    undo.undo(store)
    assert [(one.period, one.wanted) for one in kept(store)] == [("week", 9 * HOUR)]


def test_a_goal_is_deleted_and_comes_back_by_undo(store: Store) -> None:
    record = goals.put(store, "year", "distance", "running", 10_000_000).ids[0]
    assert goals.delete(store, record).label == "Delete the goal of 1\u202f000.0 km"
    assert kept(store) == ()
    with pytest.raises(NotFound):
        goals.delete(store, record)
    undo.undo(store)
    assert len(kept(store)) == 1


@pytest.mark.parametrize("wanted", [0, -1, 1 << 41])
def test_an_amount_that_cannot_be_is_refused(store: Store, wanted: int) -> None:
    with pytest.raises(BadInput):
        goals.put(store, "week", "time", "", wanted)
