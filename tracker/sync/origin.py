"""Which device a record came from, by name: for what only that device has."""

from __future__ import annotations

from tracker.store.database import Store
from tracker.sync.events import device_names


def device_of(store: Store, collection: str, record: str) -> str:
    """The name of the device that sent a record; nothing where it is this one or nobody knows."""
    rows = store.rows(
        "SELECT remote_dev FROM sync_rec WHERE c = ? AND id = ? AND remote_dev <> (SELECT dev FROM sync_meta)",
        (collection, record),
    )
    return device_names(store).get(rows[0][0], "") if rows else ""
