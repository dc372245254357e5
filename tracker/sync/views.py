"""A record as this device would send it: its rows, what this version has no column for, and masked conflicts."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Set
from functools import cache
from typing import Any

import msgspec

from tracker.protocol.canonical import NotCanonical, canonical
from tracker.store.collections import JSON_KINDS, Collection, ItemList
from tracker.store.database import Store
from tracker.store.records import read_bodies
from tracker.sync.fits import unfit
from tracker.sync.ledger import NEVER, WHOLE, Entry, load
from tracker.sync.mask import push_view


def split(collection: Collection, body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body as what this version has columns for, and the rest; items keep their rest by their id.

    A value that its column cannot hold belongs to the rest, where the column can do without.
    """
    names = _names(collection)
    strange = _strange(collection, body)
    if body.keys() <= names and not strange:
        return dict(body), {}
    lists = {items.name: items for items in collection.lists}
    known = {key: value for key, value in body.items() if key in names and key not in strange}
    rest = {key: value for key, value in body.items() if key not in known and key not in lists}
    for name, items in lists.items():
        if name not in body:
            continue
        fields = {"_id", "_ord", *(field.name for field in items.fields)}
        known[name], more = [], {}
        for item in body[name]:
            own = fields.difference(_strange(items, item))
            known[name].append({key: value for key, value in item.items() if key in own})
            more[item["_id"]] = {key: value for key, value in item.items() if key not in own}
        more = {id: values for id, values in more.items() if values}
        if more:
            rest[name] = more
    return known, rest


@cache
def _names(collection: Collection) -> Set[str]:
    return {field.name for field in collection.fields}


def _strange(of: Collection | ItemList, body: Mapping[str, Any]) -> Set[str]:
    """The fields whose values cannot be held, and whose columns hold something else instead."""
    found = unfit(of, body)
    return {name for name in found if name in _defaults(of)} if found else frozenset()


def unfit_required(of: Collection | ItemList, body: Mapping[str, Any]) -> bool:
    """Whether a value cannot be held and its column cannot do without one: the record cannot be read here."""
    found = unfit(of, body)
    return bool(found) and not _defaults(of).keys() >= set(found)


def join(collection: Collection, body: Mapping[str, Any], extras: str) -> dict[str, Any]:
    """The opposite of `split`. What was written into a column since goes before a value that it could not hold."""
    if extras == "{}":
        return dict(body)
    rest: dict[str, Any] = json.loads(extras)
    whole = dict(body)
    for items in collection.lists:
        more = rest.pop(items.name, None)
        if more:
            whole[items.name] = [_with(items, item, more.get(item["_id"], {})) for item in whole[items.name]]
    return _with(collection, whole, rest)


def _with(of: Collection | ItemList, held: dict[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    defaults = _defaults(of)
    return {**held, **{key: value for key, value in rest.items() if key not in held or held[key] == defaults.get(key)}}


def complete(collection: Collection, body: dict[str, Any]) -> dict[str, Any]:
    """A body with every column in it as its row holds it, where an older version of Tracker wrote it without some.

    So a value that the server no longer has does not stay behind in a row, and a default is not taken for an edit.
    """
    defaults = _defaults(collection)
    whole = body if defaults.keys() <= body.keys() else copy.deepcopy({**defaults, **body})
    for items in collection.lists:
        held, known = whole[items.name], _defaults(items)
        if any(not known.keys() <= item.keys() for item in held):
            whole = {**whole, items.name: [{**known, **item} for item in held]}
    return whole


@cache
def _defaults(of: Collection | ItemList) -> dict[str, Any]:
    """What a column holds where nothing is said: its default, or unknown where that may be. Lists are empty."""
    found: dict[str, Any] = {items.name: [] for items in of.lists} if isinstance(of, Collection) else {}
    for field in of.fields:
        column = of.model._meta.fields[field.name]
        if column.default is not None:
            found[field.name] = json.loads(column.default) if field.kind in JSON_KINDS else column.default
        elif column.null:
            found[field.name] = None
    return found


def local_bodies(
    store: Store, collection: Collection, known: Mapping[str, Entry], ids: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """The whole bodies of those of `ids` that exist here, by id, as they would come back from the server."""
    return {id: normal(body) for id, body in whole_bodies(store, collection, known, ids).items()}


def whole_bodies(
    store: Store, collection: Collection, known: Mapping[str, Entry], ids: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """The whole bodies of those of `ids` that exist here, by id, as they stand in their rows."""
    bodies = read_bodies(store, collection, ids)
    return {id: join(collection, body, known.get(id, NEVER).extras) for id, body in bodies.items()}


def normal(body: dict[str, Any]) -> dict[str, Any]:
    """A body as it would come back from the server; one that cannot be sent stays as it is."""
    try:
        again: dict[str, Any] = msgspec.json.decode(canonical(body))
    except NotCanonical:
        return body
    return again


def view(
    collection: Collection, local: dict[str, Any] | None, base: bytes | None, paths: Set[str]
) -> dict[str, Any] | None:
    """What may be sent of a record: all of it, or its base's values where it is contested."""
    if WHOLE in paths:
        return load(base)
    if local is None or not paths:
        return local
    return push_view(collection, local, load(base) or {}, paths)


def text(body: dict[str, Any] | None) -> bytes | None:
    """The canonical form of a body, None for a record that is not there.

    Raises:
        NotCanonical: it holds something that cannot be sent.
    """
    return None if body is None else canonical(body)


def equal(body: Mapping[str, Any] | None, base: bytes | None) -> bool:
    """Whether a body says the same as a base; None stands for a record that is not there on either side.

    Raises:
        NotCanonical: the body holds something that cannot be sent.
    """
    return (None if body is None else canonical(dict(body))) == base
