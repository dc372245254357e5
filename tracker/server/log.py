"""An account's log: the one place where records change.

The account's row is read inside the transaction that holds the write lock, so the order of revisions is the
order of commits. Bodies are never looked into; they are kept in canonical form, ready to be sent on.

What every sync asks is SQL here: peewee takes several times longer to write a query than SQLite to answer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from peewee import SqliteDatabase

from tracker import bulk
from tracker.protocol.canonical import Body
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, Conflict, Gone, Invalid, OpHead, Result, Same
from tracker.protocol.records import Record
from tracker.server import blobs
from tracker.server.models import Record as RecordRow
from tracker.server.ops import Change

_read_body = msgspec.json.Decoder(Body).decode
_read_blobs = msgspec.json.Decoder(list[str]).decode


class Row(NamedTuple):
    """A row of the record table, in the order of its columns."""

    user_id: str
    c: str
    id: str
    rev: int
    deleted: bool
    s: int
    mt: int
    dev: str
    hash: bytes
    size: int
    body: bytes | None
    blobs: str | None

    def record(self) -> Record:
        """The row as it travels."""
        return Record(
            c=self.c,
            id=self.id,
            rev=self.rev,
            deleted=bool(self.deleted),
            s=self.s,
            mt=self.mt,
            dev=self.dev,
            blobs=[] if self.blobs is None else _read_blobs(self.blobs),
            body=None if self.body is None else _read_body(self.body),
        )


class Standing(NamedTuple):
    """Where an account's log stands: its head, below which revision tombstones are gone, and how much it holds."""

    user_id: str
    epoch: str
    head: int
    floor: int
    bytes: int
    records: int


INSERT = "INSERT INTO record (user_id, c, id, rev, del, s, mt, dev, hash, size, body, blobs)"
OVERWRITE = """ON CONFLICT (user_id, c, id) DO UPDATE SET
    rev = excluded.rev, del = excluded.del, s = excluded.s, mt = excluded.mt, dev = excluded.dev,
    hash = excluded.hash, size = excluded.size, body = excluded.body, blobs = excluded.blobs"""


class _State(NamedTuple):
    """What a record is now, as far as compare-and-swap needs it."""

    rev: int
    deleted: bool
    hash: bytes
    size: int
    blobs: str | None


