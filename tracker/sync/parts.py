"""How a body falls into paths, the units of a merge.

Paths are stable text: "name" for a field, "@food" for a group of fields, "nutrients/fiber" for a key of a
map, "ingredients/<_id>" for an item's being there at all and "ingredients/<_id>/@food" for what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tracker.store.collections import Field, ItemList

Body = Mapping[str, Any]
"""A record as JSON values; see `tracker.store.records`."""


class _Absent:
    """What stands where there is no value; unknown (None) is a value."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(frozen=True)
class Part:
    """One path of a body or an item: a single field, or the fields of a group.

    Attributes:
        field: the field, where the part is not a group.
    """

    path: str
    fields: tuple[Field, ...]
    field: Field | None

    def get(self, body: Body) -> Any:
        """The part's value in `body`: a field's value, or a group's fields by name."""
        if self.field is not None:
            return body.get(self.field.name, ABSENT)
        found = {field.name: body[field.name] for field in self.fields if field.name in body}
        return found or ABSENT

    def put(self, body: dict[str, Any], value: Any) -> None:
        """Set the part's value in `body`; `ABSENT` leaves it out."""
        if value is ABSENT:
            return
        if self.field is not None:
            body[self.field.name] = value
        else:
            body.update(value)


@cache
def parts(fields: tuple[Field, ...]) -> tuple[Part, ...]:
    """The paths that `fields` make, in the order of their first field."""
    found: dict[str, list[Field]] = {}
    for field in fields:
        found.setdefault(f"@{field.group}" if field.group else field.name, []).append(field)
    return tuple(
        Part(path, tuple(members), None if members[0].group else members[0]) for path, members in found.items()
    )


@cache
def names(fields: tuple[Field, ...]) -> frozenset[str]:
    """What `fields` are called."""
    return frozenset(field.name for field in fields)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; 1 and true are not."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def inside(path: str, contested: Set[str]) -> bool:
    """Whether one of `contested` lies below `path`."""
    return any(other.startswith(f"{path}/") for other in contested)


def by_id(body: Body, items: ItemList) -> dict[str, dict[str, Any]]:
    """The items of a list by their id."""
    return {item["_id"]: item for item in body.get(items.name, ())}


def in_order(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items as their list shows them; where two have the same place, the id decides."""
    return sorted(items, key=lambda item: (item["_ord"], item["_id"]))


def keys(*bodies: Body) -> Iterator[str]:
    """The keys of all `bodies`, each once, in the order in which they appear."""
    yield from dict.fromkeys(key for body in bodies for key in body)
