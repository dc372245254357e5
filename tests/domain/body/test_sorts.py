"""The sorts of days of targets, and the ways in which a target comes about."""

from __future__ import annotations

from tracker.domain.body.resting import FORMULAS
from tracker.domain.body.sorts import DAYS, WAYS
from tracker.domain.dates import WEEKDAYS


def test_training_days_come_before_the_days_of_the_week() -> None:
    assert [key for key, _ in DAYS] == ["training", *WEEKDAYS]


def test_a_target_comes_from_own_numbers_from_what_was_measured_or_from_a_formula() -> None:
    assert [key for key, _ in WAYS] == ["", "measured", *FORMULAS]
