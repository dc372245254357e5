"""A whole sync of a profile: the lock, the sign-in, the network, and one cycle over it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from tracker.errors import SignedOut
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import blobs, counts, events, ledger, limits, twins
from tracker.sync.cycle import Cycle, silent
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Answer, Exchange, Lost, Request, host
from tracker.sync.report import Progress, State, SyncReport
from tracker.sync.secrets import Vault
from tracker.sync.session import Connect, Session, held, line
from tracker.sync.verify import When

T = TypeVar("T")

OFF = "Sync is switched off; changes wait on this device."
BREATH = 0.001
"""Seconds between two requests in which other threads of the app come to their turn."""


def drive(exchange: Exchange[T], send: Callable[[Request], Answer], cancelled: threading.Event | None = None) -> T:
    """Carry the requests of `exchange` until it is over. After a cancel every answer counts as lost."""
    try:
        request = next(exchange)
        while True:
            stop = cancelled is not None and cancelled.is_set()
            answer = Lost("cancelled", cancelled=True) if stop else send(request)
            time.sleep(BREATH)
            request = exchange.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result


def synchronise(
    store: Store,
    vault: Vault,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
    connect: Connect | None = None,
    verifies: When = "due",
    hurry: bool = False,
) -> SyncReport:
    """Sync the profile once; another process that does so is waited for.

    Being offline, signed out or stopped is told in the report and raises nothing.

    Args:
        store: the profile's data, on the calling thread.
        vault: where the sign-in is.
        progress: hears how far it is, on the calling thread.
        cancelled: set from any thread to end early; what was done stays done.
        connect: gives the transport, which stays the caller's to close; HTTP unless something else is given.
        verifies: when to compare everything with the server as well, and repair what can be; `verify.last_verified`
            tells what was found.
        hurry: the person asks for it, so that nothing is put off any longer.

    Raises:
        SignedOut: no account was ever used with this profile.
        Busy: another process keeps syncing it.
    """
    known = ledger.meta(store)
    if known.account_id is None or known.server is None:
        raise SignedOut(
            "This profile is not signed in to a server.", "Sign in on the Sync page, or with `tracker account login`."
        )
    if known.mode == "local":
        return _without_network(store, "local", OFF)
    with sync_lock(store.profile, cancelled=cancelled):
        if ledger.meta(store).mode == "local":  # switched off while another sync was waited for
            return _without_network(store, "local", OFF)
        if held(store, vault) is None:
            why = vault.trouble or f"Signed out of {host(known.server)}."
            return _without_network(store, "signed_out", f"{why} Sign in again; your changes wait here.")
        with line(known.server, connect, cancelled) as transport:
            session = Session(store, vault, transport)
            if hurry:
                blobs.hurry(store)
            cycle = Cycle(store, limits=limits.known(store), report=progress or silent, verifies=verifies)
            report = drive(cycle.run(), session.send, cancelled)
            if report.is_complete and limits.are_old(store):
                limits.learn(store, session.send(limits.ASK))
        if report.is_complete and not report.more:
            twins.look(store)
        if session.peace:
            report = replace(report, retry_after=max(report.retry_after or 0.0, session.peace))
        return report


def _without_network(store: Store, state: State, sentence: str) -> SyncReport:
    with store.database.atomic():
        events.set_state(store, state, sentence)
        if state != "local":
            events.note(store, state, sentence)
    return SyncReport(
        online=False,
        sent=0,
        received=0,
        merged=0,
        conflicts=counts.conflicts(store),
        refused=counts.refused(store),
        seconds=0.0,
        state=state,
        sentence=sentence,
        changes=Changes(),
    )
