"""Whole records as bodies: what sync sends, what the export writes, and what a merge works on.

A body maps field names to JSON values without floats; item lists hold `{"_id", "_ord", …}` in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from tracker import bulk
from tracker.errors import NotFound
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME, JSON_KINDS, PARENTS, Collection, Field, ItemList, table_of
from tracker.store.database import Store

Body = dict[str, Any]
"""A record as JSON values."""


_encoder = msgspec.json.Encoder(order="sorted")


def as_json(value: Any) -> str:
    """A value as the JSON text that stands for it in a table."""
    return _encoder.encode(value).decode()


def _dump(field: Field, value: Any) -> Any:
    return as_json(value) if field.kind in JSON_KINDS else value


def _body(names: Sequence[str], json_names: Sequence[str], values: Iterable[Any]) -> Body:
    """A row's values as a body: what is JSON text in the table is a value in it."""
    body = dict(zip(names, values, strict=True))
    for name in json_names:
        if body[name] is not None:
            body[name] = msgspec.json.decode(body[name])
    return body


@cache
def _names(fields: tuple[Field, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of all fields, and of those that are JSON text in the table."""
    return tuple(field.name for field in fields), tuple(field.name for field in fields if field.kind in JSON_KINDS)


def read_bodies(store: Store, collection: Collection, ids: Iterable[str]) -> dict[str, Body]:
    """The bodies of those of `ids` that exist, by id."""
    bodies: dict[str, Body] = {}
    names, json_names = _names(collection.fields)
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        for row in store.rows(f"SELECT id, {', '.join(names)} FROM {collection.table} WHERE id IN ({marks})", some):
            bodies[row[0]] = _body(names, json_names, row[1:])
        for items in collection.lists:
            found = _read_items(store, items, some)
            for record in some:
                if record in bodies:
                    bodies[record][items.name] = found.get(record, [])
    return bodies


def _read_items(store: Store, items: ItemList, records: Sequence[str]) -> dict[str, list[Body]]:
    names, json_names = _names(items.fields)
    marks = ", ".join("?" * len(records))
    found: dict[str, list[Body]] = defaultdict(list)
    rows = store.rows(
        f"SELECT {items.parent}, id, ord, {', '.join(names)} FROM {table_of(items.model)} "
        f"WHERE {items.parent} IN ({marks}) ORDER BY ord, id",
        records,
    )
    for record, item, order, *values in rows:
        found[record].append({"_id": item, "_ord": order, **_body(names, json_names, values)})
    return found


def read_body(store: Store, collection: Collection, record: str) -> Body | None:
    """The body of one record, or None where there is none."""
    return read_bodies(store, collection, [record]).get(record)


def existing(store: Store, collection: Collection, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that exist."""
    known: set[str] = set()
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        known.update(row[0] for row in store.rows(f"SELECT id FROM {collection.table} WHERE id IN ({marks})", some))
    return known


def upsert(store: Store, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of these columns, or overwrite those of the same key."""
    key = ("id", PARENTS[table]) if table in PARENTS else ("id",)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    bulk.insert(store.connection, into, rows, f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}")


def write_bodies(store: Store, collection: Collection, bodies: Mapping[str, Body]) -> None:
    """Insert or overwrite records with their items; a field that a body lacks is left as it is by an overwrite.

    Bodies with the same set of fields are written together, so pages of whole records take one statement a table.
    """
    shapes: dict[tuple[str, ...], dict[str, Body]] = defaultdict(dict)
    every, json_names = _names(collection.fields)
    names_of_all = set(every)
    for record, body in bodies.items():
        whole = body.keys() >= names_of_all
        shapes[every if whole else tuple(name for name in every if name in body)][record] = body
    for names, some in shapes.items():
        rows: list[Sequence[Any]] = list(
            _rows(some, names, [names.index(name) + 1 for name in json_names if name in names])
        )
        if len(names) < len(every):
            rows = _overwrite(store, collection, names, rows)
        upsert(store, collection.table, ("id", *names), rows)
    for items in collection.lists:
        _write_items(store, items, {record: body[items.name] for record, body in bodies.items() if items.name in body})


def write_rows(store: Store, collection: Collection, rows: Sequence[Sequence[Any]]) -> None:
    """Insert or overwrite whole records without items; a row is the id and the columns in the order of the fields."""
    if rows:
        names, _ = _names(collection.fields)
        upsert(store, collection.table, ("id", *names), rows)


def _rows(bodies: Mapping[str, Body], names: Sequence[str], json_places: Sequence[int]) -> Iterator[Sequence[Any]]:
    """A row (id, fields) for each body; in `json_places` stands JSON text."""
    for record, body in bodies.items():
        row = [record, *map(body.__getitem__, names)]
        for place in json_places:
            row[place] = _encoder.encode(row[place]).decode()
        yield row


def _overwrite(
    store: Store, collection: Collection, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Set some fields of the records that exist; returns the rows of those that do not.

    An upsert cannot do this: its insert is refused for the columns that it lacks before it becomes an update.
    """
    known = existing(store, collection, (row[0] for row in rows))
    if names:
        settings = ", ".join(f"{name} = ?" for name in names)
        sql = f"UPDATE {collection.table} SET {settings} WHERE id = ?"
        store.connection.executemany(sql, [(*row[1:], row[0]) for row in rows if row[0] in known])
    return [row for row in rows if row[0] not in known]


def _write_items(store: Store, items: ItemList, lists: Mapping[str, list[Body]]) -> None:
    table = table_of(items.model)
    kept = {(record, item["_id"]) for record, list_ in lists.items() for item in list_}
    gone: list[tuple[str, str]] = []
    for some in batches(lists):
        marks = ", ".join("?" * len(some))
        rows = store.rows(f"SELECT {items.parent}, id FROM {table} WHERE {items.parent} IN ({marks})", some)
        gone.extend(row for row in rows if row not in kept)
    store.connection.executemany(f"DELETE FROM {table} WHERE {items.parent} = ? AND id = ?", gone)
    columns = ("id", items.parent, "ord", *(field.name for field in items.fields))
    rows_in = [
        (item["_id"], record, item["_ord"], *(_dump(field, item.get(field.name)) for field in items.fields))
        for record, list_ in lists.items()
        for item in list_
    ]
    upsert(store, table, columns, rows_in)


def delete_records(store: Store, collection: Collection, ids: Iterable[str]) -> None:
    """Delete records with their items. Items go first, so that each leaves its own trace for undo."""
    rows = [(record,) for record in ids]
    for items in collection.lists:
        store.connection.executemany(f"DELETE FROM {table_of(items.model)} WHERE {items.parent} = ?", rows)
    store.connection.executemany(f"DELETE FROM {collection.table} WHERE id = ?", rows)


def create(store: Store, collection: str, record: str, **values: Any) -> None:
    """Insert one record; fields that are not given take the column's default. Values are as in a body."""
    spec = BY_NAME[collection]
    columns = {"id": record, **{name: _dump(spec.field(name), value) for name, value in values.items()}}
    marks = ", ".join("?" * len(columns))
    store.database.execute_sql(
        f"INSERT INTO {spec.table} ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values())
    )


def change(store: Store, collection: str, record: str, **values: Any) -> None:
    """Set fields of one record. Values are as in a body.

    Raises:
        NotFound: the record is gone.
    """
    spec = BY_NAME[collection]
    columns = {name: _dump(spec.field(name), value) for name, value in values.items()}
    settings = ", ".join(f"{name} = ?" for name in columns)
    cursor = store.database.execute_sql(f"UPDATE {spec.table} SET {settings} WHERE id = ?", (*columns.values(), record))
    if cursor.rowcount == 0:
        raise NotFound(f"This {spec.label.lower()} is not there any more.", "Another device may have deleted it.")
