"""The triggers that feed the sync outbox, the search index and the undo log, generated from the collections.

They fire for every write, whoever makes it. They hold no data, so they are simply made again when their text changes.
`INSERT OR REPLACE` must not be used on these tables: its implicit delete fires no delete trigger.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from peewee import Model

from tracker.store.collections import COLLECTIONS, Collection, table_of

SEARCH_WINDOW = 1 << 40
"""Each searchable kind has its own range of rowids in the index, so that one index answers for one kind."""

NOT_APPLYING = "(SELECT applying FROM sync_flag) = 0"
NOT_SUSPENDED = "(SELECT suspended FROM search_flag) = 0"
IN_STEP = "(SELECT step FROM undo_state) IS NOT NULL"
OUTSIDE_STEP = "(SELECT step FROM undo_state) IS NULL"


@dataclass(frozen=True)
class _Table:
    collection: Collection
    model: type[Model]
    parent: str | None

    @property
    def name(self) -> str:
        return table_of(self.model)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.model._meta.columns)

    def record(self, row: str) -> str:
        """The expression for the id of the record that `row` belongs to."""
        return f"{row}.{self.parent or 'id'}"

    @property
    def changed(self) -> str:
        return "(" + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in self.columns) + ")"

    def json(self, row: str) -> str:
        return "json_object(" + ", ".join(f"'{name}', {row}.{name}" for name in self.columns) + ")"


def _tables() -> Iterator[_Table]:
    for collection in COLLECTIONS:
        yield _Table(collection, collection.model, None)
        for items in collection.lists:
            yield _Table(collection, items.model, items.parent)


_EVENTS = (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD"))


def _trigger(name: str, table: _Table, event: str, condition: str, body: str) -> str:
    if event == "update":
        condition = f"{condition} AND {table.changed}"
    return f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table.name} WHEN {condition} BEGIN {body} END"


def _outbox(table: _Table) -> Iterator[str]:
    for event, row in _EVENTS:
        body = (
            "UPDATE sync_meta SET mut = mut + 1; "
            "INSERT INTO sync_rec (c, id, stamp, changed_at) "
            f"VALUES ('{table.collection.name}', {table.record(row)}, (SELECT mut FROM sync_meta), "
            "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) "
            "ON CONFLICT (c, id) DO UPDATE SET stamp = excluded.stamp, changed_at = excluded.changed_at;"
        )
        yield _trigger(f"outbox_{table.name}_{event}", table, event, NOT_APPLYING, body)


def _undo(table: _Table) -> Iterator[str]:
    collection = table.collection.name
    for event, row in _EVENTS:
        before = "NULL" if event == "insert" else table.json("OLD")
        log = (
            "INSERT INTO undo_change (step, tbl, row_id, c, record, before) "
            f"VALUES ((SELECT step FROM undo_state), '{table.name}', {row}.id, '{collection}', "
            f"{table.record(row)}, {before});"
        )
        yield _trigger(f"undo_{table.name}_{event}", table, event, IN_STEP, log)
        forget = f"DELETE FROM undo_change WHERE c = '{collection}' AND record = {table.record(row)};"
        yield _trigger(f"forget_{table.name}_{event}", table, event, OUTSIDE_STEP, forget)


def search_base(kind: str) -> int:
    """The rowid below the first one of `kind` in the search index."""
    kinds = [collection.name for collection in COLLECTIONS if collection.searchable]
    return (kinds.index(kind) + 1) * SEARCH_WINDOW


def search_columns(collection: Collection, row: str) -> tuple[str, str, str]:
    """The expressions for the key of a record's document in the search index, its title, and what else is searched."""
    title = f"{row}.{collection.title}"
    extra = " || ' ' || ".join(f"{row}.{name}" for name in collection.search_extra) or "''"
    key = f"CASE {extra} WHEN '' THEN {title} ELSE {row}.id END" if collection.repeats else f"{row}.id"
    return key, title, extra


def _search(table: _Table) -> Iterator[str]:
    collection = table.collection
    if not collection.searchable or table.parent:
        return
    base = search_base(collection.name)
    key, title, extra = search_columns(collection, "NEW")
    put = (
        "INSERT INTO search_document (rowid, kind, record, title, extra) VALUES ("
        f"(SELECT COALESCE(MAX(rowid), {base}) + 1 FROM search_document "
        f"WHERE rowid BETWEEN {base} AND {base + SEARCH_WINDOW - 1}), '{collection.name}', {key}, {title}, {extra}) "
        "ON CONFLICT (kind, record) DO UPDATE SET title = excluded.title, extra = excluded.extra "
        "WHERE title <> excluded.title OR extra <> excluded.extra;"
    )
    drop = _drop(table)
    replace = f"{drop} {put}" if collection.repeats else put
    searched = (collection.title, *collection.search_extra)
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("id", *searched))
    yield _trigger(f"search_{table.name}_insert", table, "insert", NOT_SUSPENDED, put)
    yield _trigger(f"search_{table.name}_update", table, "update", f"{NOT_SUSPENDED} AND ({changed})", replace)
    yield _trigger(f"search_{table.name}_delete", table, "delete", NOT_SUSPENDED, drop)


def _drop(table: _Table) -> str:
    """Take the old row's document out of the index, unless another record of the same title still needs it."""
    collection = table.collection
    key, title, _ = search_columns(collection, "OLD")
    drop = f"DELETE FROM search_document WHERE kind = '{collection.name}' AND record = {key}"
    if not collection.repeats:
        return f"{drop};"
    other_key, other_title, _ = search_columns(collection, "other")
    return (
        f"{drop} AND NOT EXISTS (SELECT 1 FROM {table.name} other "
        f"WHERE {other_title} = {title} AND {other_key} = search_document.record);"
    )


def statements() -> tuple[str, ...]:
    """Every trigger, as SQL."""
    made: list[str] = []
    for table in _tables():
        made.extend(_outbox(table))
        made.extend(_undo(table))
        made.extend(_search(table))
    return tuple(made)


def digest() -> str:
    """What tells one version of the triggers from another."""
    return hashlib.sha256("\n".join(statements()).encode()).hexdigest()


def installed(connection: sqlite3.Connection) -> bool:
    """Whether the triggers are there in just this form."""
    found = connection.execute("SELECT digest FROM trigger_digest").fetchone()
    return found is not None and found[0] == digest()


def install(connection: sqlite3.Connection) -> bool:
    """Make the triggers unless they are there in just this form; returns whether anything was done.

    Must run inside a transaction that holds the write lock.
    """
    if installed(connection):
        return False
    prefixes = ("outbox_", "undo_", "forget_", "search_")
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        if name.startswith(prefixes) and not name.startswith("search_document_"):
            connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements():
        connection.execute(statement)
    connection.execute(
        "INSERT INTO trigger_digest VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET digest = excluded.digest",
        (digest(),),
    )
    return True
