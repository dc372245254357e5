"""The metres covered."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import along, distance

NAN = float("nan")


def telemetry(**channels: list[float]) -> Telemetry:
    columns = {name: np.array(values) for name, values in channels.items()}
    return Telemetry(np.arange(len(next(iter(columns.values())))) * 1000, columns)


def test_a_quarter_of_a_meridian_is_ten_thousand_and_seven_kilometres():
    """2π × 6371.0088 km / 4."""
    assert along(np.array([0.0, 45, 90]), np.zeros(3)) == pytest.approx(10_007_557.2, abs=0.1)


def test_berlin_to_paris_is_878_kilometres():
    assert along(np.array([52.52, 48.8566]), np.array([13.405, 2.3522])) == pytest.approx(877_500, abs=1000)


def test_the_devices_running_distance_goes_before_positions():
    assert distance(telemetry(distance=[0, 10, NAN], latitude=[0, 1, 2], longitude=[0, 0, 0])) == 10


def test_positions_stand_in_for_a_missing_distance_and_gaps_in_them_are_bridged():
    found = distance(telemetry(distance=[NAN] * 3, latitude=[0, NAN, 0.001], longitude=[0, 0, 0]))
    assert found == pytest.approx(111.195, abs=0.001)


def test_without_either_the_distance_is_unknown():
    assert distance(telemetry(power=[100, 100])) is None
    assert distance(telemetry(latitude=[NAN, NAN], longitude=[NAN, NAN])) is None
    assert distance(telemetry(latitude=[1, 2])) is None
