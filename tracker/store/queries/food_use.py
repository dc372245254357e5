"""Where foods are used: in how many entries, recipes and templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.store.batches import batches
from tracker.store.database import Store


@dataclass(frozen=True)
class FoodUse:
    """How a food is used.

    Attributes:
        entries: how many entries have it, planned or eaten.
        last: the latest day of one of them.
        recipes: the names of the recipes that have it.
        templates: how many kept meals have it.
    """

    entries: int = 0
    last: str | None = None
    recipes: tuple[str, ...] = ()
    templates: int = 0

    def __bool__(self) -> bool:
        return bool(self.entries or self.recipes or self.templates)


def use_of(store: Store, food: str) -> FoodUse:
    """Where one food is used."""
    entries, last = store.rows(
        "SELECT COUNT(*), MAX(day) FROM meal_plan_entry WHERE source = ? AND source_kind = 'food'", (food,)
    )[0]
    recipes = store.rows(
        "SELECT name FROM recipe WHERE id IN (SELECT recipe FROM recipe_ingredient WHERE food = ?) ORDER BY name",
        (food,),
    )
    templates = store.rows(
        "SELECT COUNT(DISTINCT template) FROM meal_template_item WHERE source = ? AND source_kind = 'food'", (food,)
    )
    return FoodUse(entries, last, tuple(row[0] for row in recipes), templates[0][0])


def entry_counts(store: Store, foods: Iterable[str]) -> dict[str, int]:
    """In how many entries each of these foods is, for those that are in any."""
    found: dict[str, int] = {}
    for some in batches(foods):
        marks = ", ".join("?" * len(some))
        found.update(
            store.rows(
                "SELECT source, COUNT(*) FROM meal_plan_entry "
                f"WHERE source IN ({marks}) AND source_kind = 'food' GROUP BY source",
                some,
            )
        )
    return found
