"""Weeks begin on Monday, Sunday or Saturday."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.weeks import BEGINNINGS, first_of, order, since_begin
from tracker.settings import setting

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("begins", "first"),
    [("monday", date(2026, 11, 23)), ("sunday", date(2026, 11, 22)), ("saturday", date(2026, 11, 21))],
)
def test_a_week_begins_where_the_person_says(begins: str, first: date) -> None:
    number = BEGINNINGS[begins]
    assert first_of(FRIDAY, number) == first_of(first, number) == first
    assert order(number)[since_begin(FRIDAY.weekday(), number)] == FRIDAY.weekday()
    assert sorted(order(number)) == list(range(7))


def test_the_setting_offers_what_weeks_can_begin_on() -> None:
    assert [key for key, _ in setting("week_starts").choices] == list(BEGINNINGS)
