"""Meals kept as templates: keeping a logged meal, putting it into a day, renaming and deleting it.

A template keeps what the meal had when it was kept, as a copy of the meal would.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.order import marks
from tracker.errors import BadInput, NotFound
from tracker.operations import entries
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id, new_item_id
from tracker.store.queries import days
from tracker.store.queries import templates as queries
from tracker.store.queries.templates import MealTemplate
from tracker.store.rows import Entry

COLLECTION = BY_NAME["meal_template"]
LONGEST = 60


def keep(store: Store, name: str, ids: Sequence[str]) -> Changes:
    """Keep entries as a template; one of that name is replaced.

    Raises:
        BadInput: it has no name.
        NotFound: none of the entries is there any more.
    """
    name = _named(name)
    found = [one for one in (days.entry(store, record) for record in ids) if one]
    if not found:
        raise NotFound("These entries are not there any more.")
    before = queries.named(store, name)
    record = before.id if before else new_id(store.now())
    slots = {one.slot for one in found}
    body = {
        "name": name, "slot": slots.pop() if len(slots) == 1 else None, "created_at": store.now(),
        "items": [_item(one, mark) for one, mark in zip(found, marks([None] * len(found)), strict=True)],
    }  # fmt: skip
    with store.step(f"Keep {name} as a template") as step:
        records.write_bodies(store, COLLECTION, {record: body})
    return step.changes


def _item(one: Entry, mark: str) -> records.Body:
    return {
        "_id": new_item_id(), "_ord": mark, "title": one.title, "source_kind": one.source_kind, "source": one.source,
        "amount": one.amount, "unit": one.unit, "mass": one.mass, "energy": one.nutrition.energy,
        "protein": one.nutrition.protein, "carbs": one.nutrition.carbs, "fat": one.nutrition.fat,
        "nutrients": dict(one.nutrition.others), "note": one.note,
    }  # fmt: skip


def put(store: Store, record: str, day: str, slot: str, *, eaten: bool = False) -> Changes:
    """Put a template into a meal of a day.

    Raises:
        NotFound: it is not there any more.
    """
    found = _existing(store, record)
    with store.step("") as step:
        entries.put_items(store, found.items, day, slot, eaten=eaten)
        step.rename(entries.added(store, found.name, day, planned=not eaten))
    return step.changes


def rename(store: Store, record: str, name: str) -> Changes:
    """Give a template another name.

    Raises:
        BadInput: it has no name, or another one has it.
        NotFound: it is not there any more.
    """
    name, before = _named(name), _existing(store, record)
    other = queries.named(store, name)
    if other and other.id != record:
        raise BadInput(f"There is a template called {other.name} already.", "Choose another name.")
    with store.step(f"Change {before.name}") as step:
        if name != before.name:
            records.change(store, COLLECTION.name, record, name=name)
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete templates; what was put into days stays."""
    names = [_existing(store, record).name for record in ids]
    with store.step(f"Delete {names[0] if len(names) == 1 else f'{len(names)} templates'}") as step:
        records.delete_records(store, COLLECTION, ids)
    return step.changes


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise BadInput(f"A template needs a name of at most {LONGEST} letters.", "Type one, such as Usual breakfast.")
    return name


def _existing(store: Store, record: str) -> MealTemplate:
    found = queries.template(store, record)
    if found is None:
        raise NotFound("This template is not there any more.", "Another device may have deleted it.")
    return found
