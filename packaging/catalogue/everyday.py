"""Reads the everyday foods that Tracker describes itself, with their household portions, from `everyday.csv`.

A row may name the USDA food that it describes; what the row does not tell is then taken from that food, which leaves
the catalogue because the row stands for it. A row whose figures are far from the food it names is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from catalogue.food import Food, Portion, difference
from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.nutrients import BY_KEY
from tracker.errors import BadFile

FIGURES = ("energy", "protein", "carbs", "fat", "fiber", "sugars", "saturated_fat", "sodium")
"""The columns of nutrients, per 100 g, in the units of `tracker.domain.nutrients`."""

COMPUTED = "Tracker, after USDA"
ESTIMATED = "Tracker, estimated"
"""Estimated from what the food is usually made of, where no USDA table has it."""


def read(table: Path, usda: Mapping[str, Food]) -> tuple[list[Food], set[str]]:
    """The foods in `table`, the most ordinary first, and the ids of the USDA foods they stand for.

    Args:
        table: the file `everyday.csv`.
        usda: the USDA foods by id.

    Raises:
        BadFile: a row cannot be read, names a food that is not in `usda`, or differs from the one it names.
    """
    foods, replaced = [], set()
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            food = _food(row)
            if row["usda"]:
                named = usda.get(row["usda"])
                if named is None:
                    raise BadFile(f"{food.name} names {row['usda']}, which the USDA table does not have.")
                key = difference(food, named)
                if key is not None:
                    raise BadFile(f"{food.name} is not {named.name} ({named.id}): they differ in {key}.")
                food = replace(food, nutrients={**named.nutrients, **food.nutrients})
                replaced.add(named.id)
            foods.append(food)
    return foods, replaced


def _food(row: Mapping[str, str]) -> Food:
    try:
        figures = {key: row[key] for key in FIGURES if row[key]}
        others = dict(pair.split("=", 1) for pair in _parts(row["others"]))
        return Food(
            id=f"tracker:{row['slug']}",
            name=row["name"],
            category=row["category"],
            source=COMPUTED if row["usda"] or row["ndb"] else ESTIMATED,
            nutrients={k: to_fixed(Decimal(v), BY_KEY[k].scale) for k, v in (figures | others).items()},
            synonyms=tuple(_parts(row["synonyms"])),
            portions=tuple(_portion(part) for part in _parts(row["portions"])),
        )
    except (KeyError, ValueError, InvalidOperation) as error:
        raise BadFile(f"The row of {row.get('name') or 'a food'} in everyday.csv cannot be read: {error}.") from error


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _portion(text: str) -> Portion:
    name, grams = text.rsplit("=", 1)
    return Portion(name.strip(), to_fixed(Decimal(grams), AMOUNT))
