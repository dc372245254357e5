"""Words for a day, where nothing but a day is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.date_words import date_of, period_of, time_of

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", date(2026, 11, 21)), ("yest", date(2026, 11, 20)), ("tomorrow", date(2026, 11, 22)),
        ("mon", date(2026, 11, 23)), ("last mon", date(2026, 11, 16)), ("last sat", date(2026, 11, 14)),
        ("-3", date(2026, 11, 18)), ("+10", date(2026, 12, 1)), ("12.3.", date(2026, 3, 12)), ("5", date(2026, 11, 5)),
        ("24/12/25", date(2025, 12, 24)), ("2026-02-28", date(2026, 2, 28)),
        ("2199-12-31", date(2199, 12, 31)), ("2200-01-01", None), ("9999-12-31", None), ("1899-12-31", None),
        ("31.2.", None), ("nonsense", None), ("-", None), ("last", None), ("", None), ("²", None), ("1.2.3.4", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str, meant: date | None) -> None:
    assert date_of(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("7:30", 450), ("7.30", 450), ("19", 1140), ("7 pm", 1140), ("12am", 0), ("0:05", 5), ("", None), ("25:00", None),
     ("13pm", None), ("7:75", None), ("noon", None)],
)  # fmt: skip
def test_times_of_day_are_read_as_people_type_them(text: str, minutes: int | None) -> None:
    assert time_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2019", ("2019-01-01", "2019-12-31")), ("2019-2", ("2019-02-01", "2019-02-28")),
        ("2020-12", ("2020-12-01", "2020-12-31")), ("2019-09-20", ("2019-09-20", "2019-09-20")),
        (" Sep 2019 ", ("2019-09-01", "2019-09-30")), ("november", ("2026-11-01", "2026-11-30")),
        ("dec", ("2025-12-01", "2025-12-31")), ("2019-13", None), ("2019-02-30", None), ("long ride", None),
        ("ma", None), ("sep 19", None), ("1066", None), ("", None), ("may the fourth", None),
    ],
)  # fmt: skip
def test_a_year_a_month_or_a_day_is_meant(text: str, days: tuple[str, str] | None):
    found = period_of(text, date(2026, 11, 21))
    assert (found and (found[0].isoformat(), found[1].isoformat())) == days


@given(st.text())
def test_no_text_troubles_the_reader_of_periods(text: str):
    found = period_of(text, date(2026, 11, 21))
    assert found is None or found[0] <= found[1]
