"""What a device has, read from its tables: each record as values by path, and what the sync's book says about it.

The paths are coarser than the merge's: an ingredient is one of them, a tag is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.records import read_bodies
from tracker.sync.parts import ABSENT, Part, parts
from tracker.sync.views import join

Key = tuple[str, str]
"""Collection and id of a record."""
Flat = dict[str, Any]
"""A record's values by path."""

WHOLE = "*"


@dataclass(frozen=True)
class Seen:
    """A record on a device; `flat` is None where it is deleted."""

    flat: Flat | None
    rev: int = 0
    stamp: int = 0
    acked: int = 0
    infl_stamp: int | None = None
    contested: frozenset[str] = frozenset()
    whole: str = ""


NOTHING = Seen(None)


@cache
def _parts(name: str) -> tuple[Part, ...]:
    return parts(BY_NAME[name].fields)


def flatten(collection: Collection, body: Mapping[str, Any]) -> Flat:
    """A body as values by path."""
    flat: Flat = {}
    names = {field.name for field in collection.fields} | {items.name for items in collection.lists}
    for part in _parts(collection.name):
        value = part.get(body)
        if part.field is not None and part.field.kind == "set":
            flat.update({f"{part.path}/{member}": True for member in value})
        elif value is not ABSENT:
            flat[part.path] = _plain(value)
    for items in collection.lists:
        known = {"_id", "_ord", *(field.name for field in items.fields)}
        for item in body.get(items.name, ()):
            path = f"{items.name}/{item['_id']}"
            flat[path] = _plain({name: item.get(name) for name in known - {"_id", "_ord"}})
            flat.update({f"{path}/?{key}": _plain(item[key]) for key in item.keys() - known})
    flat.update({f"?{key}": _plain(body[key]) for key in body.keys() - names})
    return flat


def _plain(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def coarse(collection: Collection, path: str) -> str:
    """The path here for one of the merge's."""
    first, _, rest = path.partition("/")
    return f"{first}/{rest.partition('/')[0]}" if any(items.name == first for items in collection.lists) else first


def look(store: Store, names: Iterable[str]) -> dict[Key, Seen]:
    """Every record of some collections that is there or that the book knows."""
    seen: dict[Key, Seen] = {}
    for name in names:
        collection = BY_NAME[name]
        book = {row[0]: row[1:] for row in store.rows(_BOOK, (name,))}
        ids = [row[0] for row in store.rows(f"SELECT id FROM {collection.table}")]
        bodies = read_bodies(store, collection, ids) if ids else {}
        for id in book.keys() | bodies.keys():
            rev, stamp, acked, infl_stamp, extras, fields = book.get(id, (0, 0, 0, None, "{}", None))
            body = bodies.get(id)
            kinds = dict(pair.split("\n") for pair in fields.split("\t")) if fields else {}
            seen[name, id] = Seen(
                None if body is None else flatten(collection, join(collection, body, extras)),
                rev,
                stamp,
                acked,
                infl_stamp,
                frozenset(coarse(collection, path) for path in kinds if path != WHOLE),
                kinds.get(WHOLE, ""),
            )
    return seen


_BOOK = """SELECT id, rev, stamp, acked, infl_stamp, extras, (SELECT group_concat(field || char(10) || kind, char(9))
    FROM sync_conflict k WHERE k.c = r.c AND k.id = r.id) FROM sync_rec r WHERE c = ?"""


@cache
def soft_paths(name: str) -> frozenset[str]:
    """Paths whose change alone never contests a deletion and is never worth a question."""
    return frozenset(field.name for field in BY_NAME[name].fields if field.soft)


def hard(name: str, flat: Flat) -> Flat:
    """A record without its soft fields."""
    return {path: value for path, value in flat.items() if path not in soft_paths(name)}


def is_prose(name: str, path: str) -> bool:
    """Whether a path is a text that may be merged line by line."""
    return any(field.name == path and field.kind == "prose" for field in BY_NAME[name].fields)
