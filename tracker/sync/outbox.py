"""What this device sends: choosing changed records, freezing them into one push, and taking in the answer.

A frozen push is kept as the exact bytes that are sent, until the server gave a definite answer. A record is
acknowledged by its stamp, never by its content: an edit made during the flight stays to be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import msgspec

from tracker.protocol.canonical import NotCanonical
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, Conflict, Gone, PushResponse, Same
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.sync import events, exact, ledger
from tracker.sync.ledger import NEVER, WHOLE, Entry
from tracker.sync.pull import Tally
from tracker.sync.views import local_bodies, text, view, whole_bodies

ENVELOPE = 400
"""Bytes to allow for what surrounds a body in a push."""
NAME_BEFORE = "sync_name_before"
LOOK = 500
"""Changed records that are looked at together."""


class _Op(msgspec.Struct, omit_defaults=True):
    """One change, as `protocol.push.Op` but with a body that is bytes already."""

    c: str
    id: str
    base: int
    deleted: bool = msgspec.field(name="del", default=False)
    s: int = 1
    mt: int = 0
    body: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    blobs: tuple[str, ...] = ()


class _Push(msgspec.Struct):
    epoch: str
    dev: str
    push_no: int
    now: int
    ops: list[_Op]


class _SentOp(msgspec.Struct):
    c: str
    id: str
    mt: int = 0
    body: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    @property
    def text(self) -> bytes | None:
        """The body, None for a delete."""
        return None if self.body is msgspec.UNSET else bytes(self.body)


class _Sent(msgspec.Struct):
    ops: list[_SentOp]


_read_sent = msgspec.json.Decoder(_Sent).decode


@dataclass(frozen=True)
class Frozen:
    """A push that waits for its answer."""

    push_no: int
    request: bytes

    @cached_property
    def records(self) -> list[tuple[str, str]]:
        """Collection and id of each change in it, in order."""
        return [(op.c, op.id) for op in self.ops]

    @cached_property
    def ops(self) -> list[_SentOp]:
        """The changes in it, in order."""
        return _read_sent(self.request).ops


class _Change(NamedTuple):
    op: _Op
    entry: Entry
    body: bytes | None


Ready = Callable[[str, str, Entry, Sequence[str]], bool]
"""Whether a record (collection, id, what is known of it, the blobs it names) may be sent already."""


def _always(*_: object) -> bool:
    return True


def frozen(store: Store) -> Frozen | None:
    """The push that waits, if there is one."""
    rows = store.rows("SELECT push_no, request FROM sync_push")
    return Frozen(rows[0][0], bytes(rows[0][1])) if rows else None


def freeze(store: Store, *, most: int, limits: Limits, ready: Ready = _always) -> Frozen | None:
    """Freeze up to `most` changed records into a push, in the order of their changes; None where none is left.

    One transaction: what is frozen and what is noted about it become lasting together. Records that are not `ready`
    are left for later.
    """
    with store.database.atomic():
        known = ledger.meta(store)
        room = limits.push_bytes - ENVELOPE
        chosen: list[_Change] = []
        for change in chain(_changes(store, limits), _unread(store)):
            if not ready(change.op.c, change.op.id, change.entry, change.op.blobs):
                continue
            room -= len(change.body or b"") + ENVELOPE
            if chosen and room < 0:
                break
            chosen.append(change)
            if len(chosen) == most:
                break
        if not chosen:
            return None
        number = known.push_no + 1
        ops = [change.op for change in chosen]
        request = msgspec.json.encode(_Push(known.epoch or "", known.dev, number, store.now(), ops))
        _mark(store, ops)
        ledger.set_meta(store, push_no=number)
        store.database.execute_sql("INSERT INTO sync_push (one, push_no, request) VALUES (1, ?, ?)", (number, request))
        return Frozen(number, request)


def _mark(store: Store, ops: Sequence[_Op]) -> None:
    """Note which writes are in flight; what flies is in the frozen push, see `note_flight`."""
    for name in dict.fromkeys(op.c for op in ops):
        for some in batches(op.id for op in ops if op.c == name):
            marks = ", ".join("?" * len(some))
            store.connection.execute(
                f"UPDATE sync_rec SET infl_stamp = stamp, infl = NULL WHERE c = ? AND id IN ({marks})", (name, *some)
            )


def note_flight(store: Store) -> None:
    """Note with each record in flight what flies, where that may come back by another way than an acknowledgement."""
    push = frozen(store)
    if push is not None:
        with store.database.atomic():
            store.connection.executemany(
                "UPDATE sync_rec SET infl = ? WHERE c = ? AND id = ? AND infl_stamp IS NOT NULL",
                [(op.text, op.c, op.id) for op in push.ops],
            )


def _changes(store: Store, limits: Limits) -> Iterator[_Change]:
    """Records that differ from what the server has, oldest change first. One that does not any more is noted so."""
    after = -1
    while True:
        rows = store.rows(
            "SELECT c, id, stamp FROM sync_rec r WHERE stamp > acked AND stamp > ? AND NOT EXISTS "
            "(SELECT 1 FROM sync_reject j WHERE j.c = r.c AND j.id = r.id AND j.stamp = r.stamp) AND NOT EXISTS "
            "(SELECT 1 FROM sync_opaque o WHERE o.c = r.c AND o.id = r.id) AND NOT EXISTS "
            "(SELECT 1 FROM sync_held h WHERE h.c = r.c AND h.id = r.id) ORDER BY stamp LIMIT ?",
            (after, LOOK),
        )
        if not rows:
            return
        after = rows[-1][2]
        found: dict[tuple[str, str], _Change] = {}
        for name in dict.fromkeys(row[0] for row in rows):
            ids = [id for c, id, _ in rows if c == name]
            found.update(((name, change.op.id), change) for change in _of_collection(store, BY_NAME[name], ids, limits))
        yield from (found[c, id] for c, id, _ in rows if (c, id) in found)


def _unread(store: Store) -> Iterator[_Change]:
    """Records that this version cannot read and that the server has lost: they go back as they came."""
    rows = store.rows(
        "SELECT c, id, rev, s, mt, body FROM sync_opaque o WHERE unsent AND NOT EXISTS "
        "(SELECT 1 FROM sync_reject j WHERE j.c = o.c AND j.id = o.id)"
    )
    for c, id, rev, s, mt, body in rows:
        yield _Change(_Op(c, id, rev, s=s, mt=mt, body=msgspec.Raw(body)), NEVER, body)


def _of_collection(store: Store, collection: Collection, ids: Sequence[str], limits: Limits) -> Iterator[_Change]:
    known = ledger.entries(store, collection.name, ids)
    contested = ledger.contested(store, collection.name, ids)
    plain = exact.texts(store, collection, [id for id in ids if id not in contested and known[id].extras == "{}"])
    bodies = whole_bodies(store, collection, known, [id for id in ids if id not in plain])
    for id in ids:
        entry = known[id]
        body = plain.get(id)
        blobs: tuple[str, ...] = ()
        if body is None:
            try:
                sent = view(collection, bodies.get(id), entry.base, contested.get(id, {}).keys())
                body, blobs = text(sent), collection.blobs_of(sent)
            except NotCanonical as error:
                reject(store, collection.name, id, entry.stamp, "not_sendable", str(error))
                continue
        if len(body or b"") > limits.record_bytes:
            reject(store, collection.name, id, entry.stamp, "too_large", f"{len(body or b'')} bytes")
        elif body == entry.base:
            ledger.set_entry(store, collection.name, id, acked=entry.stamp)
        else:
            yield _Change(_op(collection, id, entry, body, blobs), entry, body)


def _op(collection: Collection, id: str, entry: Entry, body: bytes | None, blobs: tuple[str, ...]) -> _Op:
    at = entry.changed_at or 0
    if body is None:
        return _Op(collection.name, id, entry.rev, deleted=True, s=collection.schema, mt=at)
    return _Op(collection.name, id, entry.rev, s=collection.schema, mt=at, body=msgspec.Raw(body), blobs=blobs)


def thaw(store: Store) -> None:
    """Take a push back that the server certainly did not carry out; its number is free again."""
    with store.database.atomic():
        store.database.execute_sql("UPDATE sync_rec SET infl = NULL, infl_stamp = NULL WHERE infl_stamp IS NOT NULL")
        store.database.execute_sql("UPDATE sync_meta SET push_no = push_no - 1")
        store.database.execute_sql("DELETE FROM sync_push")


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


def acknowledge(store: Store, push: Frozen, answer: PushResponse, tally: Tally) -> bool:
    """Take in the server's answer to a push; returns whether a record met another version of itself there.

    One transaction. The user's rows are not touched.
    """
    stale = False
    arrived: list[tuple[int, int, bytes | None, str, str]] = []
    now, offset = store.now(), ledger.meta(store).clock_offset
    with store.database.atomic():
        for op, result in zip(push.ops, answer.res, strict=True):
            collection, record = op.c, op.id
            if isinstance(result, Applied | Same):
                arrived.append((result.rev, min(op.mt, now) + offset, op.text, collection, record))
                tally.sent += isinstance(result, Applied)
            elif isinstance(result, Conflict):
                stale = True
            elif isinstance(result, Gone):
                _gone(store, collection, record, tally)
            else:
                reject_frozen(store, collection, record, result.code, result.detail)
        _arrived(store, arrived)
        store.database.execute_sql("UPDATE sync_rec SET infl = NULL, infl_stamp = NULL WHERE infl_stamp IS NOT NULL")
        store.database.execute_sql("DELETE FROM sync_push")
    return stale


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
