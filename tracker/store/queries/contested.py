"""Which records are in conflict, for the marks on rows; what a conflict is about is told by `sync.conflicts`."""

from __future__ import annotations

from tracker.store.database import Store


def contested(store: Store, *collections: str) -> frozenset[str]:
    """The records that wait for a decision, of these collections or of all; the table is empty as a rule."""
    rows = store.rows("SELECT c, id FROM sync_conflict")
    return frozenset(id for c, id in rows if c in collections or not collections)
