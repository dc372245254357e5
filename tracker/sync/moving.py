"""Taking what is here along to another account, such as one on a server that was set up anew after it was lost.

Nothing of the account before is known to the new one, so this device begins there as a new one and sends all it has.
What the account holds already is met like at a first sync.
"""

from __future__ import annotations

from tracker.store import fetched
from tracker.store.database import Store
from tracker.sync import events, ledger, outbox, started_over, twins, verify
from tracker.sync.messages import host

WHY = "before moving to another account"
"""The kind of the backup that is made first."""


def take_along(store: Store, account: str, email: str, server: str, device: str) -> None:
    """Let the profile belong to another account from now on; the next sync sends everything.

    The caller holds the sync lock and has made a backup. What is edited here meanwhile is sent like the rest.

    Args:
        store: the profile's data.
        account: the account's id on the server.
        email: the account's name.
        server: the server's address.
        device: this device's new name for the server.
    """
    # No server is known to have them any more, so they are no copies that may make room for others.
    fetched.keep_all(store.profile / "blobs")
    with store.database.atomic():
        started_over.upload(store)
        store.database.execute_sql("DELETE FROM sync_answered")
        store.database.execute_sql("UPDATE sync_rec SET remote_dev = NULL, remote_at = NULL, base_at = NULL")
        twins.expect(store)
        ledger.set_meta(store, account_id=account, email=email, server=server, dev=device, last_sync=None)
        outbox.forget_name_before(store)
        for fact in (events.DEVICES, events.DEVICES_AT, verify.LAST, events.ACCOUNT_LOST):
            events.remember(store, fact, None)
        events.set_state(store, "never", "")
        told = f"What is here belongs to {email} on {host(server)} from now on, and is sent there. A backup was made."
        events.note(store, "moved", told)
