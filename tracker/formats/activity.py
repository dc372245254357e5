"""Reads recorded workouts from any kind of file that Tracker knows, by what it holds, not by its name."""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path

from tracker.domain.activity import Activity
from tracker.errors import BadFile, NotFound
from tracker.formats.xml_stream import Heard, unheard

GZIP = b"\x1f\x8b"
LARGEST = 256 * 1024 * 1024
"""Bytes that a packed file may unpack to: a hundred hours of everything a device can record."""
STEP = 4096
HEAD = 4096
"""Bytes within which a file says what it is."""
_TCX = re.compile(rb"<(?:\w+:)?TrainingCenterDatabase[\s>]")
_GPX = re.compile(rb"<(?:\w+:)?gpx[\s>]")
KNOWN = "Tracker reads workouts from FIT, TCX and GPX files, packed ones (.gz) too."


def read_activities(source: str | os.PathLike[str] | bytes, name: str = "", heard: Heard = unheard) -> list[Activity]:
    """Every workout in a file, in the order of time.

    Args:
        source: a path, or what the file holds.
        name: how to call the file in sentences; the path's last part where not given.
        heard: hears how many bytes were read of how many, where that takes long; it may raise to stop.

    Raises:
        NotFound: there is no such file.
        BadFile: it cannot be read, and why.
    """
    from tracker.formats import gpx, tcx  # these bring numpy, which nothing else here needs
    from tracker.formats.fit import pieces, reader

    if isinstance(source, bytes):
        name, data = name or "The file", source
    else:
        name, data = name or Path(source).name, _content(Path(source))
    if not data:
        raise BadFile(f"{name} is empty.")
    packed = data.startswith(GZIP)
    if packed:
        data = _unpacked(data, name)
    if pieces.is_fit(data):
        return reader.read(data, name, heard)
    if is_tcx(data[:HEAD]):
        return tcx.read(data, name, heard)
    if is_gpx(data[:HEAD]):
        return gpx.read(data, name, heard)
    raise BadFile(f"{name} is not a kind of file that Tracker can read yet.", KNOWN)


def is_recording(head: bytes) -> bool:
    """Whether a file, unpacked, begins as one of those that `read_activities` reads."""
    from tracker.formats.fit.pieces import is_fit

    return is_fit(head) or is_tcx(head[:HEAD]) or is_gpx(head[:HEAD])


def is_tcx(head: bytes) -> bool:
    """Whether a file begins as TCX does."""
    return _TCX.search(head) is not None


def is_gpx(head: bytes) -> bool:
    """Whether a file begins as GPX does."""
    return _GPX.search(head) is not None


def _content(path: Path) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def _unpacked(data: bytes, name: str) -> bytes:
    """What a gzip file holds, up to where it is damaged: the reader says what is missing then."""
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = bytearray()
    try:
        for start in range(0, len(data), STEP):  # a step that fails loses what it unpacked
            unpacked += unpacker.decompress(data[start : start + STEP], LARGEST + 1 - len(unpacked))
            if len(unpacked) > LARGEST:
                raise BadFile(f"{name} unpacks to more than {LARGEST >> 20} MB, too much for a workout.")
    except zlib.error as error:
        if not unpacked:
            raise BadFile(f"{name} cannot be unpacked: {error}.") from error
    return bytes(unpacked)
