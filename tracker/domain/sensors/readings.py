"""What sensors say, as values of the channels of a workout.

Speed and cadence are differences between two packets, so that a sensor has a memory: one `Sensor` for each device.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.sensors import packets
from tracker.domain.sensors.packets import BadPacket, Revolutions

STANDS_MS = 2500
"""A wheel or crank that has sent no new revolution for this long stands still."""
WHEEL_M = 2.105
"""The circumference of a 25-622 (700×25C) tyre, in m: what nobody changed."""
FASTEST_M_S = 40.0
MOST_RPM = 250.0
Values = dict[str, float]


@dataclass(frozen=True)
class Kind:
    """A kind of sensor: its Bluetooth service, the characteristic that tells its values, and its name for people."""

    name: str
    service: str
    characteristic: str
    label: str


def _uuid(number: int) -> str:
    """A number assigned by the Bluetooth SIG, in full."""
    return f"0000{number:04x}-0000-1000-8000-00805f9b34fb"


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("heart_rate", _uuid(0x180D), _uuid(0x2A37), "heart rate"),
            Kind("power", _uuid(0x1818), _uuid(0x2A63), "power"),
            Kind("trainer", _uuid(0x1826), _uuid(0x2AD2), "trainer"),
            Kind("cadence", _uuid(0x1816), _uuid(0x2A5B), "speed and cadence"),
        )
    }
)


class _Turning:
    """A wheel or crank: how fast it turns, from its counter."""

    def __init__(self) -> None:
        self._last: Revolutions | None = None
        self._moved_at = 0
        self._rate: float | None = None
        self.turned = 0

    def rate(self, now: Revolutions | None, at: int) -> float | None:
        """Revolutions a minute; None until two packets have come."""
        if now is None:
            return None
        before, self._last = self._last, now
        if before is None:
            self._moved_at = at
            return None
        rate = packets.per_minute(before, now)
        if rate is not None and now.count != before.count:
            self._rate, self._moved_at = rate, at
            self.turned += (now.count - before.count) % now.limit
        elif at - self._moved_at > STANDS_MS:
            self._rate = 0.0
        return self._rate


class Sensor:
    """One sensor that sends packets.

    Args:
        kind: one of `KINDS`.
        wheel: the wheel's circumference in m.
    """

    def __init__(self, kind: str, wheel: float = WHEEL_M) -> None:
        self._read: Callable[[bytes, int], Values] = {
            "heart_rate": self._heart_rate, "power": self._power, "trainer": self._trainer, "cadence": self._cadence,
        }[kind]  # fmt: skip
        self._wheel_length = wheel
        self._wheel, self._crank = _Turning(), _Turning()

    def values(self, packet: bytes, at: int) -> Values:
        """The values of a packet that came at `at` (ms of any clock) by channel; none where it is cut."""
        try:
            return self._read(packet, at)
        except BadPacket:
            return {}

    def _heart_rate(self, packet: bytes, _at: int) -> Values:
        said = packets.heart_rate(packet)
        # Without contact a belt repeats an old value or invents one.
        return {"heart_rate": float(said.beats)} if said.beats and said.contact is not False else {}

    def _power(self, packet: bytes, at: int) -> Values:
        said = packets.power(packet)
        return {"power": float(max(0, said.watts)), **self._turns(said.wheel, said.crank, at)}

    def _cadence(self, packet: bytes, at: int) -> Values:
        said = packets.speed_and_cadence(packet)
        return self._turns(said.wheel, said.crank, at)

    def _trainer(self, packet: bytes, _at: int) -> Values:
        said = packets.indoor_bike(packet)
        told = {
            "power": None if said.watts is None else max(0, said.watts), "cadence": said.cadence,
            "speed": None if said.speed is None else said.speed / 3.6, "heart_rate": said.beats,
        }  # fmt: skip
        return {channel: float(value) for channel, value in told.items() if value is not None}

    def _turns(self, wheel: Revolutions | None, crank: Revolutions | None, at: int) -> Values:
        values: Values = {}
        cadence, turns = self._crank.rate(crank, at), self._wheel.rate(wheel, at)
        if cadence is not None and cadence <= MOST_RPM:
            values["cadence"] = cadence
        speed = None if turns is None else turns / 60 * self._wheel_length
        if speed is not None and speed <= FASTEST_M_S:
            values |= {"speed": speed, "distance": self._wheel.turned * self._wheel_length}
        return values
