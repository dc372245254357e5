"""What heart-rate belts, power meters and speed and cadence sensors send over Bluetooth LE, read from its bytes.

Layouts are those of the Bluetooth SIG's GATT characteristics: Heart Rate Measurement (0x2A37), Cycling Power
Measurement (0x2A63), CSC Measurement (0x2A5B) and Indoor Bike Data (0x2AD2). Numbers are little-endian.
"""

from __future__ import annotations

from dataclasses import dataclass


class BadPacket(ValueError):
    """The bytes are shorter than their flags say."""


@dataclass(frozen=True)
class Revolutions:
    """A counter of revolutions and the instant of the last one, in 1/1024 s or 1/2048 s; both start again at 0.

    Attributes:
        ticks: how many of the instant's units a second has.
        limit: the first number that the counter does not reach.
    """

    count: int
    instant: int
    ticks: int
    limit: int = 1 << 16


@dataclass(frozen=True)
class HeartRate:
    """Beats a minute; `contact` is None where the belt does not tell; `intervals` between beats are in ms."""

    beats: int
    contact: bool | None
    intervals: tuple[float, ...]


@dataclass(frozen=True)
class Power:
    """Watts, the left leg's share in %, and what the crank and the wheel did; None is not told."""

    watts: int
    left: float | None
    crank: Revolutions | None
    wheel: Revolutions | None


@dataclass(frozen=True)
class SpeedAndCadence:
    """What the wheel and the crank did; None is not told."""

    wheel: Revolutions | None
    crank: Revolutions | None


@dataclass(frozen=True)
class IndoorBike:
    """What a trainer sends: km/h, revolutions a minute, W, beats a minute; None is not told."""

    speed: float | None
    cadence: float | None
    watts: int | None
    beats: int | None


class _Bytes:
    """The bytes of a packet from the first on."""

    def __init__(self, packet: bytes) -> None:
        self._packet, self._at = packet, 0

    def take(self, size: int, *, signed: bool = False) -> int:
        """The next number of `size` bytes."""
        piece = self._packet[self._at : self._at + size]
        if len(piece) < size:
            raise BadPacket(f"{len(self._packet)} bytes, {self._at + size} wanted")
        self._at += size
        return int.from_bytes(piece, "little", signed=signed)

    def __len__(self) -> int:
        return len(self._packet) - self._at


def heart_rate(packet: bytes) -> HeartRate:
    """A Heart Rate Measurement.

    Raises:
        BadPacket: it is cut.
    """
    rest = _Bytes(packet)
    flags = rest.take(1)
    beats = rest.take(2 if flags & 1 else 1)
    contact = bool(flags & 2) if flags & 4 else None
    if flags & 8:
        rest.take(2)  # energy
    intervals = []
    while flags & 16 and len(rest) >= 2:
        intervals.append(rest.take(2) * 1000 / 1024)
    return HeartRate(beats, contact, tuple(intervals))


def power(packet: bytes) -> Power:
    """A Cycling Power Measurement.

    Raises:
        BadPacket: it is cut.
    """
    rest = _Bytes(packet)
    flags = rest.take(2)
    watts = rest.take(2, signed=True)
    balance = rest.take(1) / 2 if flags & 1 else None
    if flags & 4:
        rest.take(2)  # torque
    wheel = Revolutions(rest.take(4), rest.take(2), 2048, 1 << 32) if flags & 16 else None
    crank = Revolutions(rest.take(2), rest.take(2), 1024) if flags & 32 else None
    # Bit 1 says whether the share is the left pedal's; otherwise whose it is is unknown.
    return Power(watts, balance if flags & 2 else None, crank, wheel)


def speed_and_cadence(packet: bytes) -> SpeedAndCadence:
    """A CSC Measurement.

    Raises:
        BadPacket: it is cut.
    """
    rest = _Bytes(packet)
    flags = rest.take(1)
    wheel = Revolutions(rest.take(4), rest.take(2), 1024, 1 << 32) if flags & 1 else None
    crank = Revolutions(rest.take(2), rest.take(2), 1024) if flags & 2 else None
    return SpeedAndCadence(wheel, crank)


def indoor_bike(packet: bytes) -> IndoorBike:
    """Indoor Bike Data of the Fitness Machine service.

    Raises:
        BadPacket: it is cut.
    """
    rest = _Bytes(packet)
    flags = rest.take(2)
    speed = None if flags & 1 else rest.take(2) / 100  # bit 0 is "more data": the speed comes without it
    if flags & 2:
        rest.take(2)  # average speed
    cadence = rest.take(2) / 2 if flags & 4 else None
    for bit, size in ((3, 2), (4, 3), (5, 2)):
        if flags >> bit & 1:
            rest.take(size)  # average cadence, distance, resistance
    watts = rest.take(2, signed=True) if flags & 64 else None
    if flags & 128:
        rest.take(2)  # average power
    if flags & 256:
        rest.take(5)  # energy
    beats = rest.take(1) if flags & 512 else None
    return IndoorBike(speed, cadence, watts, beats or None)


def per_minute(before: Revolutions, after: Revolutions) -> float | None:
    """Revolutions a minute between two packets, across a counter's start at 0.

    Returns:
        None where the instant did not move: the sensor repeats its last revolution, and nothing is known yet.
    """
    ticks = (after.instant - before.instant) % (1 << 16)
    turns = (after.count - before.count) % after.limit
    if not ticks:
        return None
    return turns * 60 * after.ticks / ticks
