"""The kinds of measurement Tracker knows by itself: their names, units and the integers they are stored as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from tracker.domain import units
from tracker.errors import BadInput


@dataclass(frozen=True)
class Measure:
    """A kind of measurement.

    Attributes:
        unit: the canonical unit, shown where the person typed none.
        scale: stored integers per canonical unit (weight: 1 g, so 1000 per kg).
        least: the smallest value that is taken seriously, in the canonical unit.
        most: the largest one.
    """

    key: str
    label: str
    unit: str
    scale: int
    least: int
    most: int


MEASURES: Mapping[str, Measure] = MappingProxyType({
    measure.key: measure
    for measure in (
        Measure("weight", "Weight", "kg", 1000, 1, 700),
        Measure("resting_heart_rate", "Resting heart rate", "bpm", 1, 20, 220),
        Measure("blood_pressure", "Blood pressure", "mmHg", 1, 20, 300),
        Measure("sleep", "Sleep", "min", 1, 0, 1440),
        Measure("waist", "Waist", "cm", 10, 20, 300),
        Measure("body_fat", "Body fat", "%", 10, 1, 75),
    )
})  # fmt: skip


def canonical(kind: str, typed: str, unit: str) -> int:
    """The stored integer for the number `typed` in `unit` ('' is the kind's own unit).

    Raises:
        BadInput: it is no number, the unit does not fit, or the value is out of any range; the sentence says which.
    """
    measure = MEASURES[kind]
    try:
        number = Fraction(Decimal(typed.strip().replace(",", ".")))
    except ArithmeticError as error:
        raise BadInput(f"“{typed}” is not a number.", f"Type the {measure.label.lower()} as a number.") from error
    value = number * _factor(measure, unit)
    if not measure.least <= value <= measure.most:
        raise BadInput(
            f"{measure.label} must be between {measure.least} and {measure.most} {measure.unit}.",
            "Check the number.",
        )
    return round(value * measure.scale)


def _factor(measure: Measure, unit: str) -> Fraction:
    if unit in ("", measure.unit):
        return Fraction(1)
    given, own = units.find(unit), units.find(measure.unit)
    if given is None or own is None or given.kind != own.kind or given.size is None or own.size is None:
        raise BadInput(f"{measure.label} is not measured in {unit}.", f"Use {measure.unit}.")
    return given.size / own.size
