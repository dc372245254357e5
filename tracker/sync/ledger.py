"""What this device keeps in its book about every record: the rows of `sync_meta`, `sync_rec` and `sync_conflict`.

Plain rows and the statements that change them. What they mean for a record is decided in `apply`, what is sent in
`outbox`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from tracker import bulk
from tracker.store.batches import batches
from tracker.store.database import Store

WHOLE = "*"
"""The path of a conflict about the record as a whole."""

ConflictKind = Literal["field", "local_deleted", "remote_deleted"]
Lost = Literal[
    "resolved", "resolved_theirs", "merged", "merged_theirs", "deleted_here", "deleted_there", "replaced",
    "server_lost", "repaired",
]  # fmt: skip
"""Why a version is in the history: a person decided against it, a rule did, an earlier version was restored,
the server's data was restored or started over, or a check found a row that was not what it should be."""


class Meta(NamedTuple):
    """Who this device is for the server. `clock_offset` is server time minus ours, ms."""

    account_id: str | None
    email: str | None
    server: str | None
    dev: str
    epoch: str | None
    cursor: str | None
    push_no: int
    mode: str
    token_store: str
    last_sync: int | None
    clock_offset: int


class Entry(NamedTuple):
    """What is known of one record; bodies are in canonical form, None for a record that is not there.

    Attributes:
        rev: the server's number for `base`, 0 where it has none.
        base: the server's version that the local one grew from.
        base_at: when `base` was written, in server time.
        orig_base: while a conflict about the whole record is open, a rule kept it over a deletion, or the server has
            lost `base`: the version that the local one grew from before.
    """

    rev: int = 0
    base: bytes | None = None
    base_at: int | None = None
    stamp: int = 0
    acked: int = 0
    changed_at: int | None = None
    infl_stamp: int | None = None
    infl: bytes | None = None
    orig_base: bytes | None = None
    extras: str = "{}"
    remote_dev: str | None = None
    remote_at: int | None = None

    @property
    def touched(self) -> bool:
        """Whether it was written here since the server acknowledged it."""
        return self.stamp > self.acked


NEVER = Entry()
_ENTRY = "rev, base, base_at, stamp, acked, changed_at, infl_stamp, infl, orig_base, extras, remote_dev, remote_at"


def meta(store: Store) -> Meta:
    """The one row of `sync_meta`."""
    names = ", ".join(Meta._fields)
    return Meta(*store.rows(f"SELECT {names} FROM sync_meta")[0])


def set_meta(store: Store, **values: Any) -> None:
    """Change fields of `sync_meta`."""
    names = ", ".join(f"{name} = ?" for name in values)
    store.database.execute_sql(f"UPDATE sync_meta SET {names}", tuple(values.values()))


def new_device() -> str:
    """A device's name for the server, made by itself."""
    return f"d_{secrets.token_hex(8)}"


def entries(store: Store, collection: str, ids: Iterable[str]) -> dict[str, Entry]:
    """The entries of those of `ids` that have one, by id."""
    found: dict[str, Entry] = {}
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, {_ENTRY} FROM sync_rec WHERE c = ? AND id IN ({marks})"
        for id, *values in store.rows(sql, (collection, *some)):
            found[id] = Entry(*values)
    return found


def entry(store: Store, collection: str, record: str) -> Entry:
    """The entry of one record; an empty one where there is none."""
    return entries(store, collection, [record]).get(record, NEVER)


def set_entry(store: Store, collection: str, record: str, **values: Any) -> None:
    """Change fields of one record's entry, made when absent."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    store.database.execute_sql(
        f"INSERT INTO sync_rec (c, id, {names}) VALUES (?, ?, {marks}) ON CONFLICT (c, id) DO UPDATE SET {updates}",
        (collection, record, *values.values()),
    )


def adopt(store: Store, collection: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Note records that are now just as the server has them.

    Args:
        store: the profile's data.
        collection: whose records.
        rows: (id, rev, base, extras, remote_dev, remote_at) each.
    """
    bulk.insert(
        store.connection,
        "INSERT INTO sync_rec (c, id, rev, base, extras, remote_dev, remote_at, base_at)",
        [(collection, *row, row[-1]) for row in rows],
        "ON CONFLICT (c, id) DO UPDATE SET rev = excluded.rev, base = excluded.base, extras = excluded.extras, "
        "base_at = excluded.base_at, remote_dev = excluded.remote_dev, remote_at = excluded.remote_at, "
        "acked = stamp, infl = NULL, infl_stamp = NULL, orig_base = NULL",
    )


