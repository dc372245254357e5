"""A food on its way into the catalogue, between its source and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
