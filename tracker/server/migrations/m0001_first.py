"""Schema 1: accounts, sign-ins, devices, each account's log and blobs. Frozen once released."""

from __future__ import annotations

import sqlite3

TABLES = {
    "secret": """CREATE TABLE secret (
        name TEXT NOT NULL PRIMARY KEY,
        value BLOB NOT NULL
    )""",
    "account": """CREATE TABLE account (
        user_id TEXT NOT NULL PRIMARY KEY,
        epoch TEXT NOT NULL,
        head INTEGER NOT NULL,
        floor INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        records INTEGER NOT NULL
    )""",
    "credential": """CREATE TABLE credential (
        user_id TEXT NOT NULL PRIMARY KEY REFERENCES account (user_id) ON DELETE CASCADE,
        email TEXT NOT NULL UNIQUE,
        password TEXT NOT NULL,
        created INTEGER NOT NULL
    )""",
    "device": """CREATE TABLE device (
        user_id TEXT NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
        dev TEXT NOT NULL,
        name TEXT NOT NULL,
        push_no INTEGER NOT NULL,
        push_hash BLOB,
        push_resp BLOB,
        cursor INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        removed INTEGER,
        PRIMARY KEY (user_id, dev)
    )""",
    "sign_in": """CREATE TABLE sign_in (
        family TEXT NOT NULL PRIMARY KEY,
        user_id TEXT NOT NULL,
        dev TEXT NOT NULL,
        generation INTEGER NOT NULL,
        rotated INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        moved_from TEXT,
        reused INTEGER,
        FOREIGN KEY (user_id, dev) REFERENCES device (user_id, dev) ON DELETE CASCADE
    )""",
    "record": """CREATE TABLE record (
        user_id TEXT NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
        c TEXT NOT NULL,
        id TEXT NOT NULL,
        rev INTEGER NOT NULL,
        del INTEGER NOT NULL CHECK (del IN (0, 1)),
        s INTEGER NOT NULL,
        mt INTEGER NOT NULL,
        dev TEXT NOT NULL,
        hash BLOB NOT NULL,
        size INTEGER NOT NULL,
        body BLOB,
        blobs TEXT,
        PRIMARY KEY (user_id, c, id),
        CHECK (del = (body IS NULL))
    )""",
    "commits": """CREATE TABLE commits (
        user_id TEXT NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
        end_rev INTEGER NOT NULL,
        nonce BLOB NOT NULL,
        dev TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (user_id, end_rev)
    ) WITHOUT ROWID""",
    "blob": """CREATE TABLE blob (
        user_id TEXT NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
        bid TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size > 0),
        held INTEGER NOT NULL CHECK (held BETWEEN 0 AND size),
        touched INTEGER NOT NULL,
        orphan_since INTEGER,
        PRIMARY KEY (user_id, bid)
    ) WITHOUT ROWID""",
    "blob_part": """CREATE TABLE blob_part (
        user_id TEXT NOT NULL,
        bid TEXT NOT NULL,
        start INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (user_id, bid, start),
        FOREIGN KEY (user_id, bid) REFERENCES blob (user_id, bid) ON DELETE CASCADE
    )""",
    "blob_ref": """CREATE TABLE blob_ref (
        user_id TEXT NOT NULL,
        bid TEXT NOT NULL,
        c TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (user_id, bid, c, id),
        FOREIGN KEY (user_id, c, id) REFERENCES record (user_id, c, id) ON DELETE CASCADE,
        FOREIGN KEY (user_id, bid) REFERENCES blob (user_id, bid)
    ) WITHOUT ROWID""",
}


def up(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    for statement in TABLES.values():
        connection.execute(statement)
    connection.execute("CREATE UNIQUE INDEX record_by_rev ON record (user_id, rev)")
    connection.execute("CREATE INDEX blob_ref_by_record ON blob_ref (user_id, c, id)")


def down(connection: sqlite3.Connection) -> None:
    """Drop them, the ones that refer to others first."""
    for table in reversed(TABLES):
        connection.execute(f"DROP TABLE {table}")
