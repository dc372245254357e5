"""Weighted power against published and independently computed values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.power import weighted_power


def steps(*parts: tuple[float, int]) -> np.ndarray:
    return np.concatenate([np.full(seconds, watts, float) for watts, seconds in parts])


def test_constant_power_weighs_what_it_is():
    assert weighted_power(steps((200, 3600))) == pytest.approx(200.0, abs=1e-9)


def test_intervals_of_300_and_100_watts_weigh_239_0995():
    assert weighted_power(steps(*[(300, 60), (100, 60)] * 30)) == pytest.approx(239.0995, abs=5e-5)


def test_the_published_hour_of_145_265_and_175_watts_averages_200_and_weighs_216_33():
    power = steps((145, 600), (265, 1200), (175, 1800))
    assert power.mean() == 200
    assert weighted_power(power) == pytest.approx(216.33, abs=0.005)


def test_the_first_mean_is_taken_at_second_30():
    assert weighted_power(steps((250, 29))) is None
    assert weighted_power(steps((250, 30))) == pytest.approx(250)


@given(st.lists(st.integers(0, 2000), min_size=30, max_size=300))
def test_it_lies_between_the_smallest_and_the_largest_half_minute(watts: list[int]):
    power = np.array(watts, float)
    means = [power[i : i + 30].mean() for i in range(len(power) - 29)]
    weighted = weighted_power(power)
    assert weighted is not None
    assert min(means) - 1e-3 <= weighted <= max(means) + 1e-3
