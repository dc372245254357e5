"""Critical power and W′."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.critical_power import fit_three, fit_two, time_to_exhaustion


@pytest.mark.parametrize(
    ("power", "seconds"),
    [(225, 2000), (250, 1000), (275, 667), (300, 500), (350, 333), (400, 250), (500, 167), (1000, 63)],
)
def test_how_long_a_power_is_held_with_200_watts_and_50_kj(power, seconds):
    assert time_to_exhaustion(power, 200, 50_000) == pytest.approx(seconds, abs=0.7)


def test_other_riders_and_powers_that_never_end():
    assert time_to_exhaustion(225, 222, 53_000) == pytest.approx(17_667, abs=0.7)
    assert time_to_exhaustion(250, 222, 53_000) == pytest.approx(1893, abs=0.7)
    assert (time_to_exhaustion(275, 250, 46_000), time_to_exhaustion(300, 250, 46_000)) == (1840, 920)
    assert time_to_exhaustion(200, 200, 50_000) == time_to_exhaustion(80, 200, 50_000) == math.inf


def test_400_watts_for_3_and_310_for_12_minutes_are_280_watts_and_21_600_joules():
    fit = fit_two(np.array([180.0, 720.0]), np.array([400.0, 310.0]))
    assert fit is not None
    assert (fit.cp, fit.w_prime) == (pytest.approx(280), pytest.approx(21_600))
    assert (fit.p_max, fit.points, fit.warnings) == (None, 2, ())
    assert fit.error == pytest.approx(0, abs=1e-6)
    assert fit.power(np.array([180.0]))[0] == pytest.approx(400)


def test_only_efforts_of_2_to_20_minutes_are_used():
    seconds = np.array([5.0, 60, 180, 720, 3600, 300])
    power = np.array([900.0, 600, 400, 310, 100, float("nan")])
    fit = fit_two(seconds, power)
    assert fit is not None
    assert (fit.cp, fit.points) == (pytest.approx(280), 2)


@pytest.mark.parametrize(
    ("seconds", "power"),
    [([], []), ([180], [400]), ([180, 180], [400, 390]), ([180, 720], [300, 310]), ([180, 720], [400, 90])],
)
def test_what_no_line_fits_has_no_fit(seconds, power):
    assert fit_two(np.array(seconds, float), np.array(power, float)) is None


def test_efforts_too_alike_and_an_unusual_reserve_are_told():
    fit = fit_two(np.array([600.0, 900.0]), np.array([300.0, 295.0]))
    assert fit is not None
    assert len(fit.warnings) == 1
    fit = fit_two(np.array([180.0, 720.0]), np.array([301.0, 300.5]))
    assert fit is not None
    assert "unusual" in fit.warnings[0]


@given(st.floats(100, 400), st.floats(6_000, 38_000), st.floats(1.5, 60))
def test_three_parameters_are_found_again(cp, w_prime, shift):
    seconds = np.array([5.0, 15, 30, 60, 180, 300, 720, 1200])
    fit = fit_three(seconds, cp + w_prime / (seconds + shift))
    assert fit is not None
    assert fit.cp == pytest.approx(cp, rel=0.01)
    assert fit.w_prime == pytest.approx(w_prime, rel=0.03)
    assert fit.p_max == pytest.approx(cp + w_prime / shift, rel=0.05)
    assert fit.power(seconds) == pytest.approx(cp + w_prime / (seconds + shift), rel=0.01)


def test_three_parameters_need_three_efforts_that_fall():
    assert fit_three(np.array([180.0, 720.0]), np.array([400.0, 310.0])) is None
    assert fit_three(np.array([10.0, 180, 720]), np.array([200.0, 300, 310])) is None
