"""Recipes: writing, changing, previewing and deleting them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.domain.fixed import AMOUNT
from tracker.errors import BadInput, NotFound
from tracker.operations import entries, favorites, foods, ingredient_foods, recipes
from tracker.operations.entries import Wanted
from tracker.operations.recipes import Draft, Line
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import recipes as queries
from tracker.store.queries.favorites import counts, recipe_ids
from tracker.store.rows import Portion, Recipe

CHICKEN, LENTILS, OIL = "tracker:chicken-breast", "tracker:lentils-dry", "tracker:olive-oil"
SALAD = Draft(
    "Chicken and lentil salad", 4 * AMOUNT,
    (
        Line("chicken breast", 800 * AMOUNT, "g", CHICKEN), Line("green lentils", 250 * AMOUNT, "g", LENTILS),
        Line("olive oil", 54 * AMOUNT, "g", OIL), Line("parsley", AMOUNT, "bunch"),
    ),
    cuisine="Mediterranean", tags=("meal prep", "quick"), minutes=25, steps="Boil.", source="https://example.org/salad",
)  # fmt: skip


def saved(store: Store, draft: Draft = SALAD) -> Recipe:
    [record] = recipes.save(store, draft).ids
    found = queries.recipe(store, record)
    assert found is not None
    return found


def test_a_recipe_is_read_as_it_was_written(store: Store):
    recipe = saved(store)
    assert (recipe.name, recipe.cuisine, recipe.tags) == (SALAD.name, "Mediterranean", ("meal prep", "quick"))
    assert [(one.name, one.amount, one.unit, one.food) for one in recipe.ingredients] == [
        (line.name, line.amount, line.unit, line.food) for line in SALAD.lines
    ]
    assert (recipe.minutes, recipe.steps, recipe.source) == (25, "Boil.", SALAD.source)


def test_a_serving_is_the_sum_of_the_matched_ingredients_over_the_servings(store: Store):
    recipe = saved(store)
    parts = [one.nutrition.energy for one in recipe.ingredients if one.nutrition]
    assert len(parts) == 3
    assert recipe.matched == 3
    assert recipe.serving.energy == round(sum(parts) / 4)


def test_a_preview_is_what_saving_makes_and_writes_nothing(store: Store):
    preview = recipes.preview(store, SALAD)
    assert recipe_ids(store) == ()
    assert preview.serving == saved(store).serving


def test_lists_show_the_numbers_that_the_whole_recipe_has(store: Store):
    recipe = saved(store)
    [short] = queries.in_short(store, [recipe.id, "gone"])
    assert (short.energy, short.protein) == (recipe.serving.energy, recipe.serving.protein)
    assert (short.name, short.cuisine, short.tags, short.minutes, short.starred) == (
        recipe.name, recipe.cuisine, recipe.tags, 25, False,
    )  # fmt: skip


def test_a_recipe_of_nothing_has_unknown_energy_rather_than_none(store: Store):
    recipe = saved(store, Draft("Water", AMOUNT))
    [short] = queries.in_short(store, [recipe.id])
    assert recipe.serving.energy is None
    assert short.energy is None


def test_an_edit_keeps_the_ids_of_ingredients_that_stay(store: Store):
    recipe = saved(store)
    draft = recipes.draft_of(recipe)
    lines = (draft.lines[1], Line("salt"), draft.lines[0])
    recipes.save(store, replace(draft, name="Salad", lines=lines))
    now = queries.recipe(store, recipe.id)
    assert now is not None
    assert now.name == "Salad"
    assert [one.name for one in now.ingredients] == ["green lentils", "salt", "chicken breast"]
    before = {one.name: one.id for one in recipe.ingredients}
    assert [one.id for one in now.ingredients if one.name in before] == [
        before["green lentils"],
        before["chicken breast"],
    ]


def test_saving_what_was_not_changed_changes_nothing(store: Store):
    assert not recipes.save(store, recipes.draft_of(saved(store)))


def test_an_edit_is_undone_in_one_step(store: Store):
    recipe = saved(store)
    recipes.save(store, replace(recipes.draft_of(recipe), name="Salad", lines=()))
    undo.undo(store)
    assert queries.recipe(store, recipe.id) == recipe


def test_what_was_eaten_of_a_recipe_keeps_its_numbers_when_the_recipe_changes(store: Store):
    recipe = saved(store)
    entries.add(store, "2026-11-17", "lunch", [Wanted("recipe", recipe.id, AMOUNT, "serving")])
    recipes.save(store, replace(recipes.draft_of(recipe), lines=()))
    [entry] = days.entries(store, "2026-11-17", "2026-11-17")
    assert entry.nutrition.energy == recipe.serving.energy


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(SALAD, name="  "), "name"),
        (replace(SALAD, servings=0), "serving"),
        (replace(SALAD, lines=(Line("oil", 0, "g"),)), "amount"),
    ],
)
def test_a_recipe_that_cannot_be_says_why_and_is_not_written(store: Store, draft: Draft, words: str):
    with pytest.raises(BadInput, match=words):
        recipes.save(store, draft)
    assert recipe_ids(store) == ()


def test_a_recipe_that_was_deleted_meanwhile_cannot_be_changed(store: Store):
    recipe = saved(store)
    recipes.delete(store, [recipe.id])
    with pytest.raises(NotFound):
        recipes.save(store, recipes.draft_of(recipe))


def test_deleting_takes_the_star_along_and_undo_brings_both_back(store: Store):
    recipe = saved(store)
    favorites.set_starred(store, "recipe", recipe.id, True)
    changes = recipes.delete(store, [recipe.id])
    assert changes.label == "Delete Chicken and lentil salad"
    assert queries.recipe(store, recipe.id) is None
    assert not store.rows("SELECT 1 FROM favorite")
    undo.undo(store)
    found = queries.recipe(store, recipe.id)
    assert found is not None
    assert found.starred


def test_several_recipes_are_deleted_in_one_step(store: Store):
    ids = [saved(store, replace(SALAD, name=name)).id for name in ("A", "B", "C")]
    assert recipes.delete(store, ids[:2]).label == "Delete 2 recipes"
    assert recipe_ids(store) == (ids[2],)
    undo.undo(store)
    assert counts(store)[0] == 3


def test_deleting_what_is_gone_deletes_nothing_else(store: Store):
    recipe = saved(store)
    with pytest.raises(NotFound):
        recipes.delete(store, [recipe.id, "gone"])
    assert queries.recipe(store, recipe.id) is not None


def test_an_ingredient_without_an_amount_needs_no_weight_to_be_matched(store: Store):
    lines = (Line("lemon", food="tracker:lemon"), Line("oil", AMOUNT, "bundle", OIL), Line("love"))
    preview = recipes.preview(store, replace(SALAD, lines=lines))
    assert [one.matched for one in preview.ingredients] == [True, False, False]
    assert preview.known == 0


def test_seasoning_without_an_amount_counts_as_a_pinch_a_serving_and_says_so(store: Store):
    preview = recipes.preview(store, replace(SALAD, lines=(Line("salt to taste", food="tracker:salt"),)))
    assert (preview.ingredients[0].mass, preview.ingredients[0].doubt) == (4 * 400, "weight")


def test_an_ingredient_counts_in_the_portions_of_a_food_of_ones_own(store: Store):
    [bread] = foods.save(store, foods.Draft("My bread", portions=(Portion("slice", 40 * AMOUNT),))).ids
    preview = recipes.preview(store, replace(SALAD, lines=(Line("bread", 2 * AMOUNT, "slice", bread),)))
    assert preview.ingredients[0].mass == 80 * AMOUNT


@pytest.mark.parametrize(
    ("name", "food"),
    [
        ("chicken breast", "Chicken breast, raw"),
        ("chicken breast, cut into strips", "Chicken breast, raw"),
        ("carrots (peeled), diced", "Carrot"),
        ("eggs", "Egg"),
    ],
)
def test_the_words_of_a_recipe_find_the_food(store: Store, name: str, food: str):
    assert ingredient_foods.foods_for(store, name)[0].title == food


def test_words_that_are_no_food_find_nothing(store: Store):
    assert ingredient_foods.foods_for(store, "xyzzy plugh") == []
