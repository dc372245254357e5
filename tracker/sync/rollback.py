"""The second choice after a restored or copied profile: make everything as it was in that backup, for all devices.

A restored profile goes on by itself and takes over what changed since (SYNC C.12). Rolling back compares the backup
with what is here then, and saves the difference as ordinary edits: one step, which can be undone and which syncs.
"""

from __future__ import annotations

from pathlib import Path

from tracker.errors import NotFound
from tracker.store import restore
from tracker.store.backup import back_up
from tracker.store.changes import Changes
from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.database import Store
from tracker.store.records import delete_records, read_bodies, write_bodies
from tracker.sync import events
from tracker.sync.parts import same

RESTORED_FROM = "restored_from"
"""The fact that says which backup was restored, for as long as nobody has answered what that was for."""


def note_fork(store: Store) -> None:
    """Remember how this profile was when the server knew another history of it; a backup that was restored says it."""
    if events.recall(store, RESTORED_FROM) is None:
        events.remember(store, RESTORED_FROM, {"file": str(back_up(store, "before recovering this device"))})


def note_synced(store: Store) -> None:
    """From now on there is a difference between the backup and what is here."""
    known = events.recall(store, RESTORED_FROM)
    if known is not None and not known.get("synced"):
        events.remember(store, RESTORED_FROM, {**known, "synced": True})


def backup_file(store: Store) -> Path | None:
    """The backup to which everything can be rolled back, where that is a question."""
    known = events.recall(store, RESTORED_FROM)
    return Path(known["file"]) if known is not None and known.get("synced") else None


def keep(store: Store) -> None:
    """Nothing is rolled back."""
    events.remember(store, RESTORED_FROM, None)


def roll_back(store: Store) -> Changes:
    """Make every record what it is in the backup, and remove what is not in it; a backup is made first.

    Raises:
        NotFound: the backup is not there any more.
        BadFile: it is damaged.
    """
    file = backup_file(store)
    if file is None or not file.exists():
        raise NotFound("The backup is not there any more.", "Keep what is here, or restore another backup.")
    back_up(store, "before rolling back")
    with (
        restore.unpacked(file, store.profile) as folder,
        Store.open(folder, readonly=True) as then,
        store.step("Roll everything back") as step,
    ):
        for collection in COLLECTIONS:
            _roll_back(store, then, collection)
        keep(store)
    return step.changes


def _roll_back(store: Store, then: Store, collection: Collection) -> None:
    now_ids, then_ids = ([row[0] for row in one.rows(f"SELECT id FROM {collection.table}")] for one in (store, then))
    now, before = read_bodies(store, collection, now_ids), read_bodies(then, collection, then_ids)
    delete_records(store, collection, [id for id in now_ids if id not in before])
    changed = {id: body for id, body in before.items() if not same(body, now.get(id))}
    write_bodies(store, collection, changed)
