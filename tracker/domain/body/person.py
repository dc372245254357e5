"""What the formulas of the body ask of a person, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Sex = Literal["female", "male", "neutral"]
"""The sex for the formula; neutral takes the mean of the two."""
SEXES: tuple[tuple[Sex, str], ...] = (("neutral", "Neutral average"), ("female", "Female"), ("male", "Male"))

ADULT = 18
"""Below this age nothing is ever taken off what the body spends."""
BMI_FROM = 20
"""The adult cut-offs of the body mass index hold from this age on."""


@dataclass(frozen=True)
class Activity:
    """How active a usual day is.

    Attributes:
        factor: what the energy at rest is multiplied by; a convention of the field since Harris and Benedict.
        eer: physical activity coefficient of the DRI equations, for men and for women.
    """

    key: str
    label: str
    detail: str
    factor: float
    eer: tuple[float, float]


ACTIVITIES: Mapping[str, Activity] = MappingProxyType({
    one.key: one
    for one in (
        Activity("rest", "At rest", "in bed", 1.0, (1.0, 1.0)),
        Activity("sedentary", "Sedentary", "a desk, hardly any training", 1.2, (1.0, 1.0)),
        Activity("light", "Lightly active", "training 1 to 3 days a week", 1.375, (1.0, 1.0)),
        Activity("moderate", "Moderately active", "training 3 to 5 days a week", 1.55, (1.12, 1.14)),
        Activity("active", "Very active", "training 6 or 7 days a week", 1.725, (1.27, 1.27)),
        Activity("athlete", "Extremely active", "physical work and training every day", 1.9, (1.54, 1.45)),
    )
})  # fmt: skip
"""The usual factors. The coefficients of the DRI equations go by the physical activity level that a factor is:
below 1.4 sedentary, below 1.6 low active, below 1.9 active, from there very active (Institute of Medicine,
Dietary Reference Intakes for Energy, 2005, table 5-15)."""


@dataclass(frozen=True)
class Person:
    """A person as far as formulas go.

    Attributes:
        age: in whole years.
        height: in cm.
        mass: in kg.
        body_fat: the fraction of the mass that is fat, where it is known.
        expecting: pregnant or breastfeeding.
    """

    age: int
    height: float
    mass: float
    sex: Sex = "neutral"
    activity: str = "light"
    body_fat: float | None = None
    expecting: bool = False

    @property
    def protected(self) -> str:
        """Why nothing may be taken off this person's energy; '' where it may."""
        if self.age < ADULT:
            return "Under 18 the body still grows, so Tracker takes nothing off."
        return "Pregnant or breastfeeding, so Tracker takes nothing off." if self.expecting else ""


def age_in(birth_year: int, today: date) -> int:
    """Whole years, of which half are right: only the year is asked for, so a birthday in the middle is assumed."""
    return today.year - birth_year - (today.month < 7)
