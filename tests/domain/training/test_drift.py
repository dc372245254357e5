"""Variability, efficiency and decoupling."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.activity import Telemetry
from tracker.domain.training.drift import decoupling, efficiency, variability


def hour(power: list[float], heart_rate: list[float], minutes: int = 60) -> Telemetry:
    time = np.arange(minutes * 60, dtype=np.int64) * 1000
    part = len(time) // len(power)
    return Telemetry(time, {"power": np.repeat(power, part), "heart_rate": np.repeat(heart_rate, part)})


def test_even_power_has_a_variability_of_1():
    assert variability(200, 200) == 1
    assert variability(239.0995, 200) == pytest.approx(1.195, abs=5e-4)
    assert variability(0, 0) is None


def test_watts_for_a_heartbeat():
    assert efficiency(210, 140) == 1.5
    assert efficiency(210, 0) is None


def test_the_same_power_at_ten_beats_more_is_a_drift():
    assert decoupling(hour([200, 200], [140.0, 150.0])) == pytest.approx((1 - 140 / 150) * 100)
    assert decoupling(hour([200, 200], [140.0, 140.0])) == pytest.approx(0)


def test_a_pause_belongs_to_neither_half():
    ride = hour([200, 200], [140.0, 150.0])
    late = Telemetry(np.where(ride.time >= 1_800_000, ride.time + 3_600_000, ride.time), ride.channels)
    assert decoupling(late) == pytest.approx(decoupling(ride), abs=0.01)


def test_what_is_too_short_or_unknown_has_none():
    assert decoupling(hour([200.0, 200], [140.0, 150.0], minutes=10)) is None
    assert decoupling(hour([200.0, 200], [float("nan"), 150.0], minutes=60)) is None
    assert decoupling(hour([0.0, 200], [140.0, 150.0])) is None
    assert decoupling(hour([200.0, 200], [140.0, 150.0]), "speed") is None
    assert decoupling(hour([200.0, float("nan")], [140.0, 150.0])) is None