@dataclass
class Log:
    """The locked log of one account, for the length of a transaction. Build it with `lock`."""

    db: SqliteDatabase
    account: str
    epoch: str
    head: int
    used: int
    records: int
    limits: Limits
    _states: dict[tuple[str, str], _State] = field(default_factory=dict)
    _written: dict[tuple[str, str], Row] = field(default_factory=dict)
    _complete: set[str] = field(default_factory=set)
    _named: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _dropped: set[str] = field(default_factory=set)
    _room: int = 0

    def apply(self, changes: Sequence[Change | Invalid], device: str, shift: int, now: int) -> list[Result]:
        """Compare-and-swap each change; nothing is written before `save`.

        Args:
            changes: from `prepare`.
            device: who writes.
            shift: ms to add to the device's clock to get the server's.
            now: the server's clock, ms.
        """
        ops = [change.op for change in changes if isinstance(change, Change)]
        self._load(ops)
        self._complete = blobs.complete(self.db, self.account, [bid for op in ops for bid in op.blobs])
        self._room = self.limits.page_bytes
        return [change if isinstance(change, Invalid) else self._swap(change, device, shift, now) for change in changes]

    def save(self, nonce: bytes, device: str, now: int) -> None:
        """Write what was applied, the new head and the commit that ends there."""
        if not self._written:
            return
        bulk.insert(self.db.connection(), INSERT, list(self._written.values()), OVERWRITE)
        if self._named:
            named = [(*record, bids) for record, bids in self._named.items()]
            blobs.refer(self.db, self.account, named, self._dropped, now)
        self.db.execute_sql(
            "UPDATE account SET head = ?, bytes = ?, records = ? WHERE user_id = ?",
            (self.head, self.used, self.records, self.account),
        )
        self.db.execute_sql(
            "INSERT INTO commits (user_id, end_rev, nonce, dev, at) VALUES (?, ?, ?, ?, ?)",
            (self.account, self.head, nonce, device, now),
        )

    def _load(self, ops: Iterable[OpHead]) -> None:
        wanted: dict[str, list[str]] = {}
        for op in ops:
            wanted.setdefault(op.c, []).append(op.id)
        for collection, ids in wanted.items():
            marks = ", ".join("?" * len(ids))
            found = self.db.execute_sql(
                f"SELECT id, rev, del, hash, size, blobs FROM record WHERE user_id = ? AND c = ? AND id IN ({marks})",
                (self.account, collection, *ids),
            )
            for record, *state in found:
                self._states[collection, record] = _State(*state)

    def _swap(self, change: Change, device: str, shift: int, now: int) -> Result:
        op = change.op
        state = self._states.get((op.c, op.id))
        if state is None and op.base > 0:
            return Gone()
        if state is not None and state.rev != op.base:
            return Same(state.rev) if state.hash == change.hash else Conflict(self._present(op))
        grows = change.size - (state.size if state else 0)
        appears = (not op.deleted) - (state is not None and not state.deleted)
        if (grows > 0 and self.used + grows > self.limits.account_bytes) or (
            appears > 0 and self.records + appears > self.limits.records
        ):
            return Invalid("quota", "The account is full; deleting and shortening is still possible.")
        absent = len(set(op.blobs) - self._complete) if op.blobs else 0
        if absent:
            return Invalid("missing_blobs", f"{absent} of its {len(op.blobs)} blobs are not here yet")
        key = (op.c, op.id)
        names = self._name(op, state)
        self.head = head = self.head + 1
        self.used += grows
        self.records += appears
        self._states[key] = _State(head, op.deleted, change.hash, change.size, names)
        mt = max(0, min(op.mt + shift, now))
        content = (device, change.hash, change.size, change.text, names)
        self._written[key] = Row(self.account, op.c, op.id, head, op.deleted, op.s, mt, *content)
        return Applied(head)

    def _name(self, op: OpHead, state: _State | None) -> str | None:
        """Note which blobs a record names from now on; returns them as they are kept."""
        before = state.blobs if state else None
        if not op.blobs and before is None:
            return None
        after = list(dict.fromkeys(op.blobs))
        self._named[op.c, op.id] = after
        self._dropped.update(set(_read_blobs(before or "[]")) - set(after))
        return msgspec.json.encode(after).decode() if after else None

    def _present(self, op: OpHead) -> Record | None:
        """The record as it is now, unless the answer would grow beyond a page: a pull brings it then."""
        state = self._states[op.c, op.id]
        self._room -= state.size
        if self._room < 0:
            return None
        written = self._written.get((op.c, op.id)) or find(self.db, self.account, op.c, op.id)
        return written.record() if written else None


def find(db: SqliteDatabase, account: str, collection: str, record: str) -> Row | None:
    """One record's row, if there is one."""
    key = (RecordRow.user_id == account) & (RecordRow.c == collection) & (RecordRow.id == record)
    return next((Row(*row) for row in RecordRow.select().where(key).tuples().execute(db)), None)


def lock(db: SqliteDatabase, account: str, limits: Limits) -> Log:
    """The account's log, inside a transaction that holds the write lock."""
    row = standing(db, account)
    return Log(db, account, row.epoch, row.head, row.bytes, row.records, limits)


def standing(db: SqliteDatabase, account: str) -> Standing:
    """Where the account's log stands now."""
    columns = ", ".join(Standing._fields)
    return Standing(*db.execute_sql(f"SELECT {columns} FROM account WHERE user_id = ?", (account,)).fetchone())
