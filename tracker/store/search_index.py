"""Keeping the search index: filling it anew, and suspending its triggers while much is written at once.

What is found in it, and in which order, is in `search`; the triggers themselves are made in `triggers`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.triggers import SEARCH_WINDOW, search_base, search_columns

if TYPE_CHECKING:
    from tracker.store.database import Store


def fill(connection: sqlite3.Connection) -> None:
    """Make the index anew from the tables, and let the triggers keep it from here on.

    Must run inside a transaction that holds the write lock.
    """
    connection.execute("UPDATE search_flag SET suspended = 1")
    connection.execute("DELETE FROM search_document")
    for collection in COLLECTIONS:
        if collection.searchable:
            key, title, extra = search_columns(collection, collection.table)
            base = search_base(collection.name)
            connection.execute(
                "INSERT INTO search_document (rowid, kind, record, title, extra) "
                f"SELECT {base} + ROW_NUMBER() OVER (ORDER BY MIN(rowid)), '{collection.name}', {key}, {title}, "
                f"{extra} FROM {collection.table} GROUP BY {key}"
            )
    connection.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
    connection.execute("UPDATE search_flag SET suspended = 0")


def mend(connection: sqlite3.Connection) -> bool:
    """Fill the index where a bulk write was cut off before it could; returns whether that was so.

    Must run inside a transaction that holds the write lock.
    """
    if not suspended(connection):
        return False
    fill(connection)
    return True


def rebuild_index(store: Store) -> None:
    """Make the search index anew, in one transaction."""
    with store.database.atomic():
        fill(store.connection)


def missing(store: Store) -> int:
    """How many records the search index does not know by their present title."""
    count = 0
    for collection in COLLECTIONS:
        if collection.searchable:
            key, title, extra = search_columns(collection, "t")
            sql = (
                f"SELECT COUNT(*) FROM {collection.table} t WHERE NOT EXISTS (SELECT 1 FROM search_document d "
                f"WHERE d.kind = '{collection.name}' AND d.record = {key} AND d.title = {title} AND d.extra = {extra})"
            )
            count += store.rows(sql)[0][0]
    return count


@contextmanager
def suspend_index(store: Store) -> Iterator[None]:
    """Write much without feeding the search index row by row; it is filled once at the end, whatever happens.

    Inside a transaction all of it belongs to that transaction. Around several short ones every connection
    sees the suspension, and the filling covers what it wrote; after a crash the next opening of the profile fills it.
    """
    if suspended(store.connection):
        yield
        return
    with store.database.atomic():
        store.connection.execute("UPDATE search_flag SET suspended = 1")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # what went wrong first is what must be told; the next opening fills the index
            rebuild_index(store)
        raise
    rebuild_index(store)


@contextmanager
def feeding_together(store: Store, collection: Collection) -> Iterator[None]:
    """Write records of a collection, none of which was there before, and feed the index with all of them at once.

    A tenth of the time that the triggers take row by row. Must run inside a transaction.
    """
    if not collection.searchable or suspended(store.connection):
        yield
        return
    store.connection.execute("UPDATE search_flag SET suspended = 1")
    before = store.rows(f"SELECT COALESCE(MAX(rowid), 0) FROM {collection.table}")[0][0]
    yield
    store.connection.execute("UPDATE search_flag SET suspended = 0")
    key, title, extra = search_columns(collection, collection.table)
    base = search_base(collection.name)
    store.connection.execute(
        "INSERT INTO search_document (rowid, kind, record, title, extra) SELECT (SELECT COALESCE(MAX(rowid), "
        f"{base}) FROM search_document WHERE rowid BETWEEN {base} AND {base + SEARCH_WINDOW - 1}) + ROW_NUMBER() "
        f"OVER (ORDER BY MIN(rowid)), '{collection.name}', {key}, {title}, {extra} FROM {collection.table} "
        f"WHERE rowid > ? GROUP BY {key} ON CONFLICT (kind, record) DO UPDATE SET title = excluded.title, "
        "extra = excluded.extra WHERE title <> excluded.title OR extra <> excluded.extra",
        (before,),
    )


def suspended(connection: sqlite3.Connection) -> bool:
    """Whether a bulk write has switched the index off, and not filled it yet."""
    return bool(connection.execute("SELECT suspended FROM search_flag").fetchone()[0])
