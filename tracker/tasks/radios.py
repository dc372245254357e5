"""Radios that reach sensors: Bluetooth LE through bleak, and a made-up one to try a live workout without any."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tracker.domain.sensors import simulated
from tracker.domain.sensors.readings import KINDS
from tracker.errors import KnownError
from tracker.tasks.sensor_lane import Found

SCAN_S = 5.0
SECOND = 1.0
MADE_UP = (
    Found("made-up:power", "Made-up power meter", ("power",)),
    Found("made-up:belt", "Made-up heart-rate belt", ("heart_rate",)),
)


class MadeUpRadio:
    """Two made-up sensors that send a packet a second.

    Args:
        second: how long a second of the made-up ride takes, in s.
    """

    def __init__(self, second: float = SECOND) -> None:
        self._second = second

    async def scan(self) -> list[Found]:
        """The power meter and the belt."""
        await asyncio.sleep(self._second / 4)
        return list(MADE_UP)

    async def listen(self, sensor: Found, heard: Callable[[str, bytes], None], ready: Callable[[], None]) -> None:
        """Send packets until cancelled."""
        meter, (kind,) = simulated.PowerMeter(), sensor.kinds
        ready()
        second = 0
        while True:
            heard(kind, meter.packet(second) if kind == "power" else simulated.heart_rate_packet(second))
            second += 1
            await asyncio.sleep(self._second)


class Bluetooth:
    """Sensors over Bluetooth LE."""

    async def scan(self) -> list[Found]:
        """The sensors in reach that Tracker can read.

        Raises:
            KnownError: there is no Bluetooth, it is off, or Tracker may not use it.
        """
        from bleak import BleakScanner

        services = {kind.service: kind.name for kind in KINDS.values()}
        try:
            seen = await BleakScanner.discover(SCAN_S, return_adv=True, service_uuids=list(services))
        except Exception as error:
            raise _explained(error) from error
        found = []
        for device, told in seen.values():
            kinds = tuple(services[uuid] for uuid in told.service_uuids if uuid in services)
            if kinds:
                found.append(Found(device.address, told.local_name or device.name or "Sensor", kinds))
        return sorted(found, key=lambda one: one.name)

    async def listen(self, sensor: Found, heard: Callable[[str, bytes], None], ready: Callable[[], None]) -> None:
        """Listen until the sensor is lost.

        Raises:
            KnownError: it cannot be reached.
        """
        from bleak import BleakClient

        lost = asyncio.Event()
        try:
            async with BleakClient(sensor.address, disconnected_callback=lambda _: lost.set()) as client:
                for kind in sensor.kinds:
                    await client.start_notify(KINDS[kind].characteristic, _listener(kind, heard))
                ready()
                await lost.wait()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise _explained(error) from error


class Radios:
    """Bluetooth, and the made-up sensors where they are asked for by their addresses."""

    def __init__(self) -> None:
        self._bluetooth, self._made_up = Bluetooth(), MadeUpRadio()

    async def scan(self) -> list[Found]:
        """The real sensors in reach; as `Bluetooth.scan`."""
        return await self._bluetooth.scan()

    async def listen(self, sensor: Found, heard: Callable[[str, bytes], None], ready: Callable[[], None]) -> None:
        """Listen to a sensor of either kind; as `Bluetooth.listen`."""
        radio = self._made_up if sensor in MADE_UP else self._bluetooth
        await radio.listen(sensor, heard, ready)


def _listener(kind: str, heard: Callable[[str, bytes], None]) -> Callable[[Any, bytearray], None]:
    return lambda _sender, packet: heard(kind, bytes(packet))


def _explained(error: Exception) -> KnownError:
    """Bleak raises something else on each platform; what helps is the same everywhere."""
    return KnownError(
        "Bluetooth cannot be used here.",
        f"Switch it on, and let Tracker use it in the system's settings ({type(error).__name__}: {error}).",
    )
