"""Thresholds hold from their day on."""

from __future__ import annotations

from tracker.domain.training.thresholds import Threshold, Thresholds

KNOWN = Thresholds([
    Threshold("ftp", "2026-06-01", 260), Threshold("ftp", "2026-01-01", 240),
    Threshold("lthr", "2026-01-01", 165), Threshold("lthr", "2026-03-01", 172, "running"),
])  # fmt: skip


def test_the_latest_one_before_the_day_holds():
    assert [KNOWN.at("ftp", day) for day in ("2026-05-31", "2026-06-01", "2030-01-01")] == [240, 260, 260]


def test_days_before_the_first_one_take_it():
    assert KNOWN.at("ftp", "2020-01-01") == 240


def test_a_sports_own_value_goes_before_that_of_all():
    assert KNOWN.at("lthr", "2026-04-01", "running") == 172
    assert KNOWN.at("lthr", "2026-04-01", "cycling") == 165
    assert KNOWN.at("ftp", "2026-04-01", "running") == 240


def test_what_was_never_set_is_unknown():
    assert KNOWN.at("max_hr", "2026-04-01") is None
    assert [one.value for one in KNOWN.history("ftp")] == [240, 260]
    assert KNOWN.history("max_hr") == ()
