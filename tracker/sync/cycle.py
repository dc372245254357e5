"""One sync, as a generator of requests: it knows no network and no clock but the store's.

The order is what keeps data safe: a push whose answer was lost is sent again byte for byte before anything is pulled;
everything is pulled before something new is frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import msgspec

from tracker.errors import KnownError
from tracker.protocol.accounts import Devices
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.push import Conflict, PushResponse
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import (
    counts,
    events,
    farthest,
    ledger,
    manifest,
    mass_delete,
    outbox,
    questions,
    recovery,
    rollback,
    started_over,
    verify,
    withdrawal,
)
from tracker.sync.answers import Answers, Expired, OtherHistory, Stop
from tracker.sync.blobs import Uploads
from tracker.sync.changed import Found, look
from tracker.sync.incoming import RawRecord
from tracker.sync.messages import Exchange, Request, Response
from tracker.sync.outbox import Frozen
from tracker.sync.pages import Pages
from tracker.sync.pull import Tally, reconsider
from tracker.sync.replay import replay
from tracker.sync.report import Progress, State, SyncReport, words
from tracker.sync.verify import When

Report = Callable[[Progress], None]

ROUNDS = 6
"""How often one sync starts over because another device was faster."""

_read_push = msgspec.json.Decoder(PushResponse).decode
_read_devices = msgspec.json.Decoder(Devices).decode


class _NewDevice(Exception):
    """The server knows another history of this device, which goes on under a new name."""


def silent(_progress: Progress) -> None:
    """Nobody watches."""


class Cycle:
    """One sync of a profile that is signed in. `run` is to be driven once.

    Args:
        store: the profile's data; nobody else syncs it meanwhile.
        limits: what the server takes.
        report: hears how far it is.
        verifies: when to compare everything with the server, once it was synced.
    """

    def __init__(
        self, store: Store, *, limits: Limits | None = None, report: Report = silent, verifies: When = "due"
    ) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.report = report
        self.tally = Tally()
        self.most = self.limits.push_ops
        self.pushes = True
        self.answers = Answers(store)
        self.uploads = Uploads(store, self.answers, report)
        self.opened = counts.conflicts(store)
        self.verifies = verifies
        self.behind = False
        self.unseen: list[tuple[str, str]] = []
        self.found: Found | None = None
        self.next: Frozen | None = None
        self.kept: tuple[Frozen, PushResponse] | None = None
        self.recovered = ""
        self.verified = ""

    def run(self) -> Exchange[SyncReport]:
        """Resend, pull, push, until nothing is left or something stops it."""
        start = self.store.now()
        state: State = "ok"
        sentence, retry_after, more = "", None, False
        try:
            self._settle()
            with suppress(_NewDevice, OtherHistory):  # the pull meets the same history
                yield from self._resend()
            more = yield from self._rounds()
            yield from self._name_devices()
            more = more or (yield from self._verify())
            if not self.pushes:
                raise Stop("upgrade", f"{self.answers.host} needs a newer Tracker; until then your changes wait here.")
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
        outbox.note_flight(self.store)
        replay(self.store, self.tally)
        for _ in range(ROUNDS):
            try:
                yield from self._pull()
                yield from self._look_up()
                stale = yield from self._push()
            except _NewDevice:
                continue
            except OtherHistory:
                yield from self._recover(recovery.after_restore)
                continue
            except Expired:
                yield from self._recover(recovery.after_absence)
                continue
            if not stale:
                return False
        return True

    def _recover(self, way: Callable[[Store, Answers, Tally], Exchange[str]]) -> Exchange[None]:
        """Go on where the cursor leads nowhere, once in a sync."""
        if not self.recovered:
            outbox.note_flight(self.store)
            with suppress(OtherHistory, Expired):
                self.recovered = yield from way(self.store, self.answers, self.tally)
                return
        raise Stop("busy", f"{self.answers.host} is not of one mind about its data. Nothing is lost; try again later.")

    def _verify(self) -> Exchange[bool]:
        """Compare everything where that was asked for or is due; returns as `_rounds`."""
        if self.verifies == "never" or (self.verifies == "due" and not verify.is_due(self.store)):
            return False
        try:
            found = yield from verify.check(self.store, self.answers, self.tally)
            self.verified = found.sentence
        except OtherHistory:  # restored this very moment: the pull finds its way
            return (yield from self._rounds())
        return (yield from self._rounds()) if found.repaired else False

    def _pull(self) -> Exchange[None]:
        received = self.tally.received
        fresh = self.behind = False
        pages = Pages(self.store)
        while True:
            known = ledger.meta(self.store)
            answer = yield pages.request(known.cursor, fresh)
            expired = isinstance(answer, Response) and answer.status == 410
            if expired and not fresh and self._holds_nothing():
                # Deletions that were cleared away are no loss to a device that never held anything. Asked for only
                # then: a profile begins with some records, and their deletion is news to it.
                fresh = True
                continue
            page = self.answers.read(pages.read, self.answers.taken(answer))
            if known.epoch is not None and page.epoch != known.epoch:
                raise OtherHistory
            if page.device == known.dev and page.push_no > known.push_no:
                self._become_new_device()  # before anything is taken over: there may be a wish to go back to this
            last = not page.more
            held = last and mass_delete.holds(self.store)
            if page.recs or held or (page.cursor, page.epoch) != (known.cursor, known.epoch):
                with self.store.applying():
                    mass_delete.apply_page(self.store, page.recs, self.tally, last=last)
                    ledger.set_meta(self.store, cursor=page.cursor, epoch=page.epoch)
            if page.recs:
                self.report(Progress("receiving", self.tally.received - received, None))
            if last:
                return

    def _holds_nothing(self) -> bool:
        """Whether nothing here was ever synced."""
        return not self.store.rows("SELECT 1 FROM sync_rec WHERE rev > 0 LIMIT 1")

    def _push(self) -> Exchange[bool]:
        """Push until nothing is left; returns whether there is something new to pull by now."""
        waiting = 0
        while self.pushes:
            push, self.next = self.next or self._freeze(), None
            if push is None:
                if (yield from self.uploads.send()):
                    continue
                return self.behind
            waiting = waiting or counts.waiting(self.store)
            sent = self.tally.sent + (len(self.kept[0].records) if self.kept else 0)
            self.report(Progress("sending", sent, max(waiting, sent + len(push.records))))
            if (yield from self._deliver(push)):
                return True
        return self.behind

    def _freeze(self) -> Frozen | None:
        """The next push, frozen in one transaction with another look at the open conflicts.

        An edit just now may have settled one, or deleted its record, and neither may be sent past the question.
        """
        waiting = outbox.frozen(self.store)
        if waiting is not None:  # a server that did not know its history took it back before the pull
            return waiting
        if not counts.conflicts(self.store):
            with self.store.database.atomic():
                return outbox.freeze(self.store, self._changed())
        with self.store.applying():
            reconsider(self.store, self.tally)
            return outbox.freeze(self.store, self._changed())

    def _changed(self, *, beside_flight: bool = False) -> Found:
        ready = self.uploads.ready
        return look(self.store, most=self.most, limits=self.limits, ready=ready, beside_flight=beside_flight)

    def _meanwhile(self, push: Frozen) -> None:
        """While a push is under way, take in the last answer and look for what comes next."""
        self._settle()
        if push.more and (self.found is None or not self.found.is_still_so(self.store)):
            self.found = self._changed(beside_flight=True)
            outbox.compose(self.store, self.found)

    def _settle(self) -> None:
        """Take in the answer that was kept, in this sync or in one that was cut off."""
        kept, self.kept = self.kept, None
        if kept is None:
            stored = outbox.answered(self.store)
            if stored is None:
                return
            kept = stored[0], _read_push(stored[1])
        with self.store.database.atomic():
            outbox.acknowledge(self.store, *kept, self.tally, kept=True)
            self._go_on_from(kept[1])

    def _deliver(self, push: Frozen) -> Exchange[bool]:
        """Send a frozen push and take in the answer; returns whether a record met another version of itself."""
        if withdrawal.is_begun(self.store, push):
            return (yield from self._withdraw(push))
        # The bytes are those that were frozen, perhaps days ago; edit times are told apart by the clock as it is now.
        query = {"now": str(self.store.now()), "seen": farthest.latest(self.store) or ""}
        meanwhile = partial(self._meanwhile, push) if push.more or self.kept else None
        answer = yield Request("POST", "/v1/push", query, push.request, packed=push.packed, meanwhile=meanwhile)
        self._settle()
        if isinstance(answer, Response) and answer.status in (400, 409, 413, 426):
            return (yield from self._withdraw(push)) if self._refused(push, answer) else False
        body = self.answers.taken(answer)
        response = self.answers.read(_read_push, body)
        self._note_unseen(push, response)
        found, self.found = self.found, None
        with self.store.database.atomic():
            if found is not None and self._may_go_on(found, response):
                outbox.keep_answer(self.store, body)
                self.kept, self.next = (push, response), outbox.freeze(self.store, found)
                return False
            return self._take_in(push, response)

    def _take_in(self, push: Frozen, response: PushResponse) -> bool:
        stale = outbox.acknowledge(self.store, push, response, self.tally)
        self._go_on_from(response)
        return stale

    def _withdraw(self, push: Frozen) -> Exchange[bool]:
        """Take a push back that was refused, unless an earlier delivery had arrived; returns as `_deliver`."""
        self._settle()
        answer = yield withdrawal.request(self.store, push)
        if isinstance(answer, Response) and answer.status in (409, 426):
            self._refused(push, answer)
            return False
        response = self.answers.read(_read_push, self.answers.taken(answer))
        if response.res:  # it had arrived
            self._note_unseen(push, response)
            with self.store.database.atomic():
                return self._take_in(push, response)
        self.most = max(1, len(push.records) // 4)
        withdrawal.end(self.store, push)
        return False

    def _may_go_on(self, found: Found, response: PushResponse) -> bool:
        """Whether the next push can be frozen at once, before the last answer is taken in."""
        fine = all(isinstance(result, outbox.ARRIVED) for result in response.res)
        return fine and bool(found.ops) and found.is_still_so(self.store) and not counts.conflicts(self.store)

    def _note_unseen(self, push: Frozen, response: PushResponse) -> None:
        """Note what was met on the server and no pull will bring: a first download leaves deletions out.

        Raises:
            Stop: this is no answer to the push.
        """
        if len(response.res) != len(push.records):
            raise self.answers.strange()
        met = [
            (record, result.rec)
            for record, result in zip(push.records, response.res, strict=True)
            if isinstance(result, Conflict)
        ]
        if met:
            cursor = ledger.meta(self.store).cursor
            seen = Cursor.decode(cursor).seq if cursor else 0
            self.unseen += [record for record, there in met if there is None or there.rev <= seen]

    def _look_up(self) -> Exchange[None]:
        """Fetch by name what was met and does not come by itself."""
        wanted, self.unseen = self.unseen, []

        def take(records: Sequence[RawRecord]) -> None:
            with self.store.applying():
                mass_delete.apply_page(self.store, records, self.tally, last=True)

        yield from manifest.bring(self.answers, wanted, take, reach=lambda at: farthest.note(self.store, at))

    def _go_on_from(self, response: PushResponse) -> None:
        self.behind = not farthest.step_over(self.store, response) or self.behind

    def _refused(self, push: Frozen, answer: Response) -> bool:
        """A push was refused as a whole; returns whether it is to be taken back."""
        if answer.status == 426:
            self.pushes = False
            return False
        if answer.status == 409:
            if self.answers.error(answer).error == "fork":
                self._become_new_device()
                raise _NewDevice
            self.answers.taken(answer)
        withdrawal.begin(self.store, push, answer, self.answers)
        return True

    def _become_new_device(self) -> None:
        """Go on under a name of its own: the server has heard of pushes of this device that are not known here."""
        try:
            rollback.note_fork(self.store)
        except KnownError as error:
            why = "This profile was copied or restored, and a backup is made before it is synced."
            raise Stop("stopped", f"{why} {error.sentence}") from error
        outbox.become_new_device(self.store)
        events.note(self.store, "fork", "This profile was copied or restored; it goes on as a device of its own.")

    def _name_devices(self) -> Exchange[None]:
        """Ask for the devices when a new one is heard of, and now and then for when they were last seen."""
        known = events.device_names(self.store)
        heard_of = self.tally.devices <= known.keys() and ledger.meta(self.store).dev in known
        if heard_of and not events.devices_are_old(self.store):
            return
        answer = yield Request("GET", "/v1/devices")
        if isinstance(answer, Response) and answer.status == 200:
            devices = self.answers.read(_read_devices, answer.body).devices
            events.remember_devices(self.store, [msgspec.to_builtins(device) for device in devices])

    def _finish(self, state: State, sentence: str, retry_after: float | None, more: bool, duration: int) -> SyncReport:
        tally, store = self.tally, self.store
        open_now = counts.conflicts(store)
        refused = counts.refused(store)
        did = words(tally.sent, tally.received, tally.merged, max(0, open_now - self.opened), refused)
        with store.database.atomic():
            if state == "ok":
                started_over.forget(store)  # the server knows this history, again
                ledger.set_meta(store, last_sync=store.now())
                rollback.note_synced(store)
                state, sentence = questions.state_of(store) or ("ok", did)
            if self.recovered:
                sentence = f"{self.recovered} {sentence.removesuffix('.')}."
            if self.verified and state in ("ok", "asking"):
                sentence = f"{self.verified}. {sentence.removesuffix('.')}."
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
