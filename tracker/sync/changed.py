"""Looking for what is to be sent: records that differ from what the server has, with their bodies.

Looking changes nothing, so it may be done ahead, while the server is busy with something else; `Found.is_still_so`
tells whether it still holds. What was found is frozen in `outbox`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from tracker.protocol.canonical import NotCanonical
from tracker.protocol.limits import Limits
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.sync import exact, ledger
from tracker.sync.ledger import NEVER, Entry
from tracker.sync.views import text, view, whole_bodies

ENVELOPE = 400
"""Bytes to allow for what surrounds a body in a push."""
LOOK = 500
"""Changed records that are looked at together."""


class Op(msgspec.Struct, omit_defaults=True):
    """One change, as `protocol.push.Op` but with a body that is bytes already."""

    c: str
    id: str
    base: int
    deleted: bool = msgspec.field(name="del", default=False)
    s: int = 1
    mt: int = 0
    body: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    blobs: tuple[str, ...] = ()

    @property
    def text(self) -> bytes | None:
        """The body, None for a delete."""
        return None if self.body is msgspec.UNSET else bytes(self.body)


class Refused(NamedTuple):
    """A record that cannot be sent as it is, and why."""

    collection: str
    record: str
    stamp: int
    code: str
    detail: str


Ready = Callable[[str, str, Entry, Sequence[str]], bool]
"""Whether a record (collection, id, what is known of it, the blobs it names) may be sent already."""


def always(*_: object) -> bool:
    """Any record may be sent."""
    return True


@dataclass
class Found:
    """What a look found.

    Attributes:
        ops: what to send.
        unchanged: records (stamp, collection, id) that are again what the server has.
        more: whether there may be more than this.
        composed: the push that it makes, with what that depends on besides; see `outbox.compose`.
    """

    seen: tuple[int, int]
    ops: list[Op] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unchanged: list[tuple[int, str, str]] = field(default_factory=list)
    more: bool = False
    composed: tuple[tuple[str, str, int], Any] | None = None

    def is_still_so(self, store: Store) -> bool:
        """Whether nothing at all was written since the look."""
        return self.seen == _version(store)


def look(store: Store, *, most: int, limits: Limits, ready: Ready = always, beside_flight: bool = False) -> Found:
    """Find up to `most` changed records that fit into one push.

    Args:
        store: the profile's data.
        most: records at most.
        limits: what the server takes.
        ready: records that it says are not ready are left for later.
        beside_flight: leave out what is in flight already.
    """
    found = Found(_version(store))
    room = limits.push_bytes - ENVELOPE
    for change in chain(_changes(store, limits, found, beside_flight), _unread(store)):
        op = change.op
        if op.blobs and not ready(op.c, op.id, change.entry, op.blobs):
            continue
        room -= change.size
        if (found.ops and room < 0) or len(found.ops) == most:
            found.more = True
            break
        found.ops.append(op)
    return found


def _version(store: Store) -> tuple[int, int]:
    """What changes with every write, by others and by this connection."""
    return store.rows("PRAGMA data_version")[0][0], store.connection.total_changes


class _Change(NamedTuple):
    op: Op
    entry: Entry
    size: int


_LEFT_ALONE = {
    "sync_reject": "j.c = r.c AND j.id = r.id AND j.stamp = r.stamp",
    "sync_opaque": "j.c = r.c AND j.id = r.id",
    "sync_held": "j.c = r.c AND j.id = r.id",
}
"""Records that are not sent as they are: refused, not readable here, or to be asked about."""


def _changes(store: Store, limits: Limits, found: Found, beside_flight: bool) -> Iterator[_Change]:
    """Records that differ from what the server has, oldest change first."""
    wanted = ["stamp > acked", "stamp > ?", *(["infl_stamp IS NULL"] if beside_flight else [])]
    for table, same in _LEFT_ALONE.items():  # mostly empty; asking for every record takes a while
        if store.rows(f"SELECT 1 FROM {table} LIMIT 1"):
            wanted.append(f"NOT EXISTS (SELECT 1 FROM {table} j WHERE {same})")
    sql = f"SELECT c, id, stamp FROM sync_rec r WHERE {' AND '.join(wanted)} ORDER BY stamp LIMIT {LOOK}"
    after = -1
    while rows := store.rows(sql, (after,)):
        after = rows[-1][2]
        changed: dict[tuple[str, str], _Change] = {}
        for name in dict.fromkeys(row[0] for row in rows):
            _of_collection(store, BY_NAME[name], [id for c, id, _ in rows if c == name], limits, found, changed)
        for c, id, _ in rows:
            change = changed.get((c, id))
            if change is not None:
                yield change


def _unread(store: Store) -> Iterator[_Change]:
    """Records that this version cannot read and that the server has lost: they go back as they came."""
    rows = store.rows(
        "SELECT c, id, rev, s, mt, body FROM sync_opaque o WHERE unsent AND NOT EXISTS "
        "(SELECT 1 FROM sync_reject j WHERE j.c = o.c AND j.id = o.id)"
    )
    for c, id, rev, s, mt, body in rows:
        yield _Change(Op(c, id, rev, s=s, mt=mt, body=msgspec.Raw(body)), NEVER, len(body) + ENVELOPE)


def _of_collection(
    store: Store,
    collection: Collection,
    ids: Sequence[str],
    limits: Limits,
    found: Found,
    changed: dict[tuple[str, str], _Change],
) -> None:
    """Note in `changed` those of `ids` that are to be sent."""
    name, schema, most, raw = collection.name, collection.schema, limits.record_bytes, msgspec.Raw
    contested = ledger.contested(store, name, ids)
    rest = dict.fromkeys(ids)
    for id, body, rev, base, stamp, at in exact.plain(store, collection, ids):
        if id in contested or len(body) > most:
            continue
        del rest[id]
        if body == base:
            found.unchanged.append((stamp, name, id))
        else:
            op = Op(name, id, rev, False, schema, at or 0, raw(body))
            changed[name, id] = _Change(op, NEVER, len(body) + ENVELOPE)
    if rest:
        _one_by_one(store, collection, list(rest), limits, found, changed)


def _one_by_one(
    store: Store,
    collection: Collection,
    ids: Sequence[str],
    limits: Limits,
    found: Found,
    changed: dict[tuple[str, str], _Change],
) -> None:
    """The same for records of any kind."""
    name = collection.name
    known = ledger.entries(store, name, ids)
    contested = ledger.contested(store, name, ids)
    bodies = whole_bodies(store, collection, known, ids)
    for id in ids:
        entry = known[id]
        try:
            sent = view(collection, bodies.get(id), entry.base, contested.get(id, {}).keys())
            body, blobs = text(sent), collection.blobs_of(sent)
        except NotCanonical as error:
            found.refused.append(Refused(name, id, entry.stamp, "not_sendable", str(error)))
            continue
        size = len(body or b"")
        if size > limits.record_bytes:
            found.refused.append(Refused(name, id, entry.stamp, "too_large", f"{size} bytes"))
        elif body == entry.base:
            found.unchanged.append((entry.stamp, name, id))
        else:
            op = Op(name, id, entry.rev, body is None, collection.schema, entry.changed_at or 0)
            if body is not None:
                op.body, op.blobs = msgspec.Raw(body), blobs
            changed[name, id] = _Change(op, entry, size + ENVELOPE)
