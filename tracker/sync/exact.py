"""Bodies that have just this version's form, read straight into the rows of their table and written straight from them.

Nearly all that is synced is of this kind. The way over a dictionary, which knows what to do with every other form,
takes five times as long; it is in `views` and `fits`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

import msgspec

from tracker.protocol.canonical import all_canonical
from tracker.store.batches import batches
from tracker.store.collections import JSON_KINDS, Collection, Field
from tracker.store.database import Store
from tracker.sync.fits import DAY

Values = list[Any]
"""What a record's columns hold, in the order of the collection's fields."""


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
    decode, columns = msgspec.json.Decoder(form).decode, msgspec.structs.astuple
    maps = [place for place, field in enumerate(fields) if field.kind == "map"]
    days = [place for place, field in enumerate(fields) if field.kind == "day"]
    json = [place for place, field in enumerate(fields) if field.kind in JSON_KINDS]

    def read(body: msgspec.Raw) -> Values:
        try:
            values = list(columns(decode(body)))
        except msgspec.MsgspecError as error:
            raise OtherForm from error
        for place in json:
            values[place] = str(values[place], "utf-8")
        for place in maps:
            if values[place][:1] != "{":
                raise OtherForm
        for place in days:
            if values[place] is not None and not _is_day(values[place]):
                raise OtherForm
        return values

    return read


@lru_cache(maxsize=64)
def _is_day(text: str) -> bool:
    """Whether a text has the form of a day; those of a page are few."""
    return DAY.fullmatch(text) is not None


class Plain(NamedTuple):
    """A record that is here, with its whole body in canonical form and what the book of sync says of it."""

    id: str
    body: bytes
    rev: int
    base: bytes | None
    stamp: int
    changed_at: int | None


def plain(store: Store, collection: Collection, ids: Iterable[str]) -> Iterator[Plain]:
    """Those of `ids` whose bodies can be written straight from their rows; any other may be left out.

    None is there where a record has more than one row, names blobs, or holds fields of a later version.
    """
    if collection.lists or collection.samples:
        return
    names, places, form = _row_form(collection)
    encode, raw = msgspec.json.Encoder().encode, msgspec.Raw
    columns = ", ".join(f"t.{name}" for name in names)
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        rows = store.rows(
            f"SELECT r.id, r.rev, r.base, r.stamp, r.changed_at, {columns} FROM sync_rec r "
            f"JOIN {collection.table} t ON t.id = r.id WHERE r.c = ? AND r.id IN ({marks}) AND r.extras = '{{}}'",
            (collection.name, *some),
        )
        for id, rev, base, stamp, changed_at, *values in rows:
            for place in places:
                if not _is_canonical(values[place]):
                    break
                values[place] = raw(values[place])
            else:
                body = encode(form(*values))
                if body.isascii() or unicodedata.is_normalized("NFC", body.decode()):
                    yield Plain(id, body, rev, base, stamp, changed_at)


@cache
def _row_form(collection: Collection) -> tuple[list[str], list[int], type[msgspec.Struct]]:
    """The names of the columns in the order in which a body has them, which of them are JSON, and what writes them."""
    kinds = {field.name: field.kind for field in collection.fields}
    names = sorted(kinds)
    places = [place for place, name in enumerate(names) if kinds[name] in JSON_KINDS]
    return names, places, msgspec.defstruct(collection.name, [(name, Any) for name in names])


@lru_cache(maxsize=1024)
def _is_canonical(text: str) -> bool:
    """Whether JSON text from a column can stand in a canonical body as it is; what people eat, they eat again."""
    return all_canonical([b"[%b]" % text.encode()])


def _slot(collection: Collection, field: Field) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A field's name, the type of its value in a body, and its default where it has one."""
    column = collection.model._meta.fields[field.name]
    if field.kind in JSON_KINDS:
        return (field.name, msgspec.Raw, msgspec.Raw(column.default)) if column.default else (field.name, msgspec.Raw)
    kind: Any = str
    if field.kind in ("integer", "instant", "duration"):
        kind = int
    elif field.kind == "choice":
        kind = Literal[tuple(value for value, _ in field.choices)]
    if column.null:
        return (field.name, kind | None, None)
    return (field.name, kind) if column.default is None else (field.name, kind, column.default)
