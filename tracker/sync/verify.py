"""Checking that this device and the server hold the same, and repairing what can be repaired without a decision.

First each record here is compared with the version that it is said to be; then the sums of all collections with the
server's, and only where these differ every record. What waits to be sent is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import msgspec

from tracker.protocol.canonical import NotCanonical, canonical_hash
from tracker.protocol.cursor import Cursor
from tracker.protocol.manifest import CollectionDigest, Digest, digest_of, mark
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME, COLLECTIONS, Collection
from tracker.store.database import Store
from tracker.sync import events, farthest, ledger, manifest, mass_delete
from tracker.sync.answers import Answers, OtherHistory
from tracker.sync.events import DAY
from tracker.sync.incoming import RawRecord
from tracker.sync.ledger import NEVER, Entry, load
from tracker.sync.manifest import Record, hash8
from tracker.sync.messages import Exchange, Request
from tracker.sync.parts import same
from tracker.sync.pull import Tally, apply_records
from tracker.sync.recovery import send_again
from tracker.sync.report import count
from tracker.sync.views import complete, local_bodies, text

LAST = "sync_verified"
EVERY = 7 * DAY
"""Ms between two checks that nobody asked for."""

When = Literal["now", "due", "never"]
"""When a sync ends with a check; 'due' is once in a week."""

_read_digest = msgspec.json.Decoder(Digest).decode


@dataclass(frozen=True)
class Verified:
    """What a check found: at which instant (UTC ms), among how many records, and how many were repaired."""

    at: int
    sentence: str
    compared: int
    repaired: int


def last_verified(store: Store) -> Verified | None:
    """The latest check, None before the first."""
    known = events.recall(store, LAST)
    return Verified(**known) if known and known["sentence"] else None


def is_due(store: Store) -> bool:
    """Whether the weekly check is due; the first one is a week after the first sync."""
    known = events.recall(store, LAST)
    if known is None:
        events.remember(store, LAST, asdict(Verified(store.now(), "", 0, 0)))
        return False
    return not 0 <= store.now() - known["at"] < EVERY


def check(store: Store, answers: Answers, tally: Tally) -> Exchange[Verified]:
    """Compare and repair; to be called when everything was pulled. What is to be sent again waits for the next push.

    Raises:
        Stop, OtherHistory: as `Answers.taken`; what was repaired so far stays.
    """
    fetched, again = _mend(store, tally)
    digest = answers.read(_read_digest, answers.taken((yield Request("GET", "/v1/digest"))))
    if digest.epoch != ledger.meta(store).epoch:
        raise OtherHistory
    ours = _digest(store)
    if ours != digest.collections:
        more_fetched, more_again = yield from _compare(store, answers, tally)
        fetched, again = fetched + more_fetched, again + more_again
    compared = sum(one.count for one in digest.collections.values())
    found = Verified(store.now(), _sentence(answers.host, compared, fetched, again), compared, fetched + again)
    with store.database.atomic():
        events.remember(store, LAST, asdict(found))
        events.note(store, "verified", found.sentence)
    return found


def _sentence(host: str, compared: int, fetched: int, again: int) -> str:
    if not fetched + again:
        return f"Everything agrees with {host}: {count(compared, 'record')} compared"
    done = [f"{fetched} set right here" if fetched else "", f"{again} sent again" if again else ""]
    return (
        f"{count(compared, 'record')} compared with {host}, {fetched + again} differed: "
        f"{', '.join(part for part in done if part)}"
    )


# ------------------------------------------------------------------------------- the rows and what they are said to be


def _mend(store: Store, tally: Tally) -> tuple[int, int]:
    """Set right rows that are not what they are said to be; returns how many, and how many are to be sent again."""
    mended = again = 0
    for collection in COLLECTIONS:
        name = collection.name
        ids = [id for (id,) in store.rows("SELECT id FROM sync_rec WHERE c = ? AND stamp <= acked", (name,))]
        for some in batches(ids):
            if _wrong(store, collection, some):
                with store.applying():
                    mended += _rewrite(store, collection, _wrong(store, collection, some), tally)
        again += _unnoticed(store, collection)
    return mended, again


def _wrong(store: Store, collection: Collection, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of `ids` that nobody touched and that still differ from the server's version."""
    known = ledger.entries(store, collection.name, ids)
    bodies = local_bodies(store, collection, known, ids)
    wrong: dict[str, Entry] = {}
    for id, entry in known.items():
        base, body = load(entry.base), bodies.get(id)
        is_same = (base is None) == (body is None)
        if is_same and base is not None and body is not None:
            is_same = same(complete(collection, base), complete(collection, body))
        if not is_same and not entry.touched and entry.infl_stamp is None and not _waits(store, collection.name, id):
            wrong[id] = entry
    return wrong


def _waits(store: Store, c: str, id: str) -> bool:
    """Whether there is a reason why a record is not what the server has."""
    tables = ("sync_conflict", "sync_opaque", "sync_held")
    return any(store.rows(f"SELECT 1 FROM {table} WHERE c = ? AND id = ? LIMIT 1", (c, id)) for table in tables)


def _rewrite(store: Store, collection: Collection, wrong: dict[str, Entry], tally: Tally) -> int:
    records = []
    for id, entry in wrong.items():
        _keep(store, collection, id, entry)
        body = msgspec.Raw(entry.base or b"null")
        records.append(
            RawRecord(
                c=collection.name, id=id, rev=max(entry.rev, 1), deleted=entry.base is None, body=body,
                mt=entry.base_at or 0, dev=entry.remote_dev or "",
            )
        )  # fmt: skip
        ledger.set_entry(store, collection.name, id, rev=0)
    apply_records(store, records, tally)
    store.connection.executemany(
        "UPDATE sync_rec SET rev = ? WHERE c = ? AND id = ?",
        [(entry.rev, collection.name, id) for id, entry in wrong.items()],
    )
    return len(records)


