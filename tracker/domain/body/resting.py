"""The energy that a body spends at rest, by five formulas, in kcal a day.

Each is a regression over the people of one study: single people differ from it by some hundred kcal. For the neutral
average each formula is taken as the mean of its two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.body.person import ACTIVITIES, Person, Sex
from tracker.errors import BadInput

MIFFLIN: Mapping[Sex, float] = MappingProxyType({"male": 5, "female": -161, "neutral": -78})


def mifflin_st_jeor(mass: float, height: float, age: float, sex: Sex) -> float:
    """10 m + 6.25 h − 5 a, and 5 for men or −161 for women; kg, cm, years.

    Mifflin, St Jeor et al., Am J Clin Nutr 1990;51:241–7: 498 people of 19 to 78 years, R² 0.71.
    """
    return 10 * mass + 6.25 * height - 5 * age + MIFFLIN[sex]


def lean_mass(mass: float, body_fat: float) -> float:
    """The mass without its fat, in the unit of `mass`; `body_fat` is a fraction."""
    return mass * (1 - body_fat)


def katch_mcardle(lean: float) -> float:
    """370 + 21.6 × lean mass in kg. McArdle, Katch and Katch, Exercise Physiology (1996)."""
    return 370 + 21.6 * lean


def cunningham(lean: float) -> float:
    """500 + 22 × lean mass in kg. Cunningham, Am J Clin Nutr 1980;33:2372–4."""
    return 500 + 22 * lean


def harris_benedict_revised(mass: float, height: float, age: float, sex: Sex) -> float:
    """The equations of 1919 fitted anew; kg, cm, years. Roza and Shizgal, Am J Clin Nutr 1984;40:168–82."""
    male = 88.362 + 13.397 * mass + 4.799 * height - 5.677 * age
    female = 447.593 + 9.247 * mass + 3.098 * height - 4.33 * age
    return {"male": male, "female": female, "neutral": (male + female) / 2}[sex]


def estimated_requirement(mass: float, height: float, age: float, sex: Sex, activity: str) -> float:
    """What an adult spends in all, activity included; kg, cm, years.

    Institute of Medicine, Dietary Reference Intakes for Energy (2005), page 204: men 864 − 9.72 a + PA (14.2 m +
    503 h), women 387 − 7.31 a + PA (10.9 m + 660.7 h), h in metres. The coefficient PA multiplies both terms.
    """
    of_men, of_women = ACTIVITIES[activity].eer
    metres = height / 100
    male = 864 - 9.72 * age + of_men * (14.2 * mass + 503 * metres)
    female = 387 - 7.31 * age + of_women * (10.9 * mass + 660.7 * metres)
    return {"male": male, "female": female, "neutral": (male + female) / 2}[sex]


@dataclass(frozen=True)
class Formula:
    """A way to the energy of a day.

    Attributes:
        text: the formula as it is shown.
        source: where it was published.
        asks_fat: whether it works on lean mass.
        whole: whether it gives the whole day rather than the energy at rest.
    """

    key: str
    label: str
    text: str
    source: str
    asks_fat: bool = False
    whole: bool = False


FORMULAS: Mapping[str, Formula] = MappingProxyType({
    one.key: one
    for one in (
        Formula(
            "mifflin_st_jeor", "Mifflin–St Jeor", "10 × kg + 6.25 × cm − 5 × years + 5 (women −161, neutral −78)",
            "Mifflin et al., Am J Clin Nutr 1990;51:241–7, people of 19 to 78 years",
        ),
        Formula(
            "katch_mcardle", "Katch–McArdle", "370 + 21.6 × kg of lean mass",
            "McArdle, Katch, Katch, Exercise Physiology, 1996", asks_fat=True,
        ),
        Formula(
            "cunningham", "Cunningham", "500 + 22 × kg of lean mass", "Cunningham, Am J Clin Nutr 1980;33:2372–4",
            asks_fat=True,
        ),
        Formula(
            "harris_benedict", "Harris–Benedict, revised",
            "men 88.362 + 13.397 × kg + 4.799 × cm − 5.677 × years, women 447.593 + 9.247 × kg + 3.098 × cm − 4.33 × "
            "years",
            "Roza and Shizgal, Am J Clin Nutr 1984;40:168–82",
        ),
        Formula(
            "eer_2005", "DRI 2005", "men 864 − 9.72 × years + PA × (14.2 × kg + 503 × m), women 387 − 7.31 × years + "
            "PA × (10.9 × kg + 660.7 × m)",
            "Institute of Medicine, Dietary Reference Intakes for Energy, 2005", whole=True,
        ),
    )
})  # fmt: skip


def resting(person: Person, formula: str) -> float:
    """The energy at rest by a formula that gives it; by Mifflin–St Jeor where the formula gives the whole day.

    Raises:
        BadInput: the formula works on lean mass, and the body fat is not known.
    """
    if FORMULAS[formula].asks_fat:
        return _LEAN[formula](_lean(person, formula))
    if formula == "harris_benedict":
        return harris_benedict_revised(person.mass, person.height, person.age, person.sex)
    return mifflin_st_jeor(person.mass, person.height, person.age, person.sex)


_LEAN: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {"katch_mcardle": katch_mcardle, "cunningham": cunningham}
)


def _lean(person: Person, formula: str) -> float:
    if person.body_fat is None:
        raise BadInput(
            f"{FORMULAS[formula].label} works on lean mass, and your body fat is not known.",
            "Add a measurement of body fat, or choose another formula.",
        )
    return lean_mass(person.mass, person.body_fat)


def expenditure(person: Person, formula: str) -> float:
    """The energy of a whole day: the energy at rest times the factor of the activity, or the DRI equation.

    Raises:
        BadInput: the formula works on lean mass, and the body fat is not known.
    """
    if FORMULAS[formula].whole:
        return estimated_requirement(person.mass, person.height, person.age, person.sex, person.activity)
    return resting(person, formula) * ACTIVITIES[person.activity].factor
