"""The migrations runner that the app's store and the server share.

It brings one SQLite file to a numbered schema, up or down, and can be interrupted at any point without
harm. What a migration does lives with its owner; this knows only numbers, the copy and the checks.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker import disk
from tracker.errors import BadFile, BadInput, Busy, KnownError

WAIT_SECONDS = 60
HISTORY = "schema_migration"
MAKE_HISTORY = """CREATE TABLE IF NOT EXISTS schema_migration
    (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)"""


@dataclass(frozen=True)
class Migration:
    """One step of a schema, frozen once it was released.

    `up` and `down` get a plain connection inside a transaction, with foreign keys off. Ending that
    transaction (which `executescript` does) is refused; functions registered elsewhere are not there.
    """

    number: int
    name: str
    up: Callable[[sqlite3.Connection], None]
    down: Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Report:
    """What a run did: the schema before and after, and the copy of the old file where one was made."""

    before: int
    after: int
    backup: Path | None


class Copies:
    """Where the copy of a file goes before it is changed, and how it comes back.

    Args:
        folder: for the copies; made when absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, path: Path, number: int) -> Path:
        """Copy the file, which has schema `number`, with SQLite's backup API; returns the copy, complete.

        Raises:
            KnownError: it cannot be made.
        """
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        copy = self._folder / f"{path.stem}-schema-{number}-{moment}{path.suffix}"
        part = copy.with_name(copy.name + ".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # A second connection: it sees what is committed, and the lock we hold keeps that still.
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
                source.backup(target)
            shutil.copymode(path, part)
            part.replace(copy)
        except (OSError, sqlite3.OperationalError) as error:
            with suppress(OSError):
                part.unlink()
            raise KnownError(
                f"No copy of {path.name} could be made before updating it: {error}.", "Nothing was changed."
            ) from error
        return copy

    def put_back(self, copy: Path, path: Path) -> None:
        """Put a copy in the place of the file."""
        part = path.with_name(path.name + ".part")
        shutil.copy2(copy, part)
        part.replace(path)


class NewerFile(KnownError):
    """A file was written by a newer Tracker than this one."""


def current(connection: sqlite3.Connection) -> int:
    """The number of the schema that the open file has; 0 for a new file."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(
    path: Path, migrations: Sequence[Migration], *, to: int | None = None, copies: Copies | None = None
) -> Report:
    """Bring the SQLite file at `path` to schema `to`, the newest when none is named.

    Everything pending happens in one transaction, after a copy of the old file was made and before anything
    is committed the result is checked. Another process that migrates the same file is waited for, and what
    it did is not done again.

    Args:
        path: the file; it is made when absent, its folder is not.
        migrations: every step, numbered 1, 2, 3 …
        to: the schema to end at; lower than the present one goes down.
        copies: makes the copy of the old file; a plain one beside it where none is named.

    Raises:
        NewerFile: the file's schema is newer than the newest step.
        BadFile: the file is not a database, not one of Tracker's, or damaged.
        Busy: another program kept the file locked.
        BadInput: `to` is no schema this version knows.
        KnownError: a step failed; the file is as it was before.
    """
    newest = len(migrations)
    if [step.number for step in migrations] != list(range(1, newest + 1)):
        raise ValueError("migrations must be numbered 1, 2, 3 … in order")
    target = newest if to is None else to
    if not 0 <= target <= newest:
        raise BadInput(f"There is no schema {target}.", f"This version of Tracker knows 0 to {newest}.")
    with _opened(path) as connection:
        before = _recognised(connection, path, newest)
        if before == target:
            return Report(before, before, None)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have migrated while this one waited for the lock.
        before = _recognised(connection, path, newest)
        if before == target:
            connection.execute("ROLLBACK")
            return Report(before, before, None)
        copies = copies or Copies(path.parent)
        backup = copies.make(path, before) if _tables(connection) else None
        _run(connection, path, _steps(migrations, before, target), backup, copies)
        return Report(before, target, backup)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the file, closed afterwards; what SQLite refuses becomes a sentence."""
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise KnownError(f"{path} cannot be opened: {error}.") from error
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Busy(f"{path.name} is in use by another program.", "Close it and try again.") from error
        known = disk.refused(error, path, outcome=disk.LEFT)
        raise known or KnownError(f"{path} cannot be opened: {error}.") from error
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _recognised(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The file's schema number, once it is sure that the file is ours and not from a newer version."""
    tables = _tables(connection)
    if tables and HISTORY not in tables:
        raise BadFile(f"{path.name} is a database of another program.", "Choose another file.")
    number = current(connection)
    if number > newest:
        raise NewerFile(
            f"{path.name} was written by a newer version of Tracker (schema {number}; this one knows {newest}).",
            "Update Tracker to open it.",
        )
    return number


def _steps(
    migrations: Sequence[Migration], before: int, target: int
) -> list[tuple[Migration, Callable[[sqlite3.Connection], None], int]]:
    """What is to be run, in order: the migration, its direction, and the schema number afterwards."""
    if target > before:
        return [(step, step.up, step.number) for step in migrations[before:target]]
    return [(step, step.down, step.number - 1) for step in reversed(migrations[target:before])]


def _run(
    connection: sqlite3.Connection,
    path: Path,
    steps: list[tuple[Migration, Callable[[sqlite3.Connection], None], int]],
    backup: Path | None,
    copies: Copies,
) -> None:
    """Run the steps and the checks in the open transaction; on any failure leave the file as it was."""
    doing = "the list of schema changes"
    before = current(connection)
    try:
        connection.execute(MAKE_HISTORY)
        connection.set_authorizer(_keep_the_transaction)
        for step, direction, number in steps:
            doing = f"schema change {step.number} ({step.name})"
            direction(connection)
            _record(connection, step, number)
        connection.set_authorizer(None)
        doing = "the check of the result"
        _check(connection)
        connection.execute("COMMIT")
    except BaseException as error:
        outcome = _undo(connection, path, before, backup, copies)
        if not isinstance(error, Exception):
            raise
        sentence = f"{path.name} could not be brought up to date: {doing} failed: {error}."
        raise disk.refused(error, path, outcome=outcome) or KnownError(sentence, outcome) from error


def _keep_the_transaction(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK


def _record(connection: sqlite3.Connection, step: Migration, number: int) -> None:
    if number == step.number:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = (number, step.name, at)
        connection.execute("INSERT INTO schema_migration (number, name, at) VALUES (?, ?, ?)", row)
    else:
        connection.execute("DELETE FROM schema_migration WHERE number = ?", (step.number,))
    connection.execute(f"PRAGMA user_version = {number}")


def _check(connection: sqlite3.Connection) -> None:
    damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if damage != "ok":
        raise RuntimeError(damage)
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        raise RuntimeError(f"a row of {orphan[0]} refers to a missing row of {orphan[2]}")


def _undo(connection: sqlite3.Connection, path: Path, before: int, backup: Path | None, copies: Copies) -> str:
    """Roll back, and where that left no readable old file, put the copy in its place; say which."""
    connection.close()  # rolls back, whatever state the transaction is in
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as again:
        if current(again) == before:
            return "The file was left as it was."
    if backup is None:
        return "The file was new and held nothing yet; delete it and start again."
    for rest in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    copies.put_back(backup, path)
    return f"The old file was put back from the copy {backup}."
