"""Tables as other apps write them: rows by the names of their columns, numbers, dates and times in their spellings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache

from tracker.formats.glimpse import DELIMITERS, decoded

MOST = 1e7
"""No cell of a diary means so much, and numbers below have room to be multiplied."""
LONGEST = 1_000_000
"""Letters in one cell beyond which it is none of a diary."""
TOO_LONG = "it is longer than any line of a diary."
Refuse = Callable[[int, str], None]
_ISO = re.compile(r"\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?\s*")
_DOTTED = re.compile(r"\s*([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})\s*")
_CLOCK = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?\s*([ap]m)?\s*", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "—", "N/A", "n/a", "null"})
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


def numbers(cells: list[str], places: tuple[tuple[int, str, float], ...]) -> dict[str, int | None]:
    """The numbers of a row that are not negative, as stored integers: places of cells, names and scales.

    Raises:
        ValueError: one of them is no number, or negative.
    """
    found: dict[str, int | None] = {}
    for place, name, scale in places:
        text = cells[place] if place < len(cells) else ""
        value = number(text)
        if value is not None and value < 0:
            raise ValueError(text)
        found[name] = None if value is None else round(value * scale)
    return found


class Row:
    """One row: cells by the lower-case names of their columns; of two columns of one name, the first."""

    __slots__ = ("cells", "line", "names", "places")

    def __init__(self, line: int, names: tuple[str, ...], places: dict[str, int], cells: list[str]) -> None:
        self.line, self.names, self.places, self.cells = line, names, places, cells

    def text(self, name: str) -> str:
        """A cell without spaces around it; "" where there is none."""
        try:
            return self.cells[self.places[name]].strip()
        except (KeyError, IndexError):
            return ""


def rows(data: bytes, refuse: Refuse) -> Iterator[Row]:
    """The rows of a table in any usual encoding and with any usual separator.

    Args:
        data: the table.
        refuse: hears of a line that is none of a table, and why.
    """
    text = decoded(data).lstrip("\r\n")
    head = text.partition("\n")[0]
    mark = max(DELIMITERS, key=head.count)
    csv.field_size_limit(LONGEST)
    whole = text.count('"') % 2 == 0
    lines = _lines(text, mark, refuse) if whole else _lines_alone(text, mark, refuse)
    names = tuple(name.strip().casefold() for name in next(lines, (0, []))[1])
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    for number, cells in lines:
        if any(cells):
            yield Row(number, names, places, cells)


def _lines(text: str, mark: str, refuse: Refuse) -> Iterator[tuple[int, list[str]]]:
    """The lines with their numbers; a cell in quotes may go over several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    while True:
        try:
            for cells in reader:
                yield reader.line_num, cells
            return
        except csv.Error:
            refuse(reader.line_num, TOO_LONG)


def _lines_alone(text: str, mark: str, refuse: Refuse) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table in which a quote is never closed, each read for itself: it would swallow all after it."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count('"') % 2:
            refuse(number, "a quotation mark is not closed.")
        elif len(line) > LONGEST:
            refuse(number, TOO_LONG)
        else:
            yield number, next(csv.reader([line], delimiter=mark), [])


def number(text: str) -> float | None:
    """A number with decimal point or comma; None where the cell is empty or says nothing.

    Raises:
        ValueError: it is no number.
    """
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        if text.strip() in _NOTHING:
            return None
        decimal_comma = "." not in text and not _THOUSANDS.fullmatch(text)
        value = float(text.replace(",", "." if decimal_comma else ""))
    if not -MOST < value < MOST:  # nor is nan
        raise ValueError(text)
    return value


def fixed(text: str, scale: float) -> int | None:
    """A number that is not negative, as a stored integer.

    Raises:
        ValueError: it is no number, or negative.
    """
    value = number(text)
    if value is None:
        return None
    if value < 0:
        raise ValueError(text)
    return round(value * scale)


@lru_cache(64)
def day(text: str) -> str:
    """A date as an ISO date: 2025-03-06, 2016-9-26 or 6.3.2025.

    Raises:
        ValueError: it is none of these.
    """
    with suppress(ValueError):
        if len(text) == 10 and text[4] == text[7] == "-":
            return date.fromisoformat(text).isoformat()
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if match := _DOTTED.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    raise ValueError(text)


@lru_cache(2048)
def minute(text: str) -> int | None:
    """A time of day in minutes after midnight: 08:15, 8:15 PM; None where there is none.

    Raises:
        ValueError: it is no time of day.
    """
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, minutes = int(match[1]), int(match[2])
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3].casefold() == "pm" else 0)
    if hour > 23 or minutes > 59:
        raise ValueError(text)
    return hour * 60 + minutes
