"""The export of MyFitnessPal: a zip with totals of each meal, exercises and measurements, or one of its tables.

It has no single foods. Vitamins, calcium and iron are percentages of a daily value that it does not name, so they
are left out; its zeros among the other small nutrients mean as often that nobody knows, so they count as unknown.
"""

from __future__ import annotations

from functools import cache

from tracker.domain.fixed import ENERGY, TIME
from tracker.formats.diaries import table
from tracker.formats.diaries.history import Eaten, History, Measured, Trained, nutrition, per_unit
from tracker.formats.diaries.table import Row

NUTRITION = ("date", "meal", "calories")
EXERCISE = ("date", "exercise", "exercise calories")
_CORE = (
    ("calories", "energy", "kcal"), ("protein (g)", "protein", "g"), ("carbohydrates (g)", "carbs", "g"),
    ("fat (g)", "fat", "g"),
)  # fmt: skip
_OTHERS = (
    ("saturated fat", "saturated_fat", "g"), ("polyunsaturated fat", "polyunsaturated_fat", "g"),
    ("monounsaturated fat", "monounsaturated_fat", "g"), ("trans fat", "trans_fat", "g"),
    ("cholesterol", "cholesterol", "mg"), ("sodium (mg)", "sodium", "mg"), ("potassium", "potassium", "mg"),
    ("fiber", "fiber", "g"), ("sugar", "sugars", "g"),
)  # fmt: skip
_MEASURES = {"weight": "weight", "waist": "waist", "hips": "hips", "neck": "neck", "body fat %": "body_fat"}


def read(data: bytes, found: History) -> None:
    """Read one table of the export into `found`."""
    for row in table.rows(data, found.refuse):
        try:
            _read(row, found)
        except ValueError as error:
            found.refuse(row.line, f"“{str(error)[:40]}” is no number or day.")


def _read(row: Row, found: History) -> None:
    day = table.day(row.text("date"))
    if "meal" in row.places:
        _meal(row, day, found)
    elif "exercise" in row.places:
        minutes = table.fixed(row.text("exercise minutes"), 60 * TIME)
        energy = table.fixed(row.text("exercise calories"), ENERGY)
        found.trained.append(Trained(row.line, day, row.text("exercise") or "Workout", None, minutes, energy))
    else:
        for name, kind in _MEASURES.items():
            if row.text(name) and table.number(row.text(name)):
                found.measured.append(Measured(row.line, day, kind, row.text(name)))


@cache
def _scaled(columns: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, float], ...]:
    """Columns with the stored integers per their unit in its place."""
    return tuple((name, key, per_unit(key, unit)) for name, key, unit in columns)


def _meal(row: Row, day: str, found: History) -> None:
    values = {key: table.fixed(row.text(name), scale) for name, key, scale in _scaled(_CORE)}
    values |= {key: table.fixed(row.text(name), scale) or None for name, key, scale in _scaled(_OTHERS)}
    if values["energy"] is None:
        found.refuse(row.line, "it has no calories.")
        return
    meal = row.text("meal") or "Snacks"
    found.eaten.append(Eaten(row.line, day, meal, meal, nutrition(values), note=row.text("note")))
