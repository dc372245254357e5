"""What Strava's bulk export says of activities beside their files: activities.csv, in whatever language it is.

Columns have names in the person's language and some names twice, so they are told by their place, which does not
change, and the one of file names by what is in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.domain.sports import sport_of
from tracker.formats.points import number

TABLE = "activities.csv"
_FILE = re.compile(r"^activities/[^/]+\.\w+")
_ID, _DATE, _NAME, _TYPE, _DESCRIPTION, _ELAPSED, _KM = range(7)
_GEAR_BEFORE_FILE = 1
_ELAPSED_AFTER, _MOVING_AFTER, _METRES_AFTER = 3, 4, 5
"""How far after the file's name the numbers in s and m stand."""
_DATES = ("%b %d, %Y, %I:%M:%S %p", "%d %b %Y, %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y, %H:%M:%S")
_USUAL_FILE_COLUMN = 12
_FEWEST = 18
"""Columns that the table has had at least."""


@dataclass(frozen=True)
class Told:
    """One activity: `file` "" where it was written down by hand; s, m, and ms since 1970."""

    id: str
    name: str
    notes: str
    gear: str
    file: str
    sport: str
    sub_sport: str
    start: int | None
    elapsed: float | None
    moving: float | None
    distance: float | None


def looks_like(header: Iterable[str], text: str) -> bool:
    """Whether this is the beginning of Strava's table."""
    columns = tuple(header)
    return {"activity id", "activity name"} <= set(columns) or (len(columns) >= _FEWEST and "activities/" in text)


def read(text: str) -> list[Told]:
    """Every activity of the table."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a damaged end; what came before it is good
        rows.extend(row for row in csv.reader(text.splitlines(keepends=True)) if len(row) > _KM)
    rows = rows[1:]
    place = _file_column(rows)
    return [_told(row, place) for row in rows if row[_ID].strip()]


def _file_column(rows: list[list[str]]) -> int:
    """The column of file names."""
    for row in rows:
        for place, cell in enumerate(row):
            if _FILE.match(cell):
                return place
    return _USUAL_FILE_COLUMN


def _told(row: list[str], place: int) -> Told:
    def cell(at: int) -> str:
        return row[at].strip() if 0 <= at < len(row) else ""

    sport, sub_sport = sport_of(cell(_TYPE))
    return Told(
        id=cell(_ID), name=cell(_NAME), notes=cell(_DESCRIPTION), gear=cell(place - _GEAR_BEFORE_FILE),
        file=cell(place), sport=sport, sub_sport=sub_sport, start=_instant(cell(_DATE)),
        elapsed=number(cell(place + _ELAPSED_AFTER)) or number(cell(_ELAPSED)),
        moving=number(cell(place + _MOVING_AFTER)),
        distance=number(cell(place + _METRES_AFTER)),
    )  # fmt: skip


def _instant(text: str) -> int | None:
    """A date as Strava writes it, in UTC; None for one in a language that is not known."""
    for form in _DATES:
        try:
            return round(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp() * 1000)
        except ValueError:
            continue
    return None
