"""Putting a backup in the place of a profile's data: whole or not at all, whenever it is cut off.

The backup is unpacked beside the data, checked and brought to this version first. Then SQLite copies it over the
present database in one transaction, so that a window or a command that has it open simply sees other data from then
on. What the device is to a server afterwards is decided in `sync.restoring`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker import disk
from tracker.errors import BadFile, Busy
from tracker.locks import window_lock
from tracker.migrations import NewerFile
from tracker.store import backup, backup_file, blobs
from tracker.store.backup_file import Note, Report, nothing
from tracker.store.database import Store
from tracker.store.prepared import SCHEMA, prepare

BEFORE_RESTORE = "before restore"
SQLITE_HEADER = b"SQLite format 3\0"
PATIENCE = 60.0
"""Seconds for which another program's write is waited for."""
TRIES = 5
"""How often what is there is backed up anew, where another program wrote to it meanwhile."""
STAGING = ".restore-"


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        note: what the backup said of itself.
        kept: where what was there before is now; None where nothing was there.
        lacking: workouts whose recorded samples are neither in the backup nor on this computer.
    """

    note: Note
    kept: Path | None
    lacking: int


@contextmanager
def unpacked(file: Path, folder: Path, *, report: Report = nothing) -> Iterator[Path]:
    """A backup as a profile of its own, checked and brought to this version, in a new folder inside `folder`.

    The folder is gone afterwards. Recorded samples are left in the backup.

    Raises:
        BadFile: it is no backup of Tracker's, or is damaged.
        NewerFile: it is from a newer Tracker.
        KnownError: there is no room for it.
    """
    size = _size(file)
    with disk.explained(folder):
        disk.check_room(folder, 3 * size, "the restored data")
        staged = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        with disk.explained(folder):
            _unpack(file, staged / "tracker.db", report)
        _recognise(staged / "tracker.db", file)
        prepare(staged, alone=True)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def restore(
    profile: Path,
    file: Path,
    *,
    alone: bool = False,
    adapt: Callable[[Store], None] = lambda _: None,
    report: Report = nothing,
) -> Restored:
    """Put a backup in the place of what is in `profile`, which is backed up itself first.

    A plain copy of a `tracker.db` will do as well. Where the present database is damaged, its files are kept as they
    are in the folder of backups.

    Args:
        profile: the profile's folder; made when absent.
        file: the backup.
        alone: whether the caller holds the profile's window lock.
        adapt: changes the restored data before it is put in place.
        report: hears how far it is; what it raises before the end leaves everything as it was.

    Raises:
        BadFile: the file is no backup of Tracker's, or is damaged.
        NewerFile: it is from a newer Tracker.
        Busy: a window has the profile open, or another program keeps writing.
        KnownError: the disk refuses.
    """
    note = describe(file)
    with disk.explained(profile):
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = window_lock(profile)
    if not alone and not lock.take():
        raise Busy("Tracker's window has this data open.", "Close it, or restore from it: Settings, Data.")
    try:
        for left in profile.glob(f"{STAGING}*"):  # of a restore that was cut off
            shutil.rmtree(left, ignore_errors=True)
        with unpacked(file, profile, report=report) as staged:
            with Store.open(staged) as restored:
                adapt(restored)
                wanted = _samples_wanted(restored)
            _take_samples(file, profile / "blobs", report)
            with disk.explained(profile):
                kept = _put_in_place(staged / "tracker.db", profile, report)
    finally:
        lock.let_go()
    lacking = sum(any(not blobs.exists(profile / "blobs", bid) for bid in ids) for ids in wanted)
    return Restored(note, kept, lacking)


def describe(file: Path) -> Note:
    """What a backup says of itself; of a plain copy of a database, when it was written last.

    Raises:
        BadFile: it is no backup of Tracker's, or is damaged.
    """
    if not is_plain(file):
        return backup_file.read_note(file)
    made = round(file.stat().st_mtime * 1000)
    return Note(made, "copy", by_hand=True, schema=0, records=0, samples=False)


def is_plain(file: Path) -> bool:
    """Whether the file is a database rather than a backup."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE_HEADER)) == SQLITE_HEADER
    except OSError:
        return False  # what it is then, whoever reads it as a backup says


def _size(file: Path) -> int:
    return file.stat().st_size if is_plain(file) else backup_file.database_size(file)


def _unpack(file: Path, target: Path, report: Report) -> None:
    if is_plain(file):
        shutil.copyfile(file, target)
    else:
        backup_file.unpack_database(file, target, report)


