"""Records in the form in which the export writes them: for people to read, and exact enough to be read back.

Names of numbers say their unit (`energy_kcal`), numbers are decimal, instants are dates and times in UTC. What this
version of Tracker has no place for is carried along as it is. The files are `export`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from tracker.domain.fixed import TIME
from tracker.domain.nutrients import NUTRIENTS
from tracker.errors import BadFile
from tracker.store.collections import JSON_KINDS, Collection, Field, ItemList
from tracker.store.records import Body

Readable = dict[str, Any]
"""A record as the export writes it."""

SUFFIXES = {"kcal": "kcal", "g": "g", "mg": "mg", "µg": "ug", "m": "m", "W": "w", "bpm": "bpm"}
"""Units as they end a name."""
NUTRIENT_NAMES = {one.key: (f"{one.key}_{SUFFIXES[one.unit]}", one.scale) for one in NUTRIENTS}
SCALES = {SUFFIXES[one.unit]: one.scale for one in NUTRIENTS}
"""Stored integers per unit of a nutrient, by the end of its name."""
STORED = "stored"
"""Where nutrients stand that this version of Tracker does not know."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode_number = msgspec.json.Encoder(decimal_format="number").encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode


def name_of(field: Field) -> str:
    """What a field is called in the export."""
    unit = "s" if field.kind == "duration" else SUFFIXES.get(field.unit, "")
    return f"{field.name}_{unit}" if unit and field.kind in ("integer", "duration") else field.name


def readable(collection: Collection, record: str, body: Body, extras: Mapping[str, Any]) -> Readable:
    """A record as the export writes it."""
    made: Readable = {"id": record}
    made.update(_fields_out(collection.fields, body))
    for items in collection.lists:
        made[items.name] = [
            {"id": item["_id"], "order": item["_ord"], **_fields_out(items.fields, item)} for item in body[items.name]
        ]
    if extras:
        made["extras"] = as_it_is(extras)
    return made


def line(made: Readable) -> bytes:
    """A record as one line of JSON; numbers are exact."""
    return _encode_number(made)


def body_of(collection: Collection, made: Readable) -> Body:
    """The body that `readable` made this from.

    Raises:
        BadFile: something in it is not what it should be; the sentence says what.
    """
    body = _fields_in(collection.fields, made)
    for items in collection.lists:
        body[items.name] = [_item_in(items, item) for item in _list(made.get(items.name, []), items.label)]
    return body


def as_it_is(value: Any) -> Any:
    """A JSON value that is carried along, in one form whatever the order of its keys."""
    return msgspec.Raw(_encode_sorted(value))


def plain_value(value: Any) -> Any:
    """A value that was carried along, as `json` would have read it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: plain_value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain_value(one) for one in value]
    return value


def _fields_out(fields: Iterable[Field], body: Mapping[str, Any]) -> Readable:
    return {name_of(field): _out(field, body[field.name]) for field in fields}


def _out(field: Field, value: Any) -> Any:
    if field.kind == "map" and isinstance(value, dict):
        return _nutrients_out(value)
    if field.kind in JSON_KINDS:
        return as_it_is(value)
    if field.kind == "instant" and isinstance(value, int):
        return _moment(value)
    scale = TIME if field.kind == "duration" else field.scale
    return _decimal(value, scale) if isinstance(value, int) else value


def _decimal(value: int, scale: int) -> int | Decimal:
    """The number that an integer at a scale stands for, without needless digits."""
    whole, rest = divmod(value, scale)
    return (Decimal(value) / scale).normalize() if rest else whole


def _nutrients_out(found: Mapping[str, Any]) -> Readable:
    """Known nutrients by name and unit; what is unknown is carried along as it is stored."""
    made: Readable = {}
    rest: Readable = {}
    for key in sorted(found):
        value = found[key]
        if key in NUTRIENT_NAMES and isinstance(value, int) and not isinstance(value, bool):
            name, scale = NUTRIENT_NAMES[key]
            made[name] = _decimal(value, scale)
        else:
            rest[key] = value
    return {**made, STORED: as_it_is(rest)} if rest else made


def _moment(instant: int) -> str | int:
    """An instant in ms as a date and a time in UTC; one that no calendar has stays a number."""
    try:
        return (EPOCH + timedelta(milliseconds=instant)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    except OverflowError:
        return instant


def _fields_in(fields: Iterable[Field], made: Readable) -> Body:
    return {field.name: _in(field, made[name]) for field in fields if (name := name_of(field)) in made}


def _item_in(items: ItemList, made: Any) -> Body:
    if not isinstance(made, dict) or not all(isinstance(made.get(key), str) for key in ("id", "order")):
        raise BadFile(f"{items.label}: an item has no id or order.")
    return {"_id": made["id"], "_ord": made["order"], **_fields_in(items.fields, made)}


def _in(field: Field, value: Any) -> Any:
    if field.kind == "map" and isinstance(value, dict):
        return _nutrients_in(value)
    if field.kind in JSON_KINDS:
        return plain_value(value)
    if value is None:
        return None
    if field.kind == "instant":
        return _instant(value, field.label)
    if field.kind in ("integer", "duration"):
        return _fixed(value, TIME if field.kind == "duration" else field.scale, field.label)
    if not isinstance(value, str):
        raise BadFile(f"{field.label} is no text.")
    return value


def _fixed(value: Any, scale: int, label: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadFile(f"{label} is no number.")
    scaled = value * scale
    if scaled != int(scaled):
        raise BadFile(f"{label} has more digits than can be kept: {value}.")
    if not -(2**63) <= scaled < 2**63:
        raise BadFile(f"{label} is too large: {value}.")
    return int(scaled)


def _nutrients_in(made: Mapping[str, Any]) -> Body:
    rest = made.get(STORED, {})
    if not isinstance(rest, dict):
        raise BadFile("The nutrients that are carried along are no list of names.")
    found: Body = dict(plain_value(rest))
    for name, value in made.items():
        key, _, suffix = name.rpartition("_")
        if name == STORED:
            continue
        if key and suffix in SCALES:
            found[key] = _fixed(value, SCALES[suffix], name)
        else:
            raise BadFile(f"{name} is no nutrient with a unit.")
    return found


def _instant(value: Any, label: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return (datetime.fromisoformat(value) - EPOCH) // timedelta(milliseconds=1)
    except (TypeError, ValueError) as error:
        raise BadFile(f"{label} is no date and time: {value}.") from error


def _list(value: Any, label: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadFile(f"{label} is no list.")
    return value
