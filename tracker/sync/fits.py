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
_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_ABSENT = object()


def unfit(of: Collection | ItemList, body: Mapping[str, Any]) -> list[str]:
    """The fields of a record or an item whose value is none that this version knows what to do with."""
    found = []
    for field, types in _columns(of):
        value = body.get(field.name, _ABSENT)
        if type(value) not in types:
            if value is not _ABSENT:
                found.append(field.name)
        elif field.kind in _CHECKED and value is not None and not _CHECKED[field.kind](field, value):
            found.append(field.name)
    return found


@cache
def _columns(of: Collection | ItemList) -> tuple[tuple[Field, frozenset[type]], ...]:
    """The fields with a form that can be told, each with the types of its values; true is no number."""
    columns = of.model._meta.fields
    return tuple(
        (field, frozenset({_TYPES[field.kind], NoneType} if columns[field.name].null else {_TYPES[field.kind]}))
        for field in of.fields
        if field.kind in _TYPES
    )


def _is_choice(field: Field, value: str) -> bool:
    return any(value == known for known, _ in field.choices)


def _is_day(_: Field, value: str) -> bool:
    return _DAY.fullmatch(value) is not None


def _are_texts(_: Field, value: list[Any]) -> bool:
    return all(type(one) is str for one in value)


_CHECKED: Mapping[Kind, Callable[[Field, Any], bool]] = {"choice": _is_choice, "day": _is_day, "set": _are_texts}
