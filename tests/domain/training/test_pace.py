"""Pace and what a slope costs."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.activity import Telemetry
from tracker.domain.training.pace import cost_ratio, grade_adjusted_speed, pace, slopes


def test_pace_on_foot_and_in_water():
    assert pace(4) == 250
    assert pace(1.25, 100) == 80
    assert pace(0) is None


def test_what_minetti_measured():
    """J/kg/m: 3.6 on the flat, least (1.75) at −20 %, 18.93 at +45 % running; 17.33 at +45 % walking."""
    assert cost_ratio(np.array([0.0]))[0] == 1
    slope = np.linspace(-0.45, 0.45, 901)
    assert slope[np.argmin(cost_ratio(slope))] == pytest.approx(-0.2, abs=0.03)
    assert cost_ratio(np.array([0.45]))[0] * 3.6 == pytest.approx(18.93, rel=0.05)
    assert cost_ratio(np.array([0.45]), walking=True)[0] * 2.5 == pytest.approx(17.33, rel=0.05)
    assert cost_ratio(np.array([0.9])) == cost_ratio(np.array([0.45]))


def hill(slope: float) -> Telemetry:
    metres = np.arange(0, 600, 3.0)
    time = np.arange(len(metres), dtype=np.int64) * 1000
    channels = {"distance": metres, "altitude": 100 + metres * slope, "speed": np.full(len(metres), 3.0)}
    return Telemetry(time, channels)


def test_running_up_counts_as_faster_and_down_as_slower():
    up, flat, down = (grade_adjusted_speed(hill(slope)) for slope in (0.1, 0.0, -0.1))
    assert up is not None
    assert flat is not None
    assert down is not None
    assert flat == pytest.approx(3.0)
    assert up == pytest.approx(3.0 * cost_ratio(np.array([0.1]))[0])
    assert (down < 3).all()


def test_without_altitude_or_distance_there_is_no_slope():
    time = np.arange(3, dtype=np.int64)
    assert slopes(Telemetry(time, {"distance": np.arange(3.0)})) is None
    assert slopes(Telemetry(time, {"distance": np.zeros(3), "altitude": np.arange(3.0)})) is None
    assert grade_adjusted_speed(Telemetry(time, {"speed": np.ones(3)})) is None
    missing = Telemetry(time, {"distance": np.array([0.0, np.nan, 100]), "altitude": np.array([0.0, 5, 10])})
    found = slopes(missing)
    assert found is not None
    assert np.isfinite(found[0])
