"""Records as CSV tables: one a collection, and one for each list in it, with the unit in the header of every number.

The form of a value is that of `readable`: what is a list or details there stands as JSON in its cell. Measurements have
the table of `reading_files`, in which each value is in the unit of its kind. Nothing known is an empty cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec

from tracker.domain.numerals import exact
from tracker.domain.nutrients import CORE
from tracker.errors import BadFile
from tracker.formats import csv_table
from tracker.formats.csv_table import Row
from tracker.operations import reading_files
from tracker.operations.readable import NUTRIENT_NAMES, Readable, name_of, readable
from tracker.store.batches import batches
from tracker.store.collections import COLLECTIONS, JSON_KINDS, Collection, Field, ItemList
from tracker.store.database import Store
from tracker.store.queries import measurements
from tracker.store.records import Body, read_bodies

MEASUREMENT = "measurement"
EMPTY = "'"
"""Stands for a text that is there and empty, where an empty cell is one that is not there."""
REST = "nutrients"
"""The column for nutrients that have none of their own."""
COLUMNS = tuple(name for key, (name, _) in NUTRIENT_NAMES.items() if key not in CORE)
"""Energy and macronutrients are fields of a record, beside its other nutrients."""
_encode = msgspec.json.Encoder(decimal_format="number").encode
FILES = frozenset(
    f"{name}.csv" for one in COLLECTIONS for name in (one.name, *(f"{one.name}_{items.name}" for items in one.lists))
)


def tables(
    store: Store, collection: Collection, ids: Sequence[str], extras: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables of a collection: their files' names and lines."""
    if collection.name == MEASUREMENT:
        found = (one for some in batches(ids) for one in measurements.measurements(store, some))
        yield f"{MEASUREMENT}.csv", reading_files.table(store, found)
        return
    made = [
        readable(collection, record, bodies[record], extras.get(record, {}))
        for some in batches(ids)
        for bodies in [read_bodies(store, collection, some)]
        for record in some
    ]
    yield f"{collection.name}.csv", _table(["id"], collection.fields, made, collection)
    for items in collection.lists:
        rows = [{collection.name: one["id"], **item} for one in made for item in one[items.name]]
        yield f"{collection.name}_{items.name}.csv", _table([collection.name, "id", "order"], items.fields, rows, items)


def _table(
    keys: list[str], fields: Sequence[Field], rows: Sequence[Readable], of: Collection | ItemList
) -> Iterator[bytes]:
    nutrients = _nutrients(fields, rows)
    header = [*keys, *(name_of(one) for one in fields if one.kind != "map"), *nutrients]
    more = [name for name in (REST, "extras") if any(_more(row, name) for row in rows)]
    lines = (_cells(header, nutrients, more, row, of) for row in rows)
    return csv_table.written([*header, *more], lines)


def _nutrients(fields: Sequence[Field], rows: Sequence[Readable]) -> list[str]:
    """The columns of the nutrients that any record tells, in the order in which Tracker lists them."""
    maps = [one.name for one in fields if one.kind == "map"]
    present = {key for row in rows for name in maps for key in row.get(name) or ()}
    return [name for name in COLUMNS if name in present]


def _more(row: Readable, name: str) -> Any:
    """What is carried along: nutrients that have no column of their own, and fields of a later version."""
    if name != REST:
        return row.get(name)
    return {key: value for key, value in (row.get(REST) or {}).items() if key not in COLUMNS}


def _cells(
    header: Sequence[str], nutrients: Sequence[str], more: Sequence[str], row: Readable, of: Collection | ItemList
) -> list[str]:
    nullable = {name_of(one) for one in of.fields if of.model._meta.fields[one.name].null}
    values = row.get(REST) or {}
    plain = header[: len(header) - len(nutrients)]
    return [
        *(_cell(row[name], nullable=name in nullable) for name in plain),
        *(_cell(values.get(name)) for name in nutrients),
        *(_cell(_more(row, name) or None) for name in more),
    ]


def _cell(value: Any, *, nullable: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value or (EMPTY if nullable else "")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return bytes(value).decode() if isinstance(value, msgspec.Raw) else _encode(value).decode()


# ------------------------------------------------------------------------------------------------- reading


def read_measurements(path: Path) -> tuple[dict[str, Body], list[str]]:
    """The bodies of the table of measurements, by id, and what in it is refused."""
    return reading_files.own_bodies(_rows(path))


def read_table(folder: Path, collection: Collection) -> tuple[list[Readable], list[str]]:
    """The records of a collection as the export writes them as JSON, and what in its tables is refused.

    Raises:
        BadFile: a table of it cannot be read.
    """
    refused: list[str] = []
    found: dict[str, Readable] = {}
    for row in _rows(folder / f"{collection.name}.csv"):
        try:
            made = _made(row, collection.fields, collection)
            found[row.cells["id"]] = {
                "id": row.cells["id"], **made, **{items.name: [] for items in collection.lists},
                **({"extras": _json(row.cells["extras"])} if row.cells.get("extras") else {}),
            }  # fmt: skip
        except (BadFile, KeyError, InvalidOperation, ValueError):
            refused.append(f"{collection.label} in line {row.line}: it is damaged.")
    for items in collection.lists:
        path = folder / f"{collection.name}_{items.name}.csv"
        for row in _rows(path) if path.exists() else ():
            try:
                item = {"id": row.cells["id"], "order": row.cells["order"], **_made(row, items.fields, items)}
                found[row.cells[collection.name]][items.name].append(item)
            except (BadFile, KeyError, InvalidOperation, ValueError):
                refused.append(f"{items.item} in line {row.line} of {path.name}: it is damaged.")
    return list(found.values()), refused


def _rows(path: Path) -> list[Row]:
    try:
        return csv_table.rows(path.read_bytes(), fold=False)
    except OSError as error:
        raise BadFile(f"It cannot be opened: {error.strerror or error}.") from error


def _made(row: Row, fields: Iterable[Field], of: Collection | ItemList) -> Readable:
    made: Readable = {}
    for field in fields:
        if field.kind == "map":
            made[field.name] = {name: _number(row.cells[name]) for name in COLUMNS if row.cells.get(name)}
            made[field.name] |= _json(row.cells.get(REST) or "{}")
        elif name_of(field) in row.cells:
            made[name_of(field)] = _value(field, row.cells[name_of(field)], of)
    return made


def _value(field: Field, cell: str, of: Collection | ItemList) -> Any:
    nullable = of.model._meta.fields[field.name].null
    if field.kind in JSON_KINDS:
        return _json(cell)
    if field.kind == "instant":
        return None if not cell else int(cell) if cell.lstrip("-").isdecimal() else cell
    if field.kind in ("integer", "duration"):
        return _number(cell) if cell else None
    return (None if not cell else "" if cell == EMPTY else cell) if nullable else cell


def _number(cell: str) -> int | Decimal:
    number = exact(cell)
    return int(number) if number.denominator == 1 else Decimal(cell)


def _json(cell: str) -> Any:
    return json.loads(cell, parse_float=Decimal)
