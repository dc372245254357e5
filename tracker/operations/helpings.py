"""One helping of a recipe that was made in another way: less oil today, tofu instead of chicken.

The recipe stays as it is. The entry keeps the ingredients of this helping, and the nutrition that they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tracker.domain.fixed import AMOUNT, proportion
from tracker.domain.nutrients import Nutrition, add
from tracker.errors import BadInput, NotFound
from tracker.operations.amounts import HUNDRED_GRAMS, of_recipe
from tracker.operations.kitchen_amounts import Weight, weigh
from tracker.operations.recipes import Line
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days, foods, recipes
from tracker.store.rows import Entry, Food

COLLECTION = "meal_plan_entry"


def lines_of(store: Store, entry: Entry) -> tuple[Line, ...]:
    """The ingredients of a helping: its own where it was made in another way, else its share of the recipe's.

    Raises:
        NotFound: it is no helping of a recipe that is still there.
    """
    own = days.parts_of(store, entry.id)
    if own:
        return tuple(_line(one) for one in own)
    recipe = recipes.recipe(store, entry.source or "") if entry.source_kind == "recipe" else None
    if recipe is None:
        raise NotFound("The recipe is not there any more.", "Type the numbers of this helping instead.")
    share = Fraction(entry.amount or AMOUNT, recipe.servings)
    if entry.unit != "serving" and entry.amount:
        whole, _ = of_recipe(recipe, recipe.servings, "serving")
        share = Fraction(entry.mass, whole) if entry.mass and whole else share
    return tuple(
        Line(one.name, None if one.amount is None else max(round(one.amount * share), 1), one.unit, one.food)
        for one in recipe.parts
    )


def _line(one: Any) -> Line:
    """A part as it was kept; what another version wrote in its place is left out."""
    told = one if isinstance(one, dict) else {}
    amount, unit, food = told.get("amount"), told.get("unit"), told.get("food")
    return Line(
        str(told.get("name") or "Ingredient"),
        amount if isinstance(amount, int) and amount > 0 else None,
        unit if isinstance(unit, str) else None,
        food if isinstance(food, str) else None,
    )


def nutrition_of(store: Store, lines: Sequence[Line]) -> tuple[int | None, Nutrition]:
    """Mass in mg and nutrition of a helping made of these; the mass is unknown where that of a part is."""
    masses, parts = _weighed(store, lines)
    known = [mass for mass in masses if mass is not None]
    return sum(known) if known and len(known) == len(masses) else None, add(parts)


def _weighed(store: Store, lines: Sequence[Line]) -> tuple[list[int | None], list[Nutrition]]:
    known = foods.foods(store, [line.food for line in lines if line.food])
    weights = [_weight(known.get(line.food or ""), line) for line in lines]
    parts = [
        known[line.food or ""].nutrition.scaled(weight.mass, HUNDRED_GRAMS) if weight.mass is not None else Nutrition()
        for line, weight in zip(lines, weights, strict=True)
    ]
    return [weight.mass for weight in weights], parts


def _weight(food: Food | None, line: Line) -> Weight:
    return Weight(None) if food is None else weigh(food, line.amount, line.unit)


def change(store: Store, record: str, lines: Sequence[Line]) -> Changes:
    """Make a helping of these ingredients; the recipe and other helpings stay as they are.

    Raises:
        NotFound: the entry is not there any more.
        BadInput: there is nothing in it.
    """
    entry = days.entry(store, record)
    if entry is None:
        raise NotFound("This entry is not there any more.", "Another device may have deleted it.")
    if not lines:
        raise BadInput("A helping has at least one ingredient.", "Delete the entry if nothing was eaten.")
    mass, nutrition = nutrition_of(store, lines)
    with store.step(f"Change {entry.title}") as step:
        records.change(
            store, COLLECTION, record, mass=mass, energy=nutrition.energy, protein=nutrition.protein,
            carbs=nutrition.carbs, fat=nutrition.fat, nutrients=dict(nutrition.others),
            parts=[_kept(line) for line in lines],
        )  # fmt: skip
    return step.changes


def _kept(line: Line) -> dict[str, Any]:
    return {"name": line.name, "amount": line.amount, "unit": line.unit, "food": line.food}


def rescaled(parts: Sequence[Any], amount: int, before: int) -> list[Any]:
    """The parts of a helping that became larger or smaller."""
    return [
        {**one, "amount": proportion(one["amount"], amount, before)}
        if isinstance(one, dict) and isinstance(one.get("amount"), int)
        else one
        for one in parts
    ]
