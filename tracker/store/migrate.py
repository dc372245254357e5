"""Making a profile's database, or bringing an older one to this version's schema, triggers and index.

The steps themselves are in `migrations`, the runner with its safety in `tracker.migrations`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker import disk
from tracker.errors import BadInput, Busy, KnownError
from tracker.locks import window_lock
from tracker.migrations import Copies, Report, migrate
from tracker.store import backup, backup_file, search_index, triggers
from tracker.store.schema import MIGRATIONS

WAIT_SECONDS = 5


class _Backups(Copies):
    """The copies that are made before a profile is changed: backups like all others."""

    def make(self, path: Path, number: int) -> Path:
        return backup.back_up_file(path.parent, f"before update from format {number}")

    def put_back(self, copy: Path, path: Path) -> None:
        with disk.placed(path) as part:
            backup_file.unpack_database(copy, part)


def bring_up_to_date(profile: Path, *, alone: bool) -> None:
    """Make the profile's database, or bring it to this version; for the arguments and errors see `prepared.prepare`."""
    path = profile / "tracker.db"
    if alone or not _is_older(path):
        migrate(path, MIGRATIONS, copies=_Backups(profile))
    else:
        with _alone(profile, "This data is from an older Tracker, and a window has it open."):
            migrate(path, MIGRATIONS, copies=_Backups(profile))
    try:
        path.chmod(0o600)
        _complete(path)
    except OSError as error:
        raise KnownError(f"Tracker cannot write to {path}: {error.strerror}.", "Choose another folder.") from error
    except sqlite3.Error as error:
        raise _explained(path, error) from error


def bring_to(profile: Path, number: int | None) -> Report:
    """Bring the profile's database to the format `number`, the newest where None, after a backup; it goes down as well.

    Raises:
        BadInput: this version knows no such format.
        Busy: a window or another program has the data open.
        NewerFile, BadFile, KnownError: as `migrations.migrate`; the file is as it was before.
    """
    if number is not None and not 1 <= number <= MIGRATIONS[-1].number:  # 0 would be no data at all
        raise BadInput(f"There is no format {number}.", f"This version of Tracker knows 1 to {MIGRATIONS[-1].number}.")
    path = profile / "tracker.db"
    with _alone(profile):
        report = migrate(path, MIGRATIONS, to=number, copies=_Backups(profile))
        if report.after == MIGRATIONS[-1].number:
            _complete(path)
    return report


def _explained(path: Path, error: sqlite3.Error) -> KnownError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(f"{path} is in use by another program.", "Close that program, then try again.")
    known = disk.refused(error, path, outcome=disk.LEFT)
    return known or KnownError(f"Tracker cannot write to {path}: {error}.", "Check the disk, or choose another folder.")


def _is_older(path: Path) -> bool:
    """Whether the file has a schema that is not the newest; damage is for the runner to tell."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            number = int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return 0 < number < MIGRATIONS[-1].number


@contextmanager
def _alone(profile: Path, trouble: str = "Tracker's window has this data open.") -> Iterator[None]:
    """While nobody else has the profile in a window."""
    lock = window_lock(profile)
    if not lock.take():
        raise Busy(trouble, "Close the window first.")
    try:
        yield
    finally:
        lock.let_go()


def _complete(path: Path) -> None:
    """What belongs to the code rather than the schema: triggers, an index cut off while it was filled, a device id."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        if triggers.installed(connection) and not search_index.suspended(connection) and _has_device(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        triggers.install(connection)
        search_index.mend(connection)
        connection.execute("INSERT OR IGNORE INTO sync_meta (one, dev) VALUES (1, 'd_' || lower(hex(randomblob(8))))")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _has_device(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sync_meta").fetchone() is not None
