"""How much is read of files that strangers wrote: enough for any real recipe, and not a bomb's whole load."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.errors import BadFile

MEGABYTE = 1 << 20
MOST_PAGE = 20 * MEGABYTE
"""Bytes of a page or a recipe's JSON."""
MOST_SAVED = 100 * MEGABYTE
"""Bytes of a page that was saved with its pictures."""
MOST_PHOTO = 15 * MEGABYTE
MOST_ARCHIVE = 2 << 30
"""Bytes of a file that is an archive."""
MOST_UNPACKED = 1 << 30
"""Bytes that all files of an archive may unpack to."""
MOST_FILES = 20_000
MOST_LINES = 500
MOST_TEXT = 100_000
"""Letters of a recipe's steps or notes."""
STEP = 1 << 16


def read_file(path: Path, most: int = MOST_PAGE) -> bytes:
    """A file's bytes.

    Raises:
        BadFile: it cannot be opened, or is larger than anything it should be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if len(data) > most:
        raise BadFile(f"{path.name} is larger than {most // MEGABYTE} MB, too much for a recipe.")
    return data


def unpacked(packed: bytes, name: str, most: int = MOST_PAGE) -> bytes:
    """What gzip packed, up to `most` bytes.

    Raises:
        BadFile: it is damaged, or unpacks to more.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise BadFile(f"{name} cannot be unpacked: {error}.") from error
    if len(data) > most:
        raise BadFile(f"{name} unpacks to more than {most // MEGABYTE} MB, too much for a recipe.")
    if not unpacker.eof:
        raise BadFile(f"{name} cannot be unpacked: its end is missing.")
    return data


class Archive:
    """A zip archive read with care: what a file unpacks to is counted, whatever the archive says of it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_UNPACKED
        names = [
            one for one in archive.infolist() if one.filename and not one.is_dir() and not _of_the_system(one.filename)
        ]
        if len(names) > MOST_FILES:
            raise BadFile(f"The archive holds more than {MOST_FILES} files.")
        self.files = {one.filename: one for one in names}

    def read(self, name: str, most: int = MOST_PAGE) -> bytes:
        """A file of the archive.

        Raises:
            BadFile: it is damaged, encrypted, or unpacks to more than `most` or than the archive may.
        """
        short = name.rpartition("/")[2]
        try:
            data = b"".join(self._pieces(name, min(most, self._left)))
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise BadFile(f"{short} in the archive cannot be read: {error}.") from error
        self._left -= len(data)
        return data

    def _pieces(self, name: str, most: int) -> Iterator[bytes]:
        count = 0
        with self._archive.open(self.files[name]) as file:
            while piece := file.read(STEP):
                count += len(piece)
                if count > most:
                    raise BadFile(f"{name.rpartition('/')[2]} in the archive unpacks to too much.")
                yield piece


def _of_the_system(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "Thumbs.db")


def parsed(data: bytes, name: str) -> Any:
    """JSON of a stranger.

    Raises:
        BadFile: it is none.
    """
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name} is damaged.", "Export it again.") from error
