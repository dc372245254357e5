"""What this device sends: freezing changed records into one push, and taking in the answer.

A frozen push is kept as the exact bytes that are sent, until the server gave a definite answer. A record is
acknowledged by its stamp, never by its content: an edit made during the flight stays to be sent. Where more is to be
sent, an answer that says yes to everything is kept with its push, and taken in while the next one is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import zstandard

from tracker.protocol.push import Applied, Conflict, Gone, Invalid, PushResponse, Same
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import events, ledger
from tracker.sync.changed import Found, Op
from tracker.sync.ledger import WHOLE
from tracker.sync.pull import Tally
from tracker.sync.views import local_bodies, text

NAME_BEFORE = "sync_name_before"
ARRIVED = (Applied, Same)


class _Push(msgspec.Struct):
    epoch: str
    dev: str
    push_no: int
    now: int
    ops: list[Op]


class _Sent(msgspec.Struct):
    ops: list[Op]


_read_sent = msgspec.json.Decoder(_Sent).decode


@dataclass(frozen=True)
class Frozen:
    """A push that waits for its answer.

    Attributes:
        request: the exact bytes.
        packed: the same in zstd, as they are kept and sent.
        looked_at: the changes in it, where they are at hand.
        more: whether it may not be the last one.
    """

    push_no: int
    request: bytes
    packed: bytes | None = field(default=None, compare=False)
    looked_at: Sequence[Op] | None = field(default=None, compare=False, repr=False)
    more: bool = field(default=False, compare=False)

    @cached_property
    def ops(self) -> Sequence[Op]:
        """The changes in it, in order."""
        return self.looked_at if self.looked_at is not None else _read_sent(self.request).ops

    @cached_property
    def records(self) -> list[tuple[str, str]]:
        """Collection and id of each change in it, in order."""
        return [(op.c, op.id) for op in self.ops]


def frozen(store: Store) -> Frozen | None:
    """The push that waits, if there is one."""
    rows = store.rows("SELECT push_no, request FROM sync_push")
    return _unpacked(*rows[0]) if rows else None


def keep_answer(store: Store, answer: bytes) -> None:
    """Keep the answer to the frozen push, to be taken in a little later; the next one may be frozen from now on."""
    store.database.execute_sql("INSERT INTO sync_answered SELECT one, push_no, request, ? FROM sync_push", (answer,))
    store.database.execute_sql("DELETE FROM sync_push")


def answered(store: Store) -> tuple[Frozen, bytes] | None:
    """The push whose answer was kept, and that."""
    rows = store.rows("SELECT push_no, request, answer FROM sync_answered")
    return (_unpacked(*rows[0][:2]), rows[0][2]) if rows else None


def _unpacked(number: int, packed: bytes) -> Frozen:
    return Frozen(number, zstandard.ZstdDecompressor().decompress(packed), packed)


def freeze(store: Store, found: Found) -> Frozen | None:
    """Freeze what was found to be changed into a push; None where that is nothing.

    Must run in a transaction in which that is still so: what is frozen and what is noted about it become lasting
    together.
    """
    for refused in found.refused:
        reject(store, *refused)
    store.connection.executemany("UPDATE sync_rec SET acked = ? WHERE c = ? AND id = ?", found.unchanged)
    if not found.ops:
        return None
    push = compose(store, found)
    _mark(store, found.ops)
    ledger.set_meta(store, push_no=push.push_no)
    store.database.execute_sql(
        "INSERT INTO sync_push (one, push_no, request) VALUES (1, ?, ?)", (push.push_no, push.packed)
    )
    return push


def compose(store: Store, found: Found) -> Frozen:
    """The push that what was found makes, as this device's next one; made once while that is so."""
    known = ledger.meta(store)
    head = (known.epoch or "", known.dev, known.push_no + 1)
    if found.composed is None or found.composed[0] != head:
        request = msgspec.json.encode(_Push(*head, store.now(), found.ops))
        packed = zstandard.ZstdCompressor(level=1).compress(request)
        found.composed = head, Frozen(head[2], request, packed, found.ops, found.more)
    push: Frozen = found.composed[1]
    return push


def _mark(store: Store, ops: Sequence[Op]) -> None:
    """Note which writes are in flight; what flies is in the frozen push, see `note_flight`."""
    for name in dict.fromkeys(op.c for op in ops):
        for some in batches(op.id for op in ops if op.c == name):
            marks = ", ".join("?" * len(some))
            store.connection.execute(
                f"UPDATE sync_rec SET infl_stamp = stamp, infl = NULL WHERE c = ? AND id IN ({marks})", (name, *some)
            )


def note_flight(store: Store) -> None:
    """Note with each record in flight what flies, where that may come back by another way than an acknowledgement."""
    for table in ("sync_answered", "sync_push"):
        for number, packed in store.rows(f"SELECT push_no, request FROM {table}"):
            with store.database.atomic():
                store.connection.executemany(
                    "UPDATE sync_rec SET infl = ? WHERE c = ? AND id = ? AND infl_stamp IS NOT NULL",
                    [(op.text, op.c, op.id) for op in _unpacked(number, packed).ops],
                )


def thaw(store: Store) -> None:
    """Take a push back that the server did not carry out and never will: it knows another of its number."""
    with store.database.atomic():
        _landed(store)
        store.database.execute_sql("DELETE FROM sync_push")


