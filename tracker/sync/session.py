"""Speaking in an account's name: tokens are added, and renewed when the server asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace

import msgspec

from tracker.protocol.accounts import Refresh, Tokens
from tracker.store.database import Store
from tracker.sync import ledger, outbox
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Answer, Lost, Request, Response, Transport
from tracker.sync.secrets import Keep, Kept, Vault, entry_name, keep_of
from tracker.sync.transport import Http

Connect = Callable[[str], Transport]
"""Gives the transport to a server; whoever made it closes it."""

_read_tokens = msgspec.json.Decoder(Tokens).decode


class Session:
    """Requests of a profile that is signed in. One at a time: the caller holds the profile's sync lock.

    `peace` is how many seconds the server asked to be left alone after all this.
    """

    def __init__(self, store: Store, vault: Vault, transport: Transport) -> None:
        self._store = store
        self._vault = vault
        self._transport = transport
        self.peace = 0.0

    def send(self, request: Request) -> Answer:
        """The answer to `request`; a token that has run out is renewed and the same bytes are sent again."""
        if not request.signed:
            return self._send(request, None)
        tokens = held(self._store, self._vault)
        if tokens is None:
            return Response(401)
        request = replace(request, account=ledger.meta(self._store).account_id or "")
        answer: Answer = Response(401)
        if tokens.access:
            answer = self._send(request, tokens.access)
        if not _expired(answer):
            return answer
        kept = held(self._store, self._vault, again=True) or tokens
        if kept.access not in ("", tokens.access):  # another process renewed it, perhaps long ago
            answer = self._send(request, kept.access)
            if not _expired(answer):
                return answer
        renewed = self._renew(kept)
        if isinstance(renewed, Tokens):
            return self._send(request, renewed.access)
        return renewed

    def _renew(self, tokens: Tokens) -> Tokens | Answer:
        """New tokens, or the answer that says why there are none."""
        answer = self._ask(tokens)
        if isinstance(answer, Response) and answer.status == 200:
            try:
                renewed = _read_tokens(answer.body)
            except msgspec.MsgspecError:
                return Lost("the answer was no token")
            hold(self._store, self._vault, renewed)
            return renewed
        return answer

    def _ask(self, tokens: Tokens) -> Answer:
        body = msgspec.json.encode(Refresh(refresh=tokens.refresh, device=ledger.meta(self._store).dev))
        return self._send(Request("POST", "/v1/token/refresh", body=body, signed=False), None)

    def _send(self, request: Request, access: str | None) -> Answer:
        answer = self._transport.send(request, access)
        if isinstance(answer, Response):
            self.peace = max(self.peace, answer.peace)
        return answer


class Beside:
    """Requests of a profile that is signed in, beside a sync that may be under way.

    Only where a token has to be renewed the sync is waited for, so that the two never renew it at once.

    Args:
        store: the profile's data, on the calling thread.
        vault: where the sign-in is.
        transport: not that of the sync.
        cancelled: ends the waiting.
    """

    def __init__(
        self, store: Store, vault: Vault, transport: Transport, cancelled: threading.Event | None = None
    ) -> None:
        self._store = store
        self._vault = vault
        self._transport = transport
        self._cancelled = cancelled

    def send(self, request: Request) -> Answer:
        """The answer to `request`.

        Raises:
            Busy: a sync of another process goes on for long, or waiting for it was cancelled.
        """
        tokens = held(self._store, self._vault)
        if tokens is not None and tokens.access:
            answer = self._transport.send(request, tokens.access)
            if not _expired(answer):
                return answer
        with sync_lock(self._store.profile, cancelled=self._cancelled):
            return Session(self._store, self._vault, self._transport).send(request)


def held(store: Store, vault: Vault, *, again: bool = False) -> Tokens | None:
    """The sign-in of this profile, None where it is signed out. A device that took a new name brings it along."""
    known = ledger.meta(store)
    if known.account_id is None or known.server is None:
        return None
    keep = keep_of(known.token_store)
    found = vault.load(entry_name(known.server, known.account_id, known.dev), keep, again=again)
    before = outbox.name_before(store) if found is None else None
    if before is not None:
        # It stays under the old name as well: the profile that this one is a copy of may live beside it.
        found = vault.load(entry_name(known.server, known.account_id, before), keep)
        if found is not None:
            hold(store, vault, found)
    return found


def hold(store: Store, vault: Vault, tokens: Tokens, keep: Keep | None = None) -> Kept:
    """Keep a sign-in for this profile, where the last one was unless `keep` says otherwise.

    A store of secrets that fails while a token is renewed will be tried again; only a new sign-in moves elsewhere.
    """
    known = ledger.meta(store)
    name = entry_name(known.server or "", tokens.account, known.dev)
    if keep not in (None, known.token_store):
        vault.forget(name, keep_of(known.token_store))
    kept = vault.save(name, tokens, keep or keep_of(known.token_store))
    if outbox.name_before(store) is not None:
        outbox.forget_name_before(store)
    if keep is not None:
        ledger.set_meta(store, token_store=kept.keep)
    return kept


def _expired(answer: Answer) -> bool:
    return isinstance(answer, Response) and answer.status == 401


@contextmanager
def line(server: str, connect: Connect | None = None, cancelled: threading.Event | None = None) -> Generator[Transport]:
    """The transport to `server`: what `connect` gives, else HTTP for as long as this lasts."""
    if connect is not None:
        yield connect(server)
        return
    http = Http(server, cancelled=cancelled)
    try:
        yield http
    finally:
        http.close()
