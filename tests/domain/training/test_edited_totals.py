"""The totals of an edited workout: from its samples, and where those say nothing, from what was known."""

from __future__ import annotations

import numpy as np

from tracker.domain.activity import Summary, Telemetry
from tracker.domain.training.edited_totals import mended, of_piece, together


def steady(seconds: int, power: float | None = None, **channels: float) -> Telemetry:
    told = channels if power is None else {"power": power, **channels}
    return Telemetry(
        np.arange(seconds, dtype=np.int64) * 1000, {name: np.full(seconds, value) for name, value in told.items()}
    )


def test_energy_is_shared_by_work_where_power_was_measured_else_by_time() -> None:
    before = Summary(energy=4000, avg_power=999, distance=5000)
    whole = Telemetry(np.arange(100, dtype=np.int64) * 1000, {"power": np.repeat([300.0, 100.0], 50)})
    half = Telemetry(whole.time[:50], {"power": whole.channels["power"][:50]})
    assert of_piece(before, whole, half).energy == 3000
    assert of_piece(before, steady(100), steady(25)).energy == 1000
    assert of_piece(Summary(), whole, half).energy is None
    assert of_piece(before, steady(0), steady(0)).energy is None


def test_nothing_of_the_whole_is_told_of_a_piece_but_energy() -> None:
    told = of_piece(Summary(distance=5000, ascent=100, avg_power=999), steady(60, 200), steady(30, 200))
    assert (told.avg_power, told.duration_ms, told.distance, told.ascent) == (200, 30_000, None, None)


def test_the_whole_is_what_its_device_counted_and_pieces_are_together_as_long() -> None:
    before = Summary(duration_ms=95_000, distance=5100, avg_power=200)
    whole, first, second = (steady(seconds, 200, speed=5.0) for seconds in (100, 40, 60))
    assert of_piece(before, whole, whole) == before
    one, two = of_piece(before, whole, first), of_piece(before, whole, second)
    assert (one.duration_ms, two.duration_ms) == (38_000, 57_000)
    little = of_piece(Summary(duration_ms=900_000), whole, first)
    assert little.duration_ms == 40_000


def test_what_devices_counted_adds_up_and_the_rest_comes_from_the_samples() -> None:
    first = Summary(duration_ms=61_000, elapsed_ms=70_000, distance=5000, ascent=100, energy=400, avg_power=1)
    second = Summary(duration_ms=30_000, elapsed_ms=30_000, distance=2000, energy=None, avg_power=1)
    both = together(first, second, 600_000, steady(90, 200))
    assert (both.duration_ms, both.distance, both.avg_power, both.elapsed_ms) == (91_000, 7000, 200, 90_000)
    assert (both.ascent, both.energy) == (None, None)


def test_two_without_samples_are_added_and_averaged_over_their_time() -> None:
    first = Summary(duration_ms=60_000, distance=1000, avg_heart_rate=120, max_heart_rate=150)
    second = Summary(duration_ms=180_000, elapsed_ms=200_000, avg_heart_rate=160, max_heart_rate=140, avg_cadence=80)
    both = together(first, second, 300_000, None)
    assert both == Summary(duration_ms=240_000, elapsed_ms=500_000, avg_heart_rate=150, max_heart_rate=150)
    assert together(Summary(avg_power=100), Summary(avg_power=200), 0, None) == Summary(avg_power=150)


def test_only_the_totals_of_the_mended_channel_change() -> None:
    before = Summary(avg_power=500, max_power=4000, weighted_power=600, avg_heart_rate=140, distance=77)
    after = mended(before, steady(60, 200, heart_rate=150), "power")
    assert after == Summary(avg_power=200, max_power=200, weighted_power=200, avg_heart_rate=140, distance=77)
    assert mended(before, steady(60), "position") == before
