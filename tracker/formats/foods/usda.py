"""What both of USDA's tables have in common: its numbers for nutrients, and how a food is put together from them.

Numbers: SR28 documentation, table NUTR_DEF; FoodData Central, nutrient.csv, which keeps them as `nutrient_nbr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.described import DescribedFood, Measure
from tracker.domain.fixed import AMOUNT, ENERGY, MACRO, to_fixed
from tracker.domain.nutrients import BY_KEY, CORE, Nutrition
from tracker.domain.plausible import KJ
from tracker.domain.units import find


class Code(NamedTuple):
    """A nutrient in USDA's tables: the id of FoodData Central, the number of SR, and the unit where none is told."""

    id: int
    number: int
    unit: str = "g"


NUTRIENTS: Mapping[str, tuple[Code, ...]] = {
    "protein": (Code(1003, 203),), "carbs": (Code(1005, 205), Code(1050, 205_2)),
    "fat": (Code(1004, 204), Code(1085, 298)), "fiber": (Code(1079, 291), Code(2033, 293)),
    "sugars": (Code(2000, 269), Code(1063, 269_3)), "starch": (Code(1009, 209),),
    "saturated_fat": (Code(1258, 606),), "monounsaturated_fat": (Code(1292, 645),),
    "polyunsaturated_fat": (Code(1293, 646),), "trans_fat": (Code(1257, 605),),
    "omega_3_ala": (Code(1404, 851),), "omega_3_epa": (Code(1278, 629),), "omega_3_dha": (Code(1272, 621),),
    "cholesterol": (Code(1253, 601, "mg"),), "alcohol": (Code(1018, 221),), "water": (Code(1051, 255),),
    "caffeine": (Code(1057, 262, "mg"),), "sodium": (Code(1093, 307, "mg"),), "potassium": (Code(1092, 306, "mg"),),
    "calcium": (Code(1087, 301, "mg"),), "iron": (Code(1089, 303, "mg"),), "magnesium": (Code(1090, 304, "mg"),),
    "phosphorus": (Code(1091, 305, "mg"),), "zinc": (Code(1095, 309, "mg"),), "copper": (Code(1098, 312, "mg"),),
    "manganese": (Code(1101, 315, "mg"),), "selenium": (Code(1103, 317, "µg"),), "iodine": (Code(1100, 314, "µg"),),
    "molybdenum": (Code(1102, 316, "µg"),), "vitamin_a": (Code(1106, 320, "µg"),),
    "vitamin_c": (Code(1162, 401, "mg"),), "vitamin_d": (Code(1114, 328, "µg"),),
    "vitamin_e": (Code(1109, 323, "mg"),), "vitamin_k": (Code(1185, 430, "µg"),),
    "thiamin": (Code(1165, 404, "mg"),), "riboflavin": (Code(1166, 405, "mg"),),
    "niacin": (Code(1167, 406, "mg"),), "pantothenic_acid": (Code(1170, 410, "mg"),),
    "vitamin_b6": (Code(1175, 415, "mg"),), "folate": (Code(1177, 417, "µg"),),
    "vitamin_b12": (Code(1178, 418, "µg"),), "choline": (Code(1180, 421, "mg"),),
}  # fmt: skip
"""By Tracker's name, USDA's codes, the best first. A number of more than three digits is one of ours for 205.2."""
ENERGIES = (
    Code(1008, 208, "kcal"), Code(2048, 958, "kcal"), Code(2047, 957, "kcal"), Code(1062, 268, "kJ"),
)  # fmt: skip
"""Energy; by the specific and by the general Atwater factors, which Foundation Foods have instead; in kJ."""
BY_ID: Mapping[int, Code] = {code.id: code for codes in (*NUTRIENTS.values(), ENERGIES) for code in codes}
BY_NUMBER: Mapping[int, Code] = {code.number: code for codes in (*NUTRIENTS.values(), ENERGIES) for code in codes}
_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}
_UNITS = {"g": "g", "mg": "mg", "ug": "µg", "µg": "µg", "μg": "µg", "mcg": "µg", "kcal": "kcal", "kj": "kJ"}
_ONE = re.compile(r"^1\s+(?=\D)")
_UNKNOWN_PORTION = re.compile(r"quantity not specified|^undetermined$|^\d+$", re.IGNORECASE)


def unit_of(text: str) -> str:
    """A unit as USDA writes it (G, MG, UG, KCAL, kJ) by Tracker's name; "" for any other, such as IU."""
    return _UNITS.get(text.strip().casefold(), "")


def nutrition(amounts: Mapping[int, float], units: Mapping[int, str] | None = None) -> Nutrition:
    """The nutrition of 100 g from amounts by FoodData Central's ids. What is not told is unknown.

    Energy: 1008, else by the specific Atwater factors (2048), the general ones (2047), kJ, or else 4, 4, 9 and
    7 kcal for each gram of protein, carbs, fat and alcohol.
    """
    told = units or {}
    found: dict[str, int] = {}
    for key, codes in NUTRIENTS.items():
        for code in codes:
            amount = amounts.get(code.id)
            unit = told.get(code.id, code.unit)
            if amount is not None and amount >= 0 and unit in _PER_GRAM:
                factor = _PER_GRAM[BY_KEY[key].unit] / _PER_GRAM[unit]
                found[key] = to_fixed(amount * factor, BY_KEY[key].scale)
                break
    others = {key: value for key, value in found.items() if key not in CORE}
    energy = _energy(amounts, told, found)
    return Nutrition(energy, found.get("protein"), found.get("carbs"), found.get("fat"), others)


def _energy(amounts: Mapping[int, float], units: Mapping[int, str], found: Mapping[str, int]) -> int | None:
    for code in ENERGIES:
        amount = amounts.get(code.id)
        if amount is not None and amount >= 0:
            return to_fixed(amount / KJ if units.get(code.id, code.unit) == "kJ" else amount, ENERGY)
    if not {"protein", "carbs", "fat"} <= found.keys():
        return None
    kcal = 4 * found["protein"] + 4 * found["carbs"] + 9 * found["fat"] + 7 * found.get("alcohol", 0)
    return round(kcal * ENERGY / MACRO)


def measure(name: str, amount: float | None, grams: float | None) -> Measure | None:
    """A household portion of one of `name`; None where its weight is unknown or it is a unit of weight itself."""
    words = _ONE.sub("", " ".join(name.split()))[:80]
    if not words or not grams or grams <= 0 or _UNKNOWN_PORTION.search(words):
        return None
    first = find(words) or find(words.split(",")[0].split(" ")[0])
    if first is not None and first.kind == "mass":
        return None
    mass = round(grams / (amount or 1.0) * AMOUNT)
    return Measure(words, mass) if mass > 0 else None


def distinct(measures: Iterable[Measure | None]) -> tuple[Measure, ...]:
    """Each name once, the first of it."""
    found: dict[str, Measure] = {}
    for one in measures:
        if one is not None:
            found.setdefault(one.name.casefold(), one)
    return tuple(found.values())


def food(
    key: str, name: str, values: Nutrition, measures: Iterable[Measure | None], *, source: str, category: str = "",
    brand: str = "", barcode: str = "",
) -> DescribedFood:  # fmt: skip
    """A food of USDA's; what a laboratory measured is not doubted."""
    return DescribedFood(
        key, " ".join(name.split())[:200], values, distinct(measures), brand=brand, barcode=barcode,
        category=category, source=source,
    )  # fmt: skip
