"""What the server takes, as it said at the last sign-in and once a day since."""

from __future__ import annotations

import msgspec

from tracker.protocol.accounts import Session
from tracker.protocol.limits import Limits
from tracker.store.database import Store
from tracker.sync import events
from tracker.sync.events import DAY
from tracker.sync.messages import Answer, Request, Response

ASK = Request("GET", "/v1/session")
"""The question that `learn` understands the answer to."""
_KEPT = "sync_limits"

_read_session = msgspec.json.Decoder(Session).decode


class _Kept(msgspec.Struct):
    at: int
    limits: Limits


def known(store: Store) -> Limits:
    """The server's limits; the usual ones until it was asked."""
    kept = _kept(store)
    return kept.limits if kept else Limits()


def are_old(store: Store) -> bool:
    """Whether it is time to ask again."""
    kept = _kept(store)
    return kept is None or not kept.at <= store.now() < kept.at + DAY


def learn(store: Store, answer: Answer) -> None:
    """Keep the limits that an answer to `ASK` tells; any other answer changes nothing.

    What was refused because the account was full is tried again, and what was too large where more is taken now.
    """
    if not isinstance(answer, Response) or answer.status != 200:
        return
    try:
        told = _read_session(answer.body).limits
    except msgspec.MsgspecError:
        return
    if min(told.record_bytes, told.push_ops, told.push_bytes) < 1:
        return
    before = known(store)
    with store.database.atomic():
        if told.record_bytes > before.record_bytes:
            _try_again(store, "too_large")
        _try_again(store, "quota")
        events.remember(store, _KEPT, msgspec.to_builtins(_Kept(store.now(), told)))


def _kept(store: Store) -> _Kept | None:
    kept = events.recall(store, _KEPT)
    return None if kept is None else msgspec.convert(kept, _Kept)


def _try_again(store: Store, code: str) -> None:
    store.database.execute_sql("DELETE FROM sync_reject WHERE code = ?", (code,))
