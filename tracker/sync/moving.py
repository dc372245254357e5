"""Going over to another account, such as one on a server that was set up anew after it was lost.

Nothing of the account before is known to the new one, so this device begins there as a new one. Either it sends all it
has, and what the account holds already is met like at a first sync; or it lets go of what it has and begins with what
the account holds, because another device has sent everything.
"""

from __future__ import annotations

from typing import Literal

from tracker.store import fetched
from tracker.store.database import Store
from tracker.sync import events, ledger, outbox, started_over, twins, verify
from tracker.sync.messages import host

Move = Literal["send", "take over"]
"""What a profile does that goes over to another account: send what is here, or take over what the account holds."""
WHY = "before moving to another account"
"""The kind of the backup that is made first."""
_TOLD: dict[Move, str] = {
    "send": "What is here belongs to {who} from now on, and is sent there. A backup was made.",
    "take over": "This device takes over what {who} holds. What was here went to a backup.",
}


def go_over(store: Store, move: Move, account: str, email: str, server: str, device: str) -> None:
    """Let the profile belong to another account from now on; the next sync sends everything, or brings everything.

    The caller holds the sync lock and has made a backup. What is edited here meanwhile is sent like the rest.

    Args:
        store: the profile's data.
        move: what becomes of what is here.
        account: the account's id on the server.
        email: the account's name.
        server: the server's address.
        device: this device's new name for the server.
    """
    # No server is known to have them any more, so they are no copies that may make room for others.
    fetched.keep_all(store.profile / "blobs")
    with store.database.atomic():
        if move == "send":
            started_over.upload(store)
            twins.expect(store)
        else:
            started_over.empty(store)
        store.database.execute_sql("DELETE FROM sync_answered")
        store.database.execute_sql("UPDATE sync_rec SET remote_dev = NULL, remote_at = NULL, base_at = NULL")
        ledger.set_meta(store, account_id=account, email=email, server=server, dev=device, last_sync=None)
        outbox.forget_name_before(store)
        for fact in (events.DEVICES, events.DEVICES_AT, verify.LAST, events.ACCOUNT_LOST):
            events.remember(store, fact, None)
        events.set_state(store, "never", "")
        events.note(store, "moved", _TOLD[move].format(who=f"{email} on {host(server)}"))
