"""A page of the log for a device that says where it stands."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from peewee import SqliteDatabase

from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.pull import Page
from tracker.protocol.records import Envelope
from tracker.server.database import Database
from tracker.server.log import Standing, standing
from tracker.server.push import check_seen, decoded, nonce_at
from tracker.server.refusals import Refusal
from tracker.server.settings import MINUTE

Columns = tuple[str, str, int, bool, int, int, str, bytes | None, str | None]


class StoredRecord(Envelope, kw_only=True):
    """A record whose body and blobs go out as they are kept."""

    blobs: msgspec.Raw  # type: ignore[assignment]  # the same list, as JSON already
    body: msgspec.Raw


NOTHING, NO_BLOBS = msgspec.Raw(b"null"), msgspec.Raw(b"[]")


def pull(
    database: Database,
    account: str,
    device: str,
    now: int,
    *,
    cursor: str = "",
    seen: str = "",
    fresh: bool = False,
    limit: int | None = None,
    limits: Limits | None = None,
) -> Page[StoredRecord]:
    """The records after `cursor`, in the order of their revisions.

    Args:
        database: where the log is.
        account: whose log it is.
        device: who asks; what it has seen is noted.
        now: the server's clock, ms.
        cursor: from the page before, or made after a push; empty to start from the beginning.
        seen: a later place of which the device knows, by a push of its own or by records it asked for by name.
        fresh: with an empty cursor: the device holds nothing that was ever synced, so deletions that were cleared
            away are no loss to it. Those that are still known come: it may begin with records of its own.
        limit: most records in the page, where fewer are wanted than `limits` allows.
        limits: what may be sent.

    Raises:
        Refusal: `bad_cursor`, `epoch`, or `cursor_expired` when tombstones the device needs are gone.
    """
    limits = limits or Limits()
    most = limits.page_records if limit is None else max(1, min(limit, limits.page_records))
    with database.reading() as db:
        # The number is read first, then the head: what the push of this number wrote is not above that. What is
        # written meanwhile lies above it and comes with a later page.
        pushed = db.execute_sql(
            "SELECT push_no FROM device WHERE user_id = ? AND dev = ?", (account, device)
        ).fetchone()
        row = standing(db, account)
        check_seen(db, account, row.epoch, row.head, seen)
        start = place(db, row, cursor, fresh)
        recs, more = _page(_rows(db, account, start.seq, row.head, most + 1), most, limits.page_bytes)
        seq = recs[-1].rev if more else row.head
        after = Cursor(row.epoch, seq, nonce_at(db, account, seq), start.snap if more else None)
    if not more:
        _note(database, account, device, start.seq, now)
    number = pushed[0] if pushed else 0
    return Page(
        epoch=row.epoch, recs=recs, cursor=after.encode(), more=more, head=row.head, device=device, push_no=number
    )


def place(db: SqliteDatabase, row: Standing, text: str, fresh: bool = False) -> Cursor:
    """Where to go on from, once it is sure that it is a place in this log.

    Raises:
        Refusal: as `pull`.
    """
    if not text:
        start = Cursor(row.epoch, 0, "", row.head if fresh else None)
    else:
        start = decoded(text)
        check_seen(db, row.user_id, row.epoch, row.head, text)
    # A first download needs no deletion from before it began; it misses only what was cleared away since.
    if start.seq < row.floor and (start.snap is None or start.snap < row.floor):
        raise Refusal("cursor_expired", "This device was away for so long that deletions were cleared away.")
    return start


def _rows(db: SqliteDatabase, account: str, seq: int, head: int, count: int) -> Iterable[Columns]:
    rows: Iterable[Columns] = db.execute_sql(
        "SELECT c, id, rev, del, s, mt, dev, body, blobs FROM record "
        "WHERE user_id = ? AND rev > ? AND rev <= ? ORDER BY rev LIMIT ?",
        (account, seq, head, count),
    )
    return rows


def _page(rows: Iterable[Columns], most: int, room: int) -> tuple[list[StoredRecord], bool]:
    """As many rows as fit, at least one, and whether any were left over."""
    recs: list[StoredRecord] = []
    for c, id, rev, deleted, s, mt, dev, body, blobs in rows:
        room -= len(body or b"")
        if len(recs) == most or (recs and room < 0):
            return recs, True
        raw = NOTHING if body is None else msgspec.Raw(body)
        named = NO_BLOBS if blobs is None else msgspec.Raw(blobs.encode())
        gone = bool(deleted)
        recs.append(StoredRecord(c=c, id=id, rev=rev, deleted=gone, s=s, mt=mt, dev=dev, blobs=named, body=raw))
    return recs, False


def _note(database: Database, account: str, device: str, seq: int, now: int) -> None:
    """Remember, once a minute, how far the device is: the cursor it asked with, which it may still be taking in."""
    with database.reading() as db:
        sql = "SELECT last_seen FROM device WHERE user_id = ? AND dev = ?"
        seen = db.execute_sql(sql, (account, device)).fetchone()
    if seen is not None and seen[0] < now - MINUTE:
        with database.writing() as db:
            noted = (seq, now, account, device)
            db.execute_sql("UPDATE device SET cursor = ?, last_seen = ? WHERE user_id = ? AND dev = ?", noted)
