"""Foods of one's own: writing, changing and taking them away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput
from tracker.operations import favorites, foods
from tracker.operations.foods import Draft
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import foods as queries
from tracker.store.queries.favorites import food_ids
from tracker.store.rows import Food, Portion

BANANA = "tracker:banana"
BREAD = Draft(
    "Rye bread", Nutrition(2200, 7000, 43_000, 1500, {"fiber": 6000}),
    (Portion("slice", 40 * AMOUNT), Portion("loaf", 750 * AMOUNT)), brand="Corner bakery", notes="Sundays only",
)  # fmt: skip


def saved(store: Store, draft: Draft = BREAD) -> Food:
    [record] = foods.save(store, draft).ids
    found = queries.food(store, record)
    assert found is not None
    return found


def test_a_food_is_read_as_it_was_written(store: Store):
    food = saved(store)
    assert (food.name, food.brand, food.notes, food.own) == ("Rye bread", "Corner bakery", "Sundays only", True)
    assert food.nutrition == BREAD.nutrition
    assert food.portions == BREAD.portions


def test_saving_what_was_not_changed_changes_nothing(store: Store):
    assert not foods.save(store, foods.draft_of(saved(store)))


def test_a_portion_that_stays_keeps_its_identity(store: Store):
    food = saved(store)
    before = dict(store.rows("SELECT name, id FROM food_portion"))
    portions = (Portion("half loaf", 375 * AMOUNT), Portion("slice", 42 * AMOUNT))
    foods.save(store, replace(foods.draft_of(food), portions=portions))
    after = dict(store.rows("SELECT name, id FROM food_portion"))
    assert after["slice"] == before["slice"]
    assert queries.food(store, food.id).portions == portions


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(BREAD, name=" "), "name"),
        (replace(BREAD, nutrition=Nutrition(9501)), "950 kcal"),
        (replace(BREAD, nutrition=Nutrition(100, -1)), "less than nothing"),
        (replace(BREAD, nutrition=Nutrition(4000, 50_000, 50_000, 10_000)), "more than the food itself"),
        (replace(BREAD, portions=(Portion("slice", 0),)), "weight"),
        (replace(BREAD, portions=(Portion("slice", 1), Portion(" Slice", 2))), "same name"),
    ],
)
def test_a_food_that_cannot_be_says_why_and_is_not_written(store: Store, draft: Draft, words: str):
    with pytest.raises(BadInput, match=words):
        foods.save(store, draft)
    assert food_ids(store) == ()


def test_labels_that_round_are_believed(store: Store):
    assert saved(store, Draft("Sugar", Nutrition(4000, 0, 100_000, 0))).nutrition.carbs == 100_000
    assert saved(store, Draft("Oil", Nutrition(9000, 0, 0, 100_000))).nutrition.energy == 9000


def test_removing_deletes_ones_own_and_takes_the_star_from_the_catalogues(store: Store):
    food = saved(store)
    favorites.set_starred(store, "food", food.id, True)
    favorites.set_starred(store, "food", BANANA, True)
    assert set(food_ids(store)) == {food.id, BANANA}
    assert foods.remove(store, [food.id, BANANA]).label == "Delete 2 foods"
    assert food_ids(store) == ()
    assert queries.food(store, BANANA) is not None
    undo.undo(store)
    assert set(food_ids(store)) == {food.id, BANANA}
    assert all(one.starred for one in queries.foods(store, [food.id, BANANA]).values())


def test_a_step_says_what_became_of_one_food(store: Store):
    favorites.set_starred(store, "food", BANANA, True)
    assert foods.remove(store, [BANANA]).label == "Remove star from Banana"
    assert foods.remove(store, [saved(store).id]).label == "Delete Rye bread"