def _keep(store: Store, collection: Collection, id: str, entry: Entry) -> None:
    """Keep how a record is here before it is set right; what another device deleted goes to the trash anyway."""
    body = local_bodies(store, collection, {id: entry}, [id]).get(id)
    if body is None or entry.base is None:
        return
    try:
        ledger.keep_loser(store, collection.name, id, "repaired", text(body))
    except NotCanonical:  # nothing that could ever be sent or restored
        return


def _unnoticed(store: Store, collection: Collection) -> int:
    """Send records that were written past the triggers; returns how many."""
    with store.database.atomic():
        rows = store.rows(
            f"SELECT id FROM {collection.table} t WHERE NOT EXISTS "
            "(SELECT 1 FROM sync_rec r WHERE r.c = ? AND r.id = t.id)",
            (collection.name,),
        )
        for (id,) in rows:
            stamp = ledger.next_stamp(store)
            ledger.set_entry(store, collection.name, id, stamp=stamp, changed_at=store.now())
    return len(rows)


# ------------------------------------------------------------------------- what is known of the server, and the server


def _digest(store: Store) -> dict[str, CollectionDigest]:
    """The sums of what the server should hold."""
    sums: dict[str, tuple[int, int]] = {}
    for c, id, body in _known(store):
        marks, number = sums.get(c, (0, 0))
        sums[c] = marks ^ mark(id, canonical_hash(body, False)), number + 1
    return {c: digest_of(*figures) for c, figures in sums.items()}


def _known(store: Store) -> Iterator[tuple[str, str, bytes]]:
    """The live records that the server should hold: what cannot be read stands before what could."""
    yield from store.connection.execute(
        "SELECT c, id, base FROM sync_rec r WHERE rev > 0 AND base IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM sync_opaque o WHERE o.c = r.c AND o.id = r.id) "
        "UNION ALL SELECT c, id, body FROM sync_opaque WHERE NOT unsent"
    )


def _compare(store: Store, answers: Answers, tally: Tally) -> Exchange[tuple[int, int]]:
    """Compare every record with the server; returns how many were fetched, and how many are to be sent again."""
    place = yield from manifest.fetch(store, answers)
    known = ledger.meta(store)
    if place.epoch != known.epoch:
        raise OtherHistory
    seen = Cursor.decode(known.cursor).seq if known.cursor else 0
    wanted, renumbered = _differing(store, seen)
    missing = store.rows(
        "SELECT c, id FROM sync_rec r WHERE rev > 0 AND rev <= ? AND base IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM temp.manifest m WHERE m.c = r.c AND m.id = r.id) AND NOT EXISTS "
        "(SELECT 1 FROM sync_opaque o WHERE o.c = r.c AND o.id = r.id) AND NOT EXISTS "
        "(SELECT 1 FROM sync_held h WHERE h.c = r.c AND h.id = r.id)",
        (place.head,),
    )
    with store.database.atomic():
        store.connection.executemany("UPDATE sync_rec SET rev = ? WHERE c = ? AND id = ?", renumbered)
    again = send_again(store, [(c, id) for c, id in missing], tally)

    def take(records: Sequence[RawRecord]) -> None:
        with store.applying():
            for record in records:
                _make_room(store, record)
            mass_delete.apply_page(store, records, tally, last=False)

    yield from manifest.bring(answers, wanted, take, reach=lambda place: farthest.note(store, place))
    with store.applying():
        mass_delete.release(store, tally)
    return len(wanted), again


def _differing(store: Store, seen: int) -> tuple[list[Record], list[tuple[int, str, str]]]:
    """Records that the server holds otherwise than is known here, and those of which only the number is another one."""
    wanted: list[Record] = []
    renumbered: list[tuple[int, str, str]] = []
    rows = store.connection.execute(
        "SELECT m.c, m.id, m.rev, m.del, m.hash8, COALESCE(r.rev, 0), COALESCE(o.rev, 0), "
        "CASE WHEN o.c IS NULL THEN r.base ELSE o.body END, o.c IS NOT NULL FROM temp.manifest m "
        "LEFT JOIN sync_rec r ON r.c = m.c AND r.id = m.id LEFT JOIN sync_opaque o ON o.c = m.c AND o.id = m.id "
        "WHERE NOT EXISTS (SELECT 1 FROM sync_held h WHERE h.c = m.c AND h.id = m.id)"
    )
    for c, id, rev, deleted, there, known, unread_rev, body, unread in rows:
        newest = max(known, unread_rev)
        if rev > seen and rev > newest:
            continue  # the next pull brings it
        if (deleted and body is None) or (not deleted and hash8(body) == there):
            if known and rev != known and not unread:
                renumbered.append((rev, c, id))
        else:
            wanted.append((c, id))
    return wanted, renumbered


def _make_room(store: Store, record: RawRecord) -> None:
    """Let a record be taken over whatever number is known for it; what stood in its place goes to the history."""
    if record.c not in BY_NAME:
        return
    entry = ledger.entry(store, record.c, record.id)
    if entry is NEVER:
        return
    if not entry.touched:
        _keep(store, BY_NAME[record.c], record.id, entry)
    ledger.set_entry(store, record.c, record.id, rev=0)
