"""The server's database: opening it by URL, its connections, its one writer and its own secret."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from peewee import SqliteDatabase
from playhouse.pool import PooledSqliteDatabase

from tracker.errors import BadInput, KnownError
from tracker.migrations import Copies, migrate
from tracker.server.models import Secret
from tracker.server.schema import MIGRATIONS

MIB = 1024 * 1024
PRAGMAS = {
    "busy_timeout": 30_000,
    "journal_mode": "wal",
    # An answered push must survive a power cut: the device forgets what was acknowledged.
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -16 * 1024,
    "temp_store": "memory",
    "mmap_size": 256 * MIB,
    "journal_size_limit": 64 * MIB,
    # Pages. Moving them into the file costs two more waits for the disk, and a large push writes many of them twice.
    "wal_autocheckpoint": 8000,
}


class Database:
    """An open SQLite file, migrated to this version's schema. Any thread may use it.

    Raises:
        KnownError: the file is from a newer server, damaged, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(f"The folder {path.parent} cannot be made: {error.strerror}.") from error
        self.path = path
        migrate(path, MIGRATIONS, copies=Copies(path.parent / "backups"))
        path.chmod(0o600)
        self._pool = PooledSqliteDatabase(
            str(path),
            max_connections=None,
            pragmas=PRAGMAS,
            autoconnect=False,
            check_same_thread=False,
        )
        # SQLite's own waiting is a lottery among sleepers; this queue lets every writer have its turn.
        self._writer = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[SqliteDatabase]:
        """The database with a connection for this thread; within itself or `writing` it is the same one."""
        opened = self._pool.connect(reuse_if_open=True)
        try:
            yield self._pool
        finally:
            if opened:
                self._pool.close()

    @contextmanager
    def writing(self) -> Iterator[SqliteDatabase]:
        """The same in one transaction that holds the write lock from its first statement to its commit."""
        with self._writer, self.reading() as db, db.atomic("IMMEDIATE"):
            yield db

    @cached_property
    def key(self) -> bytes:
        """What tokens are signed with; made at the first start and kept, so a restart signs nobody out."""
        with self.writing() as db:
            Secret.insert(name="signing", value=secrets.token_bytes(32)).on_conflict_ignore().execute(db)
            [(value,)] = Secret.select(Secret.value).where(Secret.name == "signing").tuples().execute(db)
        return bytes(value)

    def close(self) -> None:
        """Close every connection; the last one tidies the write-ahead log away."""
        self._pool.close_all()


def open_database(url: str) -> Database:
    """Open what a URL names: `sqlite:///relative/path` or `sqlite:////absolute/path`.

    Raises:
        BadInput: it is no such URL.
        KnownError: as `Database`.
    """
    if url.startswith(("postgresql:", "postgres:")):
        raise BadInput(
            "PostgreSQL is not supported yet; it comes with a later version of the server.",
            "Use sqlite:///path/to/server.db.",
        )
    scheme, found, path = url.partition(":///")
    if scheme != "sqlite" or not found or not path:
        raise BadInput(f"{url} names no database.", "Use sqlite:///path/to/server.db.")
    return Database(Path(path))
