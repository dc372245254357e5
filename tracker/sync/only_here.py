"""What would be lost with this computer: records of which no server is known to hold what this profile holds.

More than what waits to be sent: a contested record's own side is here alone until somebody decides, so is a record
whose deletion elsewhere was not agreed to, and everything is once the account has none of it any more.
"""

from __future__ import annotations

from tracker.store.collections import COLLECTIONS
from tracker.store.database import Store
from tracker.sync import counts, events
from tracker.sync.answers import STARTED_OVER
from tracker.sync.report import count

_PARTS = (
    "SELECT c, id FROM sync_rec WHERE stamp > acked",  # what was refused is among them
    "SELECT c, id FROM sync_conflict",
    "SELECT c, id FROM sync_held",
    "SELECT c, id FROM sync_opaque WHERE unsent",
)
_ALL = (
    *_PARTS,
    *(f"SELECT '{one.name}', id FROM {one.table}" for one in COLLECTIONS),
    "SELECT c, id FROM sync_opaque",
)


def only_here(store: Store) -> int:
    """How many records hold something that no server is known to have; quick enough to be asked before a dialog."""
    parts = _ALL if _is_all_of_it(store) else _PARTS
    return int(store.rows(f"SELECT COUNT(*) FROM ({' UNION '.join(parts)})")[0][0])


def in_words(missing: int) -> str:
    """What is at stake, in a sentence."""
    return f"{count(missing, 'record')} {'holds' if missing == 1 else 'hold'} what is nowhere else."


def way_out(store: Store) -> str:
    """What to do before it is lost, up to where a copy is the other choice: "Decide the conflicts and sync"."""
    if events.recall(store, events.ACCOUNT_LOST):
        return "Sign in, send what is here to the new account and sync"
    if _is_all_of_it(store) or store.rows("SELECT 1 FROM sync_held LIMIT 1"):
        return "Answer what sync asks and sync"
    return "Decide the conflicts and sync" if counts.conflicts(store) else "Sync"


def _is_all_of_it(store: Store) -> bool:
    """Whether the account was started over or is gone, and holds nothing of this profile's for all that is known."""
    return bool(events.recall(store, STARTED_OVER) or events.recall(store, events.ACCOUNT_LOST))
