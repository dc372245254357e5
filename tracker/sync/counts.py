"""How many records wait, are contested or were refused."""

from __future__ import annotations

from tracker.store.database import Store


def conflicts(store: Store) -> int:
    """Records that wait for a decision."""
    return int(store.rows("SELECT COUNT(*) FROM (SELECT DISTINCT c, id FROM sync_conflict)")[0][0])


def refused(store: Store) -> int:
    """Records that the server does not take as they are now."""
    # One look for each refusal, by its id (+ keeps the index of what waits out of it): refusals are few, and what waits
    # may be everything. A join would read all records to know which it need not look for.
    rows = store.rows(
        "SELECT COUNT(*) FROM sync_reject j WHERE EXISTS (SELECT 1 FROM sync_rec r "
        "WHERE r.c = j.c AND r.id = j.id AND +r.stamp = j.stamp AND r.stamp > r.acked)"
    )
    return int(rows[0][0])


def waiting(store: Store) -> int:
    """Records that are to be sent; those that were refused are not among them."""
    rows = store.rows("SELECT COUNT(*) FROM sync_rec WHERE stamp > acked")
    return int(rows[0][0]) - refused(store)
