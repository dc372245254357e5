"""The days the diary has."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import dates


@given(st.dates(), st.integers(-(10**9), 10**9))
def test_moving_never_leaves_the_diary(day: date, days: int):
    assert dates.has(dates.moved(day, days))


def test_moving_inside_the_diary_is_plain_counting():
    assert dates.moved(date(2026, 2, 28), 1) == date(2026, 3, 1)
    assert dates.moved(date(2026, 3, 1), -7) == date(2026, 2, 22)


def test_moving_stops_at_the_first_and_the_last_day():
    assert dates.moved(dates.LAST, 1) == dates.LAST
    assert dates.moved(dates.FIRST, -1) == dates.FIRST
    assert dates.moved(date.max, 1) == dates.LAST
