"""Why what was typed may be a slip, in a sentence; it can be written down all the same."""

from __future__ import annotations

from tracker.domain import spoken
from tracker.domain.fixed import AMOUNT, ENERGY
from tracker.domain.measures import MEASURES
from tracker.domain.quick_add.items import Measure
from tracker.operations import measurements
from tracker.operations.entries import Wanted
from tracker.store.database import Store
from tracker.store.queries.measurements import latest
from tracker.store.queries.recipes import recipe
from tracker.store.queries.settings import value

MUCH = 3000 * ENERGY
"""More in one item is doubted."""


def untold(store: Store, wanted: Wanted, title: str, unit: str) -> str:
    """That a serving of a recipe is the whole of it, as long as nobody said how many servings it makes; else ""."""
    known = recipe(store, wanted.source or "") if wanted.source_kind == "recipe" and unit == "serving" else None
    if known is None or known.told:
        return ""
    return f"{title} does not say how many servings it makes, so a serving is the whole. Say it in Favorites."


def much(store: Store, title: str, energy: int | None) -> str:
    """The question whether so much energy (0.1 kcal) in one item is meant; "" where it is ordinary."""
    if energy is None or energy <= MUCH:
        return ""
    unit = str(value(store, "energy_unit"))
    return f"{title} would be {spoken.energy(energy, unit)}; is the amount right?"


def other_weight(store: Store, grams: int, decimal: str) -> str:
    """The question whether a body weight is right that is a tenth away from the last one; else ""."""
    last = latest(store, "weight", 1)
    if not last or abs(grams - last[0].value) * 10 <= last[0].value:
        return ""
    unit = str(value(store, "weight_unit"))
    before = spoken.body_weight(last[0].value, unit, decimal, last[0].typed, last[0].unit)
    return f"It was {before} last time; is the number right?"


def other_size(store: Store, item: Measure, decimal: str) -> str:
    """The question whether a circumference is right that is a quarter away from the last one, as in inches; else ""."""
    last = latest(store, item.kind, 1) if item.unit == "cm" else ()
    if not last or abs(item.values[0] * MEASURES[item.kind].scale / AMOUNT - last[0].value) * 4 <= last[0].value:
        return ""
    before = measurements.shown(last[0].typed, last[0].unit, decimal)
    return f"It was {before} last time; is {measurements.shown(item.typed.text, item.typed.unit, decimal)} right?"
