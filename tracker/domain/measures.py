"""Kinds of measurement: those Tracker knows by itself and those of a person's own, and how a typed value is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from tracker.domain import units
from tracker.domain.numerals import exact
from tracker.errors import BadInput


@dataclass(frozen=True)
class Measure:
    """A kind of measurement.

    Attributes:
        unit: the canonical unit, shown where the person typed none.
        scale: stored integers per canonical unit (weight: 1 g, so 1000 per kg).
        least: the smallest value that is taken seriously, in the canonical unit.
        most: the largest one.
        decimals: as many are shown, where what was typed is not.
        short: the name where there is little room.
    """

    key: str
    label: str
    unit: str
    scale: int
    least: int
    most: int
    decimals: int = 1
    short: str = ""

    @property
    def chip(self) -> str:
        """The name where there is little room."""
        return self.short or self.label


MEASURES: Mapping[str, Measure] = MappingProxyType({
    measure.key: measure
    for measure in (
        Measure("weight", "Weight", "kg", 1000, 1, 700),
        Measure("resting_heart_rate", "Resting heart rate", "bpm", 1, 20, 220, 0, "Heart rate"),
        Measure("blood_pressure", "Blood pressure", "mmHg", 1, 20, 300, 0),
        Measure("sleep", "Sleep", "min", 1, 0, 1440, 0),
        Measure("waist", "Waist", "cm", 10, 20, 300),
        Measure("hips", "Hips", "cm", 10, 20, 300),
        Measure("chest", "Chest", "cm", 10, 20, 300),
        Measure("neck", "Neck", "cm", 10, 10, 100),
        Measure("upper_arm", "Upper arm", "cm", 10, 10, 100),
        Measure("thigh", "Thigh", "cm", 10, 10, 150),
        Measure("calf", "Calf", "cm", 10, 10, 100),
        Measure("body_fat", "Body fat", "%", 10, 1, 75),
        Measure("hrv", "Heart rate variability", "ms", 10, 1, 400, 1, "HRV"),
        Measure("steps", "Steps", "steps", 1, 1, 200_000, 0),
    )
})  # fmt: skip
USUAL = ("weight", "resting_heart_rate", "sleep", "blood_pressure", "waist")
"""The kinds that are offered before there are readings of any."""
OWN_SCALE = 1000
"""Values of a person's own kinds are kept in thousandths, so that showing fewer decimals changes none."""
MOST_OWN = 1_000_000_000


def own_measure(key: str, name: str, unit: str, decimals: int) -> Measure:
    """A kind of the person's own: any number of it is taken seriously."""
    return Measure(key, name, unit, OWN_SCALE, -MOST_OWN, MOST_OWN, decimals)


@dataclass(frozen=True)
class Value:
    """A reading as stored: the canonical integers, and what the person wrote, so that 180 lb stays 180 lb."""

    value: int
    value2: int | None
    typed: str
    unit: str


_PART = r"\s*([-−]?[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)\s*([^\W\d_]+|%)\s*"
_WITH_UNIT = re.compile(_PART)
_STONES = re.compile(_PART + r"([0-9]+(?:[.,][0-9]+)?)\s*([^\W\d_]+)?\s*")
_PRESSURE = re.compile(r"\s*([0-9]+)\s*/\s*([0-9]+)\s*(?:mmhg)?\s*", re.IGNORECASE)


def read(measure: Measure, typed: str, unit: str = "") -> Value:
    """The reading that the text `typed` means; a unit in the text counts before `unit`.

    Args:
        measure: what is measured.
        typed: a number; 180 lb or 12 st 3 lb for a weight; 122/78 for a blood pressure.
        unit: of a bare number; '' is the kind's own.

    Raises:
        BadInput: it cannot be read or is out of any range; the sentence says what to type.
    """
    if measure.key == "blood_pressure":
        return _pressure(typed)
    stones = _STONES.fullmatch(typed)
    if measure.key == "weight" and stones and _name(stones[2]) == "st" and _name(stones[4] or "lb") == "lb":
        grams = canonical(measure, stones[1], "st") + canonical_part(measure, stones[3], "lb")
        return Value(grams, None, f"{stones[1]} st {stones[3]} lb", "")
    own = _WITH_UNIT.fullmatch(typed)
    if own:
        typed, unit = own[1], own[2] if own[2] == measure.unit else _name(own[2])
    return Value(canonical(measure, typed, unit), None, typed.strip(), unit or measure.unit)


def _name(unit: str) -> str:
    found = units.find(unit)
    return found.name if found else unit


def _pressure(typed: str) -> Value:
    match = _PRESSURE.fullmatch(typed)
    if match is None:
        raise BadInput("A blood pressure has two numbers.", "Type it as 122/78.")
    upper, lower = (canonical(MEASURES["blood_pressure"], number, "") for number in match.groups())
    if lower >= upper:
        raise BadInput(f"In {upper}/{lower} the first number is not the larger one.", "Type it as 122/78.")
    return Value(upper, lower, f"{upper}/{lower}", MEASURES["blood_pressure"].unit)


def canonical(measure: Measure, typed: str, unit: str) -> int:
    """The stored integer for the number `typed` in `unit` ('' is the kind's own unit).

    Raises:
        BadInput: it is no number, the unit does not fit, or the value is out of any range; the sentence says which.
    """
    value = _number(measure, typed) * _factor(measure, unit)
    if not measure.least <= value <= measure.most:
        raise BadInput(
            f"{measure.label} must be between {measure.least} and {measure.most} {measure.unit}.",
            "Check the number.",
        )
    return round(value * measure.scale)


def canonical_part(measure: Measure, typed: str, unit: str) -> int:
    """As `canonical`, for a part of a value, which may be as small as nothing."""
    return round(_number(measure, typed) * _factor(measure, unit) * measure.scale)


def _number(measure: Measure, typed: str) -> Fraction:
    try:
        return exact(typed)
    except ValueError as error:
        raise BadInput(f"“{typed}” is not a number.", f"Type the {measure.label.lower()} as a number.") from error


def _factor(measure: Measure, unit: str) -> Fraction:
    if unit in ("", measure.unit):
        return Fraction(1)
    given, own = units.find(unit), units.find(measure.unit)
    if given is None or own is None or given.kind != own.kind or given.size is None or own.size is None:
        raise BadInput(f"{measure.label} is not measured in {unit}.", f"Use {measure.unit or 'a bare number'}.")
    return given.size / own.size
