"""Totals computed from samples."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.activity import Summary, Telemetry
from tracker.domain.training.summary import average, moving_time, summarize

NAN = float("nan")


def telemetry(seconds: list[float], **channels: list[float]) -> Telemetry:
    time = np.array([round(second * 1000) for second in seconds], np.int64)
    return Telemetry(time, {name: np.array(values, float) for name, values in channels.items()})


def test_a_minute_of_everything():
    seconds = [float(second) for second in range(60)]
    found = summarize(
        telemetry(
            seconds,
            power=[200.0] * 60,
            heart_rate=[140.0] * 59 + [150],
            cadence=[0.0] * 30 + [90] * 30,
            speed=[10.0] * 60,
            distance=[10.0 * second for second in seconds],
            altitude=[100 + second for second in seconds],
        )
    )
    assert found == Summary(
        duration_ms=60_000,
        elapsed_ms=60_000,
        moving_ms=60_000,
        distance=5900,
        ascent=580,
        avg_power=200,
        max_power=200,
        weighted_power=200,
        avg_heart_rate=140,
        max_heart_rate=150,
        avg_cadence=90,
        energy=None,
    )


def test_zero_watts_lower_the_average_and_a_missing_sample_does_not():
    assert summarize(telemetry([0, 1, 2], power=[300, 0, 300])).avg_power == 200
    assert summarize(telemetry([0, 1, 2], power=[300, NAN, 300])).avg_power == 300


def test_a_pause_is_elapsed_time_and_nothing_else():
    found = summarize(telemetry([0, 1, 2, 102, 103], power=[100, 100, 100, 200, 200], speed=[5] * 5))
    assert (found.duration_ms, found.elapsed_ms, found.moving_ms) == (5000, 104_000, 5000)
    assert found.avg_power == 140


def test_an_average_is_over_time_and_not_over_samples():
    assert summarize(telemetry([0, 1, 2, 10, 11], heart_rate=[100, 100, 100, 160, 160])).avg_heart_rate == 110


def test_channels_without_a_value_leave_their_totals_unknown():
    found = summarize(telemetry([0, 1], power=[NAN, NAN], altitude=[NAN, NAN]))
    assert found == Summary(duration_ms=2000, elapsed_ms=2000)
    assert summarize(telemetry([])) == Summary()


def test_moving_is_faster_than_half_a_metre_a_second():
    assert moving_time(telemetry([0, 1, 2, 3], speed=[0.5, 0.51, 0, 4])) == 2000


def test_without_speed_power_or_cadence_means_moving():
    assert moving_time(telemetry([0, 1, 2], power=[0, 100, NAN], cadence=[0, 0, 60])) == 2000
    assert moving_time(telemetry([0, 1, 2], speed=[NAN, 0, 2], power=[100, 100, 0])) == 2000


def test_a_distance_that_never_leaves_zero_is_no_standing_still():
    seconds = [float(second) for second in range(5)]
    assert moving_time(telemetry(seconds, distance=[0.0] * 5, power=[0.0, 90, 90, 90, 90])) == 4000
    assert moving_time(telemetry(seconds, distance=[0.0] * 5, heart_rate=[90.0] * 5)) is None


def test_moving_time_is_unknown_where_less_than_half_of_the_time_can_tell():
    assert moving_time(telemetry([0, 1, 2], heart_rate=[90, 90, 90])) is None
    assert moving_time(telemetry([0, 1, 2], speed=[1, NAN, NAN])) is None
    assert moving_time(telemetry([0, 1], speed=[1, NAN])) == 1000


def test_weighted_power_leaves_out_seconds_that_are_not_known():
    known = summarize(telemetry([float(s) for s in range(60)], power=[250.0] * 40 + [NAN] * 20))
    assert known.weighted_power == 250
    assert summarize(telemetry([0, 1], power=[250, 250])).weighted_power is None


def test_an_average_without_zeros_of_zeros_alone_is_unknown():
    spans = np.array([1000, 1000])
    assert average(np.zeros(2), spans, zeros=False) is None
    assert average(np.zeros(2), spans) == pytest.approx(0)
