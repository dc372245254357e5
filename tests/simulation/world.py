"""A world: a server, its devices, the people at them and the network between, moved on by throws of dice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import msgspec

from tests.simulation import people, samples
from tests.simulation.device import Device
from tests.simulation.look import Key, look
from tests.simulation.network import PUSH, Network
from tests.simulation.oracle import Oracle
from tests.simulation.plan import Plan, names_of, plan
from tests.simulation.server import Server
from tests.simulation.templates import templates
from tests.simulation.wired import Killed
from tracker.errors import KnownError
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, PushResponse, Same
from tracker.sync import blobs, ledger, mass_delete, outbox
from tracker.sync.messages import Answer, Request, Response
from tracker.sync.report import SyncReport

STEP = 50
"""Ms between two events, so that no two edits are of one time."""
POISON = 480
"""Bytes from which a server of this kind refuses a record: a recipe with a text and ingredients has as many."""
_read_push = msgspec.json.Decoder(PushResponse).decode


class World:
    """Everything that a seed is made of.

    Attributes:
        trace: what happened, in sentences.
        wrongs: what must not have happened.

    `skew` sets the clocks of the devices apart, by so many ms from one to the next.
    """

    def __init__(self, seed: int, *, skew: int = 0) -> None:
        self.dice = dice = random.Random(seed)
        self.plan: Plan = plan(seed, dice)
        self.names = names_of(self.plan.records)
        self.wrongs: list[str] = []
        self.trace: list[str] = []
        self.oracle = (
            Oracle(self.wrong, guards=self.plan.guard, ruled=self.plan.policies) if self.plan.ancestry else None
        )
        limits = Limits(page_records=dice.randrange(1, 4), push_ops=3) if self.plan.split else Limits()
        if self.plan.poison:
            limits = replace(limits, record_bytes=POISON)
        self._sizes = mass_delete.FEW, blobs.PIECE  # other tests of this process have the real ones again after `close`
        mass_delete.FEW = 0 if self.plan.guard else 20
        blobs.PIECE = samples.PIECE
        samples.RECORDED.clear()
        own = Limits(push_ops=dice.randrange(1, 6)) if self.plan.split else Limits()
        self.server = Server(templates().server, limits=limits, checks_tokens=self.plan.expiry)
        self.network = Network(self.plan, dice, self.server, self.oracle, note=self.note, wrong=self.wrong)
        self.counts: Counter[str] = self.network.counts
        self.devices = [
            Device(number, self.server, files=self.plan.files, limits=own, line=self.network.line)
            for number in range(self.plan.devices)
        ]
        for number, device in enumerate(self.devices):
            device.set_clock_apart(skew * (number - 1))
            if self.plan.server_first and dice.random() < 0.6:
                ledger.set_meta(device.store, mode="cloud")
        self.is_between = False
        self.looked: dict[str, int] = {}
        self.collections = tuple(dict.fromkeys((*self.plan.collections, *["preference"] * self.plan.policies)))
        self.backups: list[tuple[Device, bytes]] = []
        self.server_backups: list[bytes] = []
        self.unknown: dict[Key, bytes | None] = {}
        self.newer = templates().tokens[-1]
        self.last: SyncReport | None = None
        self.signed_in: set[str] = set()

    def note(self, sentence: str) -> None:
        """Put a sentence into the trace."""
        self.trace.append(sentence)

    def wrong(self, sentence: str) -> None:
        """Note that an invariant does not hold."""
        self.note(f"WRONG {sentence}")
        if sentence not in self.wrongs:
            self.wrongs.append(sentence)

    # ------------------------------------------------------------------------------------------- people

    def person(self, device: Device, work: Callable[[], str], *, answers: bool = False) -> None:
        """Somebody does something at a device, which may end while it does it.

        `answers`: what the sync asked about deletions.
        """
        self._arm(device)
        refused = False
        try:
            words = work()
        except Killed:
            words = "is killed while a person does something"
            self._crashed(device)
        except KnownError as error:
            words, refused = f"says no: {error}", True
        self._disarm(device)
        self.note(f"{device.name} {words}")
        # What was refused left nothing behind but what the sync takes in before it asks.
        device.view.answered = answers
        if answers and not refused and self.oracle is not None:
            self.oracle.answered(device.view, look(device.window, self.collections), f"{device.name} {words}")
        self.observe(device, None if refused or answers else words)
        device.view.answered = False

    def observe(self, device: Device, words: str | None = None) -> None:
        """Look at a device: its sync did something, or a person did what `words` say."""
        if self.oracle is None:
            return
        changes = sum(connection.total_changes for connection in device.connections)
        if self.looked.get(device.name) == changes:
            return
        self.looked[device.name] = changes
        fuse, device.connection.fuse = device.connection.fuse, 0  # to be looked at costs nothing
        now = look(device.window, self.collections)
        if words is None:
            self.oracle.synced(device.store, device.view, now)
            cursor = ledger.meta(device.store).cursor
            if cursor:
                self.oracle.passed(device.store, device.view, Cursor.decode(cursor).seq)
        else:
            self.oracle.edited(device.store, device.view, now, f"{device.name} {words}")
        device.connection.fuse = fuse

    # --------------------------------------------------------------------------------------------- sync

    def sync(self, device: Device) -> None:
        """Move a device's sync on by one request."""
        if device.asked is None and ledger.meta(device.store).mode == "local":
            return
        answer = None
        if device.asked is not None:
            if self.plan.server_restores and device.asked.path == PUSH and self.dice.random() < 0.3:
                people.back_up_server(self, device)  # so that what is lost later is this push alone
            answer = device.session.send(device.asked)
            self.announce(device, device.asked, answer)
        self._arm(device, 60, meanwhile=True)
        try:
            if answer is None:
                self._announce_kept(device)
                device.begin(verifies=self.dice.random() < self.plan.verifies)
            else:
                device.take(answer)
        except Killed:
            self.note(f"{device.name} is killed while it syncs")
            self._crashed(device)
        self._disarm(device)
        self.took_in(device)
        if device.asked is not None:
            self.note(f"{device.name} asks {device.asked.method} {device.asked.path}")
        elif device.report is not None:
            self.note(f"{device.name} synced: {device.report.state}, {device.report.sentence}")
            self._count(device, device.report)
            device.report, self.last = None, device.report

    def _count(self, device: Device, report: SyncReport) -> None:
        self.counts["syncs"] += 1
        self.counts["conflicts"] += max(0, report.conflicts - device.conflicts)
        device.conflicts = report.conflicts
        name = ledger.meta(device.store).dev
        self.counts["forks"] += name != device.dev
        device.dev = name

    def took_in(self, device: Device, words: str | None = None) -> None:
        """A device took an answer in, or a person did what `words` say."""
        self.observe(device, words)
        device.view.acks, device.view.silent = {}, False
        self._announce_kept(device)
        self._frozen(device)

    def announce(self, device: Device, request: Request, answer: Answer) -> None:
        """Tell the oracle what the answer is about before the device has it."""
        if self.plan.samples and request.method == "POST":
            samples.check_server(self)
        device.view.silent = not isinstance(answer, Response) or answer.status != 200
        if request.path == PUSH and isinstance(answer, Response) and answer.status == 200:
            with suppress(msgspec.MsgspecError):
                self._acknowledged(device, _meant(device, request), answer.body)
                self.counts["applied"] += len(device.view.acks)

    def _announce_kept(self, device: Device) -> None:
        """Tell the oracle of an answer that a device had and did not come to take in."""
        kept = outbox.answered(device.store)
        if kept is not None:
            self._acknowledged(device, *kept)

    @staticmethod
    def _acknowledged(device: Device, push: outbox.Frozen, answer: bytes) -> None:
        results = _read_push(answer).res
        for key, result in zip(push.records if results else [], results, strict=True):
            if isinstance(result, Applied | Same):
                device.view.acks[key] = (result.rev, isinstance(result, Same))

    def _frozen(self, device: Device) -> None:
        if self.oracle is not None:
            push = outbox.frozen(device.store)
            if push is not None:
                self.oracle.frozen(device.view, push.request)

    def crash(self, device: Device, words: str | None = None) -> None:
        """A device ends and is started again, perhaps in the middle of what a person does."""
        self._crashed(device)
        self.observe(device, words)

    def _crashed(self, device: Device) -> None:
        self.counts["crashes"] += 1
        device.crash()
        self.looked.pop(device.name, None)

    @contextmanager
    def risk(self, device: Device, statements: int) -> Iterator[None]:
        """Perhaps the device ends within so many statements."""
        self._arm(device, statements)
        try:
            yield
        finally:
            self._disarm(device)

    def _arm(self, device: Device, statements: int = 15, *, meanwhile: bool = False) -> None:
        """Perhaps the device ends within its next statements; perhaps its window writes between them."""
        if self.network.calm or self.is_between:
            return
        if self.dice.random() < self.plan.crashes:
            device.connection.fuse = self.dice.randrange(1, statements)
        if meanwhile and self.plan.meanwhile and self.dice.random() < 0.15:
            device.connection.meanwhile = lambda: self._between(device)

    def _between(self, device: Device) -> None:
        """Somebody does something between two transactions of the sync."""
        fuse, device.connection.fuse = device.connection.fuse, 0
        self.is_between = True
        self.observe(device)
        self.note(f"{device.name} is in the middle of a sync")
        self.dice.choice((people.edit, people.edit, people.delete, people.take_back, people.decide))(self, device)
        self.is_between = False
        device.connection.fuse = fuse

    def _disarm(self, device: Device) -> None:
        if self.is_between:
            return
        device.connection.fuse, device.connection.meanwhile = 0, None

    # -------------------------------------------------------------------------------------------- steps

    def run(self) -> None:
        """Some time of weather, then calm."""
        for _ in range(self.plan.steps):
            device = self.dice.choice(self.devices)
            self.server.now += STEP
            people.act(self, device)

    def close(self) -> None:
        """The world ends."""
        mass_delete.FEW, blobs.PIECE = self._sizes
        for device in self.devices:
            device.close()
        self.server.close()


def _meant(device: Device, request: Request) -> outbox.Frozen:
    """The push that an answer is about: one of nothing takes the place of the frozen one."""
    sent = outbox.Frozen(0, request.body or b"")
    return sent if sent.records else outbox.frozen(device.store) or sent
