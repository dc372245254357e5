"""Foods: the person's own and the catalogue's, which share one space of ids."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tracker.domain.nutrients import Nutrition
from tracker.store.batches import batches
from tracker.store.database import Store
from tracker.store.rows import Food, Portion

_STAR = "EXISTS (SELECT 1 FROM favorite s WHERE s.kind = 'food' AND s.target = f.id)"
_NUTRITION = "f.energy, f.protein, f.carbs, f.fat, f.nutrients"


def _nutrition(values: Iterable[Any]) -> Nutrition:
    energy, protein, carbs, fat, others = values
    return Nutrition(energy, protein, carbs, fat, json.loads(others))


def foods(store: Store, ids: Iterable[str]) -> dict[str, Food]:
    """Those of `ids` that are known, by id. A food of the person's own stands before the catalogue's."""
    wanted = list(ids)
    found: dict[str, Food] = {}
    for some in batches(wanted):
        marks = ", ".join("?" * len(some))
        portions = _portions(store, "catalogue.portion", "food_id", "position", some)
        for row in store.rows(
            f"SELECT f.id, f.name, f.category, f.source, {_STAR}, {_NUTRITION} "
            f"FROM catalogue.food f WHERE f.id IN ({marks})",
            some,
        ):
            key, name, category, source, starred, *nutrition = row
            found[key] = Food(
                key,
                name,
                "",
                category,
                source,
                _nutrition(nutrition),
                portions.get(key, ()),
                starred=bool(starred),
            )
        portions = _portions(store, "food_portion", "food", "ord, id", some)
        for row in store.rows(
            f"SELECT f.id, f.name, f.brand, f.category, f.source, f.notes, f.barcode, {_STAR}, {_NUTRITION} "
            f"FROM main.food f WHERE f.id IN ({marks})",
            some,
        ):
            key, name, brand, category, source, notes, barcode, starred, *nutrition = row
            found[key] = Food(
                key, name, brand, category, source, _nutrition(nutrition), portions.get(key, ()),
                own=True, starred=bool(starred), notes=notes, barcode=barcode,
            )  # fmt: skip
    return found


def _portions(store: Store, table: str, food: str, order: str, ids: Iterable[str]) -> dict[str, tuple[Portion, ...]]:
    some = tuple(ids)
    found: dict[str, list[Portion]] = defaultdict(list)
    marks = ", ".join("?" * len(some))
    sql = f"SELECT {food}, name, mass FROM {table} WHERE {food} IN ({marks}) ORDER BY {food}, {order}"
    for key, name, mass in store.rows(sql, some):
        found[key].append(Portion(name, mass))
    return {key: tuple(portions) for key, portions in found.items()}


def food(store: Store, record: str) -> Food | None:
    """One food, or None where neither the person nor the catalogue knows it."""
    return foods(store, [record]).get(record)


def last_amount(store: Store, kind: str, record: str) -> tuple[int, str] | None:
    """The amount and unit in which a food or recipe was logged last."""
    rows = store.rows(
        "SELECT amount, unit FROM meal_plan_entry WHERE source = ? AND source_kind = ? AND amount IS NOT NULL "
        "AND unit IS NOT NULL ORDER BY day DESC, id DESC LIMIT 1",
        (record, kind),
    )
    return rows[0] if rows else None
