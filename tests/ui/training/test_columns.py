"""Lines made ready for pixels: nothing that is shown is lost, and nothing is made up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.ui.training.plot.columns import columns

NO_STARTS = np.zeros(0, np.int64)


@st.composite
def lines(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = draw(st.integers(1, 300))
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = np.cumsum(dice.choice([0.0, 0.5, 1.0, 40.0], size))
    starts = np.unique(dice.integers(1, size, 3)) if size > 1 else NO_STARTS
    return x, dice.normal(0, 100, size), starts


@given(lines(), st.floats(0, 1), st.floats(0.01, 1), st.integers(4, 60))
def test_highest_and_lowest_of_what_is_shown_survive(line, at: float, share: float, count: int) -> None:
    x, y, starts = line
    left = float(x[-1]) * at
    right = left + max(float(x[-1]) * share, 1.0)
    found = columns(x, y, starts, left, right, count)
    inside = y[(x >= left) & (x <= right)]
    if len(inside):
        assert found.high.max() >= inside.max()
        assert found.low.min() <= inside.min()
    assert np.all(found.low <= found.mean + 1e-9)
    assert np.all(found.mean <= found.high + 1e-9)
    assert np.all(np.diff(found.x) >= 0)
    assert len(found.x) <= 2 * count + 2
    shown = sum(len(found.x[piece]) for piece in found.pieces())
    assert shown == len(found.x)


def test_few_samples_are_drawn_each_for_itself_with_one_beyond_either_edge() -> None:
    x = np.arange(100.0)
    found = columns(x, x * 2, NO_STARTS, 10, 20, 50)
    assert found.x.tolist() == list(range(9, 22))
    assert not found.is_gathered


def test_a_column_tells_lowest_highest_and_mean() -> None:
    x = np.arange(1000.0)
    y = np.where(np.arange(1000) == 123, 500.0, np.arange(1000) % 2)
    found = columns(x, y, NO_STARTS, 0, 1000, 10)
    assert found.is_gathered
    assert found.high.tolist()[:3] == [1, 500, 1]
    assert found.low.tolist()[:3] == [0, 0, 0]
    assert found.mean[0] == 0.5


def test_columns_stay_where_they_are_while_the_line_is_moved() -> None:
    x, y = np.arange(10_000.0), np.random.default_rng(1).normal(size=10_000)
    one, other = (columns(x, y, NO_STARTS, left, left + 5000, 100) for left in (1000, 1013))
    same = np.intersect1d(one.x, other.x)
    assert len(same) >= 98
    before, after = (found.mean[np.isin(found.x, same)][2:-2] for found in (one, other))
    assert np.array_equal(before, after)


def test_an_interruption_is_a_new_piece_unless_it_is_within_a_column() -> None:
    x = np.concatenate((np.arange(1000.0), np.arange(5000.0, 6000.0)))
    starts = np.array([400, 1000])
    found = columns(x, np.ones(2000), starts, 0, 6000, 100)
    assert len(found.pieces()) == 2
    first, second = found.pieces()
    assert found.x[first][-1] < 1100
    assert found.x[second][0] > 4900
    assert [len(columns(x, np.ones(2000), starts, 350, 450, 100).pieces()), len(found.starts)] == [2, 1]
