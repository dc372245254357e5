"""Two devices record, edit, delete and fetch at random over a bad line: no reader ever meets a missing blob."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.sync.test_blobs import record, ride, samples
from tests.sync.world import Device, Server
from tracker.errors import KnownError, NotFound
from tracker.server import blobs as server_blobs
from tracker.server.settings import DAY
from tracker.store import blobs
from tracker.sync import blobs as sync_blobs
from tracker.sync import conflicts, counts, recordings
from tracker.sync.messages import Answer, Lost, Request
from tracker.sync.resolve import ChangedAgain, resolve_all

WORKOUTS, POOL = 4, [samples(n, 30 + 150 * n) for n in range(6)]
STEPS = 60
SEEDS = range(20)


class Line:
    """A line that loses requests and answers, and brings old uploads once more."""

    def __init__(self, device: Device, chance: random.Random) -> None:
        self._chance = chance
        self._old: list[Request] = []
        self._device = device
        self.bad = True
        device.wire.send = self.send

    def send(self, request: Request, access: str | None) -> Answer:
        if not self.bad:
            return self._device.server.answer(request, access)
        if request.method == "PATCH":
            self._old.append(request)
        if self._old and self._chance.random() < 0.1:
            self._device.server.answer(self._chance.choice(self._old), access)
        if self._chance.random() < 0.06:
            return Lost("the request did not arrive")
        answer = self._device.server.answer(request, access)
        return Lost("the answer did not arrive") if self._chance.random() < 0.06 else answer


class World:
    """Two devices and what happens to them."""

    def __init__(self, server: Server, devices: list[Device], seed: int) -> None:
        self.chance = random.Random(seed)
        self.server = server
        self.devices = devices
        self.lines = [Line(device, self.chance) for device in devices]

    def step(self) -> None:
        device = self.chance.choice(self.devices)
        what: Callable[[Device], None] = self.chance.choices(
            [self.record, self.rename, self.delete, self.sync, self.fetch, self.damage, self.wait],
            weights=[5, 3, 2, 10, 3, 1, 1],
        )[0]
        what(device)

    def record(self, device: Device) -> None:
        kept = self.chance.sample(POOL, self.chance.randint(0, 3))
        record(device, self._some(), *kept, notes=str(self.chance.random()))

    def rename(self, device: Device) -> None:
        id = self._some()
        if device.get("workout", id):
            device.edit("workout", id, title=str(self.chance.random()))

    def delete(self, device: Device) -> None:
        device.delete("workout", self._some())

    def sync(self, device: Device) -> None:
        """A sync that may be broken off at any moment."""
        cancelled = threading.Event()
        left = self.chance.choice([3, 10, 10**9])

        def told(_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                cancelled.set()

        state = device.sync(progress=told, cancelled=cancelled).state
        if state == "signed_out":  # half a year went by
            with suppress(KnownError):
                device.sign_in()
        else:
            assert state in ("ok", "offline", "cancelled")

    def fetch(self, device: Device) -> None:
        try:
            recordings.fetch_recent(device.store, device.vault, connect=device.connect)
        except KnownError:
            assert self.lines[self.devices.index(device)].bad

    def damage(self, device: Device) -> None:
        copies = sorted((device.store.profile / "blobs" / blobs.FETCHED).rglob("*"))
        files = [path for path in copies if path.is_file()]
        if files:
            self.chance.choice(files).write_bytes(b"damaged")

    def wait(self, _: Device) -> None:
        """Weeks go by, and the server clears away what nothing names."""
        days = self.chance.choice([1, 8, 60]) * DAY
        self.server.now += days
        for device in self.devices:
            device.clock.instant += days
        server_blobs.collect(self.server.database, self.server.now)

    def calm(self) -> None:
        """The line is good, and every conflict is decided, until nobody has anything to send."""
        for line in self.lines:
            line.bad = False
        for _ in range(12):
            for device in self.devices:
                if device.sync().state == "signed_out":
                    device.sign_in()
                for one in conflicts.open_conflicts(device.store):
                    with suppress(ChangedAgain, NotFound):  # the edits since decided it already
                        resolve_all(device.store, one.c, one.id, self.chance.choice(["mine", "theirs"]))
                assert device.sync().state == "ok"
            for device in self.devices:
                device.sync()
            if not any(counts.waiting(device.store) + counts.conflicts(device.store) for device in self.devices):
                return
        raise AssertionError("it does not settle")

    def _some(self) -> str:
        return f"w{self.chance.randrange(WORKOUTS)}"

    # ------------------------------------------------------------------------------------------ what holds

    def check_server(self) -> None:
        """Whatever a record names is there, is what its name says, and is counted once."""
        with self.server.database.reading() as db:
            [(account, used)] = db.execute_sql("SELECT user_id, bytes FROM account").fetchall()
            sizes = dict(db.execute_sql("SELECT bid, size FROM blob").fetchall())
            bodies = db.execute_sql("SELECT SUM(size) FROM record").fetchone()[0] or 0
            named = db.execute_sql("SELECT c, id, bid FROM blob_ref").fetchall()
        listed = set()
        for id, body in self.server.bodies("workout").items():
            listed |= {("workout", id, chunk["b"]) for chunk in (body or ride())["telemetry"]}
        assert set(named) == listed
        for bid in {bid for _, _, bid in listed}:
            data = server_blobs.content(self.server.database, account, bid, 0, sizes[bid])
            assert blobs.blob_id(data) == bid
        assert used == bodies + sum(sizes.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_finds_its_blobs_whatever_happens(
    seed: int, server: Server, desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_blobs, "PIECE", 100)
    monkeypatch.setattr(recordings, "RECENT", 100_000 * DAY)
    world = World(server, [desktop, laptop], seed)
    for _ in range(STEPS):
        world.step()
        world.check_server()
    world.calm()
    world.check_server()
    assert desktop.all("workout") == laptop.all("workout")
    for device in world.devices:
        for body in device.all("workout").values():
            for chunk in body["telemetry"]:
                _read(device, world, chunk["b"])


def _read(device: Device, world: World, bid: str) -> None:
    """As the window does it: what is missing or damaged is fetched."""
    folder = device.store.profile / "blobs"
    try:
        blobs.read(folder, bid)
    except KnownError:
        world.fetch(device)
        assert blobs.blob_id(blobs.read(folder, bid)) == bid
