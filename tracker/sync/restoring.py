"""Restoring a backup on a device that syncs: who the device is to the server afterwards.

A backup of this device keeps what it says of the server. The next push tells the server something that it has heard
otherwise already, which it answers with `fork`, and the device goes on from there (SYNC C.12). A backup of another
device must not go on in that one's name, or the two would sign each other out: it becomes a device of its own, which
still knows what was in flight.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.store import restore as store_restore
from tracker.store.backup_file import Report, nothing
from tracker.store.database import Store
from tracker.store.restore import Restored
from tracker.sync import events, ledger, outbox
from tracker.sync.lock import sync_lock
from tracker.sync.rollback import RESTORED_FROM


def restore(profile: Path, file: Path, *, alone: bool = False, report: Report = nothing) -> Restored:
    """Put a backup in the place of what is in `profile`; for the arguments and errors see `store.restore.restore`."""
    store_restore.describe(file)  # before anything is made for it
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    with sync_lock(profile):
        here = _device(profile / "tracker.db")

        def adapt(store: Store) -> None:
            known = ledger.meta(store)
            if here is not None and known.dev != here:
                outbox.become_new_device(store)
            if known.account_id is not None:
                with store.database.atomic():
                    events.remember(store, RESTORED_FROM, {"file": str(file.absolute())})

        return store_restore.restore(profile, file, alone=alone, adapt=adapt, report=report)


def _device(database: Path) -> str | None:
    """This device's name for the server, empty where there is no data yet, None where it cannot be read."""
    if not database.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT dev FROM sync_meta").fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else ""
