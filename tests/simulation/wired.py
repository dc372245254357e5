"""A SQLite connection that can be cut off before any of its statements, and lets others write before a transaction.

The databases of a seed are copies of prepared ones, in memory; those of one seed in twenty are files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

EPOCH = 2440587.5
"""The Julian day of 1970-01-01."""
LEARNS = "UPDATE sync_meta SET clock_offset = ?"
"""What a device writes when it learns that its clock is off: a statement more than a device with a right clock has."""


class Killed(BaseException):
    """The process ended here."""


class Clocked(Protocol):
    """What tells the time."""

    def now(self) -> int: ...


class _Cursor(sqlite3.Cursor):
    connection: Wired

    def execute(self, sql: str, parameters: Any = ()) -> _Cursor:
        self.connection.tick(sql)
        super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Any) -> _Cursor:
        self.connection.tick(sql)
        super().executemany(sql, parameters)
        return self


class Wired(sqlite3.Connection):
    """A connection with a fuse.

    Attributes:
        fuse: statements until the process ends; 0 for never.
        dead: whether it has ended: then nothing can be executed any more.
        spared: a statement that the fuse does not count.
        meanwhile: done once, before the next transaction begins: a write of another thread that came first.
        clock: what SQLite's own functions take for the time.
    """

    fuse = 0
    dead = False
    spared = ""
    meanwhile: Callable[[], None] | None = None
    clock: Clocked | None = None

    def cursor(self, *_: Any, **__: Any) -> _Cursor:
        return super().cursor(_Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        self.tick(sql)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        self.tick(sql)
        return super().executemany(sql, parameters)

    def tick(self, sql: str) -> None:
        """Called before every statement."""
        if self.dead:
            raise Killed
        if self.meanwhile is not None and sql.startswith("BEGIN") and not self.in_transaction:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        if self.fuse and sql != self.spared:
            self.fuse -= 1
            if self.fuse == 0:
                self.dead = True
                raise Killed

    def commit(self) -> None:
        self.tick("COMMIT")
        super().commit()

    def revive(self) -> None:
        """What was not committed is gone, as after a crash; the next process may use the connection."""
        self.fuse, self.dead, self.meanwhile = 0, False, None
        if self.in_transaction:
            self.rollback()

    def julian_day(self, _: object) -> float:
        assert self.clock is not None
        return self.clock.now() / 86_400_000 + EPOCH


def connect(database: str | Path, *, pragmas: dict[str, int | str], client: bool) -> Wired:
    """A connection as production makes it, but with a fuse."""
    connection = sqlite3.connect(database, isolation_level=None, factory=Wired, cached_statements=512)
    if client:
        connection.execute("ATTACH DATABASE ':memory:' AS catalogue")  # no record here names a food
        connection.create_function("julianday", 1, connection.julian_day)
    for name, setting in pragmas.items():
        connection.execute(f"PRAGMA {name} = {setting}")
    return connection


def content(path: Path) -> bytes:
    """A database file's bytes without its write-ahead log, fit to be opened in memory."""
    connection = sqlite3.connect(path)
    try:
        image = bytearray(connection.serialize())
    finally:
        connection.close()
    image[18] = image[19] = 1  # "legacy" rather than "WAL" in the header: a database in memory has no log beside it
    return bytes(image)


class Pool:
    """Connections to databases in memory, used again for seed after seed: schema and statements stay prepared.

    The search index of these is switched off: it is no part of a sync, and costs as much as all the rest.
    """

    def __init__(self, *, client: bool) -> None:
        self.client = client
        self.free: list[Wired] = []
        self.rows: dict[bytes, dict[str, list[Any]]] = {}

    def take(self, image: bytes) -> Wired:
        """A database that holds the rows of `image`."""
        if image not in self.rows:
            connection = self._open(image)
            self.rows[image] = {
                name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in _tables(connection)
            }
            return connection
        connection = self.free.pop() if self.free else self._open(image)
        connection.execute("BEGIN")
        if self.client:
            connection.execute("UPDATE sync_flag SET applying = 1")
        for name, rows in self.rows[image].items():
            if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone():
                connection.execute(f"DELETE FROM {name}")
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return connection

    def _open(self, image: bytes) -> Wired:
        pragmas: dict[str, int | str] = {"foreign_keys": 1, "recursive_triggers": 0, "temp_store": "memory"}
        connection = connect(":memory:", pragmas=pragmas, client=self.client)
        overwrite(connection, image)
        if self.client:
            connection.execute("UPDATE search_flag SET suspended = 1")
        return connection

    def give(self, connection: Wired) -> None:
        """It is not used any more."""
        connection.revive()
        self.free.append(connection)


def overwrite(connection: Wired, image: bytes) -> None:
    """Put other data in the place of what is there."""
    connection.revive()
    with closing(sqlite3.connect(":memory:")) as other:
        other.deserialize(image)
        other.backup(connection)


def _tables(connection: Wired) -> list[str]:
    """The tables in an order in which their triggers do no harm: the sync's own come last."""
    sql = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
    names = [row[0] for row in connection.execute(sql) if not row[0].startswith("sqlite_")]
    return sorted(names, key=lambda name: (name.startswith(("undo_", "sync_", "search_")), name))


CLIENTS, SERVERS = Pool(client=True), Pool(client=False)
