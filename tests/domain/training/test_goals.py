"""Goals: their periods, an even pace, and amounts as typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.goals import MEASURES, PERIODS, Goal, bounds, progress, read_amount

DAYS = st.dates(date(1901, 1, 1), date(2198, 12, 31))
SATURDAY = date(2026, 11, 21)


@given(st.sampled_from(PERIODS), DAYS, st.sampled_from((0, 5, 6)))
def test_periods_follow_on_each_other_without_a_gap(period, day: date, begins: int):
    first, last = bounds(period, day, begins=begins)
    assert first <= day <= last
    assert bounds(period, first, begins=begins) == bounds(period, last, begins=begins) == (first, last)
    assert bounds(period, last + timedelta(days=1), begins=begins)[0] == last + timedelta(days=1)


@given(st.sampled_from(PERIODS), DAYS, st.integers(1, 1 << 40), st.sampled_from((0, 5, 6)))
def test_an_even_pace_begins_with_nothing_and_never_asks_for_all_before_the_last_day_is_over(
    period, day: date, amount: int, begins: int
):
    goal = Goal("g", period, "time", "", amount)
    first, last = bounds(period, day, begins=begins)
    found = [progress(goal, one, 0, begins=begins) for one in (first, day, last)]
    assert found[0].pace == 0
    assert found[0].pace <= found[1].pace <= found[2].pace < amount
    assert found[2].left == 1
    assert not found[2].is_reached


def test_a_week_on_saturday_has_five_days_behind_it_and_two_to_go():
    found = progress(Goal("g", "week", "time", "", 7), SATURDAY, 6)
    assert (found.pace, found.left, found.share, found.is_reached) == (5, 2, 6 / 7, False)
    assert progress(Goal("g", "week", "time", "", 7), SATURDAY, 6, begins=6).pace == 6


@pytest.mark.parametrize(
    ("measure", "text", "amount"),
    [
        ("time", "8", 28_800_000), ("time", "7,5", 27_000_000), ("time", "8 h", 28_800_000),
        ("time", "1 h 30 min", 5_400_000), ("distance", "150", 1_500_000), ("distance", "400 m", 4000),
        ("distance", "10 mi", 160_934), ("load", "400", 400), ("count", "4", 4),
        ("time", "soon", None), ("distance", "5 kg", None), ("load", "4.5", None), ("count", "0", None),
        ("count", "", None), ("load", str(1 << 41), None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(measure, text: str, amount: int | None):
    assert read_amount(measure, text) == amount


@given(st.sampled_from(MEASURES), st.text())
def test_no_text_troubles_the_reader(measure, text: str):
    found = read_amount(measure, text)
    assert found is None or found > 0