def next_stamp(store: Store) -> int:
    """A stamp later than every write before it."""
    store.database.execute_sql("UPDATE sync_meta SET mut = mut + 1")
    return int(store.rows("SELECT mut FROM sync_meta")[0][0])


def next_stamps(store: Store, count: int) -> Iterator[int]:
    """So many stamps, each later than every write before it and than the one before."""
    last = int(store.rows("SELECT mut FROM sync_meta")[0][0])
    store.database.execute_sql("UPDATE sync_meta SET mut = mut + ?", (count,))
    return iter(range(last + 1, last + count + 1))


def contested(store: Store, collection: str, ids: Iterable[str] | None = None) -> dict[str, dict[str, str]]:
    """The open conflicts of a collection: kind by path, by record."""
    found: dict[str, dict[str, str]] = {}
    if ids is None or not store.rows("SELECT 1 FROM sync_conflict LIMIT 1"):
        rows = store.rows("SELECT id, field, kind FROM sync_conflict WHERE c = ?", (collection,))
    else:
        rows = []
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, field, kind FROM sync_conflict WHERE c = ? AND id IN ({marks})"
            rows += store.rows(sql, (collection, *some))
    for id, path, kind in rows:
        found.setdefault(id, {})[path] = kind
    return found


def set_contested(
    store: Store, collection: str, record: str, rows: Mapping[str, tuple[str, str | None, str | None]], now: int
) -> None:
    """Make `rows` (kind, base and remote as JSON, by path) the record's open conflicts; known ones keep their age."""
    for (path,) in store.rows("SELECT field FROM sync_conflict WHERE c = ? AND id = ?", (collection, record)):
        if path not in rows:
            store.database.execute_sql(
                "DELETE FROM sync_conflict WHERE c = ? AND id = ? AND field = ?", (collection, record, path)
            )
    store.connection.executemany(
        "INSERT INTO sync_conflict (c, id, field, kind, orig, seen_remote, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (c, id, field) DO UPDATE SET kind = excluded.kind, seen_remote = excluded.seen_remote",
        [(collection, record, path, *row, now) for path, row in rows.items()],
    )
    if not rows:
        store.database.execute_sql("DELETE FROM sync_conflict_bodies WHERE c = ? AND id = ?", (collection, record))


def keep_bodies(
    store: Store, collection: str, record: str, base: bytes | None, local: bytes | None, remote: bytes | None
) -> None:
    """Keep the three versions of a contested record; where they are kept already only the server's is newer."""
    store.database.execute_sql(
        "INSERT INTO sync_conflict_bodies (c, id, base, local, remote) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (c, id) DO UPDATE SET remote = excluded.remote",
        (collection, record, base, local, remote),
    )


def keep_once(store: Store, collection: str, record: str, why: Lost, body: bytes | None) -> None:
    """Put a version into the history in place of the same one, if that is there: for what a person decides."""
    same = "DELETE FROM sync_history WHERE c = ? AND id = ? AND body = ?"
    store.database.execute_sql(same, (collection, record, body))
    keep_loser(store, collection, record, why, body)


def keep_loser(store: Store, collection: str, record: str, why: Lost, body: bytes | None) -> None:
    """Put a version that lost into the history."""
    store.database.execute_sql(
        "INSERT INTO sync_history (c, id, at, why, body) VALUES (?, ?, ?, ?, ?)",
        (collection, record, store.now(), why, body),
    )


def load(text: bytes | None) -> dict[str, Any] | None:
    """A body from its canonical form."""
    return None if text is None else msgspec.json.decode(text, type=dict[str, Any])