def _recognise(database: Path, file: Path) -> None:
    """See that what was unpacked is whole, is Tracker's, and is not from the future."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            backup_file.check(connection)
            number = connection.execute("PRAGMA user_version").fetchone()[0]
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").fetchone()
    except (sqlite3.Error, BadFile) as error:
        raise BadFile(f"The data in {file.name} is damaged.", "Choose another backup.") from error
    if ours is None:
        raise BadFile(f"{file.name} is a database of another program.", "Choose another file.")
    if number > SCHEMA:
        raise NewerFile(f"{file.name} was made by a newer version of Tracker.", "Update Tracker to restore it.")


def _samples_wanted(store: Store) -> list[list[str]]:
    """The ids of each workout's recorded samples."""
    found = (json.loads(text) for (text,) in store.rows("SELECT telemetry FROM workout WHERE telemetry <> '[]'"))
    return [[one["b"] for one in chunks if isinstance(one, dict) and blobs.is_id(one.get("b"))] for chunks in found]


def _take_samples(file: Path, folder: Path, report: Report) -> None:
    """Bring the recorded samples of a backup in. They harm nothing if the restore is cut off after that."""
    if is_plain(file):
        return
    total, size = backup_file.count_samples(file)
    if not total:
        return
    with disk.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        disk.check_room(folder, size, "the recorded samples")
    for number, (bid, data) in enumerate(backup_file.samples(file)):
        if blobs.blob_id(data) != bid:
            raise BadFile(f"The recorded samples in {file.name} are damaged.", "Choose another backup.")
        blobs.write(folder, data)
        report(number + 1, total, "Unpacking samples")


class _Written(Exception):
    """Another program wrote after what was there had been backed up."""


def _put_in_place(staged: Path, profile: Path, report: Report) -> Path | None:
    """Swap the databases; returns where the one that was there before is kept."""
    database = profile / "tracker.db"
    if not database.exists():
        _replace(staged, database)
        return None
    # Read only: SQLite would clear away the log of a database that it cannot read.
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as watch:
        for _ in range(TRIES):
            try:
                with disk.explained(database):
                    _version(watch)
                    _keep_log(database)
                    seen = _version(watch)
                kept = backup.back_up_file(profile, BEFORE_RESTORE, report=report)
            except BadFile:
                break
            if _copy_over(staged, database, report, watch, seen):
                return kept
        else:
            raise _busy()
    kept = _set_aside(profile)
    _replace(staged, database)
    return kept


def _version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has written."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _keep_log(database: Path) -> None:
    """See that a large transaction does not lock readers out, as it would in a database without a log beside it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _busy() -> Busy:
    return Busy("Another program is writing to your data.", "Try again when it has finished.")


def _copy_over(staged: Path, database: Path, report: Report, watch: sqlite3.Connection, seen: int) -> bool:
    """Make one database the content of another, in one transaction of the latter.

    Args:
        staged: the one to copy.
        database: the one to be overwritten.
        report: hears of bytes.
        watch: another connection to it.
        seen: its version when it was backed up; where that is another one by now, nothing is done.

    Returns:
        Whether it was done.

    Raises:
        Busy: another program kept writing.
    """
    busy: list[float] = []
    begun = False

    def stepped(status: int, remaining: int, total: int) -> None:
        nonlocal begun
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            busy.append(time.monotonic())
            if busy[-1] - busy[0] > PATIENCE:
                raise _busy()
            return
        if not begun and _version(watch) != seen:  # from the first step on nobody else can write
            raise _Written
        begun = True
        if remaining:
            report((total - remaining) * size, total * size, "Restoring")  # at the end it is too late to stop

    with closing(sqlite3.connect(staged)) as source, closing(sqlite3.connect(database, timeout=1)) as target:
        target.execute("PRAGMA synchronous = FULL")
        count, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        try:
            # The first step must not be the last one, which would be in force before `stepped` hears of it.
            source.backup(target, pages=min(backup_file.PAGES, max(1, count // 2)), progress=stepped)
        except _Written:
            return False
        target.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return True


def _set_aside(profile: Path) -> Path:
    """Copy the files of a damaged database, for whoever may get something out of them."""
    folder = backup.folder_of(profile) / f"damaged-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
    number = 0
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{folder.name.partition('.')[0]}.{number}")
    folder.mkdir(parents=True, mode=0o700)
    for name in ("tracker.db", "tracker.db-wal"):
        if (profile / name).exists():
            with disk.placed(folder / name) as part:
                shutil.copyfile(profile / name, part)
    return folder


def _replace(staged: Path, database: Path) -> None:
    """Move a database to where none is, or a damaged one that nobody can open."""
    with closing(sqlite3.connect(staged)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    for rest in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    staged.replace(database)
    disk.sync_folder(database.parent)
