"""The lane that listens to sensors: one QThread with an event loop, and a radio that is Bluetooth or made up.

What a packet says is read in `tracker.domain.sensors`. A sensor that is lost is looked for again until it is let go.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from tracker.domain.sensors.readings import Sensor
from tracker.errors import KnownError

log = logging.getLogger(__name__)
RETRY_S = (1, 2, 5, 10)
"""How long after each loss in a row a sensor is looked for again; the last one for all that follow."""


@dataclass(frozen=True)
class Found:
    """A sensor in reach: its address, its own name, and the kinds of values that it sends."""

    address: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """Values of channels that came at `at`, in ms of the monotonic clock."""

    at: int
    values: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """How it stands with a sensor: "connecting", "connected" or "lost"."""

    sensor: Found
    state: str


class Radio(Protocol):
    """What reaches sensors. Errors that a person can do something about are `KnownError`s."""

    async def scan(self) -> list[Found]:
        """The sensors in reach."""

    async def listen(self, sensor: Found, heard: Callable[[str, bytes], None], ready: Callable[[], None]) -> None:
        """Give every packet with its kind to `heard` until the sensor is lost, or this is cancelled."""


class _Thread(QThread):
    """Runs the lane's loop."""

    def __init__(self, serve: Callable[[], Coroutine[Any, Any, None]]) -> None:
        super().__init__()
        self._serve = serve

    def run(self) -> None:
        asyncio.run(self._serve())


class SensorLane(QObject):
    """Finds sensors and listens to them.

    Args:
        make_radio: makes the radio, on the lane's thread.
    """

    found = Signal(object)
    measured = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, make_radio: Callable[[], Radio], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_radio = make_radio
        self._radio: Radio | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._listening: dict[str, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._waiting: list[Callable[[], None]] = []
        self._thread = _Thread(self._run)
        self._thread.setObjectName("sensors")
        self._closed = False
        self._ready = False

    def scan(self) -> None:
        """Look for sensors; `found` tells the list, `failed` why it could not be done."""
        self._call(lambda: self._spawn(self._scan()))

    def listen(self, sensor: Found) -> None:
        """Listen to a sensor until `forget`."""
        self._call(lambda: self._begin(sensor))

    def forget(self, sensor: Found) -> None:
        """Let a sensor go."""
        self._call(lambda: self._end(sensor.address))

    def shutdown(self, wait_ms: int = 5_000) -> bool:
        """Let all sensors go and end the thread; returns whether it ended in time. Safe to call twice."""
        if not self._closed:
            self._closed = True
            if self._thread.isRunning():
                self._hand_over(self._stop.set)
        return bool(self._thread.wait(wait_ms)) if self._thread.isRunning() else True

    # ------------------------------------------------------------------------------------ handing over

    def _call(self, work: Callable[[], None]) -> None:
        """Have the loop do something; it starts with the first thing to do."""
        if self._closed:
            return
        if not self._thread.isRunning():
            self._thread.start()
        self._hand_over(work)

    def _hand_over(self, work: Callable[[], None]) -> None:
        if self._ready and self._loop is not None:
            self._loop.call_soon_threadsafe(work)
        else:
            self._waiting.append(work)
            if self._ready and self._loop is not None:  # it began between the two lines
                self._loop.call_soon_threadsafe(self._do_waiting)

    # ------------------------------------------------------------------------------------ on the lane's thread

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._radio = self._make_radio()
        self._ready = True
        self._do_waiting()
        await self._stop.wait()
        ending = [*self._listening.values(), *self._others]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    def _do_waiting(self) -> None:
        while self._waiting:
            self._waiting.pop(0)()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _scan(self) -> None:
        assert self._radio is not None
        try:
            self.found.emit(tuple(await self._radio.scan()))
        except KnownError as error:
            self.failed.emit(error)

    def _begin(self, sensor: Found) -> None:
        if sensor.address not in self._listening:
            self._listening[sensor.address] = asyncio.ensure_future(self._keep_listening(sensor))

    def _end(self, address: str) -> None:
        task = self._listening.pop(address, None)
        if task is not None:
            task.cancel()
            self._others.add(task)
            task.add_done_callback(self._others.discard)

    async def _keep_listening(self, sensor: Found) -> None:
        assert self._radio is not None
        readers = {kind: Sensor(kind) for kind in sensor.kinds}
        losses = 0

        def heard(kind: str, packet: bytes) -> None:
            now = time.monotonic_ns() // 1_000_000
            values = readers[kind].values(packet, now)
            if values:
                self.measured.emit(Measured(now, values))

        def ready() -> None:
            nonlocal losses
            losses = 0
            self.state_changed.emit(State(sensor, "connected"))

        while True:
            self.state_changed.emit(State(sensor, "connecting"))
            try:
                await self._radio.listen(sensor, heard, ready)
            except KnownError as error:
                log.info("A sensor was lost: %s", error)
            self.state_changed.emit(State(sensor, "lost"))
            await asyncio.sleep(RETRY_S[min(losses, len(RETRY_S) - 1)])
            losses += 1
