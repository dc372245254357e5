"""The fastest time over a distance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import running_distance
from tracker.domain.training.splits import MARKS_M, best_splits


def run(times: list[float], metres: list[float]) -> Telemetry:
    return Telemetry(np.array([round(one * 1000) for one in times], np.int64), {"distance": np.array(metres, float)})


def test_an_even_run_and_a_faster_middle():
    even = run([0, 100, 200, 300], [0, 400, 800, 1200])
    assert best_splits(even, [400, 1000, 1300]).tolist()[:2] == [100, 250]
    assert np.isnan(best_splits(even, [1300])).all()
    faster = run([0, 100, 150, 250], [0, 400, 800, 1200])
    assert best_splits(faster, [400, 600]).tolist() == [50, 100]


def test_the_clock_runs_on_through_a_pause():
    paused = run([0, 100, 400, 500], [0, 400, 400, 800])
    assert best_splits(paused, [400, 800]).tolist() == [100, 500]


def test_a_distance_that_jumps_breaks_the_run():
    jump = run([0, 100, 101, 201], [0, 400, 5400, 5800])
    assert best_splits(jump, [400]).tolist() == [100]
    assert np.isnan(best_splits(jump, [1000])).all()


def test_positions_stand_for_a_missing_distance():
    north = np.arange(0, 1000) / 111_195.08
    along = Telemetry(np.arange(1000, dtype=np.int64) * 250, {"latitude": north, "longitude": np.zeros(1000)})
    gone = running_distance(along)
    assert gone is not None
    assert gone[-1] == pytest.approx(999, rel=1e-3)
    assert best_splits(along, [400])[0] == pytest.approx(100, rel=2e-3)


def test_without_any_distance_there_is_no_split():
    assert np.isnan(best_splits(Telemetry(np.arange(3, dtype=np.int64), {}))).all()
    nowhere = Telemetry(np.arange(2, dtype=np.int64), {"latitude": np.zeros(2), "longitude": np.full(2, np.nan)})
    assert running_distance(nowhere) is None
    standing = run([0, 1], [5, 5])
    assert np.isnan(best_splits(standing)).all()


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 200)), min_size=2, max_size=40))
def test_no_window_between_two_samples_is_faster(steps):
    times = np.cumsum([0, *(second for second, _ in steps)]).astype(float)
    metres = np.cumsum([0, *(metre for _, metre in steps)]).astype(float)
    if (np.diff(metres) > 40 * np.diff(times)).any():
        return
    found = best_splits(run(times.tolist(), metres.tolist()), [100.0])[0]
    spans = [
        times[b] - times[a] for a in range(len(times)) for b in range(a, len(times)) if metres[b] - metres[a] >= 100
    ]
    assert np.isnan(found) == (not spans)
    if spans:
        assert found <= min(spans) + 1e-9


def test_the_marks_ascend():
    assert list(MARKS_M) == sorted(MARKS_M)
