"""Which plates go on a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KILOGRAM_PLATES = (25_000, 20_000, 15_000, 10_000, 5_000, 2_500, 1_250)
"""g; competition plates and the two small ones that every gym has."""
POUND_PLATES = (20_412, 15_876, 11_340, 4_536, 2_268, 1_134)
"""g of 45, 35, 25, 10, 5 and 2.5 lb."""
BAR, POUND_BAR = 20_000, 20_412
"""g of an Olympic bar, and of one of 45 lb."""
SLACK = 10
"""g that rounding pounds may be off, for each plate."""


@dataclass(frozen=True)
class Loading:
    """The plates on each side, heaviest first, and the g that they cannot make up."""

    side: tuple[int, ...]
    missing: int


def loading(weight: int, bar: int = BAR, plates: Sequence[int] = KILOGRAM_PLATES) -> Loading | None:
    """How a weight in g is put on a bar; None below the bar's own weight."""
    rest = weight - bar
    if rest < 0:
        return None
    side: list[int] = []
    for plate in plates:
        while rest + SLACK * (len(side) + 1) >= 2 * plate:
            side.append(plate)
            rest -= 2 * plate
    return Loading(tuple(side), max(0, rest) if rest > SLACK * (len(side) + 1) else 0)
