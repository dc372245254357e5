"""What may be sent of a record while some of its paths wait for a decision."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from tracker.store.collections import Collection, Field, ItemList
from tracker.sync.parts import ABSENT, Body, by_id, in_order, inside, keys, names, parts


def push_view(collection: Collection, local: Body, base: Body, contested: Set[str]) -> dict[str, Any]:
    """`local` with the base's value at every contested path, so that no undecided value leaves this device.

    An item that was removed here while one of its fields is contested is sent as it was.
    """
    if not contested:
        return dict(local)
    view = _whole("", collection.fields, local, base, contested)
    for items in collection.lists:
        view[items.name] = _items(items, local, base, contested)
    return view


def _whole(prefix: str, fields: tuple[Field, ...], local: Body, base: Body, contested: Set[str]) -> dict[str, Any]:
    """A record or an item with its contested parts as the base has them, and all that is not a field."""
    known = names(fields)
    view = {key: value for key, value in local.items() if key not in known}
    for part in parts(fields):
        path = prefix + part.path
        value = part.get(base if path in contested else local)
        if isinstance(value, dict) and inside(path, contested):
            value = _map(f"{path}/", value, part.get(base), contested)
        part.put(view, value)
    return view


def _map(prefix: str, local: Body, base: Any, contested: Set[str]) -> dict[str, Any]:
    before = base if isinstance(base, dict) else {}
    sides = {key: before if prefix + key in contested else local for key in keys(before, local)}
    return {key: side[key] for key, side in sides.items() if side.get(key, ABSENT) is not ABSENT}


def _items(items: ItemList, local: Body, base: Body, contested: Set[str]) -> list[dict[str, Any]]:
    mine, before = by_id(local, items), by_id(base, items)
    view: list[dict[str, Any]] = []
    for id in keys(before, mine):
        path = f"{items.name}/{id}"
        item, old = mine.get(id), before.get(id)
        if item is None or old is None:
            item = old if path in contested or inside(path, contested) else item
        elif path in contested:
            item = old
        elif inside(path, contested):
            item = _whole(f"{path}/", items.fields, item, old, contested)
        if item is not None:
            view.append(item)
    return in_order(view)
