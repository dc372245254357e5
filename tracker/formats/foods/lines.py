"""Big text files read line by line: plain, packed, or inside a zip archive, with limits for what nobody means.

What does not fit into memory is never read whole, and a line without an end does not fill it either.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import BadFile
from tracker.formats.glimpse import utf16

LONGEST_LINE = 4 << 20
"""Letters of one line; the longest product in an export of Open Food Facts has about 1 MB."""
MOST_BYTES = 100 << 30
"""Bytes that a file may unpack to; the largest export has about 50 GB."""
MOST_FOODS = 50_000
"""Foods that one file may bring: more would bury one's own, and sync to every device."""
GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Refused:
    """A part of a file that could not be taken: where it is, and why, as a sentence."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class TooMany(BadFile):
    """A file holds more foods than one import takes."""


def too_many(name: str) -> TooMany:
    """What is said of a file with more than `MOST_FOODS`."""
    return TooMany(
        f"{name} has more than {MOST_FOODS:,} foods; the first {MOST_FOODS:,} are taken.",
        "Cut it down to the foods you eat, and look the others up one by one.",
    )


@contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[Iterator[str]]:
    """The lines of a plain or packed text file.

    Raises:
        BadFile: it cannot be opened, or while it is read, it is damaged.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2)[:2] == GZIP
            with gzip.GzipFile(fileobj=raw) if packed else raw as file:
                yield _lines(file, path.name, encoding)
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(f"{path.name} cannot be read: {_reason(error)}.", "Download it again.") from error


@contextmanager
def opened_in(archive: zipfile.ZipFile, name: str, encoding: str = "") -> Iterator[Iterator[str]]:
    """The lines of a file in an archive; raises as `opened` does."""
    try:
        with archive.open(name) as file:
            yield _lines(file, name, encoding)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadFile(f"{name} cannot be read: {_reason(error)}.", "Download the archive again.") from error


@contextmanager
def opened_member(path: Path, name: str, encoding: str = "") -> Iterator[Iterator[str]]:
    """The lines of a file in the archive at `path`; raises as `opened` does."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile(f"{path.name} is a damaged archive: {_reason(error)}.", "Download it again.") from error
    with archive, opened_in(archive, name, encoding) as lines:
        yield lines


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or "it ends too early"


def _lines(file: Any, name: str, encoding: str) -> Iterator[str]:
    reader = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)
    if not encoding:
        encoding = encoding_of(reader.peek(1 << 16))
    text = io.TextIOWrapper(reader, encoding, errors="replace", newline="")
    seen = 0
    try:
        while line := text.readline(LONGEST_LINE):
            seen += len(line)
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                raise BadFile(f"{name} has a line of more than {LONGEST_LINE >> 20} MB, which no list of foods has.")
            if seen > MOST_BYTES:
                raise BadFile(f"{name} unpacks to more than {MOST_BYTES >> 30} GB.")
            yield line
    finally:
        with suppress(ValueError):  # closed already, where the reading stopped in the middle
            text.detach()


def encoding_of(head: bytes) -> str:
    """UTF-16 or UTF-8 by their marks, UTF-8 where it is valid, else Windows' western encoding."""
    if wide := utf16(head):
        return wide
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.start >= len(head) - 3 else "cp1252"
    return "utf-8-sig"


def rows(lines: Iterable[str], name: str, delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with a header, with the number of the line each ends on; names of columns without spaces.

    A row that is too short lacks its last columns; one that is too long loses what has no column.

    Raises:
        BadFile: a cell is longer than any that belongs into such a table.
    """
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for row in reader:
            if row:
                yield reader.line_num, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise BadFile(f"{name} is no table that can be read: line {reader.line_num}, {error}.") from error
