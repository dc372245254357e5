"""Judging what the server answered: a body to read, or the reason why a sync ends or takes another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from tracker.protocol.errors import ErrorBody
from tracker.store.database import Store
from tracker.sync import events, ledger
from tracker.sync.messages import Answer, Lost, Response, host
from tracker.sync.report import State

T = TypeVar("T")

STARTED_OVER = "sync_started_over"
"""The fact that the server told so, until somebody said what happens now."""

_read_error = msgspec.json.Decoder(ErrorBody).decode


class Stop(Exception):
    """The sync ends here for now; nothing is lost by it."""

    def __init__(self, state: State, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.state = state
        self.sentence = sentence
        self.retry_after = retry_after


class OtherHistory(Exception):
    """The server's log is not the one that this profile knows: it was restored from a backup, or started over."""


class Expired(Exception):
    """The server has forgotten deletions that this device does not know of."""


class Answers:
    """What the answers of one server mean for a profile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.host = host(ledger.meta(store).server)

    def taken(self, answer: Answer) -> bytes:
        """The body of an answer that is one.

        Raises:
            Stop: the sync ends here, with a sentence.
            OtherHistory: the server knows another history.
            Expired: the cursor is too old.
        """
        if isinstance(answer, Lost):
            if answer.cancelled:
                raise Stop("cancelled", "Sync was interrupted. Nothing is lost; it goes on next time.")
            raise Stop("offline", f"Offline: could not reach {self.host}. Nothing is lost; it will be sent later.")
        self._set_clock(answer)
        if answer.status == 200:
            return answer.body
        if answer.status == 401:
            raise Stop("signed_out", self._signed_out(answer))
        if answer.status == 426:
            raise Stop("upgrade", f"{self.host} needs a newer Tracker. Your changes wait here.")
        if answer.status == 410:
            raise Expired
        if answer.status == 409 and self.error(answer).error == "epoch":
            if self.error(answer).detail.get("reset") is True:
                events.remember(self._store, STARTED_OVER, True)
                raise Stop("asking", f"The account on {self.host} was started over. Nothing is changed here yet.")
            raise OtherHistory
        if answer.status == 429 or answer.status >= 500:
            raise Stop(
                "busy", f"{self.host} asks for patience. Nothing is lost; it will be sent later.", answer.retry_after
            )
        if answer.status == 403 and self.error(answer).error == "wrong_account":
            raise Stop(
                "stopped",
                f"{self.host} takes this device for somebody else. Sign out and sign in again; nothing is lost.",
            )
        raise Stop("stopped", f"{self.host} refused: {self.error(answer).sentence} Nothing is lost.")

    def read(self, decode: Callable[[bytes], T], body: bytes) -> T:
        """A body as a message.

        Raises:
            Stop: it is none.
        """
        try:
            return decode(body)
        except msgspec.MsgspecError as error:
            raise self.strange() from error

    def error(self, answer: Response) -> ErrorBody:
        """Why the server said no."""
        return self.read(_read_error, answer.body)

    def _signed_out(self, answer: Response) -> str:
        try:
            reused = _read_error(answer.body).detail.get("reason") == "reused"
        except msgspec.MsgspecError:  # there was no sign-in to ask with, or a proxy answered
            reused = False
        if reused:
            return (
                f"Signed out of {self.host}: a copy of this profile used the same sign-in. "
                "Sign in again, here and there; nothing is lost, your changes wait here."
            )
        return f"Signed out: {self.host} asks for the password again. Your changes wait here."

    def strange(self) -> Stop:
        """What an answer means that no Tracker server gives."""
        return Stop("offline", f"{self.host} did not answer like a Tracker server. Nothing is lost.")

    def _set_clock(self, answer: Response) -> None:
        """Learn how far our clock is off; the server tells whole seconds, so less than two are no news."""
        if answer.date is None:
            return
        offset = answer.date - self._store.now()
        if abs(offset - ledger.meta(self._store).clock_offset) > 2000:
            ledger.set_meta(self._store, clock_offset=offset)
