"""The plain views of the log: a collection or a record at a time, for people and small programs.

They read and write the same log as push and pull, with the same compare-and-swap, but without receipts: who
does not hear the answer asks again and finds out.
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
from peewee import fn

from tracker.protocol.limits import Limits
from tracker.protocol.push import Result
from tracker.protocol.records import Record as RecordSent
from tracker.server.database import Database
from tracker.server.log import Row, find, lock
from tracker.server.models import Account, Device, Record
from tracker.server.ops import prepare
from tracker.server.push import NONCE_BYTES
from tracker.server.refusals import Refusal
from tracker.server.tokens import Caller


class Status(msgspec.Struct, kw_only=True):
    """Answer to `GET /api/sync/status`; `collections` counts the records that are not deleted."""

    account: str
    epoch: str
    head: int
    bytes: int
    records: int
    devices: int
    collections: dict[str, int]


class Listing(msgspec.Struct, kw_only=True):
    """Answer to `GET /api/sync/{collection}`: live records by id; `more` follow after the last."""

    collection: str
    recs: list[RecordSent]
    more: bool


class Writes(msgspec.Struct, kw_only=True):
    """Body of `POST /api/sync/{collection}`: changes as in a push, without `c`."""

    ops: list[dict[str, Any]]


class Written(msgspec.Struct, kw_only=True):
    """Answer to both posts: the log's head afterwards and a result per change."""

    head: int
    res: list[Result]


def status(database: Database, caller: Caller) -> Status:
    """How much there is."""
    with database.reading() as db:
        row = Account.select().where(Account.user_id == caller.account).get(db)
        live = (Record.user_id == caller.account) & ~Record.deleted
        counts = Record.select(Record.c, fn.COUNT()).where(live).group_by(Record.c).order_by(Record.c)
        mine = (Device.user_id == caller.account) & Device.removed.is_null()
        return Status(
            account=row.user_id,
            epoch=row.epoch,
            head=row.head,
            bytes=row.bytes,
            records=row.records,
            devices=Device.select().where(mine).count(db),
            collections=dict(counts.tuples().execute(db)),
        )


def listing(database: Database, caller: Caller, collection: str, *, after: str, limit: int, limits: Limits) -> Listing:
    """The live records of a collection whose ids come after `after`."""
    most = max(1, min(limit, limits.page_records))
    mine = (Record.user_id == caller.account) & (Record.c == collection) & (Record.id > after)
    query = Record.select().where(mine & ~Record.deleted).order_by(Record.id).limit(most + 1)
    recs: list[RecordSent] = []
    room, more = limits.page_bytes, False
    with database.reading() as db:
        for columns in query.tuples().iterator(db):
            row = Row(*columns)
            room -= row.size
            if len(recs) == most or (recs and room < 0):
                more = True
                break
            recs.append(row.record())
    return Listing(collection=collection, recs=recs, more=more)


def one(database: Database, caller: Caller, collection: str, record: str) -> RecordSent:
    """A record as it is now; a deleted one is there as a tombstone.

    Raises:
        Refusal: `not_found`.
    """
    with database.reading() as db:
        row = find(db, caller.account, collection, record)
    if row is None:
        raise Refusal("not_found", "There is no such record.")
    return row.record()


def write(
    database: Database, caller: Caller, collection: str, ops: list[dict[str, Any]], now: int, limits: Limits
) -> Written:
    """Apply changes to one collection, each by compare-and-swap on its `base`.

    Raises:
        Refusal: `too_large`.
    """
    if len(ops) > limits.push_ops:
        raise Refusal("too_large", f"At most {limits.push_ops} changes at once.")
    changes = prepare(msgspec.json.encode([{"mt": now, **op, "c": collection} for op in ops]), limits)
    with database.writing() as db:
        log = lock(db, caller.account, limits)
        results = log.apply(changes, caller.device, 0, now)
        log.save(secrets.token_bytes(NONCE_BYTES), caller.device, now)
    return Written(head=log.head, res=results)
