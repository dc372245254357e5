"""Heights as people say them: 180, 1.80 m, 5'11", 5 ft 11 in. Kept in mm."""

from __future__ import annotations

import re
from fractions import Fraction

from tracker.errors import BadInput

INCH = Fraction("25.4")
SHORTEST, TALLEST = 500, 2750
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_METRIC = re.compile(rf"{_NUMBER}\s*(cm|m|mm)?", re.IGNORECASE)
_FEET = re.compile(rf"([0-9]+)\s*(?:'|′|ft|feet|foot)\s*(?:{_NUMBER}\s*(?:\"|″|''|in|inch|inches)?)?", re.IGNORECASE)
_MILLIMETRES = {"m": 1000, "cm": 10, "mm": 1}
_METRES = 3
"""A bare number below this is metres."""


def read_height(text: str) -> int:
    """The height that was typed, in mm; without a unit it is cm, or m below 3.

    Raises:
        BadInput: it cannot be read, or nobody is so small or so tall.
    """
    said = text.strip()
    feet, metric = _FEET.fullmatch(said), _METRIC.fullmatch(said)
    if feet:
        found = (int(feet[1]) * 12 + _fraction(feet[2] or "0")) * INCH
    elif metric:
        number = _fraction(metric[1])
        unit = (metric[2] or ("m" if number < _METRES else "cm")).lower()
        found = number * _MILLIMETRES[unit]
    else:
        raise BadInput(f"“{said}” is not a height.", "Type it as 180, 1.80 m or 5'11\".")
    if not SHORTEST <= found <= TALLEST:
        raise BadInput("A height is between 50 and 275 cm.", "Check the number.")
    return round(found)


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def height_text(millimetres: int, decimal: str = ".") -> str:
    """A height in cm, for a field in which it can be typed again; '' where it is not known."""
    return f"{millimetres / 10:g} cm".replace(".", decimal) if millimetres else ""
