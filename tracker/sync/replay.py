"""After an upgrade: what an earlier version could not read is read again, record by record.

Records of kinds it did not know, and fields it had no column for, were kept as they came. One that still cannot be
read stays as it is, and keeps no other from being read.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from tracker.store.collections import BY_NAME, COLLECTIONS, Collection
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies
from tracker.sync import events, ledger
from tracker.sync.incoming import UNFIT, RawRecord
from tracker.sync.pull import Tally, apply_records
from tracker.sync.views import complete, join, split

KNOWN = "sync_known"
SOME = 200
"""Records of one transaction."""


def replay(store: Store, tally: Tally) -> None:
    """Read again what was kept, once for each version of Tracker; refused records are tried again as well."""
    now = _known()
    before = events.recall(store, KNOWN)
    if before == now:
        return
    if before is not None:
        _read_records(store, tally)
        _read_extras(store, tally)
    with store.database.atomic():
        if before is not None:
            store.database.execute_sql("DELETE FROM sync_reject")
        events.remember(store, KNOWN, now)


@cache
def _known() -> str:
    """What tells one version of Tracker, and of what it knows, from another."""
    try:
        number = version("tracker")
    except PackageNotFoundError:
        number = "from source"
    known = [
        (one.name, one.schema, one.fields, [(items.name, items.fields) for items in one.lists]) for one in COLLECTIONS
    ]
    return hashlib.sha256(repr((number, known)).encode()).hexdigest()


def _read_records(store: Store, tally: Tally) -> None:
    rows = store.rows("SELECT c, id FROM sync_opaque WHERE NOT unsent ORDER BY rev")
    keys = [(c, id) for c, id in rows if c in BY_NAME]
    for start in range(0, len(keys), SOME):
        with store.applying():
            apply_records(store, [_kept(store, *key) for key in keys[start : start + SOME]], tally)


def _kept(store: Store, c: str, id: str) -> RawRecord:
    sql = "SELECT rev, body, s, mt, dev FROM sync_opaque WHERE c = ? AND id = ?"
    rev, body, s, mt, dev = store.rows(sql, (c, id))[0]
    return RawRecord(c=c, id=id, rev=rev, s=s, mt=mt, dev=dev, body=msgspec.Raw(body))


def _read_extras(store: Store, tally: Tally) -> None:
    """Put values into the columns that there are for them now."""
    for collection in COLLECTIONS:
        rows = store.rows("SELECT id FROM sync_rec WHERE c = ? AND extras <> '{}'", (collection.name,))
        ids = [id for (id,) in rows]
        for start in range(0, len(ids), SOME):
            with store.applying():
                for id in ids[start : start + SOME]:
                    _read_one(store, collection, id, tally)


def _read_one(store: Store, collection: Collection, id: str, tally: Tally) -> None:
    row = read_bodies(store, collection, [id]).get(id)
    if row is None:
        return
    known, rest = split(collection, join(collection, row, ledger.entry(store, collection.name, id).extras))
    if json.dumps(known, sort_keys=True) == json.dumps(row, sort_keys=True):
        return
    try:
        with store.database.atomic():
            write_bodies(store, collection, {id: complete(collection, known)})
            ledger.set_entry(store, collection.name, id, extras=json.dumps(rest) if rest else "{}")
            tally.touched(collection.name, [id])
    except UNFIT:
        return
