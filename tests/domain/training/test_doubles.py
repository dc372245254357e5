"""Which workouts look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.doubles import Double, Span, doubles, same_sport

MIN, HOUR = 60_000, 3_600_000


def found(*spans: tuple[str, int, int], new: list[str] | None = None) -> list[Double]:
    return list(doubles([Span(f"{number}", *span) for number, span in enumerate(spans)], new))


@pytest.mark.parametrize(
    ("start", "length", "sport", "is_one"),
    [
        (0, 60, "cycling", True), (4, 60, "cycling", True), (6, 60, "cycling", False), (0, 47, "cycling", False),
        (0, 49, "cycling", True), (0, 60, "running", False), (0, 60, "generic", True), (0, 60, "e_biking", True),
        (60, 60, "cycling", True), (-120, 60, "cycling", True), (63, 60, "cycling", True), (30, 60, "cycling", False),
        (15 * 60, 60, "cycling", False),
    ],
)  # fmt: skip
def test_start_overlap_sport_and_whole_hours(start: int, length: int, sport: str, is_one: bool) -> None:
    assert bool(found(("cycling", 0, 60 * MIN), (sport, start * MIN, length * MIN))) is is_one


def test_the_shift_is_told_and_only_new_ones_are_asked_about() -> None:
    three = [("cycling", 0, HOUR), ("cycling", 2 * HOUR + MIN, HOUR), ("cycling", 100 * HOUR, HOUR)]
    assert found(*three) == [Double("0", "1", 2)]
    assert found(*three, new=["2"]) == []
    assert found(*three, new=["1"]) == [Double("0", "1", 2)]


def test_strength_is_no_ride_and_nothing_has_no_double() -> None:
    assert not same_sport("strength_training", "cycling")
    assert same_sport("running", "walking")
    assert found(("cycling", 0, 0), ("cycling", 0, 0)) == []


@given(st.lists(st.tuples(st.integers(0, 40 * HOUR), st.integers(1, 5 * HOUR)), max_size=12))
def test_a_pair_is_found_once_whatever_the_order(spans: list[tuple[int, int]]) -> None:
    made = [Span(f"{number:02}", "cycling", start, length) for number, (start, length) in enumerate(spans)]
    pairs = [{one.first, one.second} for one in doubles(made)]
    assert sorted(map(sorted, pairs)) == sorted(sorted({a, b}) for a, b in {tuple(sorted(pair)) for pair in pairs})
    assert sorted(map(sorted, pairs)) == sorted(sorted({o.first, o.second}) for o in doubles(reversed(made)))
