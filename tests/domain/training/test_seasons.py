"""Seasons that begin in any month."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.seasons import bounds, name, season_of


@given(st.dates(date(1901, 1, 1), date(2198, 1, 1)), st.integers(1, 12))
def test_every_day_is_in_one_season_and_seasons_follow_on_each_other(day: date, starts: int):
    season = season_of(day, starts)
    first, last = bounds(season, starts)
    assert first <= day <= last
    assert season_of(first, starts) == season_of(last, starts) == season
    assert bounds(season + 1, starts)[0] == last + timedelta(days=1)


def test_a_season_that_reaches_into_the_next_year_says_so():
    assert (name(2026), name(2026, 11), name(1999, 7)) == ("2026", "2026/27", "1999/00")
    assert season_of(date(2026, 10, 31), 11) == 2025
