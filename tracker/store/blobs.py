"""Files named by what they hold, beside the database: telemetry chunks, later photos.

    blobs/ab/cd/<id>            what was made on this device, kept for good
    blobs/fetched/ab/cd/<id>    copies of what other devices made, which may be fetched again

What is written is never changed, so a name once given is good for ever on every device. Which records need
which blob, and which blobs the server has, is not known here. How copies come and go is in `fetched`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeGuard

from tracker import disk
from tracker.errors import BadFile, NotFound

FETCHED = "fetched"
_ID = re.compile(r"[0-9a-f]{64}")


def blob_id(data: bytes) -> str:
    """The name of a blob: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def is_id(text: object) -> TypeGuard[str]:
    """Whether this may be a blob's name, as the records of other devices should hold."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def write(folder: Path, data: bytes) -> str:
    """Stores bytes as this device's own and returns their id; what is there already stays untouched.

    The file appears whole or not at all, also when the power fails.

    Args:
        folder: a profile's `blobs`.
        data: what to keep.

    Raises:
        KnownError: the disk is full or refuses it otherwise.
    """
    bid = blob_id(data)
    path = path_of(folder, bid)
    if not path.exists():
        with disk.explained(folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            with disk.placed(path) as part:
                part.write_bytes(data)
    return bid


def remove(folder: Path, ids: Iterable[str]) -> None:
    """Take blobs of this device's own away that no record names."""
    for bid in ids:
        with contextlib.suppress(OSError):
            path_of(folder, bid).unlink()


def read(folder: Path, bid: str) -> bytes:
    """The bytes of a blob, proved by its name. A damaged file is set aside, so that the blob counts as missing.

    Raises:
        NotFound: it is not on this device.
        BadFile: the file holds something else than its name says.
    """
    damaged = False
    for path in _places(folder, bid):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        is_copy = path.is_relative_to(folder / FETCHED)
        if blob_id(data) == bid:
            if is_copy:
                with contextlib.suppress(OSError):
                    os.utime(path)  # used now: the copies that nobody looked at for longest go first
            return data
        damaged = True
        with contextlib.suppress(OSError):
            if is_copy:
                path.unlink()
            else:  # perhaps somebody can save something of the only one there is
                path.replace(path.with_name(f".{bid}.damaged"))
    if damaged:
        raise BadFile(
            "A file with recorded samples was damaged.", "Sync to fetch it again, or restore it from a backup."
        )
    raise NotFound("The recorded samples are not on this device.", "Sync to fetch them from your other devices.")


def exists(folder: Path, bid: str) -> bool:
    """Whether a blob is on this device; `read` alone says whether it is undamaged."""
    return any(path.exists() for path in _places(folder, bid))


def owns(folder: Path, bid: str) -> bool:
    """Whether a blob is on this device for good."""
    return path_of(folder, bid).exists()


def files(folder: Path) -> Iterator[Path]:
    """Every blob on this device once, as files named by their ids."""
    seen: set[str] = set()
    for pattern in ("??/??/*", f"{FETCHED}/??/??/*"):
        for path in folder.glob(pattern):
            if is_id(path.name) and path.name not in seen:
                seen.add(path.name)
                yield path


def path_of(folder: Path, bid: str) -> Path:
    """Where a blob lies; two levels of folders keep each of them small."""
    if not is_id(bid):
        raise ValueError(f"not a blob's id: {bid!r}")
    return folder / bid[:2] / bid[2:4] / bid


def _places(folder: Path, bid: str) -> tuple[Path, Path]:
    return path_of(folder, bid), path_of(folder / FETCHED, bid)