def _landed(store: Store) -> None:
    """Nothing is in flight any more."""
    store.database.execute_sql("UPDATE sync_rec SET infl = NULL, infl_stamp = NULL WHERE infl_stamp IS NOT NULL")


def become_new_device(store: Store) -> None:
    """Go on under a new device's name: this profile was copied, or restored from a backup.

    What was in flight may have arrived; its content is noted, so that it is known again when it comes back. The
    old name is remembered until the sign-in that is kept under it was taken along.
    """
    with store.database.atomic():
        note_flight(store)
        events.remember(store, NAME_BEFORE, ledger.meta(store).dev)
        ledger.set_meta(store, dev=ledger.new_device(), push_no=0)
        store.database.execute_sql("DELETE FROM sync_push")
        store.database.execute_sql("DELETE FROM sync_answered")


def name_before(store: Store) -> str | None:
    """The name that this device had before its present one, while its sign-in is still kept under that."""
    found: str | None = events.recall(store, NAME_BEFORE)
    return found


def forget_name_before(store: Store) -> None:
    """The sign-in was taken along, or there is another one."""
    events.remember(store, NAME_BEFORE, None)


def reject(store: Store, collection: str, record: str, stamp: int, code: str, detail: str) -> None:
    """Note that a record was refused as it is now; it is sent again when it changes."""
    store.database.execute_sql(
        "INSERT INTO sync_reject (c, id, stamp, code, detail, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (c, id) "
        "DO UPDATE SET stamp = excluded.stamp, code = excluded.code, detail = excluded.detail, at = excluded.at",
        (collection, record, stamp, code, detail, store.now()),
    )


def reject_frozen(store: Store, collection: str, record: str, code: str, detail: str) -> None:
    """Note that a record was refused as it was frozen; an edit since then is still to be sent."""
    entry = ledger.entry(store, collection, record)
    reject(store, collection, record, entry.infl_stamp or entry.stamp, code, detail)


def acknowledge(store: Store, push: Frozen, answer: PushResponse, tally: Tally, *, kept: bool = False) -> bool:
    """Take in the server's answer to a push; returns whether a record met another version of itself there.

    One transaction. The user's rows are not touched.

    Args:
        store: the profile's data.
        push: what was sent.
        answer: what the server said to it.
        tally: what the sync did so far.
        kept: the answer was kept since, and another push may be under way.
    """
    now, offset = store.now(), ledger.meta(store).clock_offset
    others = [pair for pair in zip(push.ops, answer.res, strict=True) if not isinstance(pair[1], ARRIVED)]
    arrived = [
        (result.rev, min(op.mt, now) + offset, op.text, op.c, op.id)
        for op, result in zip(push.ops, answer.res, strict=True)
        if isinstance(result, ARRIVED)
    ]
    tally.sent += sum(type(result) is Applied for result in answer.res)
    with store.database.atomic():
        for op, result in others:
            if isinstance(result, Gone):
                _gone(store, op.c, op.id, tally)
            elif isinstance(result, Invalid):
                reject_frozen(store, op.c, op.id, result.code, result.detail)
        _arrived(store, arrived)
        if kept:
            store.database.execute_sql("DELETE FROM sync_answered")
        else:
            _landed(store)
            store.database.execute_sql("DELETE FROM sync_push")
    return any(isinstance(result, Conflict) for _, result in others)


def _arrived(store: Store, records: Sequence[tuple[int, int, bytes | None, str, str]]) -> None:
    """Acknowledge records (rev, server time, body, collection, id) by the stamp they had when they were frozen."""
    store.connection.executemany(
        "UPDATE sync_rec SET rev = ?, base_at = ?, base = ?, acked = infl_stamp, infl = NULL, infl_stamp = NULL, "
        "orig_base = NULL WHERE c = ? AND id = ? AND infl_stamp IS NOT NULL",
        records,
    )
    if store.rows("SELECT 1 FROM sync_reject LIMIT 1"):
        store.connection.executemany("DELETE FROM sync_reject WHERE c = ? AND id = ?", [row[-2:] for row in records])
    if store.rows("SELECT 1 FROM sync_opaque WHERE unsent LIMIT 1"):
        store.connection.executemany(
            "UPDATE sync_opaque SET rev = ?, unsent = 0 WHERE c = ? AND id = ? AND unsent",
            [(rev, collection, record) for rev, _, _, collection, record in records],
        )


def _gone(store: Store, collection: str, record: str, tally: Tally) -> None:
    """The server had deleted the record so long ago that it forgot: a deletion agrees, an edit must be decided."""
    if collection not in BY_NAME:
        store.database.execute_sql("UPDATE sync_opaque SET rev = 0 WHERE c = ? AND id = ?", (collection, record))
        return
    entry = ledger.entry(store, collection, record)
    spec = BY_NAME[collection]
    local = local_bodies(store, spec, {record: entry}, [record]).get(record)
    if local is None:
        ledger.set_entry(store, collection, record, rev=0, base=None, acked=entry.stamp)
        return
    ledger.set_entry(
        store, collection, record, rev=0, base=None, acked=entry.stamp, orig_base=entry.base, remote_at=None
    )
    ledger.set_contested(store, collection, record, {WHOLE: ("remote_deleted", None, None)}, store.now())
    ledger.keep_bodies(store, collection, record, entry.base, text(local), None)
    tally.touched(collection, [record])
