"""W′ balance in both forms, on a ramp of 0 to 99 W."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.w_balance import recovery_time, w_balance, w_balance_integral

RAMP = np.arange(100.0)


def test_the_differential_form():
    balance = w_balance(RAMP, 25, 2000)
    assert (balance[50], balance[75]) == (pytest.approx(1675), pytest.approx(725))


def test_the_integral_form():
    assert recovery_time(RAMP, 25) == pytest.approx(795.4401, abs=5e-5)
    assert w_balance_integral(RAMP, 25, 2000)[75] == pytest.approx(750.774, abs=5e-4)


def test_unknown_power_neither_spends_nor_brings_back():
    balance = w_balance(np.array([300.0, float("nan"), 300.0]), 250, 20_000)
    assert balance.tolist() == [19_950, 19_950, 19_900]
    assert w_balance_integral(np.array([float("nan")]), 250, 20_000).tolist() == [20_000]


def test_without_power_below_critical_power_it_comes_back_as_from_rest():
    assert recovery_time(np.array([300.0]), 250) == pytest.approx(546 * np.exp(-2.5) + 316)


@given(st.lists(st.integers(0, 1000), max_size=200), st.integers(100, 400), st.integers(5000, 40_000))
def test_it_is_never_more_than_there_is(watts, cp, w_prime):
    balance = w_balance(np.array(watts, float), cp, w_prime)
    assert (balance <= w_prime + 1e-6).all()
