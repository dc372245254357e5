"""Which done workout is which planned one, and what is kept of the planned one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.plan.planned import Planned, Span, from_stored, pairs, to_stored
from tracker.domain.training.plan.text import read

DAY, HOUR = "2026-11-20", 3_600_000
_numbers = st.none() | st.integers(0, 1 << 40)
_plans = st.builds(
    Planned, st.text(), st.text(), st.integers(0, 1 << 45), _numbers, _numbers, _numbers, st.text(), st.text(),
    st.sampled_from(((), read("10min 90%"), read("3x(400m 4:00/km, rest 90s), lap"))),
)  # fmt: skip


@given(_plans)
def test_what_was_planned_is_read_as_it_was_written(planned: Planned):
    assert from_stored(json.loads(json.dumps(to_stored(planned)))) == planned


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.integers())))
def test_what_another_version_wrote_troubles_nobody(stored: dict[str, object]):
    from_stored({"start_at": 0, "duration": "long", **stored})
    from_stored(stored)


def span(record: str, sport: str = "cycling", duration: int | None = HOUR, day: str = DAY) -> Span:
    return Span(record, day, sport, duration)


def test_the_only_planned_and_the_only_done_one_of_a_day_and_sport_are_one():
    clear, unclear = pairs([span("p"), span("q", "running")], [span("d", duration=HOUR + 900_000)])
    assert (clear, unclear) == ({"d": "p"}, {})


def test_a_length_that_nobody_knows_tells_nothing_against_it():
    assert pairs([span("p", duration=None)], [span("d")])[0] == {"d": "p"}
    assert pairs([span("p")], [span("d", duration=None)])[0] == {"d": "p"}


def test_a_short_one_where_a_long_one_was_planned_is_asked_about():
    assert pairs([span("p", duration=3 * HOUR)], [span("d", duration=HOUR // 3)]) == ({}, {"d": ("p",)})


def test_several_of_a_day_are_asked_about():
    assert pairs([span("p"), span("q")], [span("d")]) == ({}, {"d": ("p", "q")})
    assert pairs([span("p")], [span("d"), span("e")]) == ({}, {"d": ("p",), "e": ("p",)})


def test_another_day_or_sport_is_another_workout():
    assert pairs([span("p", day="2026-11-21"), span("q", "running")], [span("d")]) == ({}, {})
