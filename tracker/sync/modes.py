"""The three ways to keep data, and every way from one to another. No switch deletes anything, here or on the server.

`local`: what is written is noted for later and nothing touches the network. `hybrid`: everything is here, and sync
carries it to and fro. `cloud`: the same tables are a cache, and a change counts once the server has it; how one is
saved then is in `direct`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from tracker.errors import KnownError, Offline, SignedOut
from tracker.settings import setting
from tracker.store.database import Store
from tracker.sync import counts, events, ledger, recordings
from tracker.sync.engine import synchronise
from tracker.sync.lock import sync_lock
from tracker.sync.messages import host
from tracker.sync.report import Progress, State, count
from tracker.sync.secrets import Vault
from tracker.sync.session import Connect, held

Mode = Literal["hybrid", "cloud", "local"]


SETTING = setting("sync_mode")
LABELS = dict(SETTING.choices)
"""What the modes are called."""
EXPLANATIONS: Mapping[str, str] = MappingProxyType({
    "hybrid": "Everything is on this computer and works offline. "
    "Changes go to the server when there is a connection.",
    "cloud": "A change counts once the server has it. "
    "Offline you can look at what is here, and keep a change as a draft.",
    "local": "Nothing is sent and nothing is fetched. What you change waits here until you choose another mode.",
})  # fmt: skip
"""What each mode means, in plain words."""


class NotDownloaded(KnownError):
    """Server first cannot be left yet: what is on the server alone could not be fetched."""


def mode(store: Store) -> Mode:
    """How this profile keeps its data."""
    return mode_of(ledger.meta(store).mode)


def mode_of(text: str) -> Mode:
    """The mode that a person's `text` means.

    Raises:
        BadInput: it is none; the hint names those there are.
    """
    word = SETTING.read(text)
    return next(one for one in get_args(Mode) if one == word)


def saves_directly(store: Store) -> bool:
    """Whether a change counts only once the server has it."""
    known = ledger.meta(store)
    return known.mode == "cloud" and known.account_id is not None


def switch(
    store: Store,
    vault: Vault,
    to: Mode,
    *,
    anyway: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
    connect: Connect | None = None,
) -> str:
    """Go over to another mode; returns what that means, in a sentence. A sync under way is waited for.

    Leaving `cloud` downloads first what is on the server alone.

    Args:
        store: the profile's data.
        vault: where the sign-in is.
        to: the mode from now on.
        anyway: leave `cloud` even if the server cannot be reached; what is missing here stays there.
        progress: hears how far the download is.
        cancelled: ends the download early.
        connect: gives the transport.

    Raises:
        SignedOut: `cloud` needs a server, and this profile has none.
        NotDownloaded: the server cannot be reached; nothing was changed.
        Busy: another process keeps syncing.
    """
    known = ledger.meta(store)
    if known.mode == to:
        return f"Already so: {LABELS[to]}."
    if to == "cloud" and known.account_id is None:
        raise SignedOut("Server first needs a server.", "Sign in to one on the Sync page.")
    if known.mode == "cloud" and known.account_id is not None and not anyway:
        report = synchronise(store, vault, progress=progress, cancelled=cancelled, connect=connect)
        try:
            if report.state not in ("ok", "asking"):
                raise Offline(report.sentence)
            if to == "local":  # in hybrid, samples of other devices can be fetched whenever somebody looks at them
                heard = progress or (lambda _: None)
                recordings.fetch_all(store, vault, report=heard, cancelled=cancelled, connect=connect)
        except (Offline, SignedOut) as error:
            raise NotDownloaded(
                f"Not everything that is on {host(known.server)} could be fetched, so nothing was changed.",
                "Try again later, or switch anyway: what is missing here stays on the server.",
            ) from error
    with sync_lock(store.profile, cancelled=cancelled):
        state, sentence = _state(store, vault, to)
        told = _told(store, to)
        with store.database.atomic():
            ledger.set_meta(store, mode=to)
            events.set_state(store, state, sentence)
            if known.account_id is not None:
                events.note(store, "mode", told)
    return told


def _state(store: Store, vault: Vault, to: Mode) -> tuple[State, str]:
    """How sync stands right after a switch; what it stood like before says nothing about another mode."""
    known = ledger.meta(store)
    if to == "local" or known.account_id is None:
        return "local", ""
    if held(store, vault) is None:
        return "signed_out", f"Signed out of {host(known.server)}. Sign in again; your changes wait here."
    return ("never" if known.last_sync is None else "ok"), ""


def _told(store: Store, to: Mode) -> str:
    waiting = counts.waiting(store)
    if to == "local":
        return "This computer only: from now on nothing is sent and nothing is fetched."
    sent = f" {count(waiting, 'change')} will be sent now." if waiting and ledger.meta(store).account_id else ""
    if to == "cloud":
        return f"Server first: from now on a change counts once the server has it.{sent}"
    return f"Hybrid: everything is on this computer, and changes are sent when there is a connection.{sent}"
