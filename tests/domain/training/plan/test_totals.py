"""What a structured workout adds up to."""

from __future__ import annotations

import pytest

from tracker.domain.training.plan.steps import Aim
from tracker.domain.training.plan.text import read
from tracker.domain.training.plan.totals import Thresholds, absolute, totals

KNOWN = Thresholds(power=250, heart_rate=160)


def test_an_hour_at_the_threshold_loads_100():
    assert totals(read("60min 100%"), KNOWN).load == 100
    assert totals(read("60min 250w"), KNOWN).load == 100


def test_repeats_count_as_often_as_they_are_done():
    sums = totals(read("15min 55%, 3x(12min 90%, 4min 50%), 10min 50%"), KNOWN)
    assert sums.time == (15 + 3 * 16 + 10) * 60_000
    assert sums.load == round(100 / 60 * (15 * 0.55**2 + 3 * (12 * 0.9**2 + 4 * 0.5**2) + 10 * 0.5**2))
    assert sums.is_whole


def test_pace_tells_the_time_of_a_distance_and_the_distance_of_a_time():
    sums = totals(read("6x(400m 4:00/km, 2min 6:00/km)"), KNOWN)
    assert sums.time == 6 * (96_000 + 120_000)
    assert sums.distance == pytest.approx(6 * (4000 + 3333), abs=6)
    assert sums.load is None


def test_what_nothing_tells_is_unknown_and_said_so():
    sums = totals(read("10min 250w, lap, 5km"), Thresholds())
    assert (sums.time, sums.distance, sums.load, sums.is_whole) == (600_000, 50_000, None, False)


def test_shares_become_watts_and_beats_where_the_threshold_is_known():
    assert absolute(Aim("ftp", 880, 940), KNOWN) == Aim("power", 220, 235)
    assert absolute(Aim("lthr", 810, 890), KNOWN) == Aim("heart_rate", 130, 142)
    assert absolute(Aim("ftp", 880, 940), Thresholds()) is None
    assert absolute(Aim("rpe", 70, 80), Thresholds()) == Aim("rpe", 70, 80)
