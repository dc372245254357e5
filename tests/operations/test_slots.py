"""Meals of one's own: added, named, ordered, removed, and the usual ones at their times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.errors import BadInput, NotFound
from tracker.operations import entries, placing, quick_add, slots
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.clock import FixedClock, instant
from tracker.store.database import Store
from tracker.store.queries import days

DAY = "2026-11-17"


def names(store: Store) -> list[str]:
    return [slot.name for slot in days.slots(store)]


def second(store: Store) -> str:
    slots.add(store, "Second breakfast", 600)
    return next(slot.id for slot in days.slots(store) if slot.name == "Second breakfast")


def test_a_meal_of_ones_own_is_the_usual_one_at_its_time_and_can_be_typed(store: Store, clock: FixedClock) -> None:
    made = second(store)
    clock.instant = instant(datetime(2026, 11, 17, 10, 30, tzinfo=UTC))
    assert days.slot_now(store).id == made
    found = quick_add.understand(store, "banana second breakfast")
    assert [line.slot.id for line in found.lines if line.slot] == [made]


def test_meals_are_ordered_renamed_and_come_back_with_undo(store: Store) -> None:
    made = second(store)
    slots.move(store, made, -3)
    assert names(store) == ["Breakfast", "Second breakfast", "Lunch", "Dinner", "Snacks"]
    slots.change(store, made, "Elevenses", 660)
    assert "Elevenses" in names(store)
    slots.move(store, made, 99)
    assert names(store)[-1] == "Elevenses"
    for _ in range(4):
        undo.undo(store)
    assert names(store) == ["Breakfast", "Lunch", "Dinner", "Snacks"]


def test_what_was_logged_at_a_removed_meal_goes_to_another(store: Store) -> None:
    entries.add(store, DAY, "snacks", [Wanted("food", "tracker:egg")])
    with pytest.raises(BadInput, match="Something was logged at Snacks"):
        slots.remove(store, "snacks")
    slots.remove(store, "snacks", "lunch")
    assert days.entries(store, DAY, DAY)[0].slot == "lunch"
    undo.undo(store)
    assert days.entries(store, DAY, DAY)[0].slot == "snacks"
    slots.remove(store, "dinner")
    assert "Dinner" not in names(store)


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "breakfast", "7:30", "@home"])
def test_a_meal_needs_a_name_of_its_own_that_can_be_typed(store: Store, name: str) -> None:
    with pytest.raises(BadInput):
        slots.add(store, name, 600)


def test_the_last_meal_stays(store: Store) -> None:
    for slot in ("breakfast", "lunch", "dinner"):
        slots.remove(store, slot)
    with pytest.raises(BadInput, match="at least one meal"):
        slots.remove(store, "snacks")
    with pytest.raises(BadInput, match="time of day"):
        slots.add(store, "Late", 1440)
    with pytest.raises(NotFound):
        slots.move(store, "lunch", 1)


# The order of entries within meals


@pytest.fixture
def four(store: Store) -> dict[str, str]:
    """Breakfast of three, and one for lunch: title → id."""
    wanted = [Wanted("food", f"tracker:{food}") for food in ("egg", "banana", "apple")]
    entries.add(store, DAY, "breakfast", wanted)
    entries.add(store, DAY, "lunch", [Wanted("food", "tracker:tomato")])
    return {one.title: one.id for one in days.entries(store, DAY, DAY)}


def order(store: Store, slot: str = "breakfast") -> list[str]:
    return [one.title for one in days.entries(store, DAY, DAY) if one.slot == slot]


def test_entries_are_put_before_others_or_at_the_end(store: Store, four: dict[str, str]) -> None:
    placing.place(store, [four["Apple"]], DAY, "breakfast", four["Egg"])
    assert order(store) == ["Apple", "Egg", "Banana"]
    placing.place(store, [four["Tomato"]], DAY, "breakfast", four["Banana"])
    assert order(store) == ["Apple", "Egg", "Tomato", "Banana"]
    placing.place(store, [four["Apple"], four["Egg"]], DAY, "lunch")
    assert (order(store), order(store, "lunch")) == (["Tomato", "Banana"], ["Apple", "Egg"])
    for _ in range(3):
        undo.undo(store)
    assert order(store) == ["Egg", "Banana", "Apple"]


def test_an_entry_goes_up_and_down_and_on_into_the_meal_beside(store: Store, four: dict[str, str]) -> None:
    placing.shift(store, four["Apple"], -1)
    assert order(store) == ["Egg", "Apple", "Banana"]
    placing.shift(store, four["Apple"], 1)
    assert order(store) == ["Egg", "Banana", "Apple"]
    placing.shift(store, four["Apple"], 1)
    assert (order(store), order(store, "lunch")) == (["Egg", "Banana"], ["Apple", "Tomato"])
    placing.shift(store, four["Apple"], -1)
    assert order(store) == ["Egg", "Banana", "Apple"]
    assert not placing.shift(store, four["Egg"], -1)
