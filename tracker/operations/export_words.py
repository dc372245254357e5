"""What the export says of itself to a person who opens its folder; made from the same declaration as its files."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.operations.readable import name_of
from tracker.store.collections import COLLECTIONS, Field

INTRODUCTION = """\
This folder holds everything that was in Tracker when it was exported. Tracker reads it back:

    tracker import FOLDER

What is there already is not doubled. The files are JSON in UTF-8 with one record a line, so any program can read
them. Names of numbers end with their unit: energy_kcal, protein_g, duration_s. Dates and times are in UTC and end
with Z; "day" is the day in the diary. null means unknown, which is not the same as 0. "extras", "stored" and the file
unknown.json hold what a newer version of Tracker wrote. The folder "samples" holds the recorded samples of workouts,
which "telemetry" lists in the order of time: each file is Zstandard-compressed MessagePack {v: 1, t0: first time in ms,
n: samples, dt: differences of the times in ms, ch: {channel: [integers per unit, differences of the values, (start,
length) of what is missing]}}.
"""
KINDS = {"text": "text", "prose": "text of several lines", "day": "day", "instant": "date and time", "set": "list",
         "duration": "seconds", "map": "nutrients by name and unit", "json": "details", "reference": "id"}  # fmt: skip


TABLES = """\
This folder holds everything that was in Tracker when it was exported, as tables. Tracker reads it back:

    tracker import FOLDER

The files are CSV in UTF-8 (RFC 4180). Decimals have a point, dates are ISO dates, times are in UTC, the names of
numbers end with their unit. An empty cell is unknown, which is not the same as 0. A text that a spreadsheet would run
as a formula has an apostrophe before it. Lists of a record have tables of their own; what is a list or details itself
is JSON in its cell.
measurement.csv has its values in the unit of each kind. The folder "samples" holds the recorded samples of workouts.
"""


def readme(form: str = "json") -> str:
    """The text of README.txt."""
    parts = [TABLES if form == "csv" else INTRODUCTION]
    for collection in COLLECTIONS:
        parts.append(f"{collection.name}.{form}: {collection.plural.lower()}\n" + _fields(collection.fields, "  "))
        parts.extend(
            f'  {items.name}: a list, in the order of "order"\n' + _fields(items.fields, "    ")
            for items in collection.lists
        )
    return "\n".join(parts)


def _fields(fields: Iterable[Field], indent: str) -> str:
    return "".join(f"{indent}{name_of(field):<22}{_words(field)}\n" for field in fields)


def _words(field: Field) -> str:
    if field.choices:
        return f"{field.label}: {', '.join(key for key, _ in field.choices)}"
    unit = f" in {field.unit}" if field.unit else ""
    return f"{field.label}, {KINDS.get(field.kind, 'number')}{unit}"
