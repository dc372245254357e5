"""The tables that Cronometer exports: servings, dailysummary, biometrics, notes, exercises. Units stand in headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from tracker.domain import units
from tracker.domain.fixed import AMOUNT, ENERGY, TIME
from tracker.domain.nutrients import Nutrition
from tracker.formats.diaries import table
from tracker.formats.diaries.history import Eaten, History, Measured, Said, Trained, nutrition, per_unit
from tracker.formats.diaries.table import Row

SERVINGS = ("day", "food name", "amount")
SUMMARY = ("date", "energy (kcal)", "protein (g)")
BIOMETRICS = ("day", "metric", "unit", "amount")
NOTES = ("day", "note")
EXERCISES = ("day", "exercise", "minutes")
_NUTRIENTS = {
    "energy": "energy", "protein": "protein", "carbs": "carbs", "fat": "fat", "fiber": "fiber", "starch": "starch",
    "sugars": "sugars", "saturated": "saturated_fat", "monounsaturated": "monounsaturated_fat",
    "polyunsaturated": "polyunsaturated_fat", "trans-fats": "trans_fat", "omega-3": "omega_3", "alcohol": "alcohol",
    "water": "water", "cholesterol": "cholesterol", "caffeine": "caffeine", "sodium": "sodium",
    "potassium": "potassium", "calcium": "calcium", "iron": "iron", "magnesium": "magnesium",
    "phosphorus": "phosphorus", "zinc": "zinc", "copper": "copper", "manganese": "manganese", "selenium": "selenium",
    "iodine": "iodine", "molybdenum": "molybdenum", "vitamin a": "vitamin_a", "vitamin c": "vitamin_c",
    "vitamin d": "vitamin_d", "vitamin e": "vitamin_e", "vitamin k": "vitamin_k", "b1 (thiamine)": "thiamin",
    "b2 (riboflavin)": "riboflavin", "b3 (niacin)": "niacin", "b5 (pantothenic acid)": "pantothenic_acid",
    "b6 (pyridoxine)": "vitamin_b6", "b12 (cobalamin)": "vitamin_b12", "folate": "folate", "choline": "choline",
}  # fmt: skip
"""Its names of nutrients to ours."""
_UNITS = {"g": "g", "mg": "mg", "µg": "µg", "μg": "µg", "ug": "µg", "mcg": "µg", "iu": "IU", "kcal": "kcal", "kj": "kJ"}
_HEADER = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_AMOUNT = re.compile(r"\s*([0-9.,]+)\s*(.*?)\s*")
_METRICS = {
    "weight": "weight", "body fat": "body_fat", "blood pressure": "blood_pressure", "waist size": "waist",
    "waist": "waist", "hip size": "hips", "hips": "hips", "chest size": "chest", "chest": "chest", "neck size": "neck",
    "neck": "neck", "resting heart rate": "resting_heart_rate", "heart rate variability": "hrv", "hrv": "hrv",
    "sleep": "sleep", "steps": "steps",
}  # fmt: skip
_HOURS = frozenset({"h", "hr", "hrs", "hour", "hours"})


def read(data: bytes, found: History) -> None:
    """Read one of its tables into `found`."""
    for row in table.rows(data, found.refuse):
        try:
            _reader(row.names)(row, found)
        except ValueError as error:
            found.refuse(row.line, f"“{str(error)[:40]}” is no number, day or time.")


@lru_cache(8)
def _reader(names: tuple[str, ...]) -> Callable[[Row, History], None]:
    """What reads a row of a table with these columns."""
    for wanted, reader in _READERS:
        if set(names) >= set(wanted):
            return reader
    raise ValueError("columns")


@lru_cache(8)
def _columns(names: tuple[str, ...]) -> tuple[tuple[int, str, float], ...]:
    """Of a header the columns that are nutrients: place, nutrient, stored integers per its unit.

    Those in a unit that does not say how much it is are left out, as IU of vitamin A, which depend on the food.
    """
    found = []
    for place, name in enumerate(names):
        match = _HEADER.fullmatch(name)
        key = _NUTRIENTS.get(match[1]) if match else None
        if match and key:
            with suppress(KeyError):
                found.append((place, key, per_unit(key, _UNITS[match[2]])))
    return tuple(found)


def _nutrition(row: Row) -> Nutrition:
    return nutrition(table.numbers(row.cells, _columns(row.names)))


def _serving(row: Row, found: History) -> None:
    title = row.text("food name")
    if not title:
        found.refuse(row.line, "it names no food.")
        return
    amount, unit, mass = _amount(row.text("amount"), row.text("unit"))
    found.eaten.append(
        Eaten(
            row.line, table.day(row.text("day")), row.text("group"), title, _nutrition(row),
            table.minute(row.text("time")), amount, unit, mass,
        )
    )  # fmt: skip


@lru_cache(4096)
def _amount(text: str, apart: str = "") -> tuple[int | None, str | None, int | None]:
    """A text such as 58.00 g as amount, unit and mass; the unit may stand in a column of its own."""
    match = _AMOUNT.fullmatch(text)
    value = table.number(match[1]) if match else None
    if match is None or not value or value < 0:
        return None, None, None
    said = match[2] or apart
    unit = units.find(said)
    amount = round(value * AMOUNT)
    if not amount:
        return None, None, None
    mass = round(unit.size * amount) if unit and unit.kind == "mass" and unit.size else None
    return amount, unit.name if unit else said, mass


def _summary(row: Row, found: History) -> None:
    day = table.day(row.text("date"))
    if row.text("completed").casefold() in ("true", "yes", "1"):
        found.said.append(Said(row.line, day, complete=True))
    values = _nutrition(row)
    if values.energy:
        found.totals.append(Eaten(row.line, day, "", "Total of the day", values))


def _biometric(row: Row, found: History) -> None:
    metric = row.text("metric").partition("(")[0].strip()
    kind = _METRICS.get(metric.casefold())
    if kind is None:
        found.refuse(row.line, f"Tracker has no reading called “{metric}”.")
        return
    typed, unit = row.text("amount"), row.text("unit").casefold()
    if kind == "sleep":
        value = table.number(typed) or 0.0
        typed, unit = str(round(value * 60 if unit in _HOURS else value)), "min"
    known = units.find(unit)
    day = table.day(row.text("day"))
    at = table.minute(row.text("time"))
    found.measured.append(Measured(row.line, day, kind, typed, known.name if known else row.text("unit"), at))


def _note(row: Row, found: History) -> None:
    if row.text("note"):
        found.said.append(Said(row.line, table.day(row.text("day")), note=row.text("note")))


def _exercise(row: Row, found: History) -> None:
    energy = table.number(row.text("calories burned"))
    found.trained.append(
        Trained(
            row.line, table.day(row.text("day")), row.text("exercise") or "Workout", table.minute(row.text("time")),
            table.fixed(row.text("minutes"), 60 * TIME), None if energy is None else round(abs(energy) * ENERGY),
        )
    )  # fmt: skip


_READERS = (
    (SERVINGS, _serving), (BIOMETRICS, _biometric), (EXERCISES, _exercise), (NOTES, _note), (("date",), _summary),
)  # fmt: skip
