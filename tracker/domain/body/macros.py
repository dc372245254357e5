"""Energy and macronutrients: Atwater's factors, kilojoules, shares, and protein by goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KILOJOULES = 4.184
"""Kilojoules in a kilocalorie, exactly: the thermochemical calorie."""

ATWATER: Mapping[str, float] = MappingProxyType({"protein": 4.0, "carbs": 4.0, "fat": 9.0, "alcohol": 7.0})
"""kcal in a gram. Atwater's general factors; Merrill and Watt, USDA Handbook 74 (1973)."""
EU_LABEL: Mapping[str, float] = MappingProxyType({**ATWATER, "fiber": 2.0, "polyols": 2.4, "organic_acids": 3.0})
"""kcal in a gram on a label in the EU, where carbs stand without fiber: Regulation (EU) 1169/2011, annex XIV."""

USUAL_SHARES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"carbs": (45, 65), "fat": (20, 35), "protein": (10, 35)}
)
"""The percents of energy that are acceptable for adults: Institute of Medicine, DRI for Energy and Macronutrients
(2005)."""


@dataclass(frozen=True)
class ProteinGoal:
    """How much protein a kilogram of body mass is given a day, in g, and who says so."""

    key: str
    label: str
    grams: float
    source: str


PROTEIN: Mapping[str, ProteinGoal] = MappingProxyType({
    one.key: one
    for one in (
        ProteinGoal("general", "General health", 0.8, "RDA, Institute of Medicine 2005"),
        ProteinGoal("endurance", "Endurance training", 1.4, "ISSN position stand 2007 and ACSM: 1.2 to 1.4"),
        ProteinGoal("strength", "Strength training", 1.6, "ACSM, ADA and DC: 1.6 to 1.7"),
        ProteinGoal("less_weight", "Keeping muscle while losing weight", 1.8, "IOM review: up to 1.8"),
    )
})  # fmt: skip


def to_kilojoules(kcal: float) -> float:
    """Kilocalories as kilojoules."""
    return kcal * KILOJOULES


def to_kilocalories(kilojoules: float) -> float:
    """Kilojoules as kilocalories."""
    return kilojoules / KILOJOULES


def energy_of(grams: Mapping[str, float], factors: Mapping[str, float] = ATWATER) -> float:
    """The kcal that the grams of each nutrient come to; a nutrient without a factor gives none."""
    return sum(factors.get(key, 0.0) * amount for key, amount in grams.items())


def split(energy: float, percents: Mapping[str, float]) -> dict[str, float]:
    """The grams of each macronutrient that are so many percent of an energy in kcal."""
    return {key: energy * percent / 100 / ATWATER[key] for key, percent in percents.items()}


def shares(grams: Mapping[str, float]) -> dict[str, float]:
    """The percents of the energy of macronutrients; nothing of nothing is 0 %."""
    whole = energy_of(grams)
    return {key: 100 * ATWATER[key] * amount / whole if whole else 0.0 for key, amount in grams.items()}


def protein_for(mass: float, goal: str, *, lean: float | None = None) -> float:
    """The protein of a day in g for a body of `mass` kg; of its `lean` mass where that is to count (BMI from 30 on)."""
    return PROTEIN[goal].grams * (mass if lean is None else lean)


@dataclass(frozen=True)
class Macros:
    """Grams of a day, and how far their energy is from the target's, since whole grams never meet it exactly."""

    protein: int
    carbs: int
    fat: int
    difference: float


def macros_for(energy: float, protein: float, fat_percent: float) -> Macros:
    """Protein as given, fat as its share of the energy, carbs from what is left; whole grams, never less than none.

    Args:
        energy: kcal of the day.
        protein: grams.
        fat_percent: of the energy.
    """
    fat = split(energy, {"fat": fat_percent})["fat"]
    carbs = max(0.0, (energy - energy_of({"protein": protein, "fat": fat})) / ATWATER["carbs"])
    grams = {"protein": round(protein), "carbs": round(carbs), "fat": round(fat)}
    return Macros(**grams, difference=energy_of(grams) - energy)
