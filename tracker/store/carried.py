"""What a profile carries along without understanding it, and what it began with: as the export needs them.

Fields of records that this version has no column for are extras in the book of sync, whole records of unknown
collections are opaque there. What they mean for a sync is `tracker.sync`'s business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.database import Store


@dataclass(frozen=True)
class Opaque:
    """A record of a collection that this version does not know; `body` is JSON, `changed_at` in ms since 1970 UTC."""

    collection: str
    id: str
    schema: int
    changed_at: int
    device: str
    body: str


def ids(store: Store, collection: Collection) -> list[str]:
    """The ids of all records of a collection, sorted."""
    return [row[0] for row in store.rows(f"SELECT id FROM main.{collection.table} ORDER BY id")]


def extras(store: Store, collection: Collection) -> dict[str, dict[str, Any]]:
    """By record, the fields that this version has no column for."""
    rows = store.rows("SELECT id, extras FROM sync_rec WHERE c = ? AND extras <> '{}'", (collection.name,))
    return {record: json.loads(text) for record, text in rows}


def set_extras(store: Store, collection: Collection, found: Mapping[str, Mapping[str, Any]]) -> None:
    """Carry fields along for records that were just written."""
    store.connection.executemany(
        "UPDATE sync_rec SET extras = ? WHERE c = ? AND id = ?",
        [(json.dumps(more), collection.name, record) for record, more in found.items()],
    )


def opaque(store: Store) -> Iterator[Opaque]:
    """The records that this version does not know, in a stable order."""
    for row in store.rows("SELECT c, id, s, mt, dev, CAST(body AS TEXT) FROM sync_opaque ORDER BY c, id"):
        yield Opaque(*row)


def add_opaque(store: Store, found: Iterable[Opaque]) -> int:
    """Carry along what is not there yet, to be sent with the next sync; returns how much that was."""
    before = store.connection.total_changes
    store.connection.executemany(
        "INSERT OR IGNORE INTO sync_opaque (c, id, rev, body, s, mt, dev, unsent) VALUES (?, ?, 0, ?, ?, ?, ?, 1)",
        [(one.collection, one.id, one.body.encode(), one.schema, one.changed_at, one.device) for one in found],
    )
    return store.connection.total_changes - before


def untouched(store: Store, collection: Collection) -> set[str]:
    """The ids of records that the profile began with, and that nobody has changed here or elsewhere."""
    sql = "SELECT id FROM sync_rec WHERE c = ? AND rev = 0 AND stamp = 0 AND base IS NOT NULL"
    return {row[0] for row in store.rows(sql, (collection.name,))}


def is_fresh(store: Store) -> bool:
    """Whether there is nothing in the profile but what it began with."""
    return all(set(ids(store, one)) <= untouched(store, one) for one in COLLECTIONS)
