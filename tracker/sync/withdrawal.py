"""Taking back a push that was refused as a whole, such as by a proxy that finds it too large.

A no to this delivery says nothing about an earlier one whose answer was lost: that may have been carried out, and may
still be on its way. So the server is asked, under the same number, to carry out nothing instead. Either it answers
what it had said to the push, or the push can never be carried out any more, and its records are sent in others.
"""

from __future__ import annotations

import hashlib

import msgspec

from tracker.store.database import Store
from tracker.sync import events, farthest, ledger, outbox
from tracker.sync.answers import Answers
from tracker.sync.messages import Request, Response
from tracker.sync.outbox import Frozen

WITHDRAWN = "sync_withdrawn"


class _Raw(msgspec.Struct):
    ops: msgspec.Raw


class _Instead(msgspec.Struct):
    epoch: str
    dev: str
    push_no: int
    now: int
    ops: list[None]
    instead: str


_read_raw = msgspec.json.Decoder(_Raw).decode


def begin(store: Store, push: Frozen, answer: Response, answers: Answers) -> None:
    """Note that a push was refused, so that it is not sent again: the server may know another of its number soon.

    Raises:
        Stop: it was not the server who refused it.
    """
    # A proxy that finds a body too large says so in a page of its own; any other no must be the server's.
    code, why = "too_large", f"{answers.host} takes no record of this size."
    if answer.status != 413:
        code, why = "bad_envelope", answers.error(answer).sentence
    events.remember(store, WITHDRAWN, [*_name(store, push), code, why])


def is_begun(store: Store, push: Frozen) -> bool:
    """Whether this push was refused and is to be taken back."""
    noted = events.recall(store, WITHDRAWN)
    return noted is not None and noted[:-2] == _name(store, push)


def request(store: Store, push: Frozen) -> Request:
    """The push of nothing that takes the place of a refused one."""
    known = ledger.meta(store)
    instead = _Instead(known.epoch or "", known.dev, push.push_no, store.now(), [], _digest(push))
    query = {"seen": farthest.latest(store) or ""}
    return Request("POST", "/v1/push", query, msgspec.json.encode(instead))


def end(store: Store, push: Frozen) -> None:
    """The server will not carry it out: its records wait again, and a single one waits until it changes."""
    with store.database.atomic():
        if len(push.records) == 1:
            *_, code, why = events.recall(store, WITHDRAWN)
            outbox.reject_frozen(store, *push.records[0], code, why)
        outbox.thaw(store)


def _name(store: Store, push: Frozen) -> list[str | int]:
    """Its number alone is not enough: on a server that was restored other records may go under it."""
    return [ledger.meta(store).dev, push.push_no, _digest(push)]


def _digest(push: Frozen) -> str:
    return hashlib.sha256(_read_raw(push.request).ops).hexdigest()
