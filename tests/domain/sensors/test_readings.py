"""Sensors' packets become values of channels."""

from __future__ import annotations

import struct

import pytest

from tracker.domain.sensors import simulated
from tracker.domain.sensors.readings import KINDS, WHEEL_M, Sensor


def csc(wheel: tuple[int, int] | None = None, crank: tuple[int, int] | None = None) -> bytes:
    packet = bytes([bool(wheel) | bool(crank) << 1])
    packet += struct.pack("<IH", *wheel) if wheel else b""
    return packet + (struct.pack("<HH", *crank) if crank else b"")


def test_a_belt_without_contact_says_nothing():
    belt = Sensor("heart_rate")
    assert belt.values(bytes.fromhex("06 48"), 0) == {"heart_rate": 72.0}
    assert belt.values(bytes.fromhex("04 48"), 0) == {}
    assert belt.values(bytes.fromhex("00 00"), 0) == {}


def test_cadence_comes_with_the_second_packet_and_stands_still_after_a_while():
    sensor = Sensor("cadence")
    assert sensor.values(csc(crank=(10, 0)), 0) == {}
    assert sensor.values(csc(crank=(12, 1365)), 1000)["cadence"] == pytest.approx(90, abs=0.1)
    assert sensor.values(csc(crank=(12, 1365)), 2000)["cadence"] == pytest.approx(90, abs=0.1)
    assert sensor.values(csc(crank=(12, 1365)), 3600)["cadence"] == 0


def test_the_wheel_tells_speed_and_distance():
    sensor = Sensor("cadence")
    sensor.values(csc(wheel=(100, 0)), 0)
    values = sensor.values(csc(wheel=(104, 1024)), 1000)
    assert values["speed"] == pytest.approx(4 * WHEEL_M)
    assert values["distance"] == pytest.approx(4 * WHEEL_M)


def test_a_counter_that_jumps_is_no_speed():
    sensor = Sensor("cadence")
    sensor.values(csc(wheel=(100, 0), crank=(1, 0)), 0)
    assert sensor.values(csc(wheel=(9000, 1024), crank=(900, 1024)), 1000) == {}


def test_power_below_nothing_is_nothing_and_a_trainer_tells_all_in_one():
    assert Sensor("power").values(bytes.fromhex("00 00 f6 ff"), 0) == {"power": 0.0}
    said = Sensor("trainer").values(bytes.fromhex("44 02 b8 0b b4 00 fa 00 96"), 0)
    assert said == {"power": 250, "cadence": 90, "speed": pytest.approx(30 / 3.6), "heart_rate": 150}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_packet_says_nothing(kind: str):
    assert Sensor(kind).values(b"\x3f", 0) == {}


def test_the_made_up_ride_reads_as_it_was_made():
    meter, power, belt = simulated.PowerMeter(), Sensor("power"), Sensor("heart_rate")
    seen = [power.values(meter.packet(second), second * 1000) for second in range(600)]
    assert [values["power"] for values in seen] == [simulated.watts(second) for second in range(600)]
    assert all(80 < values["cadence"] < 96 for values in seen[5:])
    assert 110 < belt.values(simulated.heart_rate_packet(30), 0)["heart_rate"] < 130
    assert 145 < belt.values(simulated.heart_rate_packet(2 * simulated.BLOCK_S - 1), 0)["heart_rate"] < 165
