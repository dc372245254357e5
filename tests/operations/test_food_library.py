"""One's foods kept in order: merged, changed together, corrected in the past, and the catalogue's made one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput, NotFound
from tracker.operations import entries, favorites, food_library, foods, recipes
from tracker.operations.entries import Wanted
from tracker.operations.food_library import Together
from tracker.operations.food_past import day_energies, past_changes, save_with_past
from tracker.operations.foods import Draft, draft_of
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.food_use import FoodUse, entry_counts, use_of
from tracker.store.queries.foods import food as read_food
from tracker.store.rows import Entry, Food, Portion
from tracker.store.search import search

DAY = "2026-11-17"
SKYR = Draft("Skyr", Nutrition(630, 11_000, 4000, 200), (Portion("cup", 150 * AMOUNT),), brand="Arla")
BANANA = "tracker:banana"


def made(store: Store, draft: Draft = SKYR) -> str:
    [record] = foods.save(store, draft).ids
    return record


def of(store: Store, record: str) -> Food:
    found = read_food(store, record)
    assert found is not None
    return found


def eat(
    store: Store, food: str, amount: int = 2 * AMOUNT, unit: str = "cup", day: str = DAY, eaten: bool = True
) -> str:
    [record] = entries.add(store, day, "breakfast", [Wanted("food", food, amount, unit)], eaten=eaten).ids
    return record


def entry(store: Store, record: str) -> Entry:
    found = days.entry(store, record)
    assert found is not None
    return found


# --------------------------------------------------------------------------------------------------- use


def test_a_food_knows_where_it_is_used(store: Store) -> None:
    food = made(store)
    assert use_of(store, food) == FoodUse()
    assert not use_of(store, food)
    eat(store, food)
    eat(store, food, day="2026-11-20", eaten=False)
    recipes.save(store, recipes.Draft("Bowl", servings=AMOUNT, lines=(recipes.Line("Skyr", AMOUNT, "cup", food),)))
    assert use_of(store, food) == FoodUse(2, "2026-11-20", ("Bowl",), 0)
    assert entry_counts(store, [food, BANANA]) == {food: 2}


# -------------------------------------------------------------------------------------------------- past


def corrected(store: Store, food: str, **changed: object) -> tuple[Draft, Draft]:
    opened = draft_of(of(store, food))
    return replace(opened, **changed), opened


def test_a_change_is_shown_for_each_entry_before_it_is_made(store: Store) -> None:
    food = made(store)
    first, second = eat(store, food), eat(store, food, AMOUNT, "g", "2026-11-16")
    draft, opened = corrected(store, food, nutrition=Nutrition(1000, 11_000, 4000, None))
    past = past_changes(store, draft, opened)
    assert [one.entry.id for one in past] == [first, second]
    assert [one.nutrition.energy for one in past] == [3000, 10]
    assert past[0].nutrition.fat is None
    assert day_energies(past) == {DAY: (1890, 3000), "2026-11-16": (6, 10)}
    assert entry(store, first).nutrition.energy == 1890


def test_from_now_on_leaves_the_past_alone(store: Store) -> None:
    food = made(store)
    first = eat(store, food)
    draft, opened = corrected(store, food, nutrition=Nutrition(1000))
    foods.save(store, draft, opened)
    assert entry(store, first).nutrition.energy == 1890
    assert entry(store, eat(store, food)).nutrition.energy == 3000


def test_the_past_too_is_one_step_with_the_change_and_can_be_undone(store: Store) -> None:
    food = made(store)
    first = eat(store, food)
    other = eat(store, BANANA, AMOUNT, "banana")
    before = entry(store, first), entry(store, other)
    draft, opened = corrected(
        store, food, name="Skyr, plain", nutrition=Nutrition(1000, 12_000, 4000, 200, {"fiber": 5})
    )
    changes = save_with_past(store, draft, opened)
    assert changes.label == "Change Skyr, plain and 1 entry"
    now = entry(store, first)
    assert (now.title, now.nutrition.energy, now.nutrition.others) == ("Skyr, plain", 3000, {"fiber": 15})
    assert entry(store, other) == before[1]
    undo.undo(store)
    assert entry(store, first) == before[0]
    assert of(store, food).name == "Skyr"


def test_another_weight_of_a_portion_changes_what_was_eaten_by_it(store: Store) -> None:
    food = made(store)
    first = eat(store, food)
    draft, opened = corrected(store, food, portions=(Portion("cup", 100 * AMOUNT),))
    save_with_past(store, draft, opened)
    assert (entry(store, first).mass, entry(store, first).nutrition.energy) == (200 * AMOUNT, 1260)


def test_an_entry_in_a_unit_that_is_gone_keeps_its_mass(store: Store) -> None:
    food = made(store)
    first = eat(store, food)
    draft, opened = corrected(store, food, portions=(), nutrition=Nutrition(1000))
    save_with_past(store, draft, opened)
    assert (entry(store, first).mass, entry(store, first).nutrition.energy) == (300 * AMOUNT, 3000)


def test_a_title_of_ones_own_stays(store: Store) -> None:
    food = made(store)
    [record] = entries.add(store, DAY, "lunch", [Wanted("food", food, AMOUNT, "cup", "With berries")]).ids
    draft, opened = corrected(store, food, name="Skyr, plain")
    assert past_changes(store, draft, opened) == []
    save_with_past(store, draft, opened)
    assert entry(store, record).title == "With berries"


# ------------------------------------------------------------------------------------- the catalogue's own


def test_a_changed_food_of_the_catalogue_stands_in_its_place_and_goes_back(store: Store) -> None:
    plain = of(store, BANANA)
    first = eat(store, BANANA, AMOUNT, "banana")
    changes = foods.save(store, replace(draft_of(plain), nutrition=Nutrition(950)), draft_of(plain))
    assert (changes.label, changes.ids) == ("Change Banana", (BANANA,))
    assert (of(store, BANANA).own, of(store, BANANA).nutrition.energy) == (True, 950)
    assert [hit.id for hit in search(store, "banana", kind="food")].count(BANANA) == 1
    assert search(store, "banana", kind="food")[0].id == BANANA
    assert entry(store, first).nutrition.energy != 950
    foods.remove(store, [BANANA])
    assert of(store, BANANA) == plain


# ------------------------------------------------------------------------------------------------ together


def test_several_foods_are_changed_as_one_step(store: Store) -> None:
    ids = [made(store, replace(SKYR, name=name)) for name in ("Skyr", "Quark")]
    changes = food_library.change_together(store, [*ids, BANANA], Together(brand=" Isey ", category="Dairy"))
    assert changes.label == "Change 2 foods"
    assert {(of(store, one).brand, of(store, one).category) for one in ids} == {("Isey", "Dairy")}
    undo.undo(store)
    assert {of(store, one).brand for one in ids} == {"Arla"}


def test_what_is_not_asked_for_stays(store: Store) -> None:
    food = made(store)
    assert not food_library.change_together(store, [food], Together())
    food_library.change_together(store, [food], Together(brand=""))
    assert (of(store, food).brand, of(store, food).nutrition) == ("", SKYR.nutrition)


# --------------------------------------------------------------------------------------------------- merge


def test_merged_foods_go_on_as_one_and_nothing_that_was_eaten_changes(store: Store) -> None:
    keep = made(store)
    other = made(store, replace(SKYR, name="Skyr natur", nutrition=Nutrition(700), barcode="54491472",
                                portions=(Portion("tub", 450 * AMOUNT), Portion("Cup", 160 * AMOUNT))))  # fmt: skip
    eaten = eat(store, other, AMOUNT, "tub")
    favorites.set_starred(store, "food", other, True)
    recipes.save(store, recipes.Draft("Bowl", servings=AMOUNT, lines=(recipes.Line("Skyr", AMOUNT, "tub", other),)))
    before = entry(store, eaten)
    changes = food_library.merge(store, keep, [other])
    assert changes.label == "Merge 2 foods into Skyr"
    assert read_food(store, other) is None
    now = of(store, keep)
    assert (now.starred, now.barcode, now.brand) == (True, "54491472", "Arla")
    assert [portion.name for portion in now.portions] == ["cup", "tub"]
    assert entry(store, eaten) == replace(before, source=keep)
    assert use_of(store, keep) == FoodUse(1, DAY, ("Bowl",), 0)
    undo.undo(store)
    assert of(store, other).starred
    assert entry(store, eaten) == before
    assert use_of(store, keep) == FoodUse()


def test_a_food_of_the_catalogue_can_be_what_is_kept(store: Store) -> None:
    mine = made(store, Draft("Banane"))
    eaten = eat(store, mine, 100 * AMOUNT, "g")
    food_library.merge(store, BANANA, [mine, mine, BANANA])
    assert entry(store, eaten).source == BANANA
    assert not of(store, BANANA).own


def test_merging_needs_two_foods_that_are_there(store: Store) -> None:
    food = made(store)
    with pytest.raises(BadInput, match="two or more"):
        food_library.merge(store, food, [food])
    with pytest.raises(NotFound, match="not there any more"):
        food_library.merge(store, food, ["gone"])


def test_foods_of_one_barcode_or_name_seem_to_be_the_same(store: Store) -> None:
    one = made(store, replace(SKYR, barcode="012345678905"))
    two = made(store, Draft("Other name", barcode="0012345678905"))
    three, four = made(store, Draft("Rye bread")), made(store, Draft("rye  BREAD"))
    made(store, Draft("Rye bread", brand="Corner bakery"))
    eat(store, two, 100 * AMOUNT, "g")
    groups = food_library.duplicates(store)
    assert {frozenset(food.id for food in group) for group in groups} == {
        frozenset((one, two)),
        frozenset((three, four)),
    }
    assert next(group for group in groups if one in [food.id for food in group])[0].id == two  # used more
