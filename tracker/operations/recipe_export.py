"""Recipes written as schema.org JSON, which other apps and Tracker itself read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tracker import disk
from tracker.domain import units
from tracker.domain.fixed import AMOUNT, ENERGY, MACRO, MICRO
from tracker.domain.nutrients import Nutrition
from tracker.errors import NotFound
from tracker.formats.recipes.write import WrittenRecipe, to_json
from tracker.store.database import Store
from tracker.store.queries import recipes as queries
from tracker.store.rows import Ingredient, Recipe

_NUTRIENTS = (
    ("calories", "energy", ENERGY, "kcal"), ("proteinContent", "protein", MACRO, "g"),
    ("carbohydrateContent", "carbs", MACRO, "g"), ("fatContent", "fat", MACRO, "g"),
    ("fiberContent", "fiber", MACRO, "g"), ("sugarContent", "sugars", MACRO, "g"),
    ("saturatedFatContent", "saturated_fat", MACRO, "g"), ("cholesterolContent", "cholesterol", MICRO * 1000, "mg"),
    ("sodiumContent", "sodium", MICRO * 1000, "mg"),
)  # fmt: skip


def write_recipes(store: Store, path: Path, ids: Sequence[str] = ()) -> int:
    """Write recipes into a file, all of them where none are named; returns how many.

    Raises:
        NotFound: there is none.
        KnownError: the disk refuses; an earlier file is as it was.
    """
    wanted = ids or [row[0] for row in store.rows("SELECT id FROM recipe ORDER BY name COLLATE NOCASE, id")]
    found = queries.recipes(store, wanted)
    if not found:
        raise NotFound("There is no recipe to write.", "Write one down first.")
    text = to_json([written(found[record]) for record in wanted if record in found])
    with disk.explained(path.parent), disk.placed(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    return len(found)


def written(recipe: Recipe) -> WrittenRecipe:
    """A recipe as others read it."""
    servings = units.format_number(recipe.servings)
    word = recipe.yields or ("serving" if recipe.servings == AMOUNT else "servings")
    return WrittenRecipe(
        recipe.name, [line_of(one) for one in recipe.ingredients], f"{servings} {word}" if recipe.told else "",
        [step for step in recipe.steps.splitlines() if step.strip()], recipe.cuisine, recipe.tags, recipe.minutes,
        recipe.notes, recipe.source, _nutrition(recipe.serving),
    )  # fmt: skip


def line_of(one: Ingredient, decimal: str = ".") -> str:
    """An ingredient as it would be typed."""
    amount = "" if one.amount is None else units.format_amount(one.amount, one.unit, decimal)
    return f"{amount} {one.name}".strip()


def _nutrition(serving: Nutrition) -> dict[str, str]:
    """What is known of a serving, as texts with units; what is not known is left out."""
    return {
        name: f"{value / scale:.1f}".removesuffix(".0") + f" {unit}"
        for name, key, scale, unit in _NUTRIENTS
        if (value := serving.get(key)) is not None
    }
