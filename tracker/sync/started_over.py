"""An account that its owner started over: what a person can say happens then to what is here.

Nobody else knows which of the two is wanted, what is here or what is there. Until it was said nothing is sent and
nothing is taken over, and everything here stays.
"""

from __future__ import annotations

from tracker.store.backup import back_up
from tracker.store.changes import Changes
from tracker.store.collections import COLLECTIONS
from tracker.store.database import Store
from tracker.store.records import delete_records
from tracker.sync import events, farthest, ledger
from tracker.sync.answers import STARTED_OVER
from tracker.sync.pull import Tally
from tracker.sync.recovery import send_again
from tracker.sync.views import local_bodies, text

KEPT = "meal_slot"
"""Every profile begins with some of these; what is not on the server stays, so that there are meals to log."""


def is_asked(store: Store) -> bool:
    """Whether somebody has to say what happens now."""
    return bool(events.recall(store, STARTED_OVER))


def forget(store: Store) -> None:
    """The server knows this profile's history again, or it was answered."""
    if is_asked(store):
        events.remember(store, STARTED_OVER, None)


def adopt(store: Store) -> Changes:
    """Let go of everything that is here, after a backup, so that the next sync takes over what is there.

    Raises:
        KnownError: the backup cannot be made; nothing was changed.
    """
    back_up(store, "before taking over a new account")
    return empty(store)


def empty(store: Store) -> Changes:
    """Let go of everything that is here; the caller has made a backup."""
    changed: set[str] = set()
    with store.applying():
        for collection in COLLECTIONS:
            ids = [id for (id,) in store.rows(f"SELECT id FROM {collection.table}")]
            if not ids:
                continue
            if collection.name == KEPT:
                _as_if_new(store, ids)
                continue
            delete_records(store, collection, ids)
            store.database.execute_sql("DELETE FROM sync_rec WHERE c = ?", (collection.name,))
            changed.add(collection.name)
        store.database.execute_sql("DELETE FROM sync_rec WHERE c <> ?", (KEPT,))
        for table in ("sync_conflict", "sync_conflict_bodies", "sync_reject", "sync_opaque"):
            store.database.execute_sql(f"DELETE FROM {table}")
        _begin_anew(store)
    return Changes(frozenset(changed))


def upload(store: Store) -> Changes:
    """Let the next sync send everything that is here; what is there already is met like at a first sync."""
    tally = Tally()
    with store.database.atomic():
        rows = store.rows(
            "SELECT c, id FROM sync_rec r WHERE NOT EXISTS "
            "(SELECT 1 FROM sync_opaque o WHERE o.c = r.c AND o.id = r.id)"
        )
        send_again(store, [(c, id) for c, id in rows], tally)
        store.database.execute_sql("UPDATE sync_opaque SET rev = 0, unsent = 1")
        store.database.execute_sql("UPDATE sync_rec SET rev = 0")
        store.database.execute_sql("DELETE FROM sync_reject")
        _begin_anew(store)
    return Changes(frozenset(tally.tables), tuple(tally.ids))


def _begin_anew(store: Store) -> None:
    """Nothing is known of the server any more."""
    store.database.execute_sql("UPDATE sync_rec SET infl = NULL, infl_stamp = NULL WHERE infl_stamp IS NOT NULL")
    for table in ("sync_push", "sync_held"):
        store.database.execute_sql(f"DELETE FROM {table}")
    ledger.set_meta(store, cursor=None, epoch=None, push_no=0)
    farthest.begin_anew(store, None)
    forget(store)


def _as_if_new(store: Store, ids: list[str]) -> None:
    collection = next(one for one in COLLECTIONS if one.name == KEPT)
    known = ledger.entries(store, KEPT, ids)
    bodies = local_bodies(store, collection, known, ids)
    store.database.execute_sql("DELETE FROM sync_rec WHERE c = ?", (KEPT,))
    for id in ids:
        ledger.set_entry(store, KEPT, id, base=text(bodies[id]))
