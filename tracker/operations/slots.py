"""The person's own meals of a day: adding, naming, ordering and removing them, and when each is the usual one."""

from __future__ import annotations

from tracker.domain.date_words import time_of
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries import days
from tracker.store.rows import Slot

COLLECTION = BY_NAME["meal_slot"]
LONGEST = 40
"""Letters of a meal's name."""


def add(store: Store, name: str, starts_at: int) -> Changes:
    """Add a meal after the others; `starts_at` is the minute after midnight from which it is the usual one.

    Raises:
        BadInput: it has no name, another one has it, or there is no such minute.
    """
    name = _named(store, name)
    position = max((slot.position for slot in days.slots(store)), default=0) + 1
    with store.step(f"Add {name}") as step:
        body = {"name": name, "position": position, "starts_at": _minute(starts_at)}
        records.write_bodies(store, COLLECTION, {new_id(store.now()): body})
    return step.changes


def change(store: Store, slot: str, name: str, starts_at: int) -> Changes:
    """Give a meal another name or time; what was logged at it goes along. Raises as `add`, and NotFound."""
    before = _existing(store, slot)
    name = _named(store, name, slot)
    with store.step(f"Change {before.name}") as step:
        if (name, starts_at) != (before.name, before.starts_at):
            records.change(store, COLLECTION.name, slot, name=name, starts_at=_minute(starts_at))
    return step.changes


def move(store: Store, slot: str, steps: int) -> Changes:
    """Move a meal up (negative) or down in the order of the day."""
    moved = _existing(store, slot)
    order = [one.id for one in days.slots(store)]
    at = order.index(slot)
    order.insert(min(max(at + steps, 0), len(order) - 1), order.pop(at))
    positions = {one.id: one.position for one in days.slots(store)}
    with store.step(f"Move {moved.name}") as step:
        for position, record in enumerate(order, start=1):
            if positions[record] != position:
                records.change(store, COLLECTION.name, record, position=position)
    return step.changes


def remove(store: Store, slot: str, into: str | None = None) -> Changes:
    """Remove a meal; what was logged at it goes `into` another one.

    Raises:
        BadInput: it is the last one, or something was logged at it and `into` names no other meal.
    """
    gone = _existing(store, slot)
    others = {one.id for one in days.slots(store)} - {slot}
    if not others:
        raise BadInput("A day needs at least one meal.", "Add another one first.")
    if used(store, slot) and into not in others:
        raise BadInput(f"Something was logged at {gone.name}.", "Say which meal it goes to.")
    with store.step(f"Remove {gone.name}") as step:
        if into is not None:
            store.database.execute_sql("UPDATE meal_plan_entry SET slot = ? WHERE slot = ?", (into, slot))
            store.database.execute_sql("UPDATE meal_template SET slot = ? WHERE slot = ?", (into, slot))
        records.delete_records(store, COLLECTION, [slot])
    return step.changes


def used(store: Store, slot: str) -> int:
    """How many entries are at a meal."""
    return int(store.rows("SELECT COUNT(*) FROM meal_plan_entry WHERE slot = ?", (slot,))[0][0])


def _existing(store: Store, slot: str) -> Slot:
    found = next((one for one in days.slots(store) if one.id == slot), None)
    if found is None:
        raise NotFound("This meal is not there any more.", "Another device may have removed it.")
    return found


def _named(store: Store, name: str, of: str = "") -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise BadInput(f"A meal needs a name of at most {LONGEST} letters.", "Type one, such as Second breakfast.")
    if time_of(name) is not None or name.startswith("@"):
        raise BadInput(f"“{name}” cannot be told from other words when you type it.", "Choose another name.")
    if any(one.id != of and one.name.casefold() == name.casefold() for one in days.slots(store)):
        raise BadInput(f"There is a meal called {name} already.", "Choose another name.")
    return name


def _minute(starts_at: int) -> int:
    if not 0 <= starts_at < 24 * 60:
        raise BadInput("A meal begins at a time of day.", "Type it as 7:30.")
    return starts_at
