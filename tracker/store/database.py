"""The one SQLite file of a profile: opening, transactions, undoable steps and closing.

A `Store` belongs to the thread that opens it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import PeeweeException, SqliteDatabase

from tracker import paths
from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.clock import Clock, SystemClock
from tracker.store.migrate import prepare

KEPT_STEPS = 200
"""How many steps back undo reaches."""

WAIT_SECONDS = 5
"""How long another program's write is waited for."""

_MB = 1 << 20
PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": "normal",
    "foreign_keys": 1,
    "busy_timeout": WAIT_SECONDS * 1000,
    "cache_size": -64 * 1024,
    "temp_store": "memory",
    "mmap_size": 256 * _MB,
    "journal_size_limit": 64 * _MB,
    "recursive_triggers": 0,
}


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
        database: peewee's database; queries run as `query.execute(store.database)`.
        clock: what tells the time.
    """

    def __init__(self, profile: Path, database: SqliteDatabase, clock: Clock, *, readonly: bool = False) -> None:
        self.profile = profile
        self.database = database
        self.clock = clock
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
        mode = "ro" if readonly else "rw"
        uri = f"{(profile / 'tracker.db').absolute().as_uri()}?mode={mode}"
        pragmas = {"query_only": 1, **PRAGMAS} if readonly else PRAGMAS
        if readonly:
            pragmas = {name: value for name, value in pragmas.items() if name != "journal_mode"}
        database = SqliteDatabase(
            uri, uri=True, autoconnect=False, lock_type="IMMEDIATE", pragmas=pragmas, timeout=WAIT_SECONDS
        )
        catalogue = f"{(paths.resources() / 'catalogue.db').absolute().as_uri()}?mode=ro&immutable=1"
        database.attach(catalogue, "catalogue")
        try:
            database.connect()
        except PeeweeException as error:
            raise KnownError(f"Tracker cannot open {profile / 'tracker.db'}: {error}.") from error
        return cls(profile, database, clock or SystemClock(), readonly=readonly)

    def close(self) -> None:
        """Let SQLite note what it learnt, fold the log into the file, and let go of it."""
        if self.database.is_closed():
            return
        if not self._readonly:
            self.database.execute_sql("PRAGMA main.optimize")
            self.database.execute_sql("PRAGMA main.wal_checkpoint(PASSIVE)")
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The sqlite3 connection below, for bulk statements inside a transaction."""
        found: sqlite3.Connection = self.database.connection()
        return found

    def now(self) -> int:
        """The instant, in ms since 1970 UTC."""
        return self.clock.now()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that peewee has no words for (the attached catalogue, FTS)."""
        found: list[tuple[Any, ...]] = self.database.execute_sql(sql, parameters).fetchall()
        return found

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
        touched = self.rows("SELECT DISTINCT c, record FROM undo_change WHERE step = ?", (number,))
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
