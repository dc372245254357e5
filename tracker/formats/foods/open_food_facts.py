"""A product of Open Food Facts, as its API answers and its exports hold it, read to a food.

Open Food Facts is made by everybody and full of slips, so what does not fit together is told and never mended
silently. Its data is under the Open Database License, which asks that the source is named: each food carries it.
Names of fields: https://openfoodfacts.github.io/openfoodfacts-server/api/ref-v2/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from tracker.domain.barcodes import is_barcode
from tracker.domain.described import DescribedFood, Measure
from tracker.domain.fixed import AMOUNT, ENERGY, to_fixed
from tracker.domain.nutrients import BY_KEY, CORE, Nutrition
from tracker.domain.plausible import (
    KJ,
    SALT_PER_SODIUM,
    doubts,
    energy_fits,
    joined,
    kilojoules_disagree,
    salt_doubt,
    serving_doubt,
)
from tracker.formats.foods.numbers import MOST, number

SOURCE = "Open Food Facts"
LICENCE = "Open Food Facts contributors, Open Database License (ODbL)"
FIELDS = (
    "code", "product_name", "product_name_en", "generic_name", "brands", "quantity", "product_quantity",
    "product_quantity_unit", "serving_size", "serving_quantity", "serving_quantity_unit", "nutrition_data_per",
    "categories_tags", "nutriments",
)  # fmt: skip
"""What is asked for of a product; all else stays where it is."""
GRAMS: Mapping[str, str] = {
    "protein": "proteins", "carbs": "carbohydrates", "fat": "fat", "fiber": "fiber", "sugars": "sugars",
    "starch": "starch", "saturated_fat": "saturated-fat", "monounsaturated_fat": "monounsaturated-fat",
    "polyunsaturated_fat": "polyunsaturated-fat", "trans_fat": "trans-fat", "omega_3": "omega-3-fat",
    "omega_3_ala": "alpha-linolenic-acid", "omega_3_epa": "eicosapentaenoic-acid",
    "omega_3_dha": "docosahexaenoic-acid", "cholesterol": "cholesterol", "caffeine": "caffeine", "sodium": "sodium",
    "potassium": "potassium", "calcium": "calcium", "iron": "iron", "magnesium": "magnesium",
    "phosphorus": "phosphorus", "zinc": "zinc", "copper": "copper", "manganese": "manganese", "selenium": "selenium",
    "iodine": "iodine", "molybdenum": "molybdenum", "vitamin_a": "vitamin-a", "vitamin_c": "vitamin-c",
    "vitamin_d": "vitamin-d", "vitamin_e": "vitamin-e", "vitamin_k": "vitamin-k", "thiamin": "vitamin-b1",
    "riboflavin": "vitamin-b2", "niacin": "vitamin-pp", "pantothenic_acid": "pantothenic-acid",
    "vitamin_b6": "vitamin-b6", "folate": "vitamin-b9", "vitamin_b12": "vitamin-b12", "choline": "choline",
}  # fmt: skip
"""Open Food Facts' name of each nutrient; its `_100g` is in grams whatever unit the label uses."""
ALCOHOL_DENSITY = 0.789
"""Grams of a millilitre of ethanol: alcohol is given in % of the volume."""
_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}
_MEASURE = re.compile(r"^(?:(?P<first>[^()]*?)\s*\((?P<inner>[^()]*)\)|(?P<only>.*))$")
_AMOUNT_ALONE = re.compile(r"^[0-9.,]+\s*(g|gr|grams?|grammes?|ml|cl|l|oz|kg|fl\.? ?oz)?\.?$", re.IGNORECASE)
_ONE_OF = re.compile(r"^(?:1|one|un|une|ein|eine)\s+(?P<name>\D[^0-9]{0,40})$", re.IGNORECASE)
LIQUID = frozenset({"ml", "cl", "l", "dl"})
PACKAGE_MOST = 2000.0
"""Grams up to which a whole package is worth a portion of its own."""


def read(product: Mapping[str, Any]) -> DescribedFood | None:
    """The food that a product is; None where nobody has written down its name or its brand."""
    code = str(product.get("code") or "").strip()
    brand = ", ".join(part.strip() for part in _text(product, "brands").split(",") if part.strip())
    name = next(
        (text for key in ("product_name", "product_name_en", "generic_name") if (text := _text(product, key))), ""
    )
    if not name and not brand:
        return None
    nutriments = product.get("nutriments")
    values: Mapping[str, Any] = nutriments if isinstance(nutriments, Mapping) else product
    liquid = is_liquid(product)
    nutrition, said = nutrition_of(values, number(product.get("serving_quantity")))
    notes = f"The label's numbers are for 100 ml. {LICENCE}." if liquid else f"{LICENCE}."
    return DescribedFood(
        f"off:{code}", name or brand, nutrition, _measures(product, liquid), brand if name else "",
        code if is_barcode(code) else "", _category(product), SOURCE, notes, joined([*said, *doubts(nutrition)]),
    )  # fmt: skip


def _text(product: Mapping[str, Any], key: str) -> str:
    value = product.get(key)
    return " ".join(html.unescape(value).split())[:200] if isinstance(value, str) else ""


