"""How many records wait, are contested or were refused."""

from __future__ import annotations

from tracker.store.database import Store


def conflicts(store: Store) -> int:
    """Records that wait for a decision."""
    return int(store.rows("SELECT COUNT(*) FROM (SELECT DISTINCT c, id FROM sync_conflict)")[0][0])


def refused(store: Store) -> int:
    """Records that the server does not take as they are now."""
    rows = store.rows(  # CROSS JOIN keeps the order: refusals are few, and records that wait may be all there are
        "SELECT COUNT(*) FROM sync_reject j CROSS JOIN sync_rec r ON r.c = j.c AND r.id = j.id "
        "WHERE r.stamp = j.stamp AND r.stamp > r.acked"
    )
    return int(rows[0][0])


def waiting(store: Store) -> int:
    """Records that are to be sent; those that were refused are not among them."""
    rows = store.rows("SELECT COUNT(*) FROM sync_rec WHERE stamp > acked")
    return int(rows[0][0]) - refused(store)
