"""One helping made in another way, and a recipe revised without or with the past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.operations.test_recipes import CHICKEN, LENTILS, saved
from tracker.domain.fixed import AMOUNT
from tracker.errors import BadInput, NotFound
from tracker.operations import entries, helpings, recipe_past, recipes
from tracker.operations.entries import Wanted
from tracker.operations.recipes import Line
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import recipes as queries
from tracker.store.rows import Entry, Recipe

DAY = "2026-11-17"


def eaten(store: Store) -> list[Entry]:
    return list(days.entries(store, "2026-11-01", "2026-11-30"))


@pytest.fixture
def salad(store: Store) -> Recipe:
    """A salad of four servings, of which one was eaten."""
    recipe = saved(store)
    entries.add(store, DAY, "lunch", [Wanted("recipe", recipe.id, AMOUNT, "serving")])
    return recipe


def test_a_helping_begins_with_its_share_of_the_recipe(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    assert [(line.name, line.amount, line.unit) for line in helpings.lines_of(store, entry)] == [
        ("chicken breast", 200 * AMOUNT, "g"), ("green lentils", 62_500, "g"), ("olive oil", 13_500, "g"),
        ("parsley", 250, "bunch"),
    ]  # fmt: skip


def test_a_changed_helping_has_numbers_of_its_own_and_the_recipe_stays(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    lines = [Line("chicken breast", 100 * AMOUNT, "g", CHICKEN), Line("lentils", 50 * AMOUNT, "g", LENTILS)]
    helpings.change(store, entry.id, lines)
    [after] = eaten(store)
    mass, nutrition = helpings.nutrition_of(store, lines)
    assert (after.mass, after.nutrition) == (mass, nutrition)
    assert after.mass == 150 * AMOUNT
    assert [line.name for line in helpings.lines_of(store, after)] == ["chicken breast", "lentils"]
    assert queries.recipe(store, salad.id) == salad
    undo.undo(store)
    assert eaten(store) == [entry]


def test_a_part_that_nobody_knows_leaves_the_weight_unknown(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    helpings.change(store, entry.id, [Line("chicken", 100 * AMOUNT, "g", CHICKEN), Line("love")])
    [after] = eaten(store)
    assert after.mass is None
    assert after.nutrition.energy is not None


def test_more_of_a_changed_helping_is_more_of_the_same(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    helpings.change(store, entry.id, [Line("chicken", 100 * AMOUNT, "g", CHICKEN)])
    one = eaten(store)[0].nutrition.energy
    entries.set_amount(store, entry.id, 2 * AMOUNT, "serving")
    [after] = eaten(store)
    assert after.nutrition.energy == 2 * (one or 0)
    assert [line.amount for line in helpings.lines_of(store, after)] == [200 * AMOUNT]
    with pytest.raises(BadInput, match="ingredients of its own"):
        entries.set_amount(store, entry.id, 100 * AMOUNT, "g")


def test_a_copy_of_a_changed_helping_is_changed_too_and_another_food_is_not(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    helpings.change(store, entry.id, [Line("chicken", 100 * AMOUNT, "g", CHICKEN)])
    entries.copy(store, [entry.id], "2026-11-18")
    copied = eaten(store)[1]
    assert [line.name for line in helpings.lines_of(store, copied)] == ["chicken"]
    entries.replace(store, copied.id, Wanted("recipe", salad.id, AMOUNT, "serving"))
    assert len(helpings.lines_of(store, eaten(store)[1])) == 4


def test_what_is_no_helping_of_a_recipe_has_no_ingredients(store: Store, salad: Recipe) -> None:
    entries.add(store, DAY, "lunch", [Wanted("food", CHICKEN, 100 * AMOUNT, "g")])
    [entry, chicken] = eaten(store)
    with pytest.raises(NotFound):
        helpings.lines_of(store, chicken)
    with pytest.raises(BadInput):
        helpings.change(store, entry.id, [])
    with pytest.raises(NotFound):
        helpings.change(store, "gone", [Line("x")])


def test_a_revised_recipe_leaves_the_past_alone_unless_it_is_asked_for(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    opened = recipes.draft_of(salad)
    draft = replace(opened, name="Salad", lines=opened.lines[1:])
    [change] = recipe_past.past_changes(store, draft, opened)
    assert (change.entry, change.title) == (entry, "Salad")
    assert change.nutrition.energy == recipes.preview(store, draft).serving.energy
    recipes.save(store, draft, opened)
    assert eaten(store) == [entry]


def test_the_past_changes_with_the_recipe_in_one_step(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    opened = recipes.draft_of(salad)
    draft = replace(opened, lines=opened.lines[1:])
    done = recipe_past.save_with_past(store, draft, opened)
    assert done.label == "Change Chicken and lentil salad and 1 helping"
    [after] = eaten(store)
    assert after.nutrition.energy == recipes.preview(store, draft).serving.energy
    undo.undo(store)
    assert eaten(store) == [entry]
    assert queries.recipe(store, salad.id) == salad


def test_a_helping_with_ingredients_of_its_own_is_none_of_the_recipes_past(store: Store, salad: Recipe) -> None:
    [entry] = eaten(store)
    helpings.change(store, entry.id, [Line("chicken", 100 * AMOUNT, "g", CHICKEN)])
    opened = recipes.draft_of(salad)
    assert recipe_past.past_changes(store, replace(opened, lines=()), opened) == []


def test_a_change_that_changes_no_numbers_asks_about_nothing(store: Store, salad: Recipe) -> None:
    opened = recipes.draft_of(salad)
    assert recipe_past.past_changes(store, replace(opened, notes="Good."), opened) == []
