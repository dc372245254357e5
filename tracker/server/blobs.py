"""Blobs: taken in piece by piece, proved by their hash, kept while a record needs them and for a while after.

They lie in the database and not in files beside it, so a copy of that one file is a whole backup, and no backup ever
holds a record without its blobs. Pieces are rows, so bytes and the place where an upload goes on become lasting
together. What is inside a blob is the devices' affair.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence

from peewee import Expression, SqliteDatabase, fn

from tracker.protocol.blobs import MissingBlob, Received
from tracker.protocol.limits import Limits
from tracker.server.database import Database
from tracker.server.models import Account, Blob, BlobPart, BlobRef
from tracker.server.refusals import Refusal
from tracker.server.settings import DAY

KEPT = 100 * DAY
"""How long a blob outlives its last record: longer than trash and history on the devices, which may bring it back."""
KEPT_UNFINISHED = 7 * DAY
"""How long an upload may rest."""
SWEPT_AT_ONCE = 100
"""Blobs that one transaction collects, so that nobody waits long for the write lock."""

Named = tuple[str, str, Sequence[str]]
"""A record (collection, id) and the blobs it names from now on."""


def held(database: Database, account: str, bid: str) -> tuple[int, int] | None:
    """How much of a blob is there, and its whole size; None where nothing is."""
    with database.reading() as db:
        row = Blob.select().where(_is(account, bid)).get_or_none(db)
    return None if row is None else (row.held, row.size)


def missing(database: Database, account: str, bids: Collection[str]) -> list[MissingBlob]:
    """Those of `bids` that are not there as a whole, in their order, and where their upload goes on."""
    with database.reading() as db:
        known = {bid: (held, size) for bid, held, size in _known(db, account, bids)}
    offsets = {bid: known.get(bid, (0, -1)) for bid in dict.fromkeys(bids)}
    return [MissingBlob(blob=bid, offset=held) for bid, (held, size) in offsets.items() if held != size]


def receive(
    database: Database, account: str, bid: str, data: bytes, now: int, *, offset: int, size: int, limits: Limits
) -> Received:
    """Take in the next bytes of a blob. Bytes that are there already are not taken again.

    Args:
        database: where blobs are kept.
        account: whose blob it is.
        bid: its name, the SHA-256 of all its bytes.
        data: the bytes.
        now: the server's clock, ms.
        offset: where they go.
        size: how many bytes the whole blob has.
        limits: what may be kept.

    Raises:
        Refusal: `too_large`, `quota`, `malformed`, `offset` with the right one, or `wrong_hash`, after which the blob
            begins anew.
    """
    _check(data, offset, size, limits)
    with database.writing() as db:
        row = Blob.select().where(_is(account, bid)).get_or_none(db)
        if row is not None and row.held == row.size:
            return Received(offset=row.size, complete=True)
        # Somebody who brings all of it begins anew, and so does one who knows another size.
        if row is not None and (len(data) == size or row.size != size):
            _discard(db, account, bid)
            row = None
        refusal = _misplaced(row.held if row else 0, offset) or (None if row else _no_room(db, account, size, limits))
        if refusal is None:
            if row is None:
                _begin(db, account, bid, size, now)
            refusal = _append(db, account, bid, data, offset, size, now)
    # Raised out here, because what was thrown away inside has to stay so.
    if refusal is not None:
        raise refusal
    return Received(offset=offset + len(data), complete=offset + len(data) == size)


def content(database: Database, account: str, bid: str, start: int, end: int) -> bytes:
    """The bytes of a complete blob from `start` to before `end`."""
    whole = _is(account, bid, BlobPart) & (BlobPart.start < end)
    begins = BlobPart.start + fn.LENGTH(BlobPart.data) > start
    with database.reading() as db:
        rows = list(BlobPart.select().where(whole & begins).order_by(BlobPart.start).tuples().execute(db))
    if not rows:
        return b""
    first = rows[0][2]
    return b"".join(bytes(row[3]) for row in rows)[start - first : end - first]


# ------------------------------------------------------------------------ for the log, inside its transaction


def complete(db: SqliteDatabase, account: str, bids: Collection[str]) -> set[str]:
    """Those of `bids` that are there as a whole."""
    return {bid for bid, held, size in _known(db, account, bids) if held == size}


def refer(db: SqliteDatabase, account: str, records: Iterable[Named], dropped: Collection[str], now: int) -> None:
    """Count which records name which blobs.

    Args:
        db: inside the transaction that writes the records.
        account: whose records they are.
        records: each with all blobs it names now; what it named before is forgotten.
        dropped: blobs that any of them named before.
        now: the server's clock, ms.
    """
    connection = db.connection()
    records = list(records)
    connection.executemany(
        "DELETE FROM blob_ref WHERE user_id = ? AND c = ? AND id = ?", [(account, c, id) for c, id, _ in records]
    )
    named = [(account, bid, c, id) for c, id, bids in records for bid in bids]
    connection.executemany("INSERT OR IGNORE INTO blob_ref (user_id, bid, c, id) VALUES (?, ?, ?, ?)", named)
    connection.executemany(
        "UPDATE blob SET orphan_since = NULL WHERE user_id = ? AND bid = ?", [(account, row[1]) for row in named]
    )
    connection.executemany(
        "UPDATE blob SET orphan_since = ?1 WHERE user_id = ?2 AND bid = ?3 AND orphan_since IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM blob_ref r WHERE r.user_id = ?2 AND r.bid = ?3)",
        [(now, account, bid) for bid in dropped],
    )


# ----------------------------------------------------------------------------------------------- collection


def collect(database: Database, now: int) -> int:
    """Delete what no record has named for long, and uploads that were given up; returns how many blobs went."""
    unnamed = ~fn.EXISTS(BlobRef.select().where((BlobRef.user_id == Blob.user_id) & (BlobRef.bid == Blob.bid)))
    finished = Blob.held == Blob.size
    with database.writing() as db:
        Blob.update(orphan_since=now).where(Blob.orphan_since.is_null() & unnamed & finished).execute(db)
    old = (finished & (Blob.orphan_since <= now - KEPT)) | (~finished & (Blob.touched <= now - KEPT_UNFINISHED))
    query = Blob.select(Blob.user_id, Blob.bid).where(old & unnamed).limit(SWEPT_AT_ONCE)
    gone = 0
    while True:
        with database.writing() as db:
            found = list(query.tuples().execute(db))
            for account, bid in found:
                _discard(db, account, bid)
        gone += len(found)
        if len(found) < SWEPT_AT_ONCE:
            return gone


# ---------------------------------------------------------------------------------------------------- parts


def _check(data: bytes, offset: int, size: int, limits: Limits) -> None:
    if size > limits.blob_bytes:
        raise Refusal("too_large", f"{size} bytes; a blob may have at most {limits.blob_bytes}.")
    if len(data) > limits.blob_chunk_bytes:
        raise Refusal("too_large", f"A request may bring at most {limits.blob_chunk_bytes} bytes of a blob.")
    if not data or offset + len(data) > size:
        raise Refusal("malformed", "The bytes do not fit into the blob.")


def _misplaced(held: int, offset: int) -> Refusal | None:
    if offset == held:
        return None
    return Refusal("offset", f"The upload goes on at {held}.", {"offset": held})


def _no_room(db: SqliteDatabase, account: str, size: int, limits: Limits) -> Refusal | None:
    used = Account.select(Account.bytes).where(Account.user_id == account).get(db).bytes
    if used + size <= limits.account_bytes:
        return None
    return Refusal("quota", "The account is full; deleting and shortening is still possible.")


def _begin(db: SqliteDatabase, account: str, bid: str, size: int, now: int) -> None:
    """Make room for a blob; all of it counts from the start, so that what was begun can be finished."""
    Blob.insert(user_id=account, bid=bid, size=size, held=0, touched=now, orphan_since=now).execute(db)
    Account.update(bytes=Account.bytes + size).where(Account.user_id == account).execute(db)


def _append(
    db: SqliteDatabase, account: str, bid: str, data: bytes, offset: int, size: int, now: int
) -> Refusal | None:
    BlobPart.insert(user_id=account, bid=bid, start=offset, data=data).execute(db)
    Blob.update(held=offset + len(data), touched=now, orphan_since=now).where(_is(account, bid)).execute(db)
    if offset + len(data) < size or _hash(_parts(db, account, bid)) == bid:
        return None
    _discard(db, account, bid)
    return Refusal("wrong_hash", "These bytes are not what their name says; send them again from the start.")


def _discard(db: SqliteDatabase, account: str, bid: str) -> None:
    size = Blob.select(Blob.size).where(_is(account, bid)).get(db).size
    Blob.delete().where(_is(account, bid)).execute(db)
    Account.update(bytes=Account.bytes - size).where(Account.user_id == account).execute(db)


def _parts(db: SqliteDatabase, account: str, bid: str) -> Iterator[bytes]:
    for (data,) in (
        BlobPart.select(BlobPart.data).where(_is(account, bid, BlobPart)).order_by(BlobPart.start).tuples().iterator(db)
    ):
        yield bytes(data)


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _known(db: SqliteDatabase, account: str, bids: Collection[str]) -> Iterator[tuple[str, int, int]]:
    names = list(dict.fromkeys(bids))
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        query = Blob.select(Blob.bid, Blob.held, Blob.size).where((Blob.user_id == account) & Blob.bid.in_(some))
        yield from query.tuples().execute(db)


def _is(account: str, bid: str, model: type[Blob | BlobPart] = Blob) -> Expression:
    return (model.user_id == account) & (model.bid == bid)
