"""Numbers as they are stored and synced: integers at a declared scale.

A float round trip never makes a change, and two devices that mean the same number write the same integer.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

ENERGY = 10
"""Energy in 0.1 kcal."""
MACRO = 1000
"""Macronutrients in 1 mg, from grams."""
MICRO = 100
"""Vitamins and minerals in 0.01 µg, from micrograms."""
AMOUNT = 1000
"""Amounts in 0.001 of their unit; grams become milligrams."""
BODY_MASS = 1000
"""Body weight in 1 g, from kilograms."""
DISTANCE = 10
"""Distances in 0.1 m."""
TIME = 1000
"""Durations and instants in 1 ms, from seconds."""
EFFORT = 10
"""Felt effort (RPE, 1 to 10) in tenths."""
POSITION = 10_000_000
"""Latitude and longitude in 1e-7 degrees."""


def to_fixed(value: float | Decimal | Fraction, scale: int) -> int:
    """The integer that stands for `value` at `scale`, halves rounded to even.

    Floats are read by their shortest decimal form, so 0.1 is one tenth.
    """
    if isinstance(value, Fraction):
        return round(value * scale)
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return int((exact * scale).to_integral_value(ROUND_HALF_EVEN))


def from_fixed(value: int, scale: int) -> float:
    """The number that an integer at `scale` stands for."""
    return value / scale


def proportion(value: int | None, part: int, whole: int) -> int | None:
    """`value` × `part` / `whole` in integers, rounded half to even; unknown stays unknown."""
    return None if value is None else round(Fraction(value * part, whole))
