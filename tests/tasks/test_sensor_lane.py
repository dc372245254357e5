"""Sensors are found, listened to, lost and found again, off the GUI thread."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from tracker.domain.sensors import simulated
from tracker.errors import KnownError
from tracker.tasks import radios, sensor_lane
from tracker.tasks.radios import MADE_UP, Bluetooth, MadeUpRadio
from tracker.tasks.sensor_lane import Found, Measured, Radio, SensorLane, State

POWER, BELT = MADE_UP


class Listener(QObject):
    """Writes down what it hears, and on which thread."""

    def __init__(self, lane: SensorLane) -> None:
        super().__init__()
        self.found: list[tuple[Found, ...]] = []
        self.measured: list[Measured] = []
        self.states: list[State] = []
        self.errors: list[KnownError] = []
        self.threads: set[QThread] = set()
        lane.found.connect(self.on_found)
        lane.measured.connect(self.on_measured)
        lane.state_changed.connect(self.on_state)
        lane.failed.connect(self.on_failed)

    @Slot(object)
    def on_found(self, found: tuple[Found, ...]) -> None:
        self.found.append(found)

    @Slot(object)
    def on_measured(self, measured: Measured) -> None:
        self.threads.add(QThread.currentThread())
        self.measured.append(measured)

    @Slot(object)
    def on_state(self, state: State) -> None:
        self.states.append(state)

    @Slot(object)
    def on_failed(self, error: KnownError) -> None:
        self.errors.append(error)


@pytest.fixture
def lane_of(qtbot: QtBot) -> Iterator[Callable[[Radio], SensorLane]]:
    made: list[SensorLane] = []

    def make(radio: Radio) -> SensorLane:
        made.append(SensorLane(lambda: radio))
        return made[-1]

    yield make
    for lane in made:
        assert lane.shutdown()
        assert lane.shutdown()


def test_made_up_sensors_are_found_and_heard_on_the_gui_thread(
    qtbot: QtBot, lane_of: Callable[[Radio], SensorLane]
) -> None:
    lane = lane_of(MadeUpRadio(0.01))
    listener = Listener(lane)
    lane.scan()
    qtbot.waitUntil(lambda: listener.found == [MADE_UP])
    lane.listen(POWER)
    lane.listen(BELT)
    lane.listen(BELT)
    qtbot.waitUntil(lambda: len(listener.measured) >= 12)
    values = {channel for one in listener.measured for channel in one.values}
    assert values == {"power", "cadence", "heart_rate"}
    powers = [one.values["power"] for one in listener.measured if "power" in one.values]
    assert powers[:3] == [simulated.watts(second) for second in range(3)]
    assert listener.threads == {QThread.currentThread()}
    assert [(one.sensor, one.state) for one in listener.states][:2] == [(POWER, "connecting"), (POWER, "connected")]


def test_a_sensor_that_was_let_go_says_nothing_more(qtbot: QtBot, lane_of: Callable[[Radio], SensorLane]) -> None:
    lane = lane_of(MadeUpRadio(0.01))
    listener = Listener(lane)
    lane.listen(BELT)
    qtbot.waitUntil(lambda: len(listener.measured) > 1)
    lane.forget(BELT)
    qtbot.wait(60)
    heard = len(listener.measured)
    qtbot.wait(60)
    assert len(listener.measured) == heard


class Losing:
    """A radio whose sensor is lost after each packet."""

    async def scan(self) -> list[Found]:
        raise KnownError("Bluetooth cannot be used here.")

    async def listen(self, sensor: Found, heard: Callable[[str, bytes], None], ready: Callable[[], None]) -> None:
        ready()
        heard("heart_rate", simulated.heart_rate_packet(0))
        await asyncio.sleep(0)
        raise KnownError("The sensor is out of reach.")


def test_a_lost_sensor_is_looked_for_again(
    qtbot: QtBot, lane_of: Callable[[Radio], SensorLane], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensor_lane, "RETRY_S", (0.01,))
    lane = lane_of(Losing())
    listener = Listener(lane)
    lane.listen(BELT)
    qtbot.waitUntil(lambda: len(listener.measured) >= 3)
    assert [one.state for one in listener.states[:5]] == ["connecting", "connected", "lost", "connecting", "connected"]
    lane.scan()
    qtbot.waitUntil(lambda: bool(listener.errors))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Bluetooth cannot be taken away")
def test_without_bluetooth_a_sentence_says_what_to_do(
    qtbot: QtBot, lane_of: Callable[[Radio], SensorLane], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(radios, "SCAN_S", 0.05)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    lane = lane_of(Bluetooth())
    listener = Listener(lane)
    lane.scan()
    qtbot.waitUntil(lambda: bool(listener.errors), timeout=10_000)
    assert str(listener.errors[0]).startswith("Bluetooth cannot be used here. Switch it on")


def test_a_lane_that_was_never_used_ends_at_once(lane_of: Callable[[Radio], SensorLane]) -> None:
    lane_of(MadeUpRadio())
