"""Finding what stands at a path of a body, and putting something else there."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.store.collections import Collection, Group, ItemList
from tracker.sync.parts import ABSENT, Body, Part, by_id, in_order, parts


@dataclass(frozen=True)
class Place:
    """Where a path leads: to a part of the record, or of one of its items, or to an item itself.

    Attributes:
        part: None where the path is an item's being there.
        key: the key of a map, None where the path is the part as a whole.
    """

    path: str
    items: ItemList | None
    item: str
    part: Part | None
    key: str | None

    def get(self, body: Body) -> Any:
        """What stands there in `body`, `ABSENT` where there is nothing."""
        holder: Any = body if self.items is None else by_id(body, self.items).get(self.item, ABSENT)
        if holder is ABSENT or self.part is None:
            return holder
        value = self.part.get(holder)
        if self.key is None:
            return value
        return value.get(self.key, ABSENT) if isinstance(value, dict) else ABSENT

    def put(self, body: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """A copy of `body` with `value` there. A part of an item that is not in it is left out."""
        changed = copy.deepcopy(dict(body))
        if self.items is None:
            self._set(changed, value)
            return changed
        items = by_id(changed, self.items)
        if self.part is None:
            items.pop(self.item, None)
            if value is not ABSENT:
                items[self.item] = value
        elif self.item in items:
            self._set(items[self.item], value)
        changed[self.items.name] = in_order(items.values())
        return changed

    def _set(self, holder: dict[str, Any], value: Any) -> None:
        if self.part is None:
            return
        if self.key is not None:
            found = self.part.get(holder)
            held = dict(found) if isinstance(found, dict) else {}
            held.pop(self.key, None)
            value = held if value is ABSENT else {**held, self.key: value}
        for field in self.part.fields:
            holder.pop(field.name, None)
        self.part.put(holder, value)


def place(collection: Collection, path: str) -> Place | None:
    """Where `path` leads; None where this version knows no such path."""
    head, _, rest = path.partition("/")
    for items in collection.lists:
        if items.name == head:
            item, _, inner = rest.partition("/")
            if not inner:
                return Place(path, items, item, None, None)
            name, _, key = inner.partition("/")
            part = next((part for part in parts(items.fields) if part.path == name), None)
            return None if part is None else Place(path, items, item, part, key or None)
    part = next((part for part in parts(collection.fields) if part.path == head), None)
    return None if part is None else Place(path, None, "", part, rest or None)


def group_of(collection: Collection, part: Part) -> Group:
    """The group that a part of several fields is."""
    return next(group for group in collection.groups if part.path == f"@{group.name}")
