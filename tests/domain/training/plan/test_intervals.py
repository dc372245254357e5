"""Whether intervals were held, by laps and by where the steps fit into a recording."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.plan.intervals import by_laps, by_samples
from tracker.domain.training.plan.text import read
from tracker.domain.training.plan.totals import Thresholds

FTP = Thresholds(250, 160)
PLAN = read("warm-up 10min 55%, 3x(4min 100%, rest 2min 50%), cool-down 5min 50%")
LAPS = [(600, 140), (240, 250), (120, 120), (240, 230), (120, 120), (240, 275), (120, 120), (300, 120)]


def laps(told: list[tuple[int, int]]) -> list[dict[str, int | None]]:
    return [{"duration_ms": seconds * 1000, "avg_power": watts} for seconds, watts in told]


def test_laps_that_are_the_steps_tell_what_was_held_in_each():
    found = by_laps(PLAN, laps(LAPS), FTP)
    assert found is not None
    assert [(one.place.round, one.measured, one.held) for one in found] == [
        (1, 250, "held"), (2, 230, "under"), (3, 275, "over"),
    ]  # fmt: skip


def test_one_more_lap_at_the_end_is_what_came_after():
    assert by_laps(PLAN, laps([*LAPS, (70, 90)]), FTP) == by_laps(PLAN, laps(LAPS), FTP)


def test_laps_of_other_lengths_are_no_steps():
    assert by_laps(PLAN, laps([(1000, 200)] * 8), FTP) is None
    assert by_laps(PLAN, laps(LAPS[:4]), FTP) is None
    assert by_laps(PLAN, [{"duration_ms": None}] * 8, FTP) is None


def test_a_lap_without_power_tells_nothing_and_is_no_failure():
    told = [*laps(LAPS)]
    told[1] = {"duration_ms": 240_000, "avg_power": None}
    found = by_laps(PLAN, told, FTP)
    assert found is not None
    assert (found[0].measured, found[0].held) == (None, None)


def test_a_faster_pace_than_was_aimed_at_is_over():
    plan = read("2x(1km 4:00/km, rest 2min)")
    told = [
        {"duration_ms": 220_000, "distance": 10_000}, {"duration_ms": 120_000, "distance": 3000},
        {"duration_ms": 240_000, "distance": 10_000}, {"duration_ms": 120_000, "distance": 3000},
    ]  # fmt: skip
    found = by_laps(plan, told, FTP)
    assert found is not None
    assert [(one.measured, one.held) for one in found] == [(220_000, "over"), (240_000, "held")]


@given(st.integers(0, 900), st.integers(0, 10_000))
def test_the_steps_are_found_wherever_they_were_done(before: int, seed: int):
    dice = np.random.default_rng(seed)
    parts = [(before, 130), *LAPS, (200, 110)]
    power = np.concatenate([np.full(seconds, float(watts)) for seconds, watts in parts])
    power += dice.normal(0, 8, len(power))
    found = by_samples(PLAN, {"power": power}, FTP)
    assert found is not None
    assert [one.held for one in found] == ["held", "under", "over"]
    assert [one.measured for one in found] == pytest.approx([250, 230, 275], abs=6)


def test_a_recording_that_is_too_short_or_tells_nothing_says_nothing():
    assert by_samples(PLAN, {"power": np.full(600, 200.0)}, FTP) is None
    assert by_samples(PLAN, {"heart_rate": np.full(6000, 150.0)}, FTP) is None
    assert by_samples(read("10min 100%, lap"), {"power": np.full(6000, 200.0)}, FTP) is None
    assert by_samples(PLAN, {"power": np.full(6000, 200.0)}, Thresholds()) is None


def test_where_nothing_was_measured_in_an_interval_nothing_is_said_of_it():
    power = np.full(1980, np.nan)
    power[:500] = 140.0
    found = by_samples(read("5min 55%, 20min 90%"), {"power": power}, FTP)
    assert found is not None
    assert found[1].measured is None or found[1].held is not None
