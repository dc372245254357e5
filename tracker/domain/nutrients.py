"""What food is made of: the nutrients Tracker knows, their units and scales, and a set of values that can be added.

Unknown is None and stays apart from zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tracker.domain.fixed import ENERGY, MACRO, MICRO, proportion
from tracker.values import Frozen, field


class Nutrient(Frozen):
    """One nutrient: its key in the data, its name for people, its unit for people, and stored integers per unit."""

    key: str
    label: str
    unit: str
    scale: int


_MG = MICRO * 1000
"""Stored 0.01 µg per milligram."""

NUTRIENTS: tuple[Nutrient, ...] = (
    Nutrient("energy", "Energy", "kcal", ENERGY),
    Nutrient("protein", "Protein", "g", MACRO),
    Nutrient("carbs", "Carbs", "g", MACRO),
    Nutrient("fat", "Fat", "g", MACRO),
    Nutrient("fiber", "Fiber", "g", MACRO),
    Nutrient("sugars", "Sugars", "g", MACRO),
    Nutrient("starch", "Starch", "g", MACRO),
    Nutrient("saturated_fat", "Saturated fat", "g", MACRO),
    Nutrient("monounsaturated_fat", "Monounsaturated fat", "g", MACRO),
    Nutrient("polyunsaturated_fat", "Polyunsaturated fat", "g", MACRO),
    Nutrient("trans_fat", "Trans fat", "g", MACRO),
    Nutrient("omega_3", "Omega-3", "g", MACRO),
    Nutrient("omega_3_ala", "Omega-3 ALA", "g", MACRO),
    Nutrient("omega_3_epa", "Omega-3 EPA", "g", MACRO),
    Nutrient("omega_3_dha", "Omega-3 DHA", "g", MACRO),
    Nutrient("cholesterol", "Cholesterol", "mg", _MG),
    Nutrient("alcohol", "Alcohol", "g", MACRO),
    Nutrient("water", "Water", "g", MACRO),
    Nutrient("caffeine", "Caffeine", "mg", _MG),
    Nutrient("sodium", "Sodium", "mg", _MG),
    Nutrient("potassium", "Potassium", "mg", _MG),
    Nutrient("calcium", "Calcium", "mg", _MG),
    Nutrient("iron", "Iron", "mg", _MG),
    Nutrient("magnesium", "Magnesium", "mg", _MG),
    Nutrient("phosphorus", "Phosphorus", "mg", _MG),
    Nutrient("zinc", "Zinc", "mg", _MG),
    Nutrient("copper", "Copper", "mg", _MG),
    Nutrient("manganese", "Manganese", "mg", _MG),
    Nutrient("selenium", "Selenium", "µg", MICRO),
    Nutrient("iodine", "Iodine", "µg", MICRO),
    Nutrient("molybdenum", "Molybdenum", "µg", MICRO),
    Nutrient("vitamin_a", "Vitamin A", "µg", MICRO),
    Nutrient("vitamin_c", "Vitamin C", "mg", _MG),
    Nutrient("vitamin_d", "Vitamin D", "µg", MICRO),
    Nutrient("vitamin_e", "Vitamin E", "mg", _MG),
    Nutrient("vitamin_k", "Vitamin K", "µg", MICRO),
    Nutrient("thiamin", "Thiamin", "mg", _MG),
    Nutrient("riboflavin", "Riboflavin", "mg", _MG),
    Nutrient("niacin", "Niacin", "mg", _MG),
    Nutrient("pantothenic_acid", "Pantothenic acid", "mg", _MG),
    Nutrient("vitamin_b6", "Vitamin B6", "mg", _MG),
    Nutrient("folate", "Folate", "µg", MICRO),
    Nutrient("vitamin_b12", "Vitamin B12", "µg", MICRO),
    Nutrient("choline", "Choline", "mg", _MG),
)
BY_KEY: Mapping[str, Nutrient] = MappingProxyType({nutrient.key: nutrient for nutrient in NUTRIENTS})
CORE = ("energy", "protein", "carbs", "fat")
MACROS = ("protein", "carbs", "fat")
MOST_MACROS = 105_000
"""Protein, carbs and fat of 100 g, in mg; labels round, so a little more than 100 g may be right."""


def macros_fit(body: Mapping[str, object]) -> bool:
    """Whether protein, carbs and fat (mg in 100 g, by key) can be in one food; unknown ones count as nothing."""
    values = map(body.get, MACROS)
    return sum(value for value in values if isinstance(value, int)) <= MOST_MACROS


class Nutrition(Frozen):
    """Energy (0.1 kcal), macronutrients (mg) and other nutrients by key, each at its own scale."""

    energy: int | None = None
    protein: int | None = None
    carbs: int | None = None
    fat: int | None = None
    others: Mapping[str, int] = field(default_factory=dict)

    def get(self, key: str) -> int | None:
        """The stored value of the nutrient `key`, or None where it is not known."""
        value: int | None = getattr(self, key) if key in CORE else self.others.get(key)
        return value

    def scaled(self, part: int, whole: int) -> Nutrition:
        """The nutrition of `part` where self is that of `whole`, both in the same unit."""
        return Nutrition(
            proportion(self.energy, part, whole),
            proportion(self.protein, part, whole),
            proportion(self.carbs, part, whole),
            proportion(self.fat, part, whole),
            {key: round_known(value, part, whole) for key, value in self.others.items()},
        )


UNKNOWN = Nutrition()
"""Nutrition of which nothing is known."""


def round_known(value: int, part: int, whole: int) -> int:
    """`proportion` of a value that is known."""
    return proportion(value, part, whole) or 0


class Total(Frozen):
    """A sum that says how much of it is known."""

    value: int
    known: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether every part of the sum is known."""
        return self.known == self.of


def total(parts: Iterable[Nutrition], key: str) -> Total:
    """The sum of nutrient `key` over `parts`, with how many of them report it."""
    values = [part.get(key) for part in parts]
    known = [value for value in values if value is not None]
    return Total(sum(known), len(known), len(values))


def add(parts: Iterable[Nutrition]) -> Nutrition:
    """The parts together; a nutrient is unknown only where no part reports it."""
    counted = tuple(parts)
    sums = {key: total(counted, key) for key in {*CORE, *(key for part in counted for key in part.others)}}
    known = {key: found.value for key, found in sums.items() if found.known}
    return Nutrition(
        known.get("energy"),
        known.get("protein"),
        known.get("carbs"),
        known.get("fat"),
        {key: value for key, value in known.items() if key not in CORE},
    )
