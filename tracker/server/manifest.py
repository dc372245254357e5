"""What an account holds, record by record without bodies and as one figure a collection, and records by name."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import SqliteDatabase

from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.manifest import HASH_BYTES, Digest, FoundRecords, ManifestPage, ManifestRow, digest_of, mark
from tracker.protocol.records import Record as RecordSent
from tracker.server.database import Database
from tracker.server.log import find, standing
from tracker.server.push import nonce_at
from tracker.server.refusals import Refusal

MOST_ROWS = 10_000


def manifest(database: Database, account: str, *, after: str = "", limit: int = MOST_ROWS) -> ManifestPage:
    """The records after `after`, written `collection,id`, in the order of collection and id; tombstones are among them.

    Raises:
        Refusal: `malformed` when `after` names no record.
    """
    collection, comma, record = after.partition(",")
    if after and not comma:
        raise Refusal("malformed", "`after` must be a collection and an id with a comma between.")
    most = max(1, min(limit, MOST_ROWS))
    with database.reading() as db:
        # The head is read first: what is written meanwhile lies above it and comes with a pull from there.
        row = standing(db, account)
        cursor = Cursor(row.epoch, row.head, nonce_at(db, account, row.head)).encode()
        found = db.execute_sql(
            "SELECT c, id, rev, del, hash FROM record WHERE user_id = ? AND (c, id) > (?, ?) ORDER BY c, id LIMIT ?",
            (account, collection, record, most + 1),
        ).fetchall()
    rows = [
        ManifestRow(c, id, rev, deleted, content[:HASH_BYTES].hex()) for c, id, rev, deleted, content in found[:most]
    ]
    more = f"{rows[-1].c},{rows[-1].id}" if len(found) > most else None
    return ManifestPage(epoch=row.epoch, head=row.head, cursor=cursor, rows=rows, next=more)


def digest(database: Database, account: str) -> Digest:
    """How much each collection holds, and a figure that tells whether two sides hold the same."""
    with database.reading() as db, db.atomic():  # one snapshot: the figures belong to just this head
        row = standing(db, account)
        return Digest(
            epoch=row.epoch,
            head=row.head,
            collections={c: digest_of(*sums) for c, sums in _sums(db, account).items()},
        )


def _sums(db: SqliteDatabase, account: str) -> dict[str, tuple[int, int]]:
    """The marks and the number of live records of each collection."""
    sums: dict[str, tuple[int, int]] = {}
    rows = db.execute_sql("SELECT c, id, hash FROM record WHERE user_id = ? AND NOT del", (account,))
    for c, id, content in rows:
        marks, count = sums.get(c, (0, 0))
        sums[c] = marks ^ mark(id, content), count + 1
    return sums


def records(database: Database, account: str, ids: Sequence[tuple[str, str]], limits: Limits) -> FoundRecords:
    """The named records as they are now, as many as fit into a page; what does not exist is left out."""
    recs: list[RecordSent] = []
    room, done = limits.page_bytes, 0
    with database.reading() as db, db.atomic():  # one snapshot: none of them is beyond the cursor
        row = standing(db, account)
        cursor = Cursor(row.epoch, row.head, nonce_at(db, account, row.head)).encode()
        for collection, record in ids[: limits.page_records]:
            found = find(db, account, collection, record)
            room -= found.size if found else 0
            if recs and room < 0:
                break
            done += 1
            if found is not None:
                recs.append(found.record())
    return FoundRecords(epoch=row.epoch, cursor=cursor, recs=recs, done=done)
