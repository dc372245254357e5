"""What the disk refuses, through SQLite or without it, said in sentences."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import BadFile, KnownError

NOTHING = "Nothing was written."
LEFT = "The file was left alone."
SHARED = 1 << 16
"""Bytes that SQLite needs beside a database to open it at all."""
MARGIN = 4 << 20
"""Bytes that are left to everything else that writes on a disk."""
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


def wrote_what_is_read(error: BaseException) -> bool:
    """Whether an error, or what led to it, is that something was to be written in a database opened to be read."""
    one: BaseException | None = error
    while one is not None and not _is_readonly(one):
        one = one.__cause__ or one.__context__
    return one is not None


def _is_readonly(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and _code(error) == sqlite3.SQLITE_READONLY


def _code(error: sqlite3.Error) -> int:
    """SQLite's code, without what tells variants of one error apart."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _of_sqlite(error: sqlite3.Error, path: Path, outcome: str) -> KnownError | None:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _has_no_room(path)):
        return _full(outcome)
    if code == sqlite3.SQLITE_READONLY or (code == sqlite3.SQLITE_CANTOPEN and _is_locked_in(path)):
        return forbidden(path, outcome)
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
        return forbidden(path, outcome)
    if error.errno == errno.EFBIG:
        return KnownError(f"The disk takes no file this large. {outcome}".strip(), "Choose another disk.")
    if error.errno == errno.EIO:
        return KnownError(f"The disk cannot read or write {path}. {outcome}", "Check the disk, then try again.")
    return None


def _full(outcome: str) -> KnownError:
    return KnownError(f"The disk is full. {outcome}".strip(), "Free some room, then try again.")


def forbidden(path: Path, outcome: str = "") -> KnownError:
    """That nothing may be written there."""
    return KnownError(
        f"Tracker cannot write to {path}. {outcome}".strip(), "Make it writable, or choose another folder."
    )


def copies(path: Path) -> str:
    """Where copies of a damaged database are, for a hint."""
    folder = path.parent / "backups"
    if any(folder.glob("*.tracker")):
        return f"Backups of it are in {folder}; `tracker restore FILE` puts one in its place."
    if any(folder.glob(f"{path.stem}*{path.suffix}")):
        return f"Copies that Tracker made of it are in {folder}; put one in its place."
    return f"Put a copy from a backup in its place. Tracker keeps its own in {folder}; none is there yet."


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """A file to fill, which takes the place of `path` in one move once the block is over; private to this user.

    Nobody ever sees it half written, also when the power fails, and nothing is left of it when the block fails.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """An empty file of this user's own that is needed for a while."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder themselves survive a power failure, where the platform can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_room(folder: Path, wanted: int, purpose: str) -> None:
    """See that `wanted` bytes fit on the disk of `folder`, which exists.

    Raises:
        KnownError: they do not; `purpose` says for what they are, such as "a backup".
    """
    free = shutil.disk_usage(folder).free
    if free < wanted + MARGIN:
        raise KnownError(
            f"The disk has too little room for {purpose}: it needs up to {size_in_words(wanted + MARGIN)}, "
            f"and {size_in_words(free)} are free. {NOTHING}",
            "Free some room, or choose another disk.",
        )


def size_in_words(size: int) -> str:
    """Bytes in words: 3.1 MB, 12 KB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{-(-size // 1000)} KB"
