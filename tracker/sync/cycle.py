"""One sync, as a generator of requests: it knows no network and no clock but the store's.

The order is what keeps data safe: a push whose answer was lost is sent again byte for byte before anything is pulled;
everything is pulled before something new is frozen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec

from tracker.protocol.accounts import Devices
from tracker.protocol.cursor import Cursor
from tracker.protocol.errors import ErrorBody
from tracker.protocol.limits import Limits
from tracker.protocol.pull import Page
from tracker.protocol.push import PushResponse
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import counts, events, ledger, outbox
from tracker.sync.messages import Answer, Exchange, Lost, Request, Response, host
from tracker.sync.outbox import Frozen
from tracker.sync.pull import RawRecord, Tally, apply_records, reconsider
from tracker.sync.report import Progress, State, SyncReport, words

T = TypeVar("T")
Report = Callable[[Progress], None]

ROUNDS = 6
"""How often one sync starts over because another device was faster."""
PAGE = 500
"""Records asked for at a time: applying them takes a transaction of some tens of milliseconds."""

_read_page = msgspec.json.Decoder(Page[RawRecord]).decode
_read_push = msgspec.json.Decoder(PushResponse).decode
_read_error = msgspec.json.Decoder(ErrorBody).decode
_read_devices = msgspec.json.Decoder(Devices).decode


class Stop(Exception):
    """The sync ends here for now; nothing is lost by it."""

    def __init__(self, state: State, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.state = state
        self.sentence = sentence
        self.retry_after = retry_after


class _NewDevice(Exception):
    """The server knows another history of this device, which goes on under a new name."""


def _silent(_progress: Progress) -> None:
    """Nobody watches."""


class Cycle:
    """One sync of a profile that is signed in. `run` is to be driven once.

    Args:
        store: the profile's data; nobody else syncs it meanwhile.
        limits: what the server takes.
        report: hears how far it is.
    """

    def __init__(self, store: Store, *, limits: Limits | None = None, report: Report = _silent) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.report = report
        self.tally = Tally()
        self.most = self.limits.push_ops
        self.pushes = True
        self.host = host(ledger.meta(store).server)
        self.opened = counts.conflicts(store)

    def run(self) -> Exchange[SyncReport]:
        """Resend, pull, push, until nothing is left or something stops it."""
        start = self.store.now()
        state: State = "ok"
        sentence, retry_after, more = "", None, False
        try:
            with suppress(_NewDevice):
                yield from self._resend()
            more = yield from self._rounds()
            yield from self._name_devices()
            if not self.pushes:
                raise Stop("upgrade", f"{self.host} needs a newer Tracker; until then your changes wait here.")
        except Stop as stop:
            state, sentence, retry_after = stop.state, stop.sentence, stop.retry_after
        return self._finish(state, sentence, retry_after, more, self.store.now() - start)

    # --------------------------------------------------------------------------------- the three parts

    def _resend(self) -> Exchange[None]:
        push = outbox.frozen(self.store)
        if push is not None:
            yield from self._deliver(push)

    def _rounds(self) -> Exchange[bool]:
        """Pull and push by turns; returns whether something is left after all rounds."""
        for _ in range(ROUNDS):
            yield from self._pull()
            try:
                stale = yield from self._push()
            except _NewDevice:
                continue
            if not stale:
                return False
        return True

    def _pull(self) -> Exchange[None]:
        received = self.tally.received
        fresh = False
        while True:
            known = ledger.meta(self.store)
            answer = yield Request("GET", "/v1/pull", _query(known.cursor, fresh))
            if _is_expired(answer) and not fresh and self._holds_nothing():
                # Deletions that were cleared away are no loss to a device that never held anything. Asked for only
                # then: a profile begins with some records, and their deletion is news to it.
                fresh = True
                continue
            page = self._read(_read_page, self._taken(answer))
            if known.epoch is not None and page.epoch != known.epoch:
                raise self._other_history()
            if page.recs or (page.cursor, page.epoch) != (known.cursor, known.epoch):
                with self.store.applying():
                    apply_records(self.store, page.recs, self.tally)
                    ledger.set_meta(self.store, cursor=page.cursor, epoch=page.epoch)
            if page.recs:
                self.report(Progress("receiving", self.tally.received - received, None))
            if not page.more:
                return

    def _holds_nothing(self) -> bool:
        """Whether nothing here was ever synced."""
        return not self.store.rows("SELECT 1 FROM sync_rec WHERE rev > 0 LIMIT 1")

    def _push(self) -> Exchange[bool]:
        """Push until nothing is left; returns whether a record met another version of itself."""
        if self.opened or counts.conflicts(self.store):
            with self.store.applying():
                reconsider(self.store, self.tally)
        while self.pushes:
            push = outbox.freeze(self.store, most=self.most, limits=self.limits)
            if push is None:
                return False
            self.report(Progress("sending", self.tally.sent, self.tally.sent + counts.waiting(self.store)))
            if (yield from self._deliver(push)):
                return True
        return False

    def _deliver(self, push: Frozen) -> Exchange[bool]:
        """Send a frozen push and take in the answer; returns whether a record met another version of itself."""
        # The bytes are those that were frozen, perhaps days ago; edit times are told apart by the clock as it is now.
        answer = yield Request("POST", "/v1/push", {"now": str(self.store.now())}, push.request)
        if isinstance(answer, Response) and answer.status in (400, 409, 413, 426):
            self._refused(push, answer)
            return False
        response = self._read(_read_push, self._taken(answer))
        if len(response.res) != len(push.records):
            raise self._strange()
        with self.store.database.atomic():
            stale = outbox.acknowledge(self.store, push, response, self.tally)
            self._go_on_from(response)
        return stale

    def _go_on_from(self, response: PushResponse) -> None:
        """Step over our own writes where nothing else was written since the last pull."""
        known = ledger.meta(self.store)
        if not known.cursor or response.head1 == response.head0:
            return
        cursor = Cursor.decode(known.cursor)
        if (cursor.epoch, cursor.seq) == (response.epoch, response.head0):
            ledger.set_meta(self.store, cursor=Cursor(response.epoch, response.head1, response.nonce).encode())

    def _refused(self, push: Frozen, answer: Response) -> None:
        """A push that was refused as a whole; the server carried out none of it."""
        if answer.status == 426:
            self.pushes = False
            return
        if answer.status == 409:
            if self._error(answer).error == "fork":
                outbox.become_new_device(self.store)
                events.note(
                    self.store, "fork", "This profile was copied or restored; it goes on as a device of its own."
                )
                raise _NewDevice
            self._taken(answer)
        records = push.records
        self.most = max(1, len(records) // 4)
        # A proxy that finds a body too large says so in a page of its own; any other no must be the server's.
        code = "too_large" if answer.status == 413 else "bad_envelope"
        why = f"{self.host} takes no record of this size." if answer.status == 413 else self._error(answer).sentence
        with self.store.database.atomic():
            if len(records) == 1:
                outbox.reject_frozen(self.store, *records[0], code, why)
            outbox.thaw(self.store)

    def _name_devices(self) -> Exchange[None]:
        """Ask for the devices' names when one is heard of for the first time."""
        known = events.device_names(self.store)
        if self.tally.devices <= known.keys() and ledger.meta(self.store).dev in known:
            return
        answer = yield Request("GET", "/v1/devices")
        if isinstance(answer, Response) and answer.status == 200:
            devices = self._read(_read_devices, answer.body).devices
            events.remember(self.store, events.DEVICES, [msgspec.to_builtins(device) for device in devices])

    # --------------------------------------------------------------------------------------- the answers

    def _taken(self, answer: Answer) -> bytes:
        """The body of an answer that is one; any other ends the sync with a sentence."""
        if isinstance(answer, Lost):
            if answer.cancelled:
                raise Stop("cancelled", "Sync was interrupted. Nothing is lost; it goes on next time.")
            raise Stop("offline", f"Offline: could not reach {self.host}. Nothing is lost; it will be sent later.")
        self._set_clock(answer)
        if answer.status == 200:
            return answer.body
        if answer.status == 401:
            raise Stop("signed_out", f"Signed out: {self.host} asks for the password again. Your changes wait here.")
        if answer.status == 426:
            raise Stop("upgrade", f"{self.host} needs a newer Tracker. Your changes wait here.")
        if answer.status == 410:
            raise Stop(
                "stopped",
                "This device was away for so long that sync cannot tell what was deleted meanwhile. "
                "Sync has stopped; nothing here was changed.",
            )
        if answer.status == 409:
            raise self._other_history()
        if answer.status == 429 or answer.status >= 500:
            raise Stop(
                "busy", f"{self.host} asks for patience. Nothing is lost; it will be sent later.", answer.retry_after
            )
        raise Stop("stopped", f"{self.host} refused: {self._error(answer).sentence} Nothing is lost.")

    def _other_history(self) -> Stop:
        return Stop(
            "stopped",
            f"The data on {self.host} was restored from a backup or started over. "
            "Sync has stopped so that nothing is lost; nothing here was changed.",
        )

    def _strange(self) -> Stop:
        return Stop("offline", f"{self.host} did not answer like a Tracker server. Nothing is lost.")

    def _read(self, decode: Callable[[bytes], T], body: bytes) -> T:
        try:
            return decode(body)
        except msgspec.MsgspecError as error:
            raise self._strange() from error

    def _error(self, answer: Response) -> ErrorBody:
        return self._read(_read_error, answer.body)

    def _set_clock(self, answer: Response) -> None:
        """Learn how far our clock is off; the server tells whole seconds, so less than two are no news."""
        if answer.date is None:
            return
        offset = answer.date - self.store.now()
        if abs(offset - ledger.meta(self.store).clock_offset) > 2000:
            ledger.set_meta(self.store, clock_offset=offset)

    def _finish(self, state: State, sentence: str, retry_after: float | None, more: bool, duration: int) -> SyncReport:
        tally, store = self.tally, self.store
        open_now = counts.conflicts(store)
        refused = counts.refused(store)
        did = words(tally.sent, tally.received, tally.merged, max(0, open_now - self.opened), refused)
        with store.database.atomic():
            if state == "ok":
                ledger.set_meta(store, last_sync=store.now())
                sentence = did
            if state == "ok":
                events.set_state(store, state, "")
            elif state != "cancelled":
                events.set_state(store, state, sentence)
                events.note(store, state, sentence)
            if tally.sent or tally.received:
                events.note(store, "ok", did, duration)
                events.prune(store)
        changes = Changes(frozenset(tally.tables), tuple(dict.fromkeys(tally.ids)))
        return SyncReport(
            online=state not in ("offline", "cancelled"),
            sent=tally.sent,
            received=tally.received,
            merged=tally.merged,
            conflicts=open_now,
            refused=refused,
            seconds=duration / 1000,
            state=state,
            sentence=sentence,
            changes=changes,
            retry_after=retry_after,
            more=more,
        )


def _query(cursor: str | None, fresh: bool) -> dict[str, str]:
    query = {"limit": str(PAGE)}
    if cursor:
        query["cursor"] = cursor
    elif fresh:
        query["fresh"] = "1"
    return query


def _is_expired(answer: Answer) -> bool:
    return isinstance(answer, Response) and answer.status == 410
