"""What a person's history from another app is, as values: what was eaten, readings, days and training.

The readers of the single apps are beside this; matching meals and writing is in `operations.history`. Numbers are
fixed point as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tracker.domain.fixed import ENERGY
from tracker.domain.nutrients import BY_KEY, CORE, Nutrition
from tracker.domain.units import KILOJOULES_PER_KILOCALORIE

MOST_BYTES = 200 * 1024 * 1024
"""A file that is larger, or unpacks to more, is no diary."""


@dataclass(slots=True)
class Eaten:
    """Something that was eaten. Not frozen: there are tens of thousands, and a frozen one takes thrice as long to make.

    Attributes:
        line: where in the file it stands, for messages.
        day: ISO date.
        meal: its meal as the other app called it.
        minute: after midnight, where that is known.
        amount: in 0.001 of `unit`.
        mass: in mg.
    """

    line: int
    day: str
    meal: str
    title: str
    nutrition: Nutrition
    minute: int | None = None
    amount: int | None = None
    unit: str | None = None
    mass: int | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """What it is known by: two such rows of one file are two helpings."""
        return f"{self.day}|{self.minute}|{self.meal}|{self.title}|{self.amount}|{self.unit}"


@dataclass(frozen=True)
class Measured:
    """A reading of the body; `unit` "" is what the person's own settings say."""

    line: int
    day: str
    kind: str
    typed: str
    unit: str = ""
    minute: int | None = None


@dataclass(frozen=True)
class Said:
    """What was said of a day: that it is complete, or a note."""

    line: int
    day: str
    complete: bool = False
    note: str = ""


@dataclass(frozen=True)
class Trained:
    """A workout: `duration` in ms, `energy` in 0.1 kcal."""

    line: int
    day: str
    title: str
    minute: int | None = None
    duration: int | None = None
    energy: int | None = None
    sport: str = ""


@dataclass
class History:
    """All of it, and what could not be read: a sentence for each such line."""

    eaten: list[Eaten] = field(default_factory=list)
    totals: list[Eaten] = field(default_factory=list)
    """Totals of whole days, which only count where a day has nothing else."""
    measured: list[Measured] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    trained: list[Trained] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        """Note that a line could not be read."""
        self.refused.append(f"Line {line}: {why}")

    @property
    def size(self) -> int:
        """How many things it holds."""
        parts: tuple[list[Any], ...] = (self.eaten, self.totals, self.measured, self.said, self.trained)
        return sum(len(part) for part in parts)


def numbered(keys: list[str]) -> list[str]:
    """The keys, each with how often it came before, so that what is there twice stays two."""
    seen: Counter[str] = Counter()
    found = []
    for key in keys:
        found.append(f"{key}|{seen[key]}")
        seen[key] += 1
    return found


_GRAMS = {"g": Fraction(1), "mg": Fraction(1, 1000), "µg": Fraction(1, 1_000_000)}


def per_unit(key: str, unit: str) -> float:
    """How many stored integers of a nutrient one `unit` of it is: kcal, kJ, g, mg, µg, or IU of vitamin D.

    40 IU of vitamin D are 1 µg, by the definition of the International Unit.

    Raises:
        KeyError: it is not counted in that unit.
    """
    if key == "energy":
        return {"kcal": float(ENERGY), "kJ": float(ENERGY / KILOJOULES_PER_KILOCALORIE)}[unit]
    if (key, unit) == ("vitamin_d", "IU"):
        return per_unit(key, "µg") / 40
    known = BY_KEY[key]
    return float(_GRAMS[unit] / _GRAMS[known.unit] * known.scale)


def nutrition(values: Mapping[str, int | None]) -> Nutrition:
    """Nutrition of stored integers by nutrient; None is unknown."""
    others = {key: value for key, value in values.items() if value is not None}
    energy, protein, carbs, fat = (others.pop(key, None) for key in CORE)
    return Nutrition(energy, protein, carbs, fat, others)
