"""Files named by what they hold, beside the database: telemetry chunks, later photos.

What is written is never changed, so a name once given is good for ever on every device. Which records need
which blob, and which blobs the server has, is not known here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tracker import disk
from tracker.errors import BadFile, NotFound


def blob_id(data: bytes) -> str:
    """The name of a blob: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def write(folder: Path, data: bytes) -> str:
    """Stores bytes and returns their id; what is there already stays untouched.

    The file appears whole or not at all, also when the power fails.

    Args:
        folder: a profile's `blobs`.
        data: what to keep.

    Raises:
        KnownError: the disk is full or refuses it otherwise.
    """
    bid = blob_id(data)
    path = _path(folder, bid)
    if not path.exists():
        with disk.explained(folder):
            _place(path, data)
    return bid


def remove(folder: Path, ids: Iterable[str]) -> None:
    """Take blobs away that no record names."""
    for bid in ids:
        with contextlib.suppress(OSError):
            _path(folder, bid).unlink()


def _place(path: Path, data: bytes) -> None:
    """Make the file under another name and move it to its own once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def read(folder: Path, bid: str) -> bytes:
    """The bytes of a blob, proved by its name.

    Raises:
        NotFound: it is not on this device.
        BadFile: the file holds something else than its name says.
    """
    path = _path(folder, bid)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(
            "The recorded samples are not on this device.", "Sync to fetch them from your other devices."
        ) from None
    if blob_id(data) != bid:
        raise BadFile(
            f"The file {path.name} in Tracker's folder is damaged.",
            "Restore it from a backup, or delete it and sync to fetch it again.",
        )
    return data


def exists(folder: Path, bid: str) -> bool:
    """Whether a blob is on this device; `read` alone says whether it is undamaged."""
    return _path(folder, bid).exists()


def _path(folder: Path, bid: str) -> Path:
    """Where a blob lies; two levels of folders keep each of them small."""
    if len(bid) != 64 or not set(bid) <= set("0123456789abcdef"):
        raise ValueError(f"not a blob's id: {bid!r}")
    return folder / bid[:2] / bid[2:4] / bid


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself survive a power failure, where the platform can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
