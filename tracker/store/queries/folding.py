"""Comparing text without regard to case in SQL, in every script and not in ASCII alone."""

from __future__ import annotations

from tracker.store.database import Store


def with_fold(store: Store) -> Store:
    """The store, whose connection knows the SQL function `fold` from here on."""
    store.connection.create_function("fold", 1, str.casefold, deterministic=True)
    return store
