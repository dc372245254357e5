"""Packets of Bluetooth sensors, byte by byte as the standard lays them out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.sensors.packets import (
    BadPacket,
    HeartRate,
    IndoorBike,
    Power,
    Revolutions,
    SpeedAndCadence,
    heart_rate,
    indoor_bike,
    per_minute,
    power,
    speed_and_cadence,
)


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ("00 48", HeartRate(72, None, ())),
        ("01 2c 01", HeartRate(300, None, ())),
        ("06 48", HeartRate(72, True, ())),
        ("04 48", HeartRate(72, False, ())),
        ("10 3c 00 04 00 02", HeartRate(60, None, (1000.0, 500.0))),
        ("18 3c 05 00 00 04", HeartRate(60, None, (1000.0,))),
        ("10 3c 00 04 00", HeartRate(60, None, (1000.0,))),
    ],
)
def test_heart_rate(packet: str, said: HeartRate):
    assert heart_rate(bytes.fromhex(packet)) == said


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ("00 00 fa 00", Power(250, None, None, None)),
        ("00 00 f6 ff", Power(-10, None, None, None)),
        ("03 00 fa 00 63", Power(250, 49.5, None, None)),
        ("01 00 fa 00 63", Power(250, None, None, None)),
        ("20 00 c8 00 0a 00 00 04", Power(200, None, Revolutions(10, 1024, 1024), None)),
        (
            "35 00 c8 00 64 10 20 01 00 00 00 00 08 0a 00 00 04",
            Power(200, None, Revolutions(10, 1024, 1024), Revolutions(1, 2048, 2048, 1 << 32)),
        ),
    ],
)
def test_power(packet: str, said: Power):
    assert power(bytes.fromhex(packet)) == said


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ("02 0a 00 00 04", SpeedAndCadence(None, Revolutions(10, 1024, 1024))),
        ("01 00 00 01 00 00 04", SpeedAndCadence(Revolutions(65536, 1024, 1024, 1 << 32), None)),
    ],
)
def test_speed_and_cadence(packet: str, said: SpeedAndCadence):
    assert speed_and_cadence(bytes.fromhex(packet)) == said


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ("44 00 b8 0b b4 00 fa 00", IndoorBike(30.0, 90.0, 250, None)),
        ("41 02 fa 00 96", IndoorBike(None, None, 250, 150)),
        (
            "fe 03 b8 0b 00 00 b4 00 00 00 01 02 03 00 00 fa 00 00 00 01 02 03 04 05 96",
            IndoorBike(30.0, 90.0, 250, 150),
        ),
    ],
)
def test_indoor_bike(packet: str, said: IndoorBike):
    assert indoor_bike(bytes.fromhex(packet)) == said


def crank(count: int, instant: int) -> Revolutions:
    return Revolutions(count, instant, 1024)


def test_revolutions_a_minute_across_the_start_of_a_counter():
    assert per_minute(crank(10, 1024), crank(12, 3072)) == 60
    assert per_minute(crank(65535, 65024), crank(1, 512)) == 120
    assert per_minute(crank(10, 1024), crank(10, 3072)) == 0
    assert per_minute(crank(10, 1024), crank(10, 1024)) is None


@pytest.mark.parametrize("reader", [heart_rate, power, speed_and_cadence, indoor_bike])
@given(packet=st.binary(max_size=24))
def test_any_bytes_are_read_or_refused(reader: Callable[[bytes], object], packet: bytes):
    try:
        reader(packet)
    except BadPacket:
        assert len(packet) < 24
