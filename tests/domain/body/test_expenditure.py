"""The measured expenditure: what it comes to, what it needs, and how sure it is."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.body.expenditure import Measured, NotYet, balance, measured
from tracker.domain.body.explained import Speech, measured_lines

TODAY = date(2026, 11, 21)
POUND = 0.45359237


def days(count: int) -> list[date]:
    """The days before today, earliest first."""
    return [TODAY - timedelta(days=number) for number in range(count, 0, -1)]


def steady(count: int, kcal: float = 2000, start: float = 80, slope: float = -POUND / 7) -> Measured | NotYet:
    weights = [(day, start + slope * number) for number, day in enumerate(days(count))]
    return measured(dict.fromkeys(days(count), kcal), weights, TODAY)


def test_2000_kcal_and_a_pound_less_a_week_are_2499_kcal_spent() -> None:
    assert balance(2000, -POUND / 7) == pytest.approx(2498.95, abs=0.005)
    assert balance(2000, -POUND / 7, 6000) == pytest.approx(2388.79, abs=0.005)
    found = steady(28)
    assert isinstance(found, Measured)
    assert found.energy == pytest.approx(2498.95, abs=0.005)
    assert (found.days, found.weights, found.first, found.last) == (28, 28, days(28)[0], TODAY - timedelta(days=1))
    assert found.margin == pytest.approx(0, abs=1e-6)
    assert found.confidence == "good"


def test_it_takes_14_complete_days_and_weights_over_two_weeks() -> None:
    assert isinstance(steady(15), Measured)
    short = steady(14)
    assert short == NotYet("It takes weights over two weeks, on 4 days or more; there are 14 over 13 days.", 14, 13)
    weights = [(day, 80.0) for day in days(20)]
    few = measured(dict.fromkeys(days(13), 2000.0), weights, TODAY)
    assert few == NotYet("It takes 14 complete days; there are 13.", 13, 19)
    assert isinstance(measured({}, [], TODAY), NotYet)
    assert isinstance(measured(dict.fromkeys(days(20), 2000.0), weights[::7], TODAY), NotYet)


def test_today_and_what_is_long_ago_do_not_count() -> None:
    weights = [(day, 80.0) for day in days(200)] + [(TODAY, 200.0)]
    intake = dict.fromkeys(days(200), 2000.0) | {TODAY: 9000.0, days(150)[0]: 9000.0}
    found = measured(intake, weights, TODAY)
    assert isinstance(found, Measured)
    assert (found.energy, found.days) == (2000, 90)


def test_days_before_the_first_weight_say_nothing_of_it() -> None:
    weights = [(day, 80.0) for day in days(20)]
    found = measured(dict.fromkeys(days(60), 2000.0) | {days(40)[0]: 9000.0}, weights, TODAY)
    assert isinstance(found, Measured)
    assert (found.energy, found.days) == (2000, 21)  # the day before the first weight went into it


def test_the_result_is_held_within_500_kcal_of_the_formula_and_says_so() -> None:
    weights = [(day, 80.0) for day in days(28)]
    intake = dict.fromkeys(days(28), 1200.0)
    low = measured(intake, weights, TODAY, formula=2500)
    assert isinstance(low, Measured)
    assert (low.energy, low.held) == (2000, 1200)
    near = measured(intake, weights, TODAY, formula=1600)
    assert isinstance(near, Measured)
    assert (near.energy, near.held) == (1200, None)


def test_scatter_makes_it_less_sure() -> None:
    chance = random.Random(4)
    weights = [(day, 80 + chance.gauss(0, 0.6)) for day in days(40)]
    intake = {day: 2300 + chance.gauss(0, 350) for day in days(40)}
    wide = measured(intake, weights, TODAY)
    narrow = measured(intake, weights[-16:], TODAY)
    assert isinstance(wide, Measured)
    assert isinstance(narrow, Measured)
    assert abs(wide.energy - 2300) < wide.margin < narrow.margin
    assert (wide.confidence, narrow.confidence) == ("fair", "rough")


@given(st.integers(15, 90), st.floats(1200, 4500), st.floats(45, 150), st.floats(-0.2, 0.2))
def test_a_steady_change_is_found_exactly(count: int, kcal: float, start: float, slope: float) -> None:
    found = steady(count, kcal, start, slope)
    assert isinstance(found, Measured)
    assert found.energy == pytest.approx(kcal - slope * 7700, abs=0.01)


def test_how_it_was_measured_can_be_told() -> None:
    weights = [(day, 80 - 0.05 * number) for number, day in enumerate(days(28))]
    found = measured(dict.fromkeys(days(28), 2200.0), weights, TODAY, formula=1900)
    assert isinstance(found, Measured)
    assert [(one.label, one.result) for one in measured_lines(found, Speech())] == [
        ("Eaten", "2\u202f200 kcal"), ("Weight", "−0.350 kg a week"), ("Spent", "2\u202f585 kcal"),
        ("Held", "2\u202f400 kcal"), ("Confidence", "± 0 kcal"),
    ]  # fmt: skip
    free = measured(dict.fromkeys(days(28), 2200.0), weights, TODAY)
    assert isinstance(free, Measured)
    assert [one.label for one in measured_lines(free, Speech())] == ["Eaten", "Weight", "Spent", "Confidence"]
