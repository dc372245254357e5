"""Tables as CSV: written so that a spreadsheet runs nothing in them, read whatever their separator and encoding.

What the columns mean is the business of those who write and read them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.errors import BadFile
from tracker.formats.glimpse import DELIMITERS, decoded

LARGEST = 64 * 1024 * 1024
"""Bytes of a table beyond which it is surely none of a person's own."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+−]?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True)
class Row:
    """A row by its columns' names, with the line it ends on."""

    line: int
    cells: dict[str, str]


def safe(text: str) -> str:
    """A text that a spreadsheet takes for no formula: an apostrophe stands before one that would be."""
    if text.startswith(("'", *_DANGEROUS)) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def plain(text: str) -> str:
    """The opposite of `safe`."""
    return text[1:] if text.startswith("'") and text[1:2] and text[1] in ("'", *_DANGEROUS) else text


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A table line by line: UTF-8 with the mark by which spreadsheets know it, lines ended by CR and LF (RFC 4180)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for cells in (header, *rows):
        writer.writerow([safe(cell) for cell in cells])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def rows(data: bytes, *, fold: bool = True) -> list[Row]:
    """The rows of a table, whose first line names its columns (in lower case where `fold`); empty lines are left out.

    Raises:
        BadFile: it is too large, or no table.
    """
    if len(data) > LARGEST:
        raise BadFile(f"The table has more than {LARGEST >> 20} MB.", "Split it.")
    csv.field_size_limit(LARGEST)
    text = decoded(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    names: list[str] | None = None
    found: list[Row] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if names is None:
                names = [cell.strip().casefold() if fold else cell.strip() for cell in cells]
            else:
                pairs = zip(names, cells, strict=False)
                found.append(Row(reader.line_num, {name: plain(cell) for name, cell in pairs if name}))
    except csv.Error as error:
        raise BadFile(f"Line {reader.line_num} is damaged: {error}.") from error
    if names is None:
        raise BadFile("There is nothing in it.")
    return found
