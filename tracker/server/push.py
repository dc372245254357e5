"""A device's push: carried out once, however often it is delivered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

import msgspec
from peewee import SqliteDatabase

from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.push import OpsHash, PushNumber, PushResponse
from tracker.protocol.records import DeviceId, Milliseconds
from tracker.server import devices
from tracker.server.database import Database
from tracker.server.epochs import resets
from tracker.server.log import lock
from tracker.server.ops import prepare
from tracker.server.refusals import Refusal

RandomBytes = Callable[[int], bytes]
NONCE_BYTES = 8


class _Request(msgspec.Struct, kw_only=True):
    """`PushRequest` with its ops unread: one malformed record must not spoil the others."""

    epoch: str
    dev: DeviceId
    push_no: PushNumber
    now: Milliseconds
    ops: msgspec.Raw
    instead: OpsHash | None = None

    @property
    def earlier(self) -> bytes:
        """The hash of the push that this one takes the place of."""
        return bytes.fromhex(self.instead or "")


_read_request = msgspec.json.Decoder(_Request).decode


def push(
    database: Database,
    account: str,
    device: str,
    request: bytes,
    now: int,
    *,
    sent_at: int | None = None,
    seen: str = "",
    family: str | None = None,
    refusal: Refusal | None = None,
    limits: Limits | None = None,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> bytes:
    """Carry out a `PushRequest` and return the `PushResponse`, both as they travel.

    Effects, head, commit and the stored answer become lasting together.

    Args:
        database: where the log is.
        account: whose log it is.
        device: the device that is signed in; the request may name its successor.
        request: the decompressed body.
        now: the server's clock, ms.
        sent_at: the device's clock when it sent this, ms; without it the push counts as sent when it was frozen.
        seen: the latest place in the log that the device knows of.
        family: the sign-in that it uses.
        refusal: said where this would be carried out now; what was carried out before is still answered.
        limits: what may be sent and kept.
        random_bytes: where nonces come from.

    Raises:
        Refusal: `malformed`, `too_large`, `epoch` or `fork`; nothing was changed.
    """
    limits = limits or Limits()
    asked = _read(request, limits)
    digest = hashlib.sha256(asked.ops).digest()
    changes = prepare(asked.ops, limits)
    with database.writing() as db:
        log = lock(db, account, limits)
        check_epoch(asked.epoch, log.epoch)
        check_seen(db, account, log.epoch, log.head, seen)
        row = devices.pushing(db, account, device, asked.dev, now, family)
        if row.push_no == asked.push_no and row.push_hash in (digest, asked.earlier) and row.push_resp is not None:
            return row.push_resp
        if refusal is not None:
            raise refusal
        if row.push_no + 1 != asked.push_no:
            raise Refusal("fork", "This device was restored from a copy, or there are two of it.")
        head0 = log.head
        results = log.apply(changes, asked.dev, now - (asked.now if sent_at is None else sent_at), now)
        log.save(random_bytes(NONCE_BYTES), asked.dev, now)
        nonce = nonce_at(db, account, log.head)
        said = PushResponse(epoch=log.epoch, head0=head0, head1=log.head, nonce=nonce, res=results)
        response = msgspec.json.encode(said)
        db.execute_sql(
            "UPDATE device SET push_no = ?, push_hash = ?, push_resp = ?, last_seen = ? WHERE user_id = ? AND dev = ?",
            (asked.push_no, digest, response, now, account, asked.dev),
        )
    return response


def _read(request: bytes, limits: Limits) -> _Request:
    """The request, within the limits; its ops are unread."""
    if len(request) > limits.push_bytes:
        raise Refusal("too_large", f"A push may have at most {limits.push_bytes} bytes.")
    try:
        return _read_request(request)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("malformed", f"The push cannot be read: {error}.") from error


def check_epoch(theirs: str, ours: str) -> None:
    """Refuse a device that knows another history of this log.

    Raises:
        Refusal: `epoch`, with ours as a fact.
    """
    if theirs != ours:
        reset = {"reset": True} if theirs and resets(ours) > resets(theirs) else {}
        raise Refusal("epoch", "The server's data was restored or started over.", {"epoch": ours, **reset})


def check_seen(db: SqliteDatabase, account: str, epoch: str, head: int, text: str) -> None:
    """Refuse a device that knows a place which is not in this log: its numbers are those of another history.

    A log that was restored from a backup and grew on has the numbers, but other nonces.

    Raises:
        Refusal: `bad_cursor` or `epoch`.
    """
    if text:
        place = decoded(text)
        check_epoch(place.epoch, epoch)
        if place.seq > head or place.nonce != nonce_at(db, account, place.seq):
            check_epoch("", epoch)


def decoded(text: str) -> Cursor:
    """A cursor that a device sent.

    Raises:
        Refusal: `bad_cursor`.
    """
    try:
        return Cursor.decode(text)
    except ValueError as error:
        raise Refusal("bad_cursor", "The cursor cannot be read.") from error


def nonce_at(db: SqliteDatabase, account: str, seq: int) -> str:
    """The nonce of the first commit that ends at `seq` or later; empty at the start and beyond the head."""
    if seq == 0:
        return ""
    found = db.execute_sql(
        "SELECT nonce FROM commits WHERE user_id = ? AND end_rev >= ? ORDER BY end_rev LIMIT 1", (account, seq)
    ).fetchone()
    return bytes(found[0]).hex() if found else ""
