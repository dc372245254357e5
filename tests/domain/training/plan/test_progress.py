"""Where one is in a structured workout."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.training.plan.parts import parts
from tracker.domain.training.plan.progress import progress
from tracker.domain.training.plan.steps import Part
from tracker.domain.training.plan.text import read

MIN = 60_000
RIDE = read("15min 55%, 3x(12min 90%, rest 4min 50%), 10min 50%")


def test_the_picture_of_the_second_interval():
    now = progress(RIDE, (15 + 16) * MIN + 222_000)
    assert now.at is not None
    assert (now.number, now.count, now.at.round, now.at.rounds) == (4, 8, 2, 3)
    assert now.left == 8 * MIN + 18_000
    assert now.following is not None
    assert now.following.step.kind == "rest"


def test_after_the_last_step_nothing_goes_on():
    now = progress(RIDE, 200 * MIN)
    assert (now.at, now.number, now.following) == (None, 8, None)


def test_a_step_without_time_waits_for_its_end_to_be_told():
    run = read("10min, lap, 5min")
    assert progress(run, 90 * MIN).number == 2
    assert progress(run, 90 * MIN).left is None
    assert progress(run, 1 * MIN, skipped=2).number == 3


@given(parts(), st.integers(0, 10**9))
def test_time_only_goes_forward(whole: tuple[Part, ...], timer: int):
    assert progress(whole, timer).number <= progress(whole, timer + 1000).number
