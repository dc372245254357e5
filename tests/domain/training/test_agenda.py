"""The days of a month, and what training in them adds up to."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.agenda import Deed, Sum, add_up, month_beside, standing, weeks
from tracker.domain.weeks import BEGINNINGS

DAYS = st.dates(date(1900, 2, 1), date(2199, 11, 30))


@given(DAYS, st.sampled_from(list(BEGINNINGS.values())))
def test_a_month_is_shown_in_whole_weeks_that_hold_all_its_days_and_none_too_many(day: date, begins: int):
    found = weeks(day, begins=begins)
    every = [one for week in found for one in week]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(every))
    assert {week[0].weekday() for week in found} == {begins}
    month = [one for one in every if (one.year, one.month) == (day.year, day.month)]
    assert month[0].day == 1
    assert (month[-1] + timedelta(days=1)).day == 1
    assert all(any(one in month for one in week) for week in found)


@given(DAYS, st.integers(-600, 600))
def test_going_on_by_months_and_back_ends_where_it_began(day: date, months: int):
    first = day.replace(day=1)
    if 1 <= day.year + months // 12 - 1 <= 9990:
        assert month_beside(month_beside(day, months), -months) == first


def test_a_month_on_from_december_is_january():
    assert month_beside(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert month_beside(date(2027, 1, 1), -1) == date(2026, 12, 1)


def test_what_was_planned_for_a_day_that_is_over_stands_apart():
    assert standing("planned", "2026-11-20", "2026-11-21") == "missed"
    assert standing("planned", "2026-11-21", "2026-11-21") == "planned"
    assert standing("paused", "2026-11-21", "2026-11-21") == "going"
    assert standing("completed", "2026-12-01", "2026-11-21") == "done"


def deed(standing: str, duration: int | None = None, load: float | None = None) -> Deed:
    return Deed("w", "Ride", "cycling", "2026-11-20", standing, 0, duration, 1000, load)


def test_done_and_planned_are_summed_apart_and_unknown_loads_are_counted():
    found = add_up([deed("done", 60, 50.0), deed("going", 30), deed("planned", 100, 70.0), deed("missed", 9, 9.0)])
    assert found == Sum(2, 90, 2000, 50.0, 1, 1, 100, 70.0, 0, 1)
