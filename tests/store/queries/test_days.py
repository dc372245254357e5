"""Days as the screens ask for them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.store.bodies import PLAIN
from tracker.domain.nutrients import Nutrition
from tracker.store import records
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Target

TODAY = "2026-11-17"
HOUR = 3_600_000


def enter(store: Store, **entries: dict[str, object]) -> None:
    bodies = {key: {**PLAIN["meal_plan_entry"], **changed} for key, changed in entries.items()}
    records.write_bodies(store, BY_NAME["meal_plan_entry"], bodies)


def test_the_meals_of_a_new_profile_are_in_the_order_of_a_day_with_snacks_last(store: Store) -> None:
    assert [slot.name for slot in days.slots(store)] == ["Breakfast", "Lunch", "Dinner", "Snacks"]


@pytest.mark.parametrize(
    ("hour", "meal"), [(0, "Dinner"), (3.9, "Dinner"), (4, "Breakfast"), (11, "Lunch"), (15, "Snacks"), (17, "Dinner")]
)
def test_the_meal_of_the_hour_is_the_one_that_began_last(
    hour: float, meal: str, store: Store, clock: FixedClock
) -> None:
    clock.instant += round((hour - 12) * HOUR)
    assert days.slot_now(store).name == meal


def test_a_day_has_its_entries_by_meal_in_their_order(store: Store) -> None:
    enter(
        store, b={"position": 2, "title": "Second"}, a={"position": 1, "title": "First"},
        c={"slot": "breakfast"}, d={"day": "2026-11-18"},
    )  # fmt: skip
    found = {meal.slot.id: [entry.title for entry in meal.entries] for meal in days.day(store, TODAY).meals}
    assert found == {"breakfast": ["Rye bread"], "lunch": ["First", "Second"], "dinner": [], "snacks": []}


def test_an_entry_comes_with_its_nutrition_and_the_star_of_its_food(store: Store) -> None:
    enter(store, a={"note": "with butter"})
    star = {"s": {**PLAIN["favorite"], "target": "tracker:rye-bread"}}
    records.write_bodies(store, BY_NAME["favorite"], star)
    entry = days.entry(store, "a")
    assert entry is not None
    assert entry.nutrition == Nutrition(1658, 5400, 31_000, 2100, {"fiber": 3700})
    assert (entry.note, entry.starred, entry.eaten, entry.amount, entry.unit) == (
        "with butter",
        True,
        True,
        2000,
        "slice",
    )
    assert days.entry(store, "nowhere") is None


def test_what_was_eaten_at_a_meal_that_is_gone_still_shows(store: Store) -> None:
    enter(store, a={"slot": "brunch"})
    meals = days.day(store, TODAY).meals
    assert [(meal.slot.name, len(meal.entries)) for meal in meals][-1] == ("Other", 1)


@pytest.mark.parametrize(
    ("day", "energy"), [("2025-12-31", None), ("2026-01-01", 22_000), ("2026-05-31", 22_000), ("2026-06-01", 24_000)]
)
def test_the_target_of_a_day_is_the_latest_set_by_then(day: str, energy: int | None, store: Store) -> None:
    later = {**PLAIN["target"], "since": "2026-06-01", "energy": 24_000}
    records.write_bodies(store, BY_NAME["target"], {"a": PLAIN["target"], "b": later})
    assert days.target_on(store, day).energy == energy


def test_no_target_is_no_aim(store: Store) -> None:
    assert days.target_on(store, TODAY) == Target()
    assert not Target()


def test_a_day_has_its_workouts_and_readings(store: Store) -> None:
    records.write_bodies(store, BY_NAME["workout"], {"w": {**PLAIN["workout"], "day": TODAY}})
    records.write_bodies(store, BY_NAME["measurement"], {"m": PLAIN["measurement"]})
    day = days.day(store, TODAY)
    assert [one.id for one in (*day.workouts, *day.measurements)] == ["w", "m"]


def test_a_week_has_seven_days_with_their_own_entries(store: Store) -> None:
    enter(store, a={"day": "2026-11-16"}, b={"day": "2026-11-22"}, c={"day": "2026-11-23"}, d={"day": "2026-11-15"})
    week = days.week(store, date(2026, 11, 16))
    assert [day.day for day in week] == [f"2026-11-{number}" for number in range(16, 23)]
    assert [[entry.id for entry in day.entries] for day in week] == [["a"], [], [], [], [], [], ["b"]]


def test_the_last_place_of_a_meal(store: Store) -> None:
    assert days.last_position(store, TODAY, "lunch") == 0
    enter(store, a={"position": 7}, b={"position": 3})
    assert days.last_position(store, TODAY, "lunch") == 7


def test_what_was_logged_last_stands_first_and_once(store: Store) -> None:
    enter(
        store, **{"1": {"source": "x"}, "2": {"source": "y"}, "3": {"source": "x"}, "4": {"source_kind": "recipe"},
                  "5": {"source_kind": "raw", "source": None}},
    )  # fmt: skip
    assert days.recent_sources(store, "food") == ("x", "y")
    assert days.recent_sources(store, "food", limit=1) == ("x",)
