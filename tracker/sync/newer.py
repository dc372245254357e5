"""What a newer version of Tracker wrote and this one has no place for: kept as it came, and shown to be read.

It is sent back untouched with every change of the record, and takes its place after an upgrade (`replay`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.store import carried
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME, COLLECTIONS, Collection, Field
from tracker.store.database import Store
from tracker.store.records import read_bodies
from tracker.sync.views import join
from tracker.sync.words import Words, plain

Body = Mapping[str, Any]

MOST = 200
"""Records that are shown of one kind; nobody reads more."""


@dataclass(frozen=True)
class Unread:
    """A record with what of it cannot be shown elsewhere, in words: pairs of a field's name and its value."""

    collection: str
    id: str
    title: str
    values: tuple[tuple[str, str], ...]


def unread_count(store: Store) -> int:
    """How many records hold something that this version has no place for."""
    sql = "SELECT (SELECT COUNT(*) FROM sync_rec WHERE extras <> '{}') + (SELECT COUNT(*) FROM sync_opaque)"
    return int(store.rows(sql)[0][0])


def unread(store: Store) -> list[Unread]:
    """These records, kind by kind."""
    words = Words(store)
    return [*_fields(store, words), *_records(store)]


def _fields(store: Store, words: Words) -> Iterator[Unread]:
    """Records that are here, with fields that this version does not know or values it cannot take."""
    for collection in COLLECTIONS:
        extras = carried.extras(store, collection)
        for some in batches(sorted(extras)[:MOST]):
            bodies = read_bodies(store, collection, some)
            for id in some:
                held = bodies.get(id, {})
                said = tuple(_said(collection, held, join(collection, held, json.dumps(extras[id]))))
                if said:
                    yield Unread(collection.name, id, words.listed(collection, held or None), said)


def _records(store: Store) -> Iterator[Unread]:
    """Whole records: of a kind that this version does not know, or of a form that it cannot read."""
    shown: dict[str, int] = {}
    for one in carried.opaque(store):
        shown[one.collection] = shown.get(one.collection, 0) + 1
        body = json.loads(one.body)
        if shown[one.collection] > MOST or body is None:
            continue
        known = BY_NAME.get(one.collection)
        name = str(body.get(known.title if known else "title") or body.get("name") or "")
        kind = known.label if known else _label(one.collection)
        labels = {field.name: field.label for field in known.fields} if known else {}
        said = tuple((labels.get(key) or _label(key), plain(value)) for key, value in body.items())
        yield Unread(one.collection, one.id, f"{kind}: {name}" if name else kind, said)


def _said(collection: Collection, held: Body, whole: Body) -> Iterator[tuple[str, str]]:
    """Names and values of what the whole record says and its rows do not, those of items with the item's name."""
    lists = {items.name: items for items in collection.lists}
    yield from _left(collection.fields, held, {key: value for key, value in whole.items() if key not in lists})
    for name, items in lists.items():
        rows = {item["_id"]: item for item in held.get(name, ())}
        for item in whole.get(name, ()):
            title = str(item.get(items.title) or items.label)
            yield from (
                (f"{title}, {key.lower()}", value) for key, value in _left(items.fields, rows[item["_id"]], item)
            )


def _left(fields: Iterable[Field], held: Body, whole: Body) -> Iterator[tuple[str, str]]:
    labels = {field.name: field.label for field in fields}
    for key, value in whole.items():
        if value != held.get(key):
            yield labels.get(key) or _label(key), plain(value)


def _label(key: str) -> str:
    return key.strip("_").replace("_", " ").capitalize()
