"""The shopping list, and what the plan of some days needs of which food."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from tracker.domain.fixed import AMOUNT
from tracker.domain.shopping import OTHER, Need, aisle_of, place_of
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.foods import foods
from tracker.store.queries.recipes import recipes
from tracker.store.rows import Entry, Food, Recipe, ShoppingItem

_COLUMNS = "id, name, food, amounts, aisle, origin, used_in, since, until, bought"
FREE = frozenset({"tracker:water"})
"""What comes out of the tap."""


def items(store: Store) -> tuple[ShoppingItem, ...]:
    """The whole list by aisle, what is bought already included."""
    found = [_item(*row) for row in store.rows(f"SELECT {_COLUMNS} FROM shopping_item")]
    return tuple(sorted(found, key=lambda one: (place_of(one.aisle), one.name.casefold(), one.id)))


def _item(
    key: str, name: str, food: str | None, amounts: str, aisle: str, origin: str, used_in: str, since: str, until: str,
    bought: int,
) -> ShoppingItem:  # fmt: skip
    parts = tuple(
        (int(one["amount"]), str(one["unit"]))
        for one in json.loads(amounts)
        if isinstance(one, dict) and isinstance(one.get("amount"), int) and isinstance(one.get("unit"), str)
    )
    used = tuple(str(one) for one in json.loads(used_in))
    return ShoppingItem(key, name, food, parts, aisle or OTHER, origin == "plan", used, since, until, bool(bought))


def needs(store: Store, since: str, until: str) -> Iterator[Need]:
    """Every ingredient of what is planned, and not eaten yet, on the days `since` to `until`."""
    planned = [one for one in days.entries(store, since, until) if not one.eaten and one.source]
    dishes = recipes(store, {one.source for one in planned if one.source_kind == "recipe" and one.source})
    ids = {one.source for one in planned if one.source_kind == "food" and one.source}
    ids |= {part.food for dish in dishes.values() for part in dish.ingredients if part.food}
    known = foods(store, ids)
    for entry in planned:
        dish = dishes.get(entry.source or "")
        if entry.source_kind == "recipe" and dish is not None:
            yield from _of_recipe(entry, dish, known)
        elif entry.source_kind == "food":
            yield _of_food(entry, known)


def _of_recipe(entry: Entry, dish: Recipe, known: dict[str, Food]) -> Iterator[Need]:
    share = _share(entry, dish)
    for part in dish.parts:
        food = known.get(part.food or "")
        if food is not None and food.id in FREE:
            continue
        amount = None if part.amount is None else round(part.amount * share)
        mass = None if part.mass is None else round(part.mass * share)
        yield Need(
            food.name if food else part.name, part.food if food else None, amount, part.unit, mass,
            aisle_of(food.category) if food else OTHER, dish.name,
        )  # fmt: skip


def _share(entry: Entry, dish: Recipe) -> Fraction:
    """How much of a recipe an entry is."""
    if entry.unit == "serving" and entry.amount:
        return Fraction(entry.amount, dish.servings)
    whole = dish.cooked_mass or sum(part.mass or 0 for part in dish.parts)
    if entry.mass and whole:
        return Fraction(entry.mass, whole)
    return Fraction(entry.amount or AMOUNT, dish.servings)


def _of_food(entry: Entry, known: dict[str, Food]) -> Need:
    food = known.get(entry.source or "")
    aisle = aisle_of(food.category) if food else OTHER
    return Need(food.name if food else entry.title, entry.source, entry.amount, entry.unit, entry.mass, aisle)
