"""The export of OpenNutriTracker: a zip whose JSON files hold what was eaten and training, values per 100 g or ml."""

from __future__ import annotations

import json
from typing import Any

from tracker.domain import units
from tracker.domain.fixed import AMOUNT, ENERGY, TIME
from tracker.formats.diaries import table
from tracker.formats.diaries.history import Eaten, History, Trained, nutrition, per_unit

INTAKE, ACTIVITY = "user_intake.json", "user_activity.json"
_HUNDRED = 100 * AMOUNT
_NUTRIENTS = (
    ("energyKcal100", "energy", "kcal"), ("proteins100", "protein", "g"), ("carbohydrates100", "carbs", "g"),
    ("fat100", "fat", "g"), ("sugars100", "sugars", "g"), ("saturatedFat100", "saturated_fat", "g"),
    ("fiber100", "fiber", "g"), ("monounsaturatedFat100", "monounsaturated_fat", "g"),
    ("polyunsaturatedFat100", "polyunsaturated_fat", "g"), ("transFat100", "trans_fat", "g"),
    ("cholesterol100", "cholesterol", "mg"), ("sodium100", "sodium", "mg"), ("potassium100", "potassium", "mg"),
    ("magnesium100", "magnesium", "mg"), ("calcium100", "calcium", "mg"), ("iron100", "iron", "mg"),
    ("zinc100", "zinc", "mg"), ("phosphorus100", "phosphorus", "mg"), ("vitaminA100", "vitamin_a", "µg"),
    ("vitaminC100", "vitamin_c", "mg"), ("vitaminD100", "vitamin_d", "µg"), ("vitaminB6100", "vitamin_b6", "mg"),
    ("vitaminB12100", "vitamin_b12", "µg"), ("niacin100", "niacin", "mg"),
)  # fmt: skip
_SPORTS = {"bicycling": "cycling", "running": "running", "dancing": "dance"}


def read(name: str, data: bytes, found: History) -> None:
    """Read one of its JSON files into `found`; those that only repeat what others say are left alone.

    Raises:
        ValueError: it is no JSON list.
    """
    reader = {INTAKE: _eaten, ACTIVITY: _trained}.get(name)
    if reader is None:
        return
    records = json.loads(data)
    if not isinstance(records, list):
        raise ValueError(f"{name} holds no list")
    for number, record in enumerate(records, start=1):
        try:
            reader(number, record, found)
        except (ValueError, TypeError, KeyError, AttributeError):
            found.refuse(number, "it is not written as OpenNutriTracker writes it.")


def _eaten(number: int, record: dict[str, Any], found: History) -> None:
    at, meal = str(record["dateTime"]), record["meal"]
    amount = round(_number(record["amount"]) * AMOUNT)
    if amount <= 0:
        found.refuse(number, "its amount is nothing.")
        return
    unit = units.find(str(record["unit"]))
    measured = _measured(amount, str(record["unit"]), meal)
    per_hundred = nutrition({
        key: None if meal["nutriments"].get(name) is None
        else round(_number(meal["nutriments"][name]) * per_unit(key, of)) for name, key, of in _NUTRIENTS
    })  # fmt: skip
    parts = (meal.get("name"), meal.get("brands"))
    weighs = unit is not None and unit.kind == "mass"
    found.eaten.append(
        Eaten(
            number, table.day(at), str(record["type"]), ", ".join(str(part) for part in parts if part) or "Food",
            nutrition({}) if measured is None else per_hundred.scaled(measured, _HUNDRED), table.minute(at[11:16]),
            amount, unit.name if unit else str(record["unit"]), measured if weighs else None,
        )
    )  # fmt: skip


def _number(value: Any) -> float:
    found = table.number(str(value))
    if found is None or found < 0:
        raise ValueError(value)
    return found


def _measured(amount: int, unit: str, meal: dict[str, Any]) -> int | None:
    """The amount in 0.001 g or ml, whichever the values are per 100 of; None where nobody knows."""
    known = units.find(unit)
    if known and known.kind in ("mass", "volume") and known.size:
        return round(amount * known.size)
    serving = meal.get("servingQuantity")
    return round(amount * _number(serving)) if serving and unit.startswith("serving") else None


def _trained(number: int, record: dict[str, Any], found: History) -> None:
    at, activity = str(record["date"]), record.get("physicalActivityDBO") or {}
    title = activity.get("specificActivity") or activity.get("description") or "Workout"
    energy = record.get("burnedKcal")
    found.trained.append(
        Trained(
            number, table.day(at), str(title), table.minute(at[11:16]), round(_number(record["duration"]) * 60 * TIME),
            None if energy is None else round(_number(energy) * ENERGY), _SPORTS.get(str(activity.get("type")), ""),
        )
    )  # fmt: skip
