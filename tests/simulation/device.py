"""One device of a simulated world: its data, the window that edits it, the sync that runs beside it, and its clock."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.simulation.oracle import View
from tests.simulation.server import Server
from tests.simulation.templates import ADDRESS, NAMES, templates
from tests.simulation.wired import CLIENTS, LEARNS, Killed, Wired, connect, content, overwrite
from tracker.protocol.limits import Limits
from tracker.store.database import PRAGMAS, WRITING, Store
from tracker.sync import ledger
from tracker.sync.blobs import Fetched
from tracker.sync.cycle import Cycle
from tracker.sync.messages import Answer, Exchange, Request, Transport
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault, entry_name
from tracker.sync.session import Session, held, hold


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="tracker-simulation-", dir=memory if memory.is_dir() else None)


class SkewedClock:
    """A clock that is off by `skew` ms."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.skew = 0

    def now(self) -> int:
        """The instant as this device has it."""
        return self.server.now + self.skew

    def zone(self) -> str:
        """Everybody is in one place."""
        return "UTC"


class Device:
    """A device.

    Attributes:
        store: the sync's connection.
        window: the person's, on the same data.
        asked: the request of the running sync that waits for its answer.
        download, wanted: a download of samples under way beside it, and its request.
        report: what the last sync came to.
        dev, conflicts: its name for the server, and how many conflicts were open after its last sync.
        spared: a statement that does not bring its end nearer.
    """

    spared = ""

    def __init__(
        self, number: int, server: Server, *, files: bool, limits: Limits, line: Callable[[Device], Transport]
    ):
        self.number, self.server, self.files, self.limits = number, server, files, limits
        self.name = NAMES[number]
        self.profile = Path(_home().name) / self.name
        (self.profile / "blobs").mkdir(parents=True, exist_ok=True)
        self.clock = SkewedClock(server)
        self.view = View()
        self.lives = 0
        self.line = line(self)
        self.new_vault()
        self._open(templates().devices[number])
        known = ledger.meta(self.store)
        self.vault.save(entry_name(ADDRESS, known.account_id or "", known.dev), templates().tokens[number], "memory")
        self.dev, self.conflicts = known.dev, 0

    def set_clock_apart(self, skew: int) -> None:
        """Let the clock be off by `skew` ms from the beginning, and nothing else be another way by it.

        When a device ends is told by the number of its statements. That it learns how far its clock is off is one
        statement more, which would only move its end to an earlier one; so that one is not counted.
        """
        self.clock.skew = skew
        self.spared = LEARNS if skew else ""
        for connection in self.connections:
            connection.spared = self.spared

    def new_vault(self) -> None:
        """Forget every sign-in."""
        self.vault = Vault(self.profile)

    # ----------------------------------------------------------------------------------------- the data

    def _open(self, image: bytes | None) -> None:
        """Start the program, on other data where there is an image."""
        self.cycle: Exchange[SyncReport] | None = None
        self.asked: Request | None = None
        self.download: Exchange[Fetched] | None = None
        self.wanted: Request | None = None
        self.report: SyncReport | None = None
        if self.files:
            self._open_files(image)
        elif self.lives == 0:
            assert image is not None
            self.lives = 1
            self.connection = self.other = CLIENTS.take(image)
        for connection in (self.connection, self.other):
            connection.clock, connection.spared = self.clock, self.spared
        self.store = Store(self.profile, self.connection, self.clock)
        self.window = Store(self.profile, self.other, self.clock)
        self.session = Session(self.store, self.vault, self.line)

    def _open_files(self, image: bytes | None) -> None:
        if self.lives:
            self._end_files(keep=image is None)
        self.lives += 1
        if image is not None:
            self.file.write_bytes(image)
        pragmas = {**PRAGMAS, **WRITING, "synchronous": "off"}
        self.connection, self.other = (connect(self.file, pragmas=pragmas, client=True) for _ in range(2))

    def _end_files(self, *, keep: bool) -> None:
        """Let go of the files; what is kept of them is what a computer finds that lost its power."""
        ends = ("", "-wal")
        for end in ends:
            if keep and self._part(end).exists():
                shutil.copyfile(self._part(end), self._part(f"{end}.kept"))
        self._let_go()
        for end in (*ends, "-shm"):
            self._part(end).unlink(missing_ok=True)
            if self._part(f"{end}.kept").exists():
                self._part(f"{end}.kept").rename(self._part(end))

    def _part(self, end: str) -> Path:
        return self.file.with_name(f"tracker.db{end}")

    @property
    def file(self) -> Path:
        """Where the data is, unless it is in memory."""
        return self.profile / "tracker.db"

    def _let_go(self) -> None:
        for connection in (self.connection, self.other):
            connection.revive()
            connection.close()

    def image(self) -> bytes:
        """A copy of the data."""
        return content(self.file) if self.files else self.connection.serialize()

    def restore(self, image: bytes) -> None:
        """Go on with other data."""
        if self.files:
            self._open(image)
        else:
            overwrite(self.connection, image)
            self._open(None)

    def copy(self, other: Device) -> None:
        """Become a copy of another device, sign-in and all."""
        tokens = held(other.store, other.vault)
        shutil.copytree(other.profile / "blobs", self.profile / "blobs", dirs_exist_ok=True)
        self.restore(other.image())
        self.new_vault()
        self.session = Session(self.store, self.vault, self.line)
        if tokens is not None:
            hold(self.store, self.vault, tokens)

    def crash(self) -> None:
        """The program ends at once and is started again."""
        if not self.files:
            self.connection.revive()
        self._open(None)

    def close(self) -> None:
        """The world ends."""
        if self.files:
            self._let_go()
        else:
            CLIENTS.give(self.connection)
        shutil.rmtree(self.profile)

    @property
    def connections(self) -> set[Wired]:
        """Its connections to its data."""
        return {self.connection, self.other}

    # ----------------------------------------------------------------------------------------- the sync

    def begin(self, *, verifies: bool = False) -> None:
        """Start a sync; its first request waits afterwards."""
        self.cycle = Cycle(self.store, limits=self.limits, verifies="now" if verifies else "never").run()
        self._go_on(lambda cycle: next(cycle))

    def take(self, answer: Answer) -> None:
        """Give the sync its answer; the next request waits afterwards, or it is over."""
        self.asked = None
        self._go_on(lambda cycle: cycle.send(answer))

    def _go_on(self, work: Callable[[Exchange[SyncReport]], Request]) -> None:
        assert self.cycle is not None
        try:
            self.asked = work(self.cycle)
            if self.asked.meanwhile is not None:
                self.asked.meanwhile()
        except StopIteration as end:
            self.report, self.cycle = end.value, None
        except Killed:
            self.cycle = None
            raise
