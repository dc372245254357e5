"""peewee's side of a `Store`: what runs its models' queries and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from peewee import OperationalError, SqliteDatabase

from tracker import disk


class Borrowed(SqliteDatabase):
    """peewee on a connection to the database at `path` that a `Store` opened and closes."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__("tracker.db", autoconnect=False, lock_type="IMMEDIATE")
        self._borrowed = connection
        self._path = path
        self.connect()

    def _connect(self) -> sqlite3.Connection:
        return self._borrowed

    def atomic(self, *args: Any, **kwargs: Any) -> AbstractContextManager[Any]:  # type: ignore[override]  # peewee has no types
        """A transaction, or inside one a savepoint; what the disk refuses ends the whole of it with a `KnownError`."""
        inside = super().atomic(*args, **kwargs)
        return inside if self.transaction_depth() else self._outermost(inside)

    @contextmanager
    def _outermost(self, transaction: AbstractContextManager[Any]) -> Iterator[Any]:
        with disk.explained(self._path), transaction as begun:
            yield begun

    def rollback(self) -> None:
        """Take the transaction back, unless SQLite did so itself, as it does on a full disk."""
        if self._borrowed.in_transaction:
            with suppress(OperationalError):  # what went wrong first is what must be told
                super().rollback()
