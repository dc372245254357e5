"""What an amount of a food weighs, and the nutrition it brings."""

from __future__ import annotations

from fractions import Fraction

from tracker.domain import units
from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.store.rows import Food, Portion, Recipe

HUNDRED_GRAMS = 100 * AMOUNT
COUNTED = frozenset({"", "piece", "serving", "portion"})
"""Units that mean the food's own first portion where it has none of that name."""


def portion_named(food: Food, unit: str) -> Portion | None:
    """The household measure of `food` that `unit` names, in singular or plural, or as the start of its name."""
    known = units.find(unit)
    wanted = {unit.casefold(), known.name if known else unit.casefold()}
    for portion in food.portions:
        named = units.find(portion.name)
        if portion.name.casefold() in wanted or (named is not None and named.name in wanted):
            return portion
    return next((one for one in food.portions if wanted & set(_words(one.name))), None)


def _words(name: str) -> list[str]:
    return [word.strip(",()").casefold() for word in name.split()]


def mass_of(food: Food, amount: int, unit: str) -> int | None:
    """The mass in mg of `amount` (0.001 of `unit`) of `food`; None where nobody knows what the unit weighs.

    A millilitre of a food without a volume portion counts as unknown, not as a gram.
    """
    portion = portion_named(food, unit)
    if portion is not None:
        return round(Fraction(amount * portion.mass, AMOUNT))
    known = units.find(unit)
    if known is not None and known.kind == "mass" and known.size is not None:
        return round(amount * known.size)
    if known is not None and known.kind == "volume" and known.size is not None:
        return _by_volume(food, amount, known.size)
    if unit in COUNTED and food.portions:
        return round(Fraction(amount * food.portions[0].mass, AMOUNT))
    return None


def _by_volume(food: Food, amount: int, size: Fraction) -> int | None:
    """By the density that one of the food's own volume portions implies."""
    for portion in food.portions:
        named = units.find(portion.name) or units.find(_words(portion.name)[0])
        if named is not None and named.kind == "volume" and named.size is not None:
            return round(amount * size * portion.mass / (named.size * AMOUNT))
    return None


def of_food(food: Food, mass: int | None) -> Nutrition:
    """The nutrition of `mass` mg of a food; all unknown where the mass is."""
    return Nutrition() if mass is None else food.nutrition.scaled(mass, HUNDRED_GRAMS)


def of_recipe(recipe: Recipe, amount: int, unit: str) -> tuple[int | None, Nutrition]:
    """Mass in mg and nutrition of an amount of a recipe: servings, or grams of what was cooked.

    Grams need the cooked weight, or the weight of all ingredients in its place.
    """
    known = units.find(unit)
    whole = recipe.cooked_mass or _ingredients_mass(recipe)
    if known is not None and known.kind == "mass" and known.size is not None:
        mass = round(amount * known.size)
        if whole is None:
            return mass, Nutrition()
        servings = round(Fraction(mass * recipe.servings, whole))
        return mass, recipe.serving.scaled(servings, AMOUNT)
    share = round(Fraction(whole * amount, recipe.servings)) if whole is not None else None
    return share, recipe.serving.scaled(amount, AMOUNT)


def _ingredients_mass(recipe: Recipe) -> int | None:
    masses = [one.mass for one in recipe.ingredients]
    return sum(mass for mass in masses if mass) if masses and None not in masses else None


def usual(food: Food) -> tuple[int, str]:
    """The amount to start with where nothing was logged before: one portion, or 100 g."""
    return (AMOUNT, food.portions[0].name) if food.portions else (HUNDRED_GRAMS, "g")


def usual_of(source: Food | Recipe) -> tuple[int, str]:
    """As `usual`; a recipe starts with one serving."""
    return (AMOUNT, "serving") if isinstance(source, Recipe) else usual(source)


def units_of(source: Food | Recipe, own: str = "") -> list[str]:
    """The units to choose from: the one in use, a food's portions or a recipe's servings, and grams."""
    named = ["serving"] if isinstance(source, Recipe) else [portion.name for portion in source.portions]
    return list(dict.fromkeys([*([own] if own else []), *named, "g"]))
