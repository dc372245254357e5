"""Putting entries at a certain place among those of a meal, and moving them up and down there."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.errors import NotFound
from tracker.operations import entries
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Entry


def place(store: Store, ids: Sequence[str], day: str, slot: str, before: str | None = None) -> Changes:
    """Put entries into a meal before another entry of it, or at its end; they keep their order among themselves.

    Raises:
        NotFound: one of them is not there any more.
    """
    moved = [_existing(store, record) for record in ids]
    title = moved[0].title if len(moved) == 1 else f"{len(moved)} entries"
    with store.step(f"Move {title}") as step:
        entries.move(store, [one.id for one in moved if (one.day, one.slot) != (day, slot)], day, slot)
        there = [one for one in days.entries(store, day, day) if one.slot == slot]
        positions = {one.id: one.position for one in there}
        rest = [one.id for one in there if one.id not in ids]
        at = rest.index(before) if before in rest else len(rest)
        order = [*rest[:at], *(one.id for one in moved), *rest[at:]]
        for position, record in enumerate(order, start=1):
            if positions.get(record) != position:
                records.change(store, entries.COLLECTION, record, position=position)
    return step.changes


def shift(store: Store, record: str, steps: int) -> Changes:
    """Move an entry up (negative) or down; past the end of its meal it goes to the meal beside it.

    Raises:
        NotFound: it is not there any more.
    """
    one = _existing(store, record)
    meals = [meal for meal in days.day(store, one.day).meals if meal.slot.position < days.LOST]
    here = next((number for number, meal in enumerate(meals) if meal.slot.id == one.slot), 0)
    order = [entry.id for entry in meals[here].entries]
    at = order.index(record) + steps if record in order else 0
    if 0 <= at < len(order):
        before = order[at] if steps < 0 else order[at + 1] if at + 1 < len(order) else None
        return place(store, [record], one.day, one.slot, before)
    beside = here + (1 if steps > 0 else -1)
    if not 0 <= beside < len(meals):
        return Changes()
    first = meals[beside].entries[0].id if steps > 0 and meals[beside].entries else None
    return place(store, [record], one.day, meals[beside].slot.id, first)


def _existing(store: Store, record: str) -> Entry:
    found = days.entry(store, record)
    if found is None:
        raise NotFound("This entry is not there any more.", "Another device may have deleted it.")
    return found
