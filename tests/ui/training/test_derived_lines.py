"""W′ that is left and pace on the flat stand in the plot as lines of their own."""

from __future__ import annotations

import numpy as np
import pytest

from tests.ui.training.recordings import HOUR, recording, workout
from tracker.domain.activity import Telemetry
from tracker.domain.training.critical_power import Fit
from tracker.ui.training.plot import derived
from tracker.ui.training.plot.recording import PlotLine, made_ready

FIT = Fit(250.0, 20_000.0, None, 1.0, 5)


def line(made: object, key: str) -> PlotLine:
    return next(one for one in made.every if one.channel.key == key)


def test_w_prime_is_spent_above_critical_power_and_comes_back_in_a_pause() -> None:
    time = np.concatenate([np.arange(60), np.arange(600, 660)]).astype(np.int64) * 1000
    made = made_ready(workout(), Telemetry(time, {"power": np.full(120, 350.0)}), FIT)
    left = line(made, "w_left")
    assert left.at(0.5) == pytest.approx(19.9)
    assert left.at(59.5) == pytest.approx(14.0)
    assert left.at(599.5) == pytest.approx(20.0, abs=0.1)
    assert left.at(659.5) == pytest.approx(14.0, abs=0.1)
    assert "w_left" not in [one.channel.key for one in made_ready(workout(), made.telemetry).every]


def test_a_run_uphill_would_have_been_faster_on_the_flat() -> None:
    up = recording("running", altitude=np.arange(HOUR) * 0.5)
    flat = recording("running", altitude=np.full(HOUR, 100.0))
    assert up.flat == pytest.approx(1.67, abs=0.02)
    assert flat.flat == pytest.approx(1.0)
    assert line(up, "graded").at(1800) == pytest.approx(5 * up.flat, rel=0.01)
    assert recording("cycling", altitude=np.arange(HOUR) * 0.5).flat is None


def test_a_ride_without_power_has_no_w_prime() -> None:
    assert derived.w_left(recording(power=None).telemetry, FIT) is None
    assert derived.w_left(recording(power=np.full(HOUR, np.nan)).telemetry, FIT) is None
