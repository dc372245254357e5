"""Strength numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.strength import Lift, brzycki, epley, estimated_max, sets_by_muscle, volume


def test_a_hundred_kilograms_five_times():
    assert epley(100, 5) == pytest.approx(116.67, abs=0.005)
    assert brzycki(100, 5) == 112.5


def test_185_pounds_five_times():
    assert epley(185, 5) == pytest.approx(215.8, abs=0.05)
    assert brzycki(185, 5) == pytest.approx(208.1, abs=0.05)


def test_both_agree_at_ten_and_one_repetition_is_the_weight_itself():
    assert epley(100, 10) == pytest.approx(133.33, abs=0.005)
    assert brzycki(100, 10) == pytest.approx(133.33, abs=0.005)
    assert epley(100, 1) == brzycki(100, 1) == 100


def test_brzycki_ends():
    with pytest.raises(ValueError, match="37"):
        brzycki(100, 37)


@given(st.integers(1_000, 500_000), st.integers(1, 11))
def test_one_more_repetition_is_never_less(weight, reps):
    assert epley(weight, reps + 1) > epley(weight, reps)
    assert brzycki(weight, reps + 1) > brzycki(weight, reps)


def test_what_says_nothing_about_one_repetition():
    assert estimated_max(Lift("squat", 100_000, 5)) == pytest.approx(116_666.7, abs=0.1)
    for lift in (
        Lift("squat", 100_000, 5, "warmup"), Lift("squat", None, 5), Lift("squat", 100_000, None),
        Lift("squat", 100_000, 13), Lift("pull-up", -20_000, 5), Lift("squat", 100_000, 0),
    ):  # fmt: skip
        assert estimated_max(lift) is None


def test_volume_and_sets_leave_warm_ups_out():
    lifts = [
        Lift("squat", 60_000, 5, "warmup"), Lift("squat", 100_000, 5), Lift("squat", 100_000, 4, "failure"),
        Lift("pull-up", None, 8), Lift("unheard of", 10_000, 10),
    ]  # fmt: skip
    assert volume(lifts) == 900_000 + 100_000
    muscles = {"squat": (("quadriceps", "glutes"), ("back",)), "pull-up": (("back",), ("biceps",))}
    counted = sets_by_muscle(lifts, muscles)
    assert counted == {"quadriceps": 2, "glutes": 2, "back": 2, "biceps": 0.5}
