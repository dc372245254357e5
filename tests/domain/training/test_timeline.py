"""How long samples count, and where pauses are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.timeline import counted, every_second, pause_limit


def ms(*seconds: float) -> np.ndarray:
    return np.array([round(second * 1000) for second in seconds], np.int64)


def test_a_sample_counts_until_the_next_one_and_the_last_for_one_usual_step():
    assert counted(ms(0, 1, 2, 5, 6)).tolist() == [1000, 1000, 3000, 1000, 1000]


def test_a_gap_of_more_than_ten_seconds_is_a_pause():
    assert counted(ms(0, 1, 11, 12)).tolist() == [1000, 10_000, 1000, 1000]
    assert counted(ms(0, 1, 12, 13)).tolist() == [1000, 1000, 1000, 1000]


def test_a_recording_of_one_sample_a_minute_has_pauses_from_three_minutes_on():
    time = ms(0, 60, 120, 290, 350, 700)
    assert pause_limit(time) == 180_000
    assert counted(time).tolist() == [60_000, 60_000, 170_000, 60_000, 60_000, 60_000]


def test_samples_of_one_instant_count_once():
    assert counted(ms(0, 1, 1, 2)).tolist() == [1000, 0, 1000, 1000]


def test_no_samples_count_for_nothing_and_one_for_a_second():
    assert counted(ms()).tolist() == []
    assert counted(ms(5)).tolist() == [1000]


def test_values_once_a_second_hold_through_gaps_and_leave_pauses_out():
    time = ms(0, 1, 2, 5, 100, 101)
    values = np.array([10.0, 20, 30, np.nan, 40, 50])
    np.testing.assert_equal(every_second(time, values), [10, 20, 30, 30, 30, np.nan, 40, 50])
    assert every_second(ms(), np.zeros(0)).tolist() == []


@given(st.lists(st.integers(0, 100_000), max_size=50))
def test_the_counted_time_is_never_longer_than_the_recording_and_a_step(steps: list[int]):
    time = np.cumsum(np.array([0, *steps], np.int64))
    spans = counted(time)
    assert (spans >= 0).all()
    assert spans[:-1].sum() <= time[-1]
