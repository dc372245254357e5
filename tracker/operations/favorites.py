"""Stars on foods, recipes and workouts."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.store import records
from tracker.store.batches import batches
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.favorites import is_starred


def set_starred(store: Store, kind: str, record: str, starred: bool) -> Changes:
    """Give the food, recipe or workout a star, or take it away. The same star has the same id on every device."""
    if not starred:
        return unstar(store, kind, [record])
    star = derived_id("favorite", f"{kind}|{record}")
    with store.step("Star") as step:
        if not is_starred(store, kind, record):
            records.create(store, "favorite", star, kind=kind, target=record, created_at=store.now())
    return step.changes


def unstar(store: Store, kind: str, ids: Sequence[str]) -> Changes:
    """Take the star away from foods, recipes or workouts."""
    with store.step("Remove star" if len(ids) == 1 else f"Remove {len(ids)} stars") as step:
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM favorite WHERE kind = ? AND target IN ({marks})"  # noqa: S608 - only marks
            records.delete_records(store, BY_NAME["favorite"], [row[0] for row in store.rows(sql, (kind, *some))])
    return step.changes


def toggle(store: Store, kind: str, record: str) -> Changes:
    """Star what has no star, and the other way round."""
    return set_starred(store, kind, record, not is_starred(store, kind, record))
