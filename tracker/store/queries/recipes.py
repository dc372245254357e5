"""Recipes with their ingredients and the nutrition of a serving."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.domain.fixed import AMOUNT, proportion
from tracker.domain.nutrients import Nutrition, add
from tracker.domain.recipes.untold import NOT_KNOWN
from tracker.store import records
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.foods import foods
from tracker.store.rows import Food, Hit, Ingredient, Recipe, RecipeInShort

HUNDRED_GRAMS = 100 * AMOUNT


def recipes(store: Store, ids: Iterable[str]) -> dict[str, Recipe]:
    """Those of `ids` that exist, by id."""
    return of_bodies(store, records.read_bodies(store, BY_NAME["recipe"], ids))


def of_bodies(store: Store, bodies: Mapping[str, records.Body]) -> dict[str, Recipe]:
    """Recipes made of their bodies, whether these are written down or not."""
    matched = {item["food"] for body in bodies.values() for item in body["ingredients"] if item["food"]}
    known = foods(store, matched)
    starred = _starred(store, bodies)
    return {key: _recipe(key, body, known, key in starred) for key, body in bodies.items()}


def recipe(store: Store, record: str) -> Recipe | None:
    """One recipe, or None where there is none."""
    return recipes(store, [record]).get(record)


def _starred(store: Store, ids: Iterable[str]) -> frozenset[str]:
    rows = store.rows("SELECT target FROM favorite WHERE kind = 'recipe'")
    return frozenset(row[0] for row in rows) & frozenset(ids)


def _recipe(key: str, body: records.Body, known: dict[str, Food], starred: bool) -> Recipe:
    ingredients = tuple(_ingredient(item, known) for item in body["ingredients"])
    whole = add(one.nutrition or Nutrition() for one in ingredients)
    return Recipe(
        key, body["name"], body["cuisine"], tuple(body["tags"]), body["servings"], body["cooked_mass"],
        body["minutes"], body["steps"], body["notes"], body["source"], ingredients,
        whole.scaled(AMOUNT, body["servings"]), starred, body["yields"], tuple(body["photo"]),
    )  # fmt: skip


def _ingredient(item: records.Body, known: dict[str, Food]) -> Ingredient:
    food = known.get(item["food"] or "")
    mass = item["mass"]
    nutrition = food.nutrition.scaled(mass, HUNDRED_GRAMS) if food and mass is not None else None
    return Ingredient(
        item["_id"], item["name"], item["amount"], item["unit"], mass, item["food"],
        food.name if food else "", nutrition, item["doubt"],
    )  # fmt: skip


def serving_energies(store: Store, ids: Iterable[str]) -> dict[str, int | None]:
    """The energy of a serving in 0.1 kcal by recipe, without reading anything else of them."""
    return {key: _serving(parts, ENERGY_PLACE) for key, parts in _parts(store, ids).items()}


def in_short(store: Store, ids: Iterable[str]) -> tuple[RecipeInShort, ...]:
    """What a list shows of the recipes, in no order; six times as quick as reading them whole."""
    some = list(ids)
    starred = _starred(store, some)
    served = {
        key: (_serving(parts, ENERGY_PLACE), _serving(parts, PROTEIN_PLACE))
        for key, parts in _parts(store, some).items()
    }
    rows: list[tuple[Any, ...]] = []
    for batch in batches(some):
        marks = ", ".join("?" * len(batch))
        rows += store.rows(f"SELECT id, name, cuisine, tags, minutes, yields FROM recipe WHERE id IN ({marks})", batch)
    return tuple(
        RecipeInShort(
            key, name, cuisine, tuple(json.loads(tags)), minutes, key in starred, *served[key], yields != NOT_KNOWN
        )
        for key, name, cuisine, tags, minutes, yields in rows
    )


def same_recipe(store: Store, record: str, name: str, source: str) -> str | None:
    """The recipe of this id, or one of the same name from the same address; None where there is neither."""
    rows = store.rows(
        "SELECT id FROM recipe WHERE id = ? OR (source = ? AND source LIKE 'http%' AND name = ?) LIMIT 1",
        (record, source, name),
    )
    return rows[0][0] if rows else None


def plain_helpings(store: Store, record: str) -> list[str]:
    """The entries that are a helping of a recipe just as it says, the latest first."""
    rows = store.rows(
        "SELECT id FROM meal_plan_entry WHERE source = ? AND source_kind = 'recipe' AND parts = '[]' "
        "ORDER BY day DESC, id DESC LIMIT 10000",
        (record,),
    )
    return [row[0] for row in rows]


def food_chosen_for(store: Store, name: str) -> str | None:
    """The food that somebody chose for an ingredient of this name in another recipe, or left as it was guessed."""
    rows = store.rows(
        "SELECT i.food FROM recipe_ingredient i JOIN recipe r ON r.id = i.recipe "
        "WHERE i.name = ? COLLATE NOCASE AND i.food IS NOT NULL AND i.doubt IS NULL ORDER BY r.created_at DESC LIMIT 1",
        (name,),
    )
    return rows[0][0] if rows else None


def names_of_foods(store: Store, hits: Iterable[Hit]) -> list[tuple[Hit, tuple[str, ...], str]]:
    """Foods that a search found, with their synonyms and category, in the same order."""
    some = list(hits)
    marks = ", ".join("?" * len(some))
    rows = store.rows(
        f"SELECT id, synonyms, category FROM catalogue.food WHERE id IN ({marks}) UNION ALL "
        f"SELECT id, '', category FROM main.food WHERE id IN ({marks})",
        [hit.id for hit in some] * 2,
    )
    known = {key: (tuple(one.strip() for one in synonyms.split(";") if one.strip()), category)
             for key, synonyms, category in rows}  # fmt: skip
    return [(hit, *known.get(hit.id, ((), ""))) for hit in some]


ENERGY_PLACE, PROTEIN_PLACE = 2, 3
_Part = tuple[int, int | None, int | None, int | None]
"""Servings of the recipe, mass of an ingredient, and the energy and protein of 100 g of it."""


def _parts(store: Store, ids: Iterable[str]) -> dict[str, list[_Part]]:
    found: dict[str, list[_Part]] = defaultdict(list)
    for batch in batches(ids):
        for key, *part in store.rows(
            "SELECT r.id, r.servings, i.mass, IIF(own.id IS NULL, known.energy, own.energy), "
            "IIF(own.id IS NULL, known.protein, own.protein) FROM recipe r "
            "LEFT JOIN recipe_ingredient i ON i.recipe = r.id LEFT JOIN main.food own ON own.id = i.food "
            f"LEFT JOIN catalogue.food known ON known.id = i.food WHERE r.id IN ({', '.join('?' * len(batch))})",
            batch,
        ):
            found[key].append(tuple(part))
    return found


def _serving(parts: Sequence[_Part], place: int) -> int | None:
    """Energy or protein of a serving, rounded as `recipes` rounds them."""
    known = [proportion(part[place], part[1], HUNDRED_GRAMS) for part in parts if part[1] is not None]
    values = [value for value in known if value is not None]
    return proportion(sum(values), AMOUNT, parts[0][0]) if values else None


def tags(store: Store) -> tuple[str, ...]:
    """Every tag in use, in alphabetical order."""
    found = {tag for row in store.rows("SELECT tags FROM recipe") for tag in json.loads(row[0])}
    return tuple(sorted(found, key=str.casefold))
