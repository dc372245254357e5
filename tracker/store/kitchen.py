"""What recipes call the usual ingredients, and what the kitchen's measures of them weigh (`foods/kitchen.csv`).

Each row names a food of the catalogue, the words for it in the languages that recipes come in, and measures that the
catalogue does not have: a bunch of parsley, a can of tomatoes. Read once, when a recipe is first looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.recipes.matching import Phrase, Phrases, stems
from tracker.paths import resources

ENGLISH = "en"
STANDS_IN = "~"
"""Before a name whose food is only near it: harissa is counted as another chili sauce until somebody looks."""
_BESIDE = frozenset({"food", "measures"})


@dataclass(frozen=True)
class Kitchen:
    """The names as phrases, and by food the mass in mg of each measure."""

    phrases: Phrases
    measures: Mapping[str, Mapping[str, int]]


@cache
def kitchen() -> Kitchen:
    """The list that came with Tracker."""
    phrases: list[Phrase] = []
    measures: dict[str, dict[str, int]] = {}
    with (resources() / "foods" / "kitchen.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            food = row["food"]
            phrases += [
                Phrase(food, stems(name), language, near=name.startswith(STANDS_IN))
                for language, names in row.items()
                if language not in _BESIDE
                for name in _parts(names)
            ]
            pairs = [part.split("=", 1) for part in _parts(row["measures"])]
            measures[food] = {name.strip(): to_fixed(Decimal(grams), AMOUNT) for name, grams in pairs}
    return Kitchen(Phrases(phrases), measures)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
