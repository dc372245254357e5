"""Recipes with their ingredients and the nutrition of a serving."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition, add
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.foods import foods
from tracker.store.rows import Food, Ingredient, Recipe

HUNDRED_GRAMS = 100 * AMOUNT


def recipes(store: Store, ids: Iterable[str]) -> dict[str, Recipe]:
    """Those of `ids` that exist, by id."""
    bodies = records.read_bodies(store, BY_NAME["recipe"], ids)
    matched = {item["food"] for body in bodies.values() for item in body["ingredients"] if item["food"]}
    known = foods(store, matched)
    starred = _starred(store, bodies)
    return {key: _recipe(key, body, known, key in starred) for key, body in bodies.items()}


def recipe(store: Store, record: str) -> Recipe | None:
    """One recipe, or None where there is none."""
    return recipes(store, [record]).get(record)


def all_ids(store: Store) -> tuple[str, ...]:
    """The ids of all recipes, by name."""
    return tuple(row[0] for row in store.rows("SELECT id FROM recipe ORDER BY name COLLATE NOCASE, id"))


def _starred(store: Store, ids: Iterable[str]) -> frozenset[str]:
    rows = store.rows("SELECT target FROM favorite WHERE kind = 'recipe'")
    return frozenset(row[0] for row in rows) & frozenset(ids)


def _recipe(key: str, body: records.Body, known: dict[str, Food], starred: bool) -> Recipe:
    ingredients = tuple(_ingredient(item, known) for item in body["ingredients"])
    whole = add(one.nutrition or Nutrition() for one in ingredients)
    return Recipe(
        key, body["name"], body["cuisine"], tuple(body["tags"]), body["servings"], body["cooked_mass"],
        body["minutes"], body["steps"], body["notes"], body["source"], ingredients,
        whole.scaled(AMOUNT, body["servings"]), starred,
    )  # fmt: skip


def _ingredient(item: records.Body, known: dict[str, Food]) -> Ingredient:
    food = known.get(item["food"] or "")
    mass = item["mass"]
    nutrition = food.nutrition.scaled(mass, HUNDRED_GRAMS) if food and mass is not None else None
    return Ingredient(
        item["_id"], item["name"], item["amount"], item["unit"], mass, item["food"],
        food.name if food else "", nutrition,
    )  # fmt: skip


def tags(store: Store) -> tuple[str, ...]:
    """Every tag in use, in alphabetical order."""
    found = {tag for row in store.rows("SELECT tags FROM recipe") for tag in json.loads(row[0])}
    return tuple(sorted(found, key=str.casefold))
