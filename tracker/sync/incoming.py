"""Records as they come from the server: whether this version can read them, and keeping those that it cannot."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from tracker.protocol.canonical import NotCanonical
from tracker.protocol.records import Envelope
from tracker.store.collections import Collection
from tracker.store.database import Store
from tracker.sync.views import unfit_required


class RawRecord(Envelope, kw_only=True):
    """A record whose body is still the bytes that came, which are its canonical form.

    The server has looked at the form of what it keeps; looking again would take as long as all the rest of reading.
    """

    c: str
    id: str
    rev: int
    mt: int = 0
    body: msgspec.Raw = msgspec.Raw(b"null")

    @property
    def base(self) -> bytes | None:
        """The body as it is kept as a base, None for a tombstone."""
        return None if self.deleted else bytes(self.body)


class Unreadable(Exception):
    """A body is not shaped like a record of its collection."""


UNFIT = (
    Unreadable,
    NotCanonical,
    OverflowError,
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""What is raised where a record does not fit into this version's tables; a full disk is not among it."""


def readable(collection: Collection, record: RawRecord) -> dict[str, Any]:
    """The body of a live record, once it is sure that it has the shape of its collection.

    Raises:
        Unreadable: it has another one.
    """
    try:
        body = msgspec.json.decode(record.body, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise Unreadable from error
    for items in collection.lists:
        held = body.get(items.name, [])
        if not isinstance(held, list):
            raise Unreadable
        for item in held:
            if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("_id", "_ord")):
                raise Unreadable
        if len({item["_id"] for item in held}) < len(held) or any(unfit_required(items, item) for item in held):
            raise Unreadable
    if unfit_required(collection, body):
        raise Unreadable
    return body


def keep_unread(store: Store, record: RawRecord) -> None:
    """Keep a record that this version cannot read, as it came."""
    if record.deleted:
        store.database.execute_sql("DELETE FROM sync_opaque WHERE c = ? AND id = ?", (record.c, record.id))
        return
    store.database.execute_sql(
        "INSERT INTO sync_opaque (c, id, rev, body, s, mt, dev) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (c, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, s = excluded.s, "
        "mt = excluded.mt, dev = excluded.dev, unsent = 0",
        (record.c, record.id, record.rev, bytes(record.body), record.s, record.mt, record.dev),
    )
