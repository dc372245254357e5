"""The backup of Waistline: one JSON file with foods, recipes and a diary that names them by number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tracker.domain import units
from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.formats.diaries import table
from tracker.formats.diaries.history import Eaten, History, Measured, Said, nutrition, per_unit

_NUTRIENTS = (
    ("calories", "energy", "kcal"), ("proteins", "protein", "g"), ("carbohydrates", "carbs", "g"), ("fat", "fat", "g"),
    ("saturated-fat", "saturated_fat", "g"), ("monounsaturated-fat", "monounsaturated_fat", "g"),
    ("polyunsaturated-fat", "polyunsaturated_fat", "g"), ("trans-fat", "trans_fat", "g"), ("sugars", "sugars", "g"),
    ("fiber", "fiber", "g"), ("alcohol", "alcohol", "g"), ("cholesterol", "cholesterol", "mg"),
    ("sodium", "sodium", "mg"), ("potassium", "potassium", "mg"), ("calcium", "calcium", "mg"), ("iron", "iron", "mg"),
    ("magnesium", "magnesium", "mg"), ("phosphorus", "phosphorus", "mg"), ("zinc", "zinc", "mg"),
    ("caffeine", "caffeine", "mg"), ("vitamin-a", "vitamin_a", "µg"), ("vitamin-c", "vitamin_c", "mg"),
    ("vitamin-d", "vitamin_d", "µg"), ("vitamin-e", "vitamin_e", "mg"), ("vitamin-b6", "vitamin_b6", "mg"),
    ("vitamin-b12", "vitamin_b12", "µg"), ("vitamin-b1", "thiamin", "mg"), ("vitamin-b2", "riboflavin", "mg"),
    ("vitamin-pp", "niacin", "mg"), ("vitamin-b9", "folate", "µg"),
)  # fmt: skip
_STATS = {"weight": "weight", "neck": "neck", "waist": "waist", "hips": "hips", "body fat": "body_fat"}
_USUAL_UNITS = {"weight": "kg", "body fat": "%"}
_MEALS = ("Breakfast", "Lunch", "Dinner", "Snacks")


def looks_like(text: str) -> bool:
    """Whether the beginning of a file looks like such a backup."""
    return text.lstrip().startswith("{") and any(f'"{name}"' in text for name in ("foodList", "diary"))


def read(data: bytes, found: History) -> None:
    """Read a backup into `found`.

    Raises:
        ValueError: it is no JSON object.
    """
    whole = json.loads(data)
    if not isinstance(whole, dict):
        raise ValueError("it holds no backup")
    settings = whole.get("settings") or {}
    settings = json.loads(settings) if isinstance(settings, str) else settings
    known = {
        (kind, one["id"]): one
        for kind, name in (("food", "foodList"), ("recipe", "recipes"), ("meal", "meals"))
        for one in _list(whole, name)
        if isinstance(one, dict) and isinstance(one.get("id"), int | str)
    }
    for number, day in enumerate(_list(whole, "diary"), start=1):
        try:
            _day(number, day, known, settings, found)
        except (ValueError, TypeError, KeyError, AttributeError):
            found.refuse(number, "this day is not written as Waistline writes it.")


def _list(whole: dict[str, Any], name: str) -> list[Any]:
    found = whole.get(name)
    return found if isinstance(found, list) else []


def _day(number: int, day: dict[str, Any], known: Mapping[tuple[str, Any], Any], settings: Any, found: History) -> None:
    of = table.day(str(day["dateTime"])[:10])
    for item in day.get("items") or ():
        _item(number, of, item, known, settings, found)
    units_of = (settings.get("bodyStats") or {}).get("units") or settings.get("units") or {}
    for name, value in (day.get("stats") or {}).items():
        kind = _STATS.get(name.casefold())
        if kind is None:
            found.refuse(number, f"Tracker has no reading called “{name}”.")
        elif value not in (None, ""):
            unit = str(units_of.get(name) or _USUAL_UNITS.get(name.casefold(), "cm"))
            found.measured.append(Measured(number, of, kind, str(value), unit))
    if day.get("notes"):
        found.said.append(Said(number, of, note=str(day["notes"])))


def _item(
    number: int, of: str, item: dict[str, Any], known: Mapping[tuple[str, Any], Any], settings: Any, found: History
) -> None:
    source = known.get((str(item.get("type") or "food"), item.get("id"))) or {}
    name = item.get("name") or source.get("name") or "Quick entry"
    brand = source.get("brand") or ""
    portion = _number(item.get("portion") or source.get("portion")) or 1.0
    times = _number(item.get("quantity"))
    times = 1.0 if times is None else times
    amount = round(portion * times * AMOUNT)
    if amount <= 0:
        found.refuse(number, f"the amount of “{name}” is nothing.")
        return
    unit = str(item.get("unit") or source.get("unit") or "")
    per = source.get("nutrition") or item.get("nutrition") or {}
    base = _number(source.get("portion")) if source.get("nutrition") else portion
    unit_known = units.find(unit)
    weighs = unit_known is not None and unit_known.kind == "mass" and unit_known.size is not None
    found.eaten.append(
        Eaten(
            number, of, _meal(item.get("category"), settings), f"{name}, {brand}" if brand else str(name),
            _nutrition(per).scaled(amount, round((base or portion) * AMOUNT)), None, amount,
            unit_known.name if unit_known else unit,
            round(unit_known.size * amount) if weighs and unit_known and unit_known.size else None,
        )
    )  # fmt: skip


def _meal(category: Any, settings: Any) -> str:
    names = (settings.get("diary") or {}).get("meal-names") or _MEALS
    place = int(category or 0)
    name = str(names[place]) if 0 <= place < len(names) else ""
    return name or _MEALS[min(max(place, 0), 3)]


def _nutrition(values: Mapping[str, Any]) -> Nutrition:
    found: dict[str, int | None] = {}
    for name, key, unit in _NUTRIENTS:
        value = _number(values.get(name))
        found[key] = None if value is None or value < 0 else round(value * per_unit(key, unit))
    if found["energy"] is None and (joules := _number(values.get("kilojoules"))):
        found["energy"] = round(joules * per_unit("energy", "kJ"))
    return nutrition(found)


def _number(value: Any) -> float | None:
    return table.number(str(value).strip()) if value not in (None, "") else None
