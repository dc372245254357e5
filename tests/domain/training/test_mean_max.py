"""Mean-maximal curves against values that were computed apart from any program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.mean_max import DURATIONS, MARKS, envelope, mean_max, seconds

NAN = float("nan")
INTERVALS = np.array([100.0] * 120 + ([300.0] * 60 + [100.0] * 60) * 4 + [100.0] * 60)


def of(values: np.ndarray, *durations: int) -> list[float]:
    return mean_max(values, durations).tolist()


def test_a_ramp_of_0_to_100_watts():
    assert of(np.arange(101.0), 1, 50, 101) == [100, 75.5, 50]


def test_intervals_are_not_monotone_and_their_envelope_is():
    found = of(INTERVALS, 60, 61, 90, 120, 180, 300, 660)
    assert found == pytest.approx([300, 296.72, 233.33, 200, 233.33, 220, 172.727], abs=0.005)
    held = envelope(np.array(found))
    assert held.tolist() == pytest.approx([300, 296.72, 233.33, 233.33, 233.33, 220, 172.727], abs=0.005)


def test_nothing_is_told_beyond_the_recording():
    assert np.isnan(of(np.ones(10), 11)).all()
    assert np.isnan(of(np.zeros(0), 1)).all()


def test_a_gap_breaks_every_window_over_it():
    values = np.array([200.0, 200, NAN, 300, 300, 300])
    assert of(values, 1, 3)[1] == 300
    assert np.isnan(of(values, 4)).all()


def test_short_gaps_are_bridged_and_pauses_are_kept():
    time = np.array([0, 1000, 2000, 5000, 6000, 16_000, 17_000], np.int64)
    values = np.array([100, 100, 100, 400, 400, 400, 400], float)
    found = seconds(time, values)
    assert found[:7].tolist() == [100, 100, 100, 200, 300, 400, 400]
    assert np.isnan(found[7:16]).all()
    assert found[16:].tolist() == [400, 400]
    assert np.isnan(of(found, 8)).all()


def test_missing_values_are_gaps_and_zero_is_a_value():
    time = np.arange(10, dtype=np.int64) * 1000
    assert np.isnan(seconds(time, np.array([5.0, *[NAN] * 8, 5])))[1:9].all()
    assert of(seconds(time, np.array([5.0, *[0.0] * 8, 5])), 10) == [1.0]
    assert len(seconds(time, np.full(10, NAN))) == 0


def test_a_sparse_recording_is_bridged_over_its_usual_steps():
    time = np.arange(0, 60_000, 6000, dtype=np.int64)
    assert of(seconds(time, np.full(10, 150.0)), 50) == [150]


def test_every_mark_is_among_the_durations():
    assert set(MARKS) <= set(DURATIONS)
    assert list(DURATIONS) == sorted(set(DURATIONS))
    assert len(DURATIONS) < 180


@given(st.lists(st.none() | st.integers(0, 1500), min_size=1, max_size=80))
def test_each_mean_is_the_best_of_all_windows(watts):
    values = np.array([NAN if one is None else one for one in watts], float)
    for duration, best in enumerate(mean_max(values, range(1, len(values) + 1)), start=1):
        windows = [values[at : at + duration].mean() for at in range(len(values) - duration + 1)]
        known = [one for one in windows if not np.isnan(one)]
        assert best == pytest.approx(max(known)) if known else np.isnan(best)


@given(st.lists(st.floats(0, 1500) | st.just(NAN), max_size=50))
def test_an_envelope_never_rises_and_never_loses(curve):
    held = envelope(np.array(curve, float))
    known = held[np.isfinite(held)]
    assert (np.diff(known) <= 0).all()
    assert (held[np.isfinite(curve)] >= np.array(curve)[np.isfinite(curve)]).all()
