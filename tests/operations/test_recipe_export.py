"""Recipes written as schema.org JSON: others read them, and what Tracker reads again is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operations.test_recipes import SALAD
from tracker.domain.fixed import AMOUNT
from tracker.errors import NotFound
from tracker.operations import recipes
from tracker.operations.importing import import_files
from tracker.operations.recipe_export import write_recipes
from tracker.operations.recipes import Draft, Line
from tracker.store.database import Store
from tracker.store.queries import recipes as queries
from tracker.store.queries.favorites import recipe_ids

CAKE = Draft(
    "Cake", 12 * AMOUNT,
    (Line("For the base:"), Line("flour", 1500, "cup", "tracker:flour-wheat-white"),
     Line("cream cheese", 2000, "package (8 oz)", "tracker:cream-cheese"), Line("salt", food="tracker:salt")),
    tags=("sweet",), minutes=75, steps="Mix.\nBake.", notes="Good.", source="Grandma", yields="slices",
)  # fmt: skip


def test_a_recipe_is_written_as_others_read_it(store: Store, tmp_path: Path) -> None:
    [cake] = recipes.save(store, CAKE).ids
    assert write_recipes(store, tmp_path / "cake.json", [cake]) == 1
    found = json.loads((tmp_path / "cake.json").read_text("utf-8"))
    assert (found["@type"], found["name"], found["recipeYield"]) == ("Recipe", "Cake", "12 slices")
    assert found["recipeIngredient"] == [
        "For the base:", "1½ cups flour", "2 packages (8 oz) cream cheese", "salt",
    ]  # fmt: skip
    assert (found["totalTime"], found["author"], found["keywords"]) == ("PT75M", "Grandma", "sweet")
    assert [step["text"] for step in found["recipeInstructions"]] == ["Mix.", "Bake."]
    assert found["nutrition"]["calories"].endswith(" kcal")


def test_what_was_written_is_read_again_as_the_same(store: Store, tmp_path: Path) -> None:
    recipes.save(store, CAKE)
    recipes.save(store, SALAD)
    assert write_recipes(store, tmp_path / "all.json") == 2
    with Store.open(tmp_path / "other", clock=store.clock) as other:
        import_files(other, [tmp_path / "all.json"])
        [cake, salad] = sorted(queries.recipes(other, recipe_ids(other)).values(), key=lambda one: one.name)
    assert (cake.name, cake.servings, cake.yields, cake.minutes, cake.steps) == (
        "Cake", 12 * AMOUNT, "slices", 75, "Mix.\nBake.",
    )  # fmt: skip
    assert [(one.name, one.amount, one.unit, one.food) for one in cake.ingredients] == [
        (line.name, line.amount, line.unit, line.food) for line in CAKE.lines
    ]
    assert [(one.amount, one.unit) for one in salad.ingredients] == [(line.amount, line.unit) for line in SALAD.lines]


def test_where_there_is_no_recipe_there_is_nothing_to_write(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_recipes(store, tmp_path / "none.json")
    assert not (tmp_path / "none.json").exists()
