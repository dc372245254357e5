"""A backup file: one zip with the database, a note about it, and, where it is to stand alone, the recorded samples.

    backup.json    what the file is: when, why, of which schema, how many records, whether the samples are inside
    tracker.db     the profile's database, as one file without a log
    blobs/<id>     recorded samples, each named by the SHA-256 of its bytes

Which backups are made, where they lie and how long is in `backup`; putting one in place is in `restore`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.errors import BadFile

Report = Callable[[int, int, str], None]
"""Hears how many bytes of how many are done and what is being done; may raise to stop the work."""

FORMAT = 1
NOTE, DATABASE, SAMPLES = "backup.json", "tracker.db", "blobs/"
PIECE = 1 << 20
PAGES = 1024
"""Pages that are copied before it is looked whether to stop."""
LARGEST_NOTE = 1 << 16
LARGEST_SAMPLE = 64 << 20
HINT = "Choose another file."
FASTEST = 1
"""The level of compression: a fourth of the size at the speed of a disk; higher ones gain a tenth."""


@dataclass(frozen=True)
class Note:
    """What a backup says of itself.

    Attributes:
        made_at: ms since 1970 UTC.
        why: for what it was made, in words: "by hand", "weekly", "before recovery".
        by_hand: whether the person asked for it; such a backup is never removed.
        schema: the database's schema number.
        records: how many records there are.
        samples: whether recorded samples are in the file; otherwise they are in the profile alone.
    """

    made_at: int
    why: str
    by_hand: bool
    schema: int
    records: int
    samples: bool


def nothing(_done: int, _total: int, _words: str) -> None:
    """Hears no report."""


def copy_database(source: sqlite3.Connection, path: Path, report: Report = nothing) -> None:
    """Copy a database as it is at this moment into the file `path`, and check the copy.

    Args:
        source: a connection outside of a transaction, or in one that has only read. In the latter case others may
            write meanwhile and the copy is not begun anew.
        path: a file that is empty or not there.
        report: hears of bytes.

    Raises:
        BadFile: the copy is damaged, which means that its source is.
    """
    size = source.execute("PRAGMA main.page_size").fetchone()[0]

    def stepped(_status: int, remaining: int, total: int) -> None:
        report((total - remaining) * size, total * size, "Copying")

    with closing(sqlite3.connect(path)) as target:
        source.backup(target, pages=PAGES, progress=stepped)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        check(target)


def check(connection: sqlite3.Connection) -> None:
    """See that a database is whole.

    Raises:
        BadFile: it is not.
    """
    found = [str(row[0]) for row in connection.execute("PRAGMA main.quick_check(3)")]
    if found != ["ok"]:
        raise BadFile(f"The data is damaged: {'; '.join(found)}.", "Restore an earlier backup.")


def write(part: Path, database: Path, blobs: list[Path], note: Note, report: Report = nothing) -> None:
    """Write a backup into the file `part` from a copy of a database and blobs, of which some may be gone by now."""
    total = sum(path.stat().st_size for path in (database, *blobs) if path.exists())
    done = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as archive:
        archive.writestr(NOTE, json.dumps({"tracker_backup": FORMAT, **asdict(note)}, indent=1))
        for path in (database, *blobs):
            if path is not database and not path.exists():
                continue
            for size in _pack(archive, path, DATABASE if path is database else SAMPLES + path.name):
                done += size
                report(min(done, total), total, "Packing")


def _pack(archive: zipfile.ZipFile, path: Path, name: str) -> Iterator[int]:
    """Put a file into a zip, and tell the bytes of each piece. Blobs are compressed already."""
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=name == DATABASE) as target:
        while piece := source.read(PIECE):
            target.write(piece)
            yield len(piece)


def read_note(path: Path) -> Note:
    """What a backup says of itself.

    Raises:
        BadFile: it is no backup of Tracker's, is from a newer Tracker, or is damaged.
    """
    with _told(path), zipfile.ZipFile(path) as archive:
        if archive.getinfo(NOTE).file_size > LARGEST_NOTE:
            raise BadFile(f"{path.name} is no backup of Tracker's.", HINT)
        said: dict[str, Any] = json.loads(archive.read(NOTE))
    with _told(path):
        if said["tracker_backup"] > FORMAT:
            raise BadFile(f"{path.name} was made by a newer version of Tracker.", "Update Tracker to restore it.")
        return Note(
            made_at=int(said["made_at"]), why=str(said["why"]), by_hand=bool(said["by_hand"]),
            schema=int(said["schema"]), records=int(said["records"]), samples=bool(said["samples"]),
        )  # fmt: skip


def unpack_database(path: Path, target: Path, report: Report = nothing) -> None:
    """Take the database out of a backup into the file `target`. Whether it is whole, `check` says.

    Raises:
        BadFile: the backup is damaged.
    """
    with target.open("wb") as file, closing(_pieces(path, DATABASE)) as pieces:
        for done, total, piece in pieces:
            file.write(piece)
            report(done, total, "Unpacking")
        file.flush()
        os.fsync(file.fileno())


def database_size(path: Path) -> int:
    """The bytes of the database in a backup."""
    with _told(path), zipfile.ZipFile(path) as archive:
        return archive.getinfo(DATABASE).file_size


def count_samples(path: Path) -> tuple[int, int]:
    """How many recorded samples are in a backup, and their bytes."""
    with _told(path), zipfile.ZipFile(path) as archive:
        sizes = [entry.file_size for entry in archive.infolist() if entry.filename.startswith(SAMPLES)]
    return len(sizes), sum(sizes)


def samples(path: Path) -> Iterator[tuple[str, bytes]]:
    """The recorded samples in a backup: the id of each, and its bytes as they are there.

    Raises:
        BadFile: the backup is damaged.
    """
    with _told(path), zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith(SAMPLES):
                if entry.file_size > LARGEST_SAMPLE:
                    raise BadFile(f"{path.name} is damaged: it holds a sample that is too large.", HINT)
                yield entry.filename.removeprefix(SAMPLES), archive.read(entry)


def _pieces(path: Path, name: str) -> Generator[tuple[int, int, bytes], None, None]:
    """A part of a backup piece by piece, with how many bytes of how many were read."""
    with _told(path), zipfile.ZipFile(path) as archive, archive.open(name) as source:
        total, done = archive.getinfo(name).file_size, 0
        while piece := source.read(PIECE):
            done += len(piece)
            yield done, total, piece


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a backup is read into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise BadFile(f"{path.name} is damaged, or no backup of Tracker's.", HINT) from error
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror or error}.", HINT) from error
