"""Waiting for news of the account's log: one question to the server, which keeps it until there are some.

A question is asked with plain values, so that whoever waits touches neither the profile nor its sign-in; a token
that has run out is renewed by the next sync. When to ask is decided in `tasks.wait_lane`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from tracker.protocol.cursor import Cursor
from tracker.protocol.wait import News
from tracker.store.database import Store
from tracker.sync import farthest, ledger
from tracker.sync.messages import Lost, Request, Response, Transport
from tracker.sync.secrets import Vault
from tracker.sync.session import held

SECONDS = 50
"""How long to wait at a time; proxies hang up after a minute of silence."""
GRACE = 10.0
"""Seconds that an answer may be late."""
HURRY = 0.5
"""An answer without news in less than this part of the time is not patience but something that went wrong."""

_read_news = msgspec.json.Decoder(News).decode


@dataclass(frozen=True)
class Post:
    """Where a device waits: after `cursor` in the log of an account on a server; `seen` is as in `farthest`."""

    server: str
    account: str
    cursor: str
    access: str = field(repr=False)
    seen: str = ""

    @property
    def seq(self) -> int:
        """The number of the last revision that is known here."""
        return Cursor.decode(self.cursor).seq


@dataclass(frozen=True)
class Heard:
    """What came of a wait.

    Attributes:
        what: 'news' with the log's `head`; 'nothing' when the time was up; 'sync' for what only a sync can settle, such
            as a token that has run out; 'refused' by a server that cannot or will not be waited at now; 'lost' without
            a connection; 'cancelled'.
        pause: seconds of peace that the server asked for.
    """

    what: Literal["news", "nothing", "sync", "refused", "lost", "cancelled"]
    head: int = 0
    pause: float = 0.0


def post(store: Store, vault: Vault) -> Post | None:
    """Where this profile waits for news; None where it has nothing to wait for."""
    known = ledger.meta(store)
    tokens = held(store, vault)
    if known.server is None or tokens is None or not tokens.access or not known.cursor or known.mode == "local":
        return None
    seen = farthest.beyond(store, known.cursor) or ""
    return Post(known.server, tokens.account, known.cursor, tokens.access, seen)


def wait(at: Post, transport: Transport, seconds: int = SECONDS) -> Heard:
    """Ask once whether there are news, and have the server think about it for `seconds`."""
    query = {"cursor": at.cursor, "t": str(seconds), **({"seen": at.seen} if at.seen else {})}
    begun = time.monotonic()
    answer = transport.send(Request("GET", "/v1/wait", query, patience=seconds + GRACE), at.access)
    if isinstance(answer, Lost):
        return Heard("cancelled" if answer.cancelled else "lost")
    if answer.status == 204:
        hurried = time.monotonic() - begun < seconds * HURRY
        return Heard("refused" if hurried else "nothing")
    if answer.status == 200:
        return _news(answer)
    if answer.status in (401, 403, 409, 410):
        return Heard("sync")
    return Heard("refused", pause=answer.retry_after or 0.0)


def _news(answer: Response) -> Heard:
    try:
        return Heard("news", _read_news(answer.body).head)
    except msgspec.MsgspecError:
        return Heard("refused")
