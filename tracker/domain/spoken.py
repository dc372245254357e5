"""Numbers and amounts as people read them, the same in the window and on the command line.

Input is fixed point, as stored. What is not known is said by those who ask.
"""

from __future__ import annotations

import math
import re

from tracker.domain import units
from tracker.domain.fixed import DISTANCE, ENERGY, TIME

THIN = "\u202f"
"""Narrow no-break space: groups thousands in every locale without being a decimal mark anywhere."""

_MARK = re.compile(r"(?<=[0-9])[.,](?=[0-9]{1,2}(?![0-9]))")
"""The mark before one or two decimals."""


def whole(value: float) -> int:
    """Rounded as people do it: halves go up."""
    return math.floor(value + 0.5)


def number(value: float, places: int = 0, decimal: str = ".") -> str:
    """A number with grouped thousands and this decimal mark, rounded as `whole` does."""
    rounded = whole(value * 10**places) / 10**places
    return f"{rounded:,.{places}f}".replace(",", THIN).replace(".", decimal).replace("-", "−")


def energy(value: int, unit: str = "kcal", decimal: str = ".") -> str:
    """Energy in 0.1 kcal, whole and with its unit, kcal or kJ: 1 029 kJ."""
    kcal = value / ENERGY
    return f"{number(float(kcal * units.KILOJOULES_PER_KILOCALORIE) if unit == 'kJ' else kcal, decimal=decimal)} {unit}"


def amount(value: int, unit: str | None, of: str = "", decimal: str = ".") -> str:
    """An amount with its unit as people say it: 150 g, ½ cup; 2 rather than 2 egg, where it is `of` Egg."""
    itself = bool(unit) and str(unit).casefold() in of.casefold().replace(",", "").split()
    return units.format_amount(value, "" if itself else unit or "", decimal)


def distance(value: int, decimal: str = ".") -> str:
    """A distance in km: 97.4 km; short ones in m."""
    metres = value / DISTANCE
    return f"{number(metres / 1000, 1, decimal)} km" if metres >= 1000 else f"{number(metres)} m"


def duration_in_words(value: int) -> str:
    """A duration in ms as 1 h 05 min."""
    minutes = whole(value / TIME / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


def sleep(minutes: float) -> str:
    """Minutes of sleep as 7 h 20 min."""
    return duration_in_words(round(minutes * 60 * TIME))


def marked(typed: str, decimal: str = ".") -> str:
    """Typed numbers with this person's decimal mark: 81,4 kg as 81.4 kg. Thousands stay as they are."""
    return _MARK.sub(decimal, typed)


def body_weight(grams: float, unit: str, decimal: str = ".", typed: str = "", typed_unit: str = "") -> str:
    """A body weight in kg, lb or st: as it was typed where that was in `unit` (12 st 3 lb too), else converted."""
    if typed and typed_unit in (unit, "" if unit == "st" else unit):
        return f"{typed.replace(',', '.').replace('.', decimal)} {typed_unit}".strip()
    return f"{number(grams / float(units.ratio(unit, 'g')), 1, decimal)} {unit}"
