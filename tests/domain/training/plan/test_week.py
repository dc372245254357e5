"""A usual week: kept, and laid on weeks."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.plan.week import Item, from_stored, laid, ordered, to_stored

_items = st.lists(
    st.builds(Item, st.integers(0, 6), st.integers(0, 1439), st.text(), st.text(), st.none() | st.integers(0, 10**9)),
    max_size=20,
)


@given(_items)
def test_a_week_is_read_as_it_was_kept(items: list[Item]):
    assert from_stored(json.loads(json.dumps(to_stored(items)))) == ordered(items)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(("day", "minute", "plan", "duration")), inner)))  # fmt: skip
def test_what_another_version_wrote_is_read_or_refused(stored: object):
    with suppress(ValueError):
        assert all(0 <= one.day < 7 and 0 <= one.minute < 1440 for one in from_stored(stored))


@given(_items, st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(0, 10))
def test_every_item_falls_once_on_its_weekday_of_every_week_in_the_order_of_time(
    items: list[Item], first: date, weeks: int
):
    found = list(laid(items, first, weeks))
    assert len(found) == len(items) * weeks
    assert all(day.weekday() == one.day for day, one in found)
    assert all(first <= day < first + timedelta(days=7 * weeks) for day, _ in found)
    times = [(day, one.minute) for day, one in found]
    assert times == sorted(times)


def test_a_day_that_no_week_has_is_refused():
    with pytest.raises(ValueError, match="day 7"):
        from_stored([{"day": 7, "minute": 0}])
