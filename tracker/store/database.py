"""The one SQLite file of a profile: opening, transactions, undoable steps and closing.

A `Store` belongs to the thread that opens it. Reading is plain SQL; peewee, which takes as long to import as the
window takes to show Today, comes with the first transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker import disk, paths
from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.clock import Clock, SystemClock
from tracker.store.prepared import is_up_to_date, make_folder, prepare

if TYPE_CHECKING:
    from peewee import SqliteDatabase

KEPT_STEPS = 200
"""How many steps back undo reaches."""

WAIT_SECONDS = 5
"""How long another program's write is waited for."""

_MB = 1 << 20
PRAGMAS: dict[str, int | str] = {
    "synchronous": "normal",
    "foreign_keys": 1,
    "cache_size": -32 * 1024,
    "temp_store": "memory",
    "mmap_size": 128 * _MB,
    "recursive_triggers": 0,
}
WRITING: dict[str, int | str] = {
    "journal_mode": "wal",
    "journal_size_limit": 64 * _MB,
    "wal_autocheckpoint": 8000,  # pages: a sync writes the same ones again and again before they are worth moving
}
READING: dict[str, int | str] = {"query_only": 1}


class Step:
    """A step in progress; `changes` is there once it is over."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.changes = Changes()

    def rename(self, name: str) -> None:
        """Give the step a better name, once it is known what happened."""
        self.name = name


class Store:
    """A connection to a profile's data.

    Attributes:
        profile: the profile's folder.
        connection: SQLite's; bulk statements run on it directly.
        clock: what tells the time.
        closed: whether it was closed.
    """

    def __init__(self, profile: Path, connection: sqlite3.Connection, clock: Clock, *, readonly: bool = False) -> None:
        self.profile = profile
        self.connection = connection
        self.clock = clock
        self.closed = False
        self._readonly = readonly
        self._step: Step | None = None

    @classmethod
    def open(cls, profile: Path, *, clock: Clock | None = None, readonly: bool = False) -> Store:
        """Open the profile in `profile`, made or migrated first unless `readonly`.

        Raises:
            KnownError: the profile cannot be opened; its sentence says why.
        """
        if not readonly:
            prepare(profile)
        return cls._opened(profile, clock, "mode=ro" if readonly else "mode=rw", readonly=readonly)

    @classmethod
    def open_unwritable(cls, profile: Path, *, clock: Clock | None = None) -> Store:
        """Open a profile to read from where nothing may be written, such as on a disk that is only read.

        SQLite's log takes a file beside the database; without one that has something in it, none is needed.

        Raises:
            KnownError: it cannot be read like that, or an older Tracker wrote it.
        """
        log = profile / "tracker.db-wal"
        logged = log.exists() and log.stat().st_size > 0
        store = cls._opened(profile, clock, "mode=ro" if logged else "mode=ro&immutable=1", readonly=True)
        if is_up_to_date(store.connection):
            return store
        store.close()
        raise disk.forbidden(profile)

    @classmethod
    def _opened(cls, profile: Path, clock: Clock | None, how: str, *, readonly: bool) -> Store:
        uri = f"{(profile / 'tracker.db').absolute().as_uri()}?{how}"
        pragmas = {**PRAGMAS, **READING} if readonly else {**PRAGMAS, **WRITING}
        try:
            connection = _connected(uri, pragmas)
        except sqlite3.Error as error:
            path = profile / "tracker.db"
            known = disk.refused(error, path, outcome=disk.LEFT)
            raise known or KnownError(f"Tracker cannot open {path}: {error}.") from error
        return cls(profile, connection, clock or SystemClock(), readonly=readonly)

    @classmethod
    def open_alone(cls, profile: Path, *, clock: Clock | None = None) -> Store:
        """Open the profile to read from, for whoever holds its window lock; made or migrated first where it has to be.

        Most profiles are as they should be, which the connection that stays can tell: SQLite reads the schema once.

        Raises:
            KnownError: the profile cannot be opened, made or migrated; its sentence says why.
        """
        if make_folder(profile).exists():
            with suppress(KnownError):
                store = cls.open(profile, clock=clock, readonly=True)
                if is_up_to_date(store.connection):
                    return store
                store.close()
        prepare(profile, alone=True)
        return cls.open(profile, clock=clock, readonly=True)

    @cached_property
    def database(self) -> SqliteDatabase:
        """Peewee on this connection: queries of models run as `query.execute(store.database)`."""
        from tracker.store.peewee_database import Borrowed

        return Borrowed(self.connection, self.profile / "tracker.db")

    def close(self) -> None:
        """Let SQLite note what it learnt, fold the log into the file, and let go of it."""
        if self.closed:
            return
        self.closed = True
        if not self._readonly:
            with suppress(sqlite3.Error):  # on a full disk; what was committed is safe without
                self.connection.execute("PRAGMA main.optimize")
                self.connection.execute("PRAGMA main.wal_checkpoint(PASSIVE)")
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> int:
        """The instant, in ms since 1970 UTC."""
        return self.clock.now()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    @contextmanager
    def step(self, name: str, *, kind: str = "undo", fresh: bool = True) -> Iterator[Step]:
        """One transaction that is one undo step called `name`; a step inside a step belongs to the outer one.

        A `fresh` step, one that neither undoes nor redoes, makes what was undone before it unreachable.
        """
        if self._step is not None:
            yield self._step
            return
        step = self._step = Step(name)
        try:
            with self.database.atomic():
                number = self._open_step(name, kind)
                yield step
                step.changes = self._close_step(number, step.name, kind)
                if fresh and step.changes:
                    self.database.execute_sql("DELETE FROM undo_step WHERE kind = 'redo'")
        finally:
            self._step = None

    def _open_step(self, name: str, kind: str) -> int:
        cursor = self.database.execute_sql(
            "INSERT INTO undo_step (name, at, kind) VALUES (?, ?, ?)", (name, self.now(), kind)
        )
        number = int(cursor.lastrowid)
        self.database.execute_sql("UPDATE undo_state SET step = ?", (number,))
        return number

    def _close_step(self, number: int, name: str, kind: str) -> Changes:
        changed = self.rows("SELECT c, record FROM undo_change WHERE step = ? ORDER BY seq", (number,))
        touched = tuple(dict.fromkeys(changed))  # in the order of writing; SQL would sort for it
        self.database.execute_sql("UPDATE undo_state SET step = NULL")
        if touched:
            self.database.execute_sql("UPDATE undo_step SET name = ? WHERE id = ?", (name, number))
            self.database.execute_sql(
                "DELETE FROM undo_step WHERE kind = ?1 AND id <= "
                "(SELECT id FROM undo_step WHERE kind = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                (kind, KEPT_STEPS),
            )
        else:
            self.database.execute_sql("DELETE FROM undo_step WHERE id = ?", (number,))
        return Changes(
            frozenset(c for c, _ in touched), tuple(record for _, record in touched), name if touched else ""
        )

    @contextmanager
    def applying(self) -> Iterator[None]:
        """One transaction in which writes come from the server: they are not sent back, and undo lets go of them.

        The flag is set and cleared inside the transaction, so no other connection ever sees it set.
        """
        with self.database.atomic():
            self.database.execute_sql("UPDATE sync_flag SET applying = 1")
            yield
            self.database.execute_sql("UPDATE sync_flag SET applying = 0")


def _connected(uri: str, pragmas: dict[str, int | str]) -> sqlite3.Connection:
    """A connection to the profile with the catalogue beside it; transactions are begun by hand."""
    catalogue = f"{(paths.resources() / 'catalogue.db').absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        connection.execute("ATTACH DATABASE ? AS catalogue", (catalogue,))
        for name, setting in pragmas.items():
            connection.execute(f"PRAGMA {name} = {setting}")
    except BaseException:
        connection.close()
        raise
    return connection
