"""The latest place in the server's log of which this device knows, where that is beyond its cursor.

A device knows records that its cursor has not passed: those of its own pushes, and those it asked for by name. A server
that was put back from a backup lost them without any harm to the cursor. So the place is sent along, and a server in
whose log it is not says that it knows another history.
"""

from __future__ import annotations

from tracker.protocol.cursor import Cursor
from tracker.protocol.push import PushResponse
from tracker.store.database import Store
from tracker.sync import events, ledger

FARTHEST = "sync_farthest"


def note(store: Store, place: str) -> None:
    """Remember a place that the server told of, in the history that this device goes by."""
    if _seq(place) > max(_seq(ledger.meta(store).cursor), _seq(events.recall(store, FARTHEST))):
        events.remember(store, FARTHEST, place)


def begin_anew(store: Store, place: str | None) -> None:
    """From now on another history counts, of which `place` is known."""
    events.remember(store, FARTHEST, place)


def beyond(store: Store, cursor: str | None) -> str | None:
    """The place to send along with `cursor`; None where the cursor itself is the latest."""
    known: str | None = events.recall(store, FARTHEST)
    return known if _seq(known) > _seq(cursor) else None


def latest(store: Store) -> str | None:
    """The latest place of all, None before the first pull."""
    cursor = ledger.meta(store).cursor
    return beyond(store, cursor) or cursor


def _seq(place: str | None) -> int:
    return Cursor.decode(place).seq if place else 0


def step_over(store: Store, response: PushResponse) -> bool:
    """Step over our own writes where nothing else came since the last pull; False where there is more to pull."""
    known = ledger.meta(store)
    if not known.cursor:
        return True
    cursor = Cursor.decode(known.cursor)
    after = Cursor(response.epoch, response.head1, response.nonce).encode()
    if response.head1 > response.head0 and (cursor.epoch, cursor.seq) == (response.epoch, response.head0):
        ledger.set_meta(store, cursor=after)
        return True
    note(store, after)
    return response.head1 == response.head0
