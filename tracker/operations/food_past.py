"""What a change of a food would make of the entries that were logged from it before, and making it so.

An entry keeps the numbers that it had when it was logged. A person who corrects a mistake on a label may want them
corrected as well: this is asked, shown entry by entry, and one step of undo with the change itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.nutrients import Nutrition
from tracker.operations import amounts
from tracker.operations.foods import Draft, save
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Entry, Food

MOST = 10_000
"""Entries of one food that are looked at: thirty years of three a day are 33,000 of all foods together."""


@dataclass(frozen=True)
class PastChange:
    """An entry, and what it would be."""

    entry: Entry
    title: str
    mass: int | None
    nutrition: Nutrition


def past_changes(store: Store, draft: Draft, opened: Draft) -> list[PastChange]:
    """The entries that would change with the food, the latest first.

    An amount whose unit the food has no portion for any more keeps its mass. Where nobody knows the mass, the entry
    stays as it is.

    Args:
        store: the profile.
        draft: the food as edited.
        opened: the food before; entries that still have its name take the new one.
    """
    food = Food(
        draft.id, draft.name.strip(), draft.brand, draft.category, draft.source, draft.nutrition, tuple(draft.portions)
    )
    entries = days.entries_of(store, "food", draft.id, MOST)
    found = [_changed(entry, food, opened.name) for entry in entries]
    return [one for one in found if one is not None]


def _changed(entry: Entry, food: Food, old_name: str) -> PastChange | None:
    mass = None if entry.amount is None else amounts.mass_of(food, entry.amount, entry.unit or "")
    mass = entry.mass if mass is None else mass
    nutrition = entry.nutrition if mass is None else amounts.of_food(food, mass)
    title = food.name if entry.title == old_name else entry.title
    if (title, mass, nutrition) == (entry.title, entry.mass, entry.nutrition):
        return None
    return PastChange(entry, title, mass, nutrition)


def save_with_past(store: Store, draft: Draft, opened: Draft) -> Changes:
    """Write the changes to a food and to the entries that have it, as one step. Raises as `foods.save` does."""
    past = past_changes(store, draft, opened)
    with store.step("") as step:
        save(store, draft, opened)
        for one in past:
            records.change(store, "meal_plan_entry", one.entry.id, **_columns(one))
        entries = f"{len(past)} entr{'y' if len(past) == 1 else 'ies'}"
        step.rename(f"Change {draft.name.strip()} and {entries}" if past else f"Change {draft.name.strip()}")
    return step.changes


def _columns(one: PastChange) -> dict[str, Any]:
    values = one.nutrition
    return {
        "title": one.title, "mass": one.mass, "energy": values.energy, "protein": values.protein,
        "carbs": values.carbs, "fat": values.fat, "nutrients": dict(values.others),
    }  # fmt: skip


def day_energies(past: Sequence[PastChange]) -> dict[str, tuple[int, int]]:
    """By day, the energy (0.1 kcal) that these entries have and would have; what is unknown counts as nothing."""
    found: dict[str, tuple[int, int]] = {}
    for one in past:
        before, after = found.get(one.entry.day, (0, 0))
        found[one.entry.day] = (before + (one.entry.nutrition.energy or 0), after + (one.nutrition.energy or 0))
    return found
