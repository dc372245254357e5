"""Load by power and by heart rate, against values that were computed apart from any program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.load import Sex, heart_rate_load, intensity, power_load, trimp


def impulse(minutes: float, heart_rate: float, rest: float, highest: float, sex: Sex) -> float:
    return trimp(np.array([minutes * 60]), np.array([heart_rate]), rest, highest, sex)


def test_an_hour_at_threshold_is_a_load_of_100():
    assert power_load(3600, 250, 250) == pytest.approx(100)


def test_230_watts_at_a_threshold_of_220_are_an_intensity_of_1_05_and_in_an_hour_and_a_half_a_load_of_163_95():
    assert intensity(230, 220) == pytest.approx(1.05, abs=0.005)
    assert power_load(1.5 * 3600, 230, 220) == pytest.approx(163.95, abs=0.005)


@pytest.mark.parametrize(
    ("minutes", "heart_rate", "rest", "highest", "sex", "wanted"),
    [
        (45, 150, 60, 190, "male", 75.330),
        (60, 155, 55, 190, "male", 117.940),
        (60, 155, 55, 190, "female", 131.690),
        (60, 155, 55, 190, "", (117.940 + 131.690) / 2),
    ],
)
def test_training_impulse(minutes, heart_rate, rest, highest, sex, wanted):
    assert impulse(minutes, heart_rate, rest, highest, sex) == pytest.approx(wanted, abs=5e-4)


def test_time_below_the_resting_heart_rate_counts_for_nothing():
    assert impulse(60, 50, 55, 190, "male") == 0


def test_a_maximum_below_the_resting_heart_rate_is_refused():
    with pytest.raises(ValueError, match="above the resting"):
        impulse(60, 150, 190, 190, "male")


@pytest.mark.parametrize(("threshold", "wanted"), [(163, 239.09), (170.5, 199.49)])
def test_an_impulse_of_333_against_that_of_an_hour_at_threshold(threshold, wanted):
    assert heart_rate_load(333, threshold, 60, 190, "male") == pytest.approx(wanted, abs=0.005)


@given(st.floats(61, 189), st.sampled_from(["male", "female", ""]))
def test_an_hour_at_threshold_heart_rate_is_a_load_of_100(threshold, sex):
    assert heart_rate_load(impulse(60, threshold, 60, 190, sex), threshold, 60, 190, sex) == pytest.approx(100)
