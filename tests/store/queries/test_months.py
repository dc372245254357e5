"""Training by months and years."""

from __future__ import annotations

from tracker.operations import workouts
from tracker.operations.workouts import Draft
from tracker.store.database import Store
from tracker.store.queries.months import Period, periods

DAY = 86_400_000


def test_what_was_done_is_summed_by_month_year_and_sport(store: Store) -> None:
    now = store.now()
    for days, sport, status in ((0, "cycling", "completed"), (20, "running", "completed"), (1, "cycling", "planned")):
        workouts.add(
            store, Draft("X", sport, status, now - days * DAY, duration=3_600_000, distance=100_000, energy=5000)
        )
    latest, before = periods(store)
    assert latest == Period(latest.name, 1, 3_600_000, 100_000, 0, 5000)
    assert latest.name > before.name
    assert [one.workouts for one in periods(store, by_year=True)] == [2]
    assert [one.workouts for one in periods(store, sport="running")] == [1]
