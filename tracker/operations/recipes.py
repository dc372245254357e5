"""What can be done with recipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.fixed import AMOUNT
from tracker.domain.order import marks
from tracker.domain.recipes.untold import NOT_KNOWN
from tracker.errors import BadInput, NotFound
from tracker.operations import favorites
from tracker.operations.drafts import onto
from tracker.operations.kitchen_amounts import Weight, weigh
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id, new_item_id
from tracker.store.queries import foods
from tracker.store.queries import recipes as queries
from tracker.store.rows import Recipe

RECIPE = BY_NAME["recipe"]


@dataclass(frozen=True)
class Line:
    """One ingredient as edited; `id` is empty for a new one. `amount` is 0.001 of `unit`.

    `guessed` says that nobody has looked at its food yet.
    """

    name: str
    amount: int | None = None
    unit: str | None = None
    food: str | None = None
    id: str = ""
    guessed: bool = False


@dataclass(frozen=True)
class Draft:
    """A recipe as edited; `id` is empty for a new one. Servings and cooked weight (g) are in 0.001.

    `yields` is what its servings are called where they are slices or cookies; `photo` lists the blob of its picture.
    """

    name: str
    servings: int
    lines: Sequence[Line] = ()
    id: str = ""
    cuisine: str = ""
    tags: Sequence[str] = ()
    cooked_mass: int | None = None
    minutes: int | None = None
    steps: str = ""
    notes: str = ""
    source: str = ""
    yields: str = ""
    photo: Sequence[Mapping[str, object]] = ()


def draft_of(recipe: Recipe) -> Draft:
    """The recipe as something to edit."""
    lines = tuple(
        Line(one.name, one.amount, one.unit, one.food, one.id, one.doubt == "food") for one in recipe.ingredients
    )
    return Draft(
        recipe.name, recipe.servings, lines, recipe.id, recipe.cuisine, recipe.tags, recipe.cooked_mass,
        recipe.minutes, recipe.steps, recipe.notes, recipe.source, recipe.yields, recipe.photo,
    )  # fmt: skip


def preview(store: Store, draft: Draft) -> Recipe:
    """What a draft would be if it were saved now, with the nutrition of a serving. Writes nothing."""
    return queries.of_bodies(store, {draft.id: _body(store, draft, None)})[draft.id]


def save(store: Store, draft: Draft, opened: Draft | None = None) -> Changes:
    """Write a new recipe, or the changes to one. Entries that were logged from it keep their numbers.

    Args:
        store: where it is kept.
        draft: the recipe as edited.
        opened: the draft as the editing began; what is the same in both keeps what a sync brought meanwhile.

    Raises:
        BadInput: the name is empty or the servings are not positive.
        NotFound: the recipe was deleted meanwhile.
    """
    if not draft.name.strip():
        raise BadInput("A recipe needs a name.", "Type one.")
    if draft.servings <= 0:
        raise BadInput("A recipe makes at least a part of a serving.", "Change the servings.")
    if any(line.amount is not None and line.amount <= 0 for line in draft.lines):
        raise BadInput("An ingredient's amount must be more than nothing.", "Change it or leave it empty.")
    record = draft.id or new_id(store.now())
    with store.step(f"{'Change' if draft.id else 'Add'} {draft.name.strip()}") as step:
        before = records.read_body(store, RECIPE, draft.id) if draft.id else None
        if draft.id and before is None:
            raise NotFound("This recipe is not there any more.", "Another device may have deleted it.")
        body = _body(store, draft, before)
        if before and opened:
            body = onto(RECIPE, _body(store, opened, before), body, before)
        records.write_bodies(store, RECIPE, {record: body})
    return step.changes


def write_new(store: Store, record: str, draft: Draft) -> None:
    """Write a new recipe under an id that is known before, within a step that is open already."""
    records.write_bodies(store, RECIPE, {record: _body(store, draft, None)})


def _body(store: Store, draft: Draft, before: records.Body | None) -> records.Body:
    old = {item["_id"]: item for item in before["ingredients"]} if before else {}
    return {
        "name": draft.name.strip(), "cuisine": draft.cuisine.strip(),
        "tags": sorted({tag.strip() for tag in draft.tags if tag.strip()}),
        "servings": draft.servings, "cooked_mass": draft.cooked_mass, "minutes": draft.minutes,
        "steps": draft.steps, "notes": draft.notes, "source": draft.source.strip(),
        "yields": _yields(draft), "photo": [dict(one) for one in draft.photo],
        "created_at": before["created_at"] if before else store.now(),
        "ingredients": _items(store, draft, old),
    }  # fmt: skip


def _yields(draft: Draft) -> str:
    """What the servings are called; that they are not known goes with the first number that is said."""
    said = draft.yields.strip()
    return "" if said == NOT_KNOWN and draft.servings != AMOUNT else said


def _items(store: Store, draft: Draft, before: dict[str, records.Body]) -> list[records.Body]:
    known = foods.foods(store, [line.food for line in draft.lines if line.food])
    places = marks([before[line.id]["_ord"] if line.id in before else None for line in draft.lines])
    items = []
    for line, place in zip(draft.lines, places, strict=True):
        food = known.get(line.food or "")
        weight = weigh(food, line.amount, line.unit, draft.servings) if food else Weight(None)
        items.append({
            "_id": line.id or new_item_id(), "_ord": place, "name": line.name.strip() or "Ingredient",
            "amount": line.amount, "unit": line.unit, "mass": weight.mass, "food": line.food,
            "doubt": "food" if line.guessed and line.food else "weight" if weight.about else None,
        })  # fmt: skip
    return items


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete recipes with their stars. What was logged from them stays.

    Raises:
        NotFound: one of them is not there any more; none is deleted.
    """
    found = queries.recipes(store, ids)
    if not found or len(found) < len(ids):
        raise NotFound("This recipe is not there any more.", "Another device may have deleted it.")
    names = [one.name for one in found.values()]
    with store.step(f"Delete {names[0]}" if len(names) == 1 else f"Delete {len(names)} recipes") as step:
        records.delete_records(store, RECIPE, ids)
        favorites.unstar(store, "recipe", ids)
    return step.changes
