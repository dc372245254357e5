"""What lies between the devices and the server: it loses, repeats and delays, and the server may end meanwhile."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from tests.simulation.look import Key, flatten
from tests.simulation.oracle import Oracle, read_sent
from tests.simulation.server import Server, refused
from tests.simulation.wired import Killed
from tracker.store.collections import BY_NAME
from tracker.sync.messages import Answer, Lost, Request, Response

if TYPE_CHECKING:
    from tests.simulation.device import Device
    from tests.simulation.plan import Plan

Say = Callable[[str], None]
STATEMENTS = 30
"""A request takes about as many statements of the server."""
PUSH, REFRESH, BLOBS = "/v1/push", "/v1/token/refresh", "/v1/blobs/"
HARMED = 0.15
"""The share of pieces of samples in which a byte is another one when they arrive."""


class Network:
    """The network of one world.

    Attributes:
        calm: nothing goes wrong any more.
        sent: what was sent and may arrive once more.
        head: the server's head as far as its writes were looked at.
        revs: the revision of each record there.
        done: pushes that were carried out.
    """

    def __init__(
        self, plan: Plan, dice: random.Random, server: Server, oracle: Oracle | None, *, note: Say, wrong: Say
    ) -> None:
        self.plan, self.dice, self.server, self.oracle = plan, dice, server, oracle
        self.calm = False
        self.counts: Counter[str] = Counter()
        self.note, self.wrong = note, wrong
        self.sent: list[tuple[Request, str | None]] = []
        self.head = 0
        self.revs: dict[Key, int] = {}
        self.done: set[bytes] = set()

    def line(self, device: Device) -> Line:
        """What a device speaks through."""
        return Line(self, device.name)

    def carry(self, name: str, request: Request, access: str | None) -> Answer:
        """Carry a request to the server and its answer back, or not."""
        if request.path in (PUSH, REFRESH) or request.method == "PATCH":
            self.sent.append((request, access))
        if self.calm:
            return self.ask(request, access)
        plan, dice = self.plan, self.dice
        if dice.random() < plan.lost:
            return self._lost(name, "request")
        if dice.random() < plan.busy:
            return self._refused(name, request, access)
        if dice.random() < plan.server_crashes:
            self.server.connection.fuse = dice.randrange(1, STATEMENTS)
        if plan.samples and request.method == "PATCH" and dice.random() < HARMED:
            request = replace(request, body=_harmed(request.body or b"", dice))
        answer = self.ask(request, access)
        if plan.samples and request.method == "GET" and BLOBS in request.path and dice.random() < HARMED:
            answer = _harmed_answer(answer, dice)
        return self._lost(name, "answer") if dice.random() < plan.lost else answer

    def _lost(self, name: str, what: str) -> Lost:
        self.counts["lost"] += 1
        self.note(f"{name}: the {what} is lost")
        return Lost(what)

    def _refused(self, name: str, request: Request, access: str | None) -> Answer:
        self.counts["refused"] += 1
        kinds = [429, 503, 200]
        if request.path == PUSH:
            kinds += [426]
            kinds += [413] * (len(read_sent(request.body or b"").ops) > 1)
        status = self.dice.choice(kinds)
        if status == 426:
            self.note(f"{name}: the server wants a newer version")
            return self.server.upgraded(request, access)
        self.note(f"{name}: something in between says {status}")
        return Response(200, b"<html>Welcome to our hotel</html>") if status == 200 else refused(status, 5.0)

    def ask(self, request: Request, access: str | None) -> Answer:
        """What the server answers, unless it ends meanwhile."""
        answer: Answer
        try:
            answer = self.server.answer(request, access)
        except Killed:
            self.counts["server_crashes"] += 1
            self.note("the server is killed")
            self.server.restart()
            answer = Lost("the server ended")
        self.server.connection.fuse = 0
        if request.method == "POST":
            self.collect(request)
        return answer

    def repeat(self) -> None:
        """Something that was sent arrives once more, long after nobody waits for its answer."""
        if not self.sent:
            return
        request, access = self.dice.choice(self.sent[-6:])
        self.counts["duplicates"] += 1
        answer = self.ask(request, access)
        self.note(f"{_title(request)} arrives once more: {_said(answer)}")

    def collect(self, request: Request) -> None:
        """Look at what the server wrote."""
        rows = self.server.rows("SELECT c, id, rev, del, body FROM record WHERE rev > ? ORDER BY rev", self.head)
        if not rows:
            return
        revs = [row[2] for row in rows]
        if revs != list(range(self.head + 1, self.server.head() + 1)):
            self.wrong(f"I1: the head went from {self.head} to {self.server.head()} with {revs}")
        self.head = revs[-1]
        if request.path != PUSH:
            self.revs.update({(c, id): rev for c, id, rev, _, _ in rows})
            return
        body = request.body or b""
        if body in self.done:
            self.wrong("I3: a push was carried out twice")
        self.done.add(body)
        bases = {(op.c, op.id): op.base for op in read_sent(body).ops}
        for c, id, rev, deleted, text in rows:
            key = (c, id)
            if bases[key] != self.revs.get(key, 0):
                self.wrong(f"I4: {key} went from {self.revs.get(key, 0)} to {rev} by a write on {bases[key]}")
            self.revs[key] = rev
            if self.oracle is not None:
                flat = None if deleted else flatten(BY_NAME[c], msgspec.json.decode(text))
                self.oracle.wrote(key, rev, flat, body)

    def look_again(self) -> None:
        """The server's data was changed from outside."""
        self.head = self.server.head()
        self.revs = {(c, id): rev for c, id, rev in self.server.rows("SELECT c, id, rev FROM record")}
        self.done.clear()


class Line:
    """One device's way to the server."""

    def __init__(self, network: Network, name: str) -> None:
        self.network, self.name = network, name

    def send(self, request: Request, access: str | None) -> Answer:
        """As `Transport.send`."""
        return self.network.carry(self.name, request, access)

    def close(self) -> None:
        """Nothing is held."""


def _harmed(data: bytes, dice: random.Random) -> bytes:
    body = bytearray(data)
    if body:
        body[dice.randrange(len(body))] ^= 1
    return bytes(body)


def _harmed_answer(answer: Answer, dice: random.Random) -> Answer:
    if isinstance(answer, Response) and answer.status in (200, 206):
        return replace(answer, body=_harmed(answer.body, dice))
    return answer


def _title(request: Request) -> str:
    if request.path != PUSH:
        return request.path
    sent = read_sent(request.body or b"")
    return f"push {sent.push_no} of {sent.dev}"


def _said(answer: Answer) -> str:
    return str(answer.status) if isinstance(answer, Response) else "lost"
