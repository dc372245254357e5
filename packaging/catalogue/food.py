"""A food on its way into the catalogue, between its source and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.fixed import ENERGY, MACRO
from tracker.domain.nutrients import CORE


@dataclass(frozen=True)
class Portion:
    """A household measure: its name and its mass in 0.001 g."""

    name: str
    mass: int


@dataclass(frozen=True)
class Food:
    """One food, per 100 g.

    `nutrients` holds every known nutrient by its key in `tracker.domain.nutrients`, each at its own scale; a
    nutrient that is not in it is unknown.
    """

    id: str
    name: str
    category: str
    source: str
    nutrients: Mapping[str, int]
    synonyms: tuple[str, ...] = ()
    portions: tuple[Portion, ...] = ()

    @property
    def others(self) -> dict[str, int]:
        """The nutrients besides energy, protein, carbs and fat."""
        return {key: value for key, value in self.nutrients.items() if key not in CORE}


def difference(one: Food, other: Food) -> str | None:
    """The first of energy and the macronutrients in which the two differ by more than kitchens do, or None.

    That is 12 % and 4 kcal of energy, 20 % and 1 g of a macronutrient; what one of them does not know never differs.
    """
    for key in CORE:
        ours, theirs = one.nutrients.get(key), other.nutrients.get(key)
        share, slack = (0.12, 4 * ENERGY) if key == "energy" else (0.2, MACRO)
        if ours is not None and theirs is not None and abs(ours - theirs) > share * ours + slack:
            return key
    return None
