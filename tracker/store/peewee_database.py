"""peewee's side of a `Store`: what runs its models' queries and its transactions."""

from __future__ import annotations

import sqlite3

from peewee import SqliteDatabase


class Borrowed(SqliteDatabase):
    """peewee on a connection that a `Store` opened and closes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__("tracker.db", autoconnect=False, lock_type="IMMEDIATE")
        self._borrowed = connection
        self.connect()

    def _connect(self) -> sqlite3.Connection:
        return self._borrowed
