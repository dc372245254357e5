"""What can be done with meal entries: each one transaction, one undo step, with the nutrition of its moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.ui import desk_content
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput, NotFound
from tracker.operations import entries, foods, recipes
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Entry

DAY, NEXT = "2026-11-21", "2026-11-22"
EGG = "tracker:egg"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    desk_content.fill(store)
    return store


def on(store: Store, day: str = DAY, slot: str = "") -> list[Entry]:
    return [one for one in days.day(store, day).entries if slot in ("", one.slot)]


def egg(store: Store, amount: int = 2000, slot: str = "breakfast") -> Entry:
    made = entries.add(store, DAY, slot, [Wanted("food", EGG, amount, "egg")])
    found = days.entry(store, made.ids[0])
    assert found is not None
    return found


def test_an_entry_keeps_the_nutrition_of_its_amount(store: Store) -> None:
    made = egg(store)
    assert (made.title, made.mass, made.nutrition.energy) == ("Egg", 100_000, 1430)
    assert made.eaten
    assert made.eaten_at == desk_content.NOW


def test_without_an_amount_the_last_one_is_taken(store: Store) -> None:
    egg(store, 3000)
    made = entries.add(store, NEXT, "lunch", [Wanted("food", EGG)])
    again = days.entry(store, made.ids[0])
    assert (again.amount, again.unit) == (3000, "egg")


def test_entries_stand_in_the_order_they_were_added(store: Store) -> None:
    entries.add(store, DAY, "lunch", [Wanted("food", EGG), Wanted("food", "tracker:banana")])
    entries.add(store, DAY, "lunch", [Wanted("food", "tracker:apple")])
    assert [one.title for one in on(store)] == ["Egg", "Banana", "Apple"]


def test_several_entries_are_one_step(store: Store) -> None:
    changes = entries.add(store, DAY, "lunch", [Wanted("food", EGG), Wanted("food", "tracker:banana")])
    assert changes.label == "Add 2 entries"
    undo.undo(store)
    assert on(store) == []


@pytest.mark.parametrize("amount", [0, -1000, 100_000_001])
def test_an_amount_without_sense_is_refused(store: Store, amount: int) -> None:
    with pytest.raises(BadInput, match="more than nothing"):
        entries.add(store, DAY, "lunch", [Wanted("food", EGG, amount, "egg")])
    assert on(store) == []


def test_one_bad_entry_among_good_ones_writes_none(store: Store) -> None:
    with pytest.raises(NotFound):
        entries.add(store, DAY, "lunch", [Wanted("food", EGG), Wanted("food", "no such food")])
    assert on(store) == []


def test_numbers_without_a_food_need_an_energy(store: Store) -> None:
    with pytest.raises(BadInput):
        entries.add(store, DAY, "lunch", [Wanted("raw", title="Soup")])
    entries.add(store, DAY, "lunch", [Wanted("raw", title="Soup", nutrition=Nutrition(3000, protein=12_000))])
    assert (on(store)[0].nutrition.energy, on(store)[0].nutrition.fat) == (3000, None)


def test_a_changed_amount_changes_the_nutrition(store: Store) -> None:
    made = egg(store)
    entries.set_amount(store, made.id, 150_000, "g")
    changed = days.entry(store, made.id)
    assert (changed.mass, changed.nutrition.energy) == (150_000, 2145)


def test_what_was_eaten_stays_when_its_food_is_gone(store: Store) -> None:
    own = foods.save(store, foods.Draft("Pie", Nutrition(2500)))
    food = next(record for record in own.ids if store.rows("SELECT 1 FROM main.food WHERE id = ?", (record,)))
    made = entries.add(store, DAY, "lunch", [Wanted("food", food, 200_000, "g")]).ids[0]
    store.database.execute_sql("DELETE FROM main.food WHERE id = ?", (food,))
    entries.set_amount(store, made, 100_000, "g")
    assert days.entry(store, made).nutrition.energy == 2500
    with pytest.raises(BadInput, match="same unit"):
        entries.set_amount(store, made, 1000, "slice")


def test_ticking_tells_when_and_unticking_forgets_it(store: Store) -> None:
    made = entries.add(store, DAY, "dinner", [Wanted("food", EGG)], eaten=False).ids[0]
    assert days.entry(store, made).eaten_at is None
    assert entries.set_eaten(store, [made], True).label == "Tick Egg"
    assert days.entry(store, made).eaten_at == desk_content.NOW
    entries.set_eaten(store, [made], False)
    assert (days.entry(store, made).status, days.entry(store, made).eaten_at) == ("planned", None)


def test_deleting_can_be_undone(store: Store) -> None:
    made = egg(store)
    entries.delete(store, [made.id])
    assert on(store) == []
    undo.undo(store)
    assert on(store) == [made]


def test_what_another_device_deleted_cannot_be_changed(store: Store) -> None:
    made = egg(store)
    entries.delete(store, [made.id])
    for operation in (
        lambda: entries.delete(store, [made.id]),
        lambda: entries.set_eaten(store, [made.id], True),
        lambda: entries.move(store, [made.id], NEXT, "lunch"),
        lambda: entries.set_amount(store, made.id, 1000, "egg"),
    ):
        with pytest.raises(NotFound):
            operation()


def test_moved_entries_go_to_the_end_of_the_meal(store: Store) -> None:
    first = egg(store)
    second = egg(store, slot="lunch")
    entries.move(store, [first.id], DAY, "lunch")
    assert [one.id for one in on(store, slot="lunch")] == [second.id, first.id]


def test_moving_to_another_day_keeps_each_meal(filled: Store) -> None:
    ids = [one.id for one in on(filled)]
    before = [(one.slot, one.title) for one in on(filled)]
    there = len(on(filled, NEXT))
    entries.move(filled, ids, NEXT)
    assert on(filled) == []
    assert len(on(filled, NEXT)) == there + len(before)
    undo.undo(filled)
    assert [(one.slot, one.title) for one in on(filled)] == before


def test_moving_to_where_it_is_changes_nothing(store: Store) -> None:
    made = egg(store)
    assert not entries.move(store, [made.id], DAY)


def test_copies_are_planned_and_keep_their_numbers(store: Store) -> None:
    made = egg(store)
    entries.copy(store, [made.id], NEXT)
    copied = on(store, NEXT)[0]
    assert (copied.slot, copied.eaten, copied.nutrition) == ("breakfast", False, made.nutrition)


def test_repeating_a_day_eats_what_has_begun_and_plans_the_rest(filled: Store) -> None:
    entries.delete(filled, [one.id for one in on(filled)])
    changes = entries.repeat(filled, "2026-11-20", DAY)
    assert changes.label == "Repeat 6 entries"
    assert {one.slot: one.eaten for one in on(filled)} == {
        "breakfast": True, "lunch": True, "dinner": False, "snacks": False,
    }  # fmt: skip


def test_what_was_only_planned_is_not_eaten_by_repeating_it(store: Store) -> None:
    entries.add(store, "2026-11-20", "breakfast", [Wanted("food", EGG)], eaten=False)
    entries.repeat(store, "2026-11-20", DAY)
    assert not on(store)[0].eaten


def test_repeating_fills_only_empty_meals_where_asked(filled: Store) -> None:
    before = [one.id for one in on(filled)]
    entries.repeat(filled, "2026-11-20", DAY, only_empty=True)
    added = [one for one in on(filled) if one.id not in before]
    assert [(one.slot, one.title) for one in added] == [("snacks", "Skyr, plain")]
    with pytest.raises(NotFound, match="Every meal has something"):
        entries.repeat(filled, "2026-11-20", DAY, only_empty=True)


def test_one_meal_is_repeated_as_another(filled: Store) -> None:
    entries.repeat(filled, "2026-11-20", "2026-11-25", "lunch", to_slot="dinner")
    assert [(one.slot, one.title, one.eaten) for one in on(filled, "2026-11-25")] == [
        ("dinner", "Chicken salad", False)
    ]


def test_nothing_cannot_be_repeated(store: Store) -> None:
    with pytest.raises(NotFound):
        entries.repeat(store, "2026-11-20", DAY)


def test_a_week_is_copied_day_by_day(filled: Store) -> None:
    changes = entries.copy_days(filled, date(2026, 11, 16), date(2026, 11, 23), 7)
    assert changes.label == "Copy the week"
    for offset in range(7):
        source, target = f"2026-11-{16 + offset}", f"2026-11-{23 + offset}"
        assert [one.title for one in on(filled, target)] == [one.title for one in on(filled, source)]
        assert not any(one.eaten for one in on(filled, target))
    undo.undo(filled)
    assert days.entries(filled, "2026-11-23", "2026-11-29") == ()


def test_an_empty_week_is_not_copied(store: Store) -> None:
    with pytest.raises(NotFound):
        entries.copy_days(store, date(2026, 11, 16), date(2026, 11, 23), 7)


def test_a_recipe_that_changes_leaves_the_diary_alone(filled: Store) -> None:
    eaten = on(filled, slot="lunch")[0]
    recipe = recipes.queries.recipe(filled, eaten.source)
    recipes.save(filled, recipes.Draft(recipe.name, 1000, id=recipe.id))
    assert days.entry(filled, eaten.id).nutrition == eaten.nutrition
