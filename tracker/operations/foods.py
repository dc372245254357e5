"""What can be done with the person's own foods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.nutrients import MACROS, UNKNOWN, Nutrition, macros_fit
from tracker.domain.order import marks
from tracker.errors import BadInput
from tracker.operations import favorites
from tracker.operations.drafts import onto
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id, new_item_id
from tracker.store.queries.foods import foods
from tracker.store.rows import Food, Portion

FOOD = BY_NAME["food"]
MOST_ENERGY = 9500
"""Pure fat has 900 kcal per 100 g; beyond 950 kcal (in 0.1 kcal) a number was surely mistyped."""


@dataclass(frozen=True)
class Draft:
    """A food as edited, per 100 g; `id` is empty for a new one.

    `key` is what its source calls it: a new food with one has the same id on every device.
    """

    name: str
    nutrition: Nutrition = UNKNOWN
    portions: Sequence[Portion] = ()
    id: str = ""
    brand: str = ""
    category: str = ""
    barcode: str = ""
    source: str = ""
    notes: str = ""
    key: str = ""


def draft_of(food: Food) -> Draft:
    """The food as something to edit."""
    return Draft(
        food.name, food.nutrition, food.portions, food.id, food.brand, food.category, food.barcode, food.source,
        food.notes,
    )  # fmt: skip


def save(store: Store, draft: Draft, opened: Draft | None = None) -> Changes:
    """Write a new food of the person's own, or the changes to one. What was logged from it keeps its numbers.

    A changed food of the catalogue becomes one of the person's own that stands in its place; deleted, the catalogue's
    is back.

    Args:
        store: where it is kept.
        draft: the food as edited.
        opened: the draft as the editing began; what is the same in both keeps what a sync brought meanwhile.

    Raises:
        BadInput: the name is empty, or a value cannot be per 100 g.
    """
    _check(draft)
    with store.step("") as step:
        before = records.read_body(store, FOOD, draft.id) if draft.id else None
        step.rename(f"{'Change' if draft.id else 'Add'} {draft.name.strip()}")
        body = _body(store, draft, before)
        if before and opened:
            body = onto(FOOD, _body(store, opened, before), body, before)
        records.write_bodies(store, FOOD, {draft.id if before else _new_id(store, draft): body})
    return step.changes


def _new_id(store: Store, draft: Draft) -> str:
    """The id of a new food: the one that every device gives to what its source calls so, unless that is taken."""
    if store.rows("SELECT 1 FROM catalogue.food WHERE id = ?", (draft.id,)):
        return draft.id
    record = derived_id("food", draft.key) if draft.key else ""
    free = record and not store.rows("SELECT 1 FROM main.food WHERE id = ?", (record,))
    return record if free else new_id(store.now())


def _check(draft: Draft) -> None:
    if not draft.name.strip():
        raise BadInput("A food needs a name.", "Type one.")
    if (draft.nutrition.energy or 0) > MOST_ENERGY:
        raise BadInput(
            "More than 950 kcal (3975 kJ) in 100 g is not possible.",
            "Check the energy: is it in the other unit, or for a package?",
        )
    if any(
        value is not None and value < 0 for value in map(draft.nutrition.get, ("energy", "protein", "carbs", "fat"))
    ):
        raise BadInput("Nutrition cannot be less than nothing.", "Change the number.")
    if not macros_fit({key: draft.nutrition.get(key) for key in MACROS}):
        raise BadInput("Protein, carbs and fat are more than the food itself.", "Check the numbers and their portion.")
    if any(portion.mass <= 0 or not portion.name.strip() for portion in draft.portions):
        raise BadInput("A portion needs a name and a weight.", "Change or remove it.")
    names = [portion.name.strip().casefold() for portion in draft.portions]
    if len(set(names)) < len(names):
        raise BadInput("Two portions have the same name.", "Give one of them another name.")


def _body(store: Store, draft: Draft, before: records.Body | None) -> records.Body:
    nutrition = draft.nutrition
    old = {item["name"]: item for item in before["portions"]} if before else {}
    names = [one.name.strip() for one in draft.portions]
    places = marks([old[name]["_ord"] if name in old else None for name in names])
    portions = [
        {
            "_id": old[name]["_id"] if name in old else new_item_id(),
            "_ord": place,
            "name": name,
            "mass": one.mass,
        }
        for one, name, place in zip(draft.portions, names, places, strict=True)
    ]
    return {
        "name": draft.name.strip(), "brand": draft.brand.strip(), "barcode": draft.barcode, "category": draft.category,
        "source": draft.source, "energy": nutrition.energy, "protein": nutrition.protein, "carbs": nutrition.carbs,
        "fat": nutrition.fat, "nutrients": dict(nutrition.others), "notes": draft.notes,
        "created_at": before["created_at"] if before else store.now(), "portions": portions,
    }  # fmt: skip


def remove(store: Store, ids: Sequence[str]) -> Changes:
    """Take foods away from the favorites: the person's own are deleted, the catalogue's lose their star.

    What was logged from them stays.
    """
    known = foods(store, ids)
    own = [key for key in ids if key in known and known[key].own]
    names = [known[key].name if key in known else "food" for key in ids]
    name = names[0] if len(names) == 1 else f"{len(names)} foods"
    with store.step(f"{'Delete' if own else 'Remove star from'} {name}") as step:
        records.delete_records(store, FOOD, own)
        favorites.unstar(store, "food", ids)
    return step.changes
