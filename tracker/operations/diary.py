"""What can be said of a day as a whole: that everything is logged, that nothing was meant to be, and a note."""

from __future__ import annotations

from datetime import date

from tracker.errors import BadInput
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id

COLLECTION = BY_NAME["day_status"]
STATUSES = {"open": "not complete", "complete": "complete", "not_tracked": "not tracked"}
"""What a day can be, in words."""


def set_status(store: Store, day: str, status: str) -> Changes:
    """Say that a day is open, complete or not tracked.

    Raises:
        BadInput: it is none of these.
    """
    if status not in STATUSES:
        raise BadInput(f"A day cannot be “{status}”.", f"Use one of {', '.join(STATUSES)}.")
    with store.step(f"Mark {named(day)} as {STATUSES[status]}") as step:
        _write(store, day, status=status)
    return step.changes


def set_note(store: Store, day: str, note: str) -> Changes:
    """Write the note of a day, in the place of what it was."""
    with store.step(f"Note for {named(day)}") as step:
        _write(store, day, note=note.strip())
    return step.changes


def add_note(store: Store, day: str, text: str) -> Changes:
    """Add a line to the note of a day.

    Raises:
        BadInput: there is nothing to note.
    """
    if not text.strip():
        raise BadInput("There is nothing to note.", "Type note and what it is.")
    with store.step(f"Note for {named(day)}") as step:
        before = records.read_body(store, COLLECTION, _record(day))
        lines = [before["note"]] if before and before["note"] else []
        _write(store, day, note="\n".join([*lines, text.strip()]))
    return step.changes


def named(day: str) -> str:
    """A day in words: Saturday, 21 November."""
    of = date.fromisoformat(day)
    return f"{of:%A}, {of.day} {of:%B}"


def _record(day: str) -> str:
    """The id that every device gives to a day."""
    return derived_id("day_status", day)


def _write(store: Store, day: str, **fields: str) -> None:
    record = _record(day)
    if records.read_body(store, COLLECTION, record) is None:
        records.create(store, COLLECTION.name, record, day=day, **fields)
    else:
        records.change(store, COLLECTION.name, record, **fields)
