"""What can be done with the person's own foods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.nutrients import UNKNOWN, Nutrition
from tracker.domain.order import marks
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id, new_item_id
from tracker.store.queries.foods import food
from tracker.store.rows import Portion

FOOD = BY_NAME["food"]
MOST_ENERGY = 9500
"""Pure fat has 900 kcal per 100 g; beyond 950 kcal (in 0.1 kcal) a number was surely mistyped."""


@dataclass(frozen=True)
class Draft:
    """A food as edited, per 100 g; `id` is empty for a new one."""

    name: str
    nutrition: Nutrition = UNKNOWN
    portions: Sequence[Portion] = ()
    id: str = ""
    brand: str = ""
    category: str = ""
    barcode: str = ""
    source: str = ""
    notes: str = ""


def save(store: Store, draft: Draft) -> Changes:
    """Write a new food of the person's own, or the changes to one. What was logged from it keeps its numbers.

    Raises:
        BadInput: the name is empty, or a value cannot be per 100 g.
    """
    _check(draft)
    before = records.read_body(store, FOOD, draft.id) if draft.id else None
    record = draft.id if before else new_id(store.now())
    with store.step(f"{'Change' if before else 'Add'} {draft.name.strip()}") as step:
        records.write_bodies(store, FOOD, {record: _body(store, draft, before)})
    return step.changes


def _check(draft: Draft) -> None:
    if not draft.name.strip():
        raise BadInput("A food needs a name.", "Type one.")
    if (draft.nutrition.energy or 0) > MOST_ENERGY:
        raise BadInput("More than 950 kcal in 100 g is not possible.", "Check the energy; is it in kJ?")
    if any(
        value is not None and value < 0 for value in map(draft.nutrition.get, ("energy", "protein", "carbs", "fat"))
    ):
        raise BadInput("Nutrition cannot be less than nothing.", "Change the number.")
    if any(portion.mass <= 0 or not portion.name.strip() for portion in draft.portions):
        raise BadInput("A portion needs a name and a weight.", "Change or remove it.")


def _body(store: Store, draft: Draft, before: records.Body | None) -> records.Body:
    nutrition = draft.nutrition
    old = {item["name"]: item for item in before["portions"]} if before else {}
    places = marks([old[one.name]["_ord"] if one.name in old else None for one in draft.portions])
    portions = [
        {
            "_id": old[one.name]["_id"] if one.name in old else new_item_id(),
            "_ord": place,
            "name": one.name,
            "mass": one.mass,
        }
        for one, place in zip(draft.portions, places, strict=True)
    ]
    return {
        "name": draft.name.strip(), "brand": draft.brand, "barcode": draft.barcode, "category": draft.category,
        "source": draft.source, "energy": nutrition.energy, "protein": nutrition.protein, "carbs": nutrition.carbs,
        "fat": nutrition.fat, "nutrients": dict(nutrition.others), "notes": draft.notes,
        "created_at": before["created_at"] if before else store.now(), "portions": portions,
    }  # fmt: skip


def delete(store: Store, record: str) -> Changes:
    """Delete a food of the person's own. What was logged from it stays."""
    found = food(store, record)
    if found is None or not found.own:
        raise NotFound("Only foods of your own can be deleted.")
    with store.step(f"Delete {found.name}") as step:
        records.delete_records(store, FOOD, [record])
    return step.changes
