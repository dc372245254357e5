"""Averages name their days, leave today out, and never take a day without entries for one of 0."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.averages import average, counted_days, denominator
from tracker.domain.nutrients import Total

TODAY = date(2026, 11, 21)
FIRST = TODAY - timedelta(days=30)


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=one) for one in ago]


def test_complete_days_count_and_say_so() -> None:
    complete, eaten = days(3, 2, 1), days(9, 3, 2, 1)
    counted = counted_days(complete, eaten, FIRST, TODAY, TODAY)
    assert counted == days(3, 2, 1)
    assert denominator(counted, complete, FIRST, TODAY, TODAY).in_words() == "3 of 30 complete days"


def test_where_no_day_is_complete_those_with_entries_count_and_say_so() -> None:
    counted = counted_days([], days(2, 1), FIRST, TODAY, TODAY)
    said = denominator(counted, [], FIRST, TODAY, TODAY).in_words()
    assert said == "2 of 30 days with entries, none of them marked complete"


def test_today_is_left_out_even_if_it_is_complete() -> None:
    counted = counted_days(days(1, 0), days(1, 0), FIRST, TODAY, TODAY)
    assert counted == days(1)
    assert denominator(counted, days(1, 0), days(1)[0], TODAY, TODAY).of == 1
    assert denominator([], [], days(9)[0], days(8)[0], TODAY).in_words().startswith("0 of 2 days")


def test_unknown_is_no_0() -> None:
    assert average([]) is None
    assert average([Total(0, 0, 3)]) is None
    assert average([Total(100, 1, 2), Total(300, 2, 2)]) == Total(200, 3, 4)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_an_average_lies_between_its_days(rows: list[tuple[int, int, int]]) -> None:
    totals = [Total(value, known, known + more) for value, known, more in rows]
    found = average(totals)
    if found is not None:
        assert min(one.value for one in totals) <= found.value <= max(one.value for one in totals)
        assert found.known <= found.of