def nutrition_of(values: Mapping[str, Any], serving: float | None) -> tuple[Nutrition, list[str]]:
    """The nutrition of 100 g from fields such as `proteins_100g`, and what does not fit together in it.

    What is only given for a serving whose weight is known is worked out. Of kJ and kcal that disagree, the one that
    fits the macronutrients counts.
    """
    found: dict[str, int] = {}
    for key, theirs in GRAMS.items():
        grams = _of_100(values, theirs, serving)
        if grams is not None:
            found[key] = to_fixed(grams * _PER_GRAM[BY_KEY[key].unit], BY_KEY[key].scale)
    salt, sodium = _of_100(values, "salt", serving), _of_100(values, "sodium", serving)
    said = [salt_doubt(salt, sodium)] if salt is not None and sodium is not None else []
    if salt is not None and sodium is None:
        found["sodium"] = to_fixed(salt / SALT_PER_SODIUM * _PER_GRAM["mg"], BY_KEY["sodium"].scale)
    percent = _of_100(values, "alcohol", serving)
    if percent is not None:
        found["alcohol"] = to_fixed(percent * ALCOHOL_DENSITY, BY_KEY["alcohol"].scale)
    others = {key: value for key, value in found.items() if key not in CORE}
    without = Nutrition(None, found.get("protein"), found.get("carbs"), found.get("fat"), others)
    kcal, more = _kcal(values, serving, without)
    energy = None if kcal is None else to_fixed(kcal, ENERGY)
    per_serving = number(values.get("energy-kcal_serving"))
    said += [*more, serving_doubt(number(values.get("energy-kcal_100g")), per_serving, serving)]
    return Nutrition(energy, without.protein, without.carbs, without.fat, others), said


def _of_100(values: Mapping[str, Any], name: str, serving: float | None) -> float | None:
    given = number(values.get(f"{name}_100g"))
    if given is not None or not serving:
        return given
    of_serving = number(values.get(f"{name}_serving"))
    worked_out = None if of_serving is None else of_serving * 100 / serving
    return worked_out if worked_out is not None and worked_out < MOST else None


def _kcal(values: Mapping[str, Any], serving: float | None, macros: Nutrition) -> tuple[float | None, list[str]]:
    """The energy in kcal. `energy_100g` is in kJ whatever `energy_unit` says; that only tells how it was typed."""
    kcal = _of_100(values, "energy-kcal", serving)
    joule = _of_100(values, "energy-kj", serving)
    joule = _of_100(values, "energy", serving) if joule is None else joule
    if kcal is None or joule is None:
        return (kcal if joule is None else joule / KJ), []
    if not kilojoules_disagree(kcal, joule):
        return kcal, []
    swapped = not kilojoules_disagree(joule, kcal)
    right = next((one for one in (kcal, joule / KJ, joule) if energy_fits(one, macros)), kcal)
    how = "kJ and kcal are exchanged" if swapped else "kJ and kcal are not the same energy"
    return right, [f"{how} ({joule:g} kJ, {kcal:g} kcal); Tracker took {right:.0f} kcal."]


# ---------------------------------------------------------------------------------------------- portions


def is_liquid(product: Mapping[str, Any]) -> bool:
    """Whether the numbers are for 100 ml: Open Food Facts calls them `_100g` all the same."""
    units = (product.get("product_quantity_unit"), product.get("serving_quantity_unit"))
    return product.get("nutrition_data_per") == "100ml" or any(
        isinstance(unit, str) and unit.casefold() in LIQUID for unit in units
    )


def _measures(product: Mapping[str, Any], liquid: bool) -> tuple[Measure, ...]:
    """The serving, the whole package where it is small, and the millilitre of what is measured in it.

    Where the numbers are for 100 ml, a millilitre stands in for a gram, so that amounts in ml are exact.
    """
    found: list[Measure] = []
    serving = number(product.get("serving_quantity"))
    if serving:
        found.append(Measure(serving_name(_text(product, "serving_size")), round(serving * AMOUNT)))
    package = number(product.get("product_quantity"))
    if package and package <= PACKAGE_MOST and package != serving:
        found.append(Measure("package", round(package * AMOUNT)))
    if liquid:
        found.append(Measure("ml", AMOUNT))
    return tuple(one for one in found if one.mass > 0)


def serving_name(text: str) -> str:
    """What one serving is called: “60.8 g (1 tranche)” is a tranche, “1 can (330 ml)” a can, “30 g” a serving."""
    found = _MEASURE.match(text.strip())
    for part in (found["inner"], found["first"], found["only"]) if found else ():
        words = (part or "").strip()
        one = _ONE_OF.match(words)
        if one and not _AMOUNT_ALONE.match(words):
            return one["name"].strip().casefold()
    return "serving"


def _category(product: Mapping[str, Any]) -> str:
    tags = product.get("categories_tags")
    named = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    named = named or [tag for tag in str(product.get("categories_tags") or "").split(",") if ":" in tag]
    english = [tag.removeprefix("en:") for tag in named if tag.startswith("en:")]
    return english[-1].replace("-", " ").capitalize()[:60] if english else ""
