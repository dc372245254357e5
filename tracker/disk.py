"""What the disk refuses, through SQLite or without it, said in sentences."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import BadFile, KnownError

NOTHING = "Nothing was written."
LEFT = "The file was left alone."
SHARED = 1 << 16
"""Bytes that SQLite needs beside a database to open it at all."""
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def refused(error: BaseException, path: Path, *, outcome: str = NOTHING) -> KnownError | None:
    """What the disk refused, as a sentence; None where the error, or what led to it, tells of something else.

    Args:
        error: what was raised, such as peewee's error around SQLite's.
        path: the file or folder that was to be written.
        outcome: what became of the data, as a sentence.
    """
    one: BaseException | None = error
    while one is not None:
        known = _of_sqlite(one, path, outcome) if isinstance(one, sqlite3.Error) else None
        if isinstance(one, OSError):
            known = _of_system(one, path, outcome)
        if known is not None:
            return known
        one = one.__cause__ or one.__context__
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the disk refuses inside into a `KnownError`; everything else is raised as it was."""
    try:
        yield
    except KnownError:
        raise
    except Exception as error:
        known = refused(error, path)
        if known is None:
            raise
        raise known from error


def _of_sqlite(error: sqlite3.Error, path: Path, outcome: str) -> KnownError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what tells variants of one error apart
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _has_no_room(path)):
        return _full(outcome)
    if code == sqlite3.SQLITE_READONLY or (code == sqlite3.SQLITE_CANTOPEN and _is_locked_in(path)):
        return _forbidden(path, outcome)
    if code == sqlite3.SQLITE_IOERR:
        return KnownError(f"The disk cannot read or write {path}. {outcome}", "Check the disk, then try again.")
    if code in DAMAGED:
        return BadFile(f"{path} is damaged or not a database: {error}. {outcome}", copies(path))
    return None


def _has_no_room(path: Path) -> bool:
    """Whether the disk is too full for the file that SQLite's processes share, which it calls an error of the disk."""
    try:
        return shutil.disk_usage(path.parent).free < SHARED
    except OSError:
        return False


def _is_locked_in(path: Path) -> bool:
    """Whether the database is there, and SQLite may not make its other files beside it."""
    return path.exists() and not os.access(path.parent, os.W_OK)


def _of_system(error: OSError, path: Path, outcome: str) -> KnownError | None:
    if error.errno in FULL:
        return _full(outcome)
    if error.errno in FORBIDDEN:
        return _forbidden(path, outcome)
    if error.errno == errno.EIO:
        return KnownError(f"The disk cannot read or write {path}. {outcome}", "Check the disk, then try again.")
    return None


def _full(outcome: str) -> KnownError:
    return KnownError(f"The disk is full. {outcome}".strip(), "Free some room, then try again.")


def _forbidden(path: Path, outcome: str) -> KnownError:
    return KnownError(
        f"Tracker cannot write to {path}. {outcome}".strip(), "Make it writable, or choose another folder."
    )


def copies(path: Path) -> str:
    """Where copies of a damaged database are, for a hint."""
    folder = path.parent / "backups"
    if any(folder.glob(f"{path.stem}*{path.suffix}")):
        return f"Copies that Tracker made of it are in {folder}; put one in its place."
    return f"Put a copy from a backup in its place. Tracker keeps its own in {folder}; none is there yet."
