"""Zooming into days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.ui.health.zoom import SHORTEST, Zoom

TODAY = date(2026, 11, 21)
YEAR = Zoom(TODAY - timedelta(days=90), TODAY, TODAY - timedelta(days=365), TODAY)


def test_zooming_in_keeps_the_day_under_the_pointer_in_its_place() -> None:
    around = TODAY - timedelta(days=45)
    closer = YEAR.by(0.5, around)
    assert (closer.days, closer.last - around) == (45, timedelta(days=45 - 22))


def test_there_is_nothing_beyond_the_ends() -> None:
    assert YEAR.by(100, TODAY) == Zoom(YEAR.earliest, TODAY, YEAR.earliest, TODAY)
    assert YEAR.by(0.0001, TODAY).days == SHORTEST
    assert YEAR.moved(10) == YEAR
    assert YEAR.moved(-1000).first == YEAR.earliest


@given(
    st.lists(st.tuples(st.floats(0.01, 100), st.integers(0, 365), st.integers(-500, 500)), max_size=12),
    st.integers(1, 400),
)
def test_whatever_is_done_the_view_stays_within_its_days(steps: list[tuple[float, int, int]], span: int) -> None:
    zoom = Zoom(TODAY - timedelta(days=span), TODAY, TODAY - timedelta(days=span), TODAY)
    for factor, around, days in steps:
        zoom = zoom.by(factor, max(zoom.first, min(zoom.last, TODAY - timedelta(days=around)))).moved(days)
        assert zoom.earliest <= zoom.first <= zoom.last <= zoom.latest
        assert zoom.days >= min(SHORTEST, span)
