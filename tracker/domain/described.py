"""A food as somebody else describes it: what every source of foods is read to, before it is the person's own."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.nutrients import UNKNOWN, Nutrition


@dataclass(frozen=True)
class Measure:
    """A household portion: its name, and its mass in mg."""

    name: str
    mass: int


@dataclass(frozen=True)
class DescribedFood:
    """A food with its nutrition per 100 g.

    Attributes:
        key: the source and its own number for it, such as off:3029330003533: the same on every device.
        doubts: what does not fit together in it, a sentence each, for the person to check.
    """

    key: str
    name: str
    nutrition: Nutrition = UNKNOWN
    measures: tuple[Measure, ...] = ()
    brand: str = ""
    barcode: str = ""
    category: str = ""
    source: str = ""
    notes: str = ""
    doubts: tuple[str, ...] = ()
