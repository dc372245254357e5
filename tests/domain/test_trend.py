"""The weight trend against the values of its source and against its own definition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.trend import trend_change, weight_trend

START = date(2026, 11, 1)


def days(*weights: int, step: int = 1) -> list[tuple[date, int]]:
    return [(START + timedelta(days=step * number), weight) for number, weight in enumerate(weights)]


def test_the_trend_follows_a_tenth_of_each_days_difference() -> None:
    trend = [point.trend for point in weight_trend(days(80_000, 80_500, 79_800, 80_200))]
    assert trend == pytest.approx([80_000, 80_050, 80_025, 80_042.5])


def test_a_gap_counts_as_days_at_the_new_weight() -> None:
    gap = weight_trend([(START, 80_000), (START + timedelta(days=7), 79_000)])
    assert gap[-1].trend == pytest.approx(79_000 + 1_000 * 0.9**7)


@given(st.integers(1, 60), st.integers(30_000, 200_000), st.integers(30_000, 200_000))
def test_a_gap_equals_the_same_weight_on_every_day_of_it(gap: int, before: int, after: int) -> None:
    daily = weight_trend(days(before, *[after] * gap))
    sparse = weight_trend([(START, before), (START + timedelta(days=gap), after)])
    assert sparse[-1].trend == pytest.approx(daily[-1].trend)


@given(st.lists(st.integers(30_000, 200_000), min_size=1, max_size=50))
def test_the_trend_never_leaves_the_range_of_the_weights(weights: list[int]) -> None:
    for point in weight_trend(days(*weights)):
        assert min(weights) - 1e-6 <= point.trend <= max(weights) + 1e-6


def test_two_weights_on_one_day_count_as_their_mean_in_any_order() -> None:
    points = weight_trend([(START + timedelta(days=1), 81_000), (START, 80_200), (START, 79_800)])
    assert [point.weight for point in points] == [80_000, 81_000]
    assert points[-1].trend == pytest.approx(80_100)


def test_no_weights_have_no_trend() -> None:
    assert weight_trend([]) == []
    assert trend_change([], 7) is None


def test_the_change_is_that_of_the_trend_and_not_of_the_weights() -> None:
    points = weight_trend(days(*[80_000] * 8, 79_000))
    assert trend_change(points, 7) == pytest.approx(-100)
    assert trend_change(points, 8) == pytest.approx(-100)


def test_the_change_is_unknown_before_the_first_weight_and_holds_between_weights() -> None:
    points = weight_trend(days(80_000, 79_000, step=5))
    assert trend_change(points, 6) is None
    assert trend_change(points, 5) == trend_change(points, 3)


def test_a_weight_of_long_ago_tells_nothing_of_this_week() -> None:
    points = weight_trend([(date(2017, 3, 1), 80_000), (date(2026, 11, 28), 90_000)])
    assert trend_change(points, 7) is None
    assert trend_change(points, 90) is None
