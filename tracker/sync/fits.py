"""Which values of a body this version's columns can hold: a later version may have given a field another form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType
from typing import Any

from tracker.store.collections import Collection, Field, ItemList, Kind

_TYPES: Mapping[Kind, type] = {
    "text": str,
    "prose": str,
    "choice": str,
    "day": str,
    "reference": str,
    "integer": int,
    "instant": int,
    "duration": int,
    "set": list,
    "map": dict,
}
"""What stands for each kind in a body; 'json' may be anything."""
DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_Check = Callable[[Any], bool]


class _Absent:
    """What stands where a body says nothing."""


_ABSENT = _Absent()


def unfit(of: Collection | ItemList, body: Mapping[str, Any]) -> list[str]:
    """The fields of a record or an item whose value is none that this version knows what to do with."""
    found = []
    for name, types, fits in _columns(of):
        value = body.get(name, _ABSENT)
        if type(value) not in types or (fits is not None and value is not None and not fits(value)):
            found.append(name)
    return found


@cache
def _columns(of: Collection | ItemList) -> tuple[tuple[str, frozenset[type], _Check | None], ...]:
    """The fields with a form that can be told: the types of their values, where true is no number, and what else."""
    columns = of.model._meta.fields
    found: list[tuple[str, frozenset[type], _Check | None]] = []
    for field in of.fields:
        if field.kind in _TYPES:
            types = {_TYPES[field.kind], _Absent, *((NoneType,) if columns[field.name].null else ())}
            found.append((field.name, frozenset(types), _check(field)))
    return tuple(found)


def _check(field: Field) -> _Check | None:
    if field.kind == "choice":
        known = {value for value, _ in field.choices}
        return lambda value: value is _ABSENT or value in known
    if field.kind == "day":
        return lambda value: value is _ABSENT or DAY.fullmatch(value) is not None
    if field.kind == "set":
        return lambda value: value is _ABSENT or all(type(one) is str for one in value)
    return None
