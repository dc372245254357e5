"""Bodies that have just this version's form, read straight into the rows of their table.

Nearly all that is pulled is of this kind. The way over a dictionary, which knows what to do with every other form,
takes five times as long; it is in `views` and `fits`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from tracker.store.collections import JSON_KINDS, Collection, Field

Values = list[Any]
"""What a record's columns hold, in the order of the collection's fields."""
_Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-[01]\d-[0-3]\d$(?!\n)")]


class OtherForm(ValueError):
    """A body is not of just this version's form; it may be readable in another way."""


@cache
def reader(collection: Collection) -> Callable[[msgspec.Raw], Values] | None:
    """What reads a canonical body of `collection` into its columns; None where a record has more than one row.

    The reader raises `OtherForm` where a field is missing that has no default, is of another type, or is not known.
    """
    if collection.lists or any(field.kind == "set" for field in collection.fields):
        return None
    fields = collection.fields
    slots = [_slot(collection, field) for field in fields]
    form = msgspec.defstruct(collection.name, slots, kw_only=True, forbid_unknown_fields=True)
    decode = msgspec.json.Decoder(form).decode
    maps = [place for place, field in enumerate(fields) if field.kind == "map"]
    texts = [place for place, field in enumerate(fields) if field.kind in JSON_KINDS]

    def read(body: msgspec.Raw) -> Values:
        try:
            values = list(msgspec.structs.astuple(decode(body)))
        except msgspec.MsgspecError as error:
            raise OtherForm from error
        for place in texts:
            values[place] = bytes(values[place]).decode()
        if any(values[place][:1] != "{" for place in maps):
            raise OtherForm
        return values

    return read


def _slot(collection: Collection, field: Field) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A field's name, the type of its value in a body, and its default where it has one."""
    column = collection.model._meta.fields[field.name]
    if field.kind in JSON_KINDS:
        return (field.name, msgspec.Raw, msgspec.Raw(column.default)) if column.default else (field.name, msgspec.Raw)
    kind: Any = str
    if field.kind in ("integer", "instant", "duration"):
        kind = int
    elif field.kind == "day":
        kind = _Day
    elif field.kind == "choice":
        kind = Literal[tuple(value for value, _ in field.choices)]
    if column.null:
        return (field.name, kind | None, None)
    return (field.name, kind) if column.default is None else (field.name, kind, column.default)
