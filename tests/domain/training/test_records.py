"""When a best was set, and what was best before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.records import Best, bests

NAN = float("nan")


def test_each_best_names_the_one_before() -> None:
    values = np.array([[200.0, NAN], [190, 300], [230, 300], [NAN, 301]])
    assert list(bests(values)) == [
        Best(0, 0, 200, None, None), Best(1, 1, 300, None, None), Best(2, 0, 230, 200, 0), Best(3, 1, 301, 300, 1),
    ]  # fmt: skip


def test_of_times_the_least_is_the_best() -> None:
    assert [one.value for one in bests(np.array([[60.0], [59], [61], [58.5]]), least=True)] == [60, 59, 58.5]


def test_without_workouts_there_is_no_record() -> None:
    assert list(bests(np.zeros((0, 5)))) == []


@given(st.lists(st.none() | st.integers(0, 50), max_size=40))
def test_the_last_best_is_the_highest_and_they_rise(found: list[int | None]) -> None:
    values = np.array([[NAN if one is None else one] for one in found], float).reshape(len(found), 1)
    made = [one.value for one in bests(values)]
    assert made == sorted(set(made))
    known = [one for one in found if one is not None]
    assert made[-1:] == ([max(known)] if known else [])
