"""Stars on foods, recipes and workouts."""

from __future__ import annotations

from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.favorites import is_starred


def set_starred(store: Store, kind: str, record: str, starred: bool) -> Changes:
    """Give the food, recipe or workout a star, or take it away. The same star has the same id on every device."""
    star = derived_id("favorite", f"{kind}|{record}")
    with store.step("Star" if starred else "Remove star") as step:
        if starred and not is_starred(store, kind, record):
            records.create(store, "favorite", star, kind=kind, target=record, created_at=store.now())
        elif not starred:
            found = [row[0] for row in store.rows(
                "SELECT id FROM favorite WHERE kind = ? AND target = ?", (kind, record))]  # fmt: skip
            records.delete_records(store, BY_NAME["favorite"], found)
    return step.changes


def toggle(store: Store, kind: str, record: str) -> Changes:
    """Star what has no star, and the other way round."""
    return set_starred(store, kind, record, not is_starred(store, kind, record))
