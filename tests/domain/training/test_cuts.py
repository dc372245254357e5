"""Pieces of a recording: what is cut out is gone, what is left is as it was, and two halves make the whole again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.activity import Lap, Telemetry
from tracker.domain.training.cuts import Piece, crop, join, measured_again, split, whole_as_lap
from tracker.domain.training.summary import summarize
from tracker.domain.training.timeline import pause_limit
from tracker.errors import BadInput

MEASURED = st.one_of(st.none(), st.integers(0, 2000))
"""A value as it is stored, or none."""


@st.composite
def recordings(draw: st.DrawFn, *, fewest: int = 1) -> Telemetry:
    """Samples at uneven times with pauses; missing values in every channel; a distance that never falls."""
    steps = draw(st.lists(st.sampled_from([0, 1, 250, 1000, 1000, 1001, 7000, 60_000]), min_size=fewest, max_size=25))
    time = np.cumsum(np.array(steps, np.int64))
    count = len(time)
    power = draw(st.lists(MEASURED, min_size=count, max_size=count))
    gone = np.cumsum(draw(st.lists(st.integers(0, 99), min_size=count, max_size=count))) / 10
    lost = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    return Telemetry(time, {"power": np.array(power, float), "distance": np.where(lost, np.nan, gone)})


def laps_of(telemetry: Telemetry, count: int) -> tuple[Lap, ...]:
    """The whole recording as so many laps, one after the other."""
    end = summarize(telemetry).elapsed_ms
    assert end is not None
    edges = [round((int(telemetry.time[0]) + end) * number / count) for number in range(count + 1)]
    return tuple(
        Lap(start, duration_ms=stop - start, elapsed_ms=stop - start) for start, stop in pairwise(edges) if stop > start
    )


def same(one: Telemetry, other: Telemetry) -> None:
    np.testing.assert_array_equal(one.time, other.time)
    assert one.channels.keys() == other.channels.keys()
    for name, values in one.channels.items():
        np.testing.assert_allclose(values, other.channels[name], atol=1e-6, err_msg=name)


MOMENTS = st.integers(-5, 400_000)


@given(recordings(), MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_a_part_of_a_part_is_the_part_that_both_share(whole: Telemetry, a: int, b: int, c: int, d: int) -> None:
    laps = laps_of(whole, 3)
    try:
        outer = crop(whole, laps, a, b)
        inner = crop(outer.telemetry, outer.laps, c - outer.offset, d - outer.offset)
    except BadInput:
        return
    shared = crop(whole, laps, max(a, c), min(b, d))
    same(inner.telemetry, shared.telemetry)
    assert outer.offset + inner.offset == shared.offset
    assert [lap.start_ms for lap in inner.laps] == [lap.start_ms for lap in shared.laps]


@given(recordings(), MOMENTS, MOMENTS)
def test_what_is_left_is_as_it_was_to_the_millisecond(whole: Telemetry, start: int, end: int) -> None:
    wanted = (whole.time >= start) & (whole.time < end)
    if not wanted.any():
        with pytest.raises(BadInput, match="Nothing was recorded"):
            crop(whole, (), start, end)
        return
    piece = crop(whole, (), start, end)
    np.testing.assert_array_equal(piece.telemetry.time + piece.offset, whole.time[wanted])
    np.testing.assert_array_equal(piece.telemetry.channels["power"], whole.channels["power"][wanted])
    np.testing.assert_array_equal(
        np.isnan(piece.telemetry.channels["distance"]), np.isnan(whole.channels["distance"][wanted])
    )


@given(recordings(fewest=2), st.integers(0, 26), st.integers(1, 5))
def test_two_halves_put_together_are_the_whole(whole: Telemetry, place: int, count: int) -> None:
    at = int(whole.time[min(place, len(whole) - 1)])
    if at == whole.time[0]:
        with pytest.raises(BadInput, match="one side"):
            split(whole, (), at)
        return
    laps = laps_of(whole, count)
    halves = split(whole, laps, at)
    again = join(*halves)
    same(again.telemetry, whole)
    assert sum(len(half.telemetry) for half in halves) == len(whole)
    after = {lap for lap in laps if at <= lap.start_ms < whole.time[-1]}
    assert after - set(laps[-1:]) <= set(again.laps)


@given(recordings(), MOMENTS, MOMENTS, st.integers(1, 6))
def test_laps_stay_inside(whole: Telemetry, start: int, end: int, count: int) -> None:
    try:
        piece = crop(whole, laps_of(whole, count), start, end)
    except BadInput:
        return
    length = int(piece.telemetry.time[0]) + (summarize(piece.telemetry).elapsed_ms or 0)
    for lap in piece.laps:
        assert lap.elapsed_ms is not None
        assert lap.duration_ms is not None
        assert 0 <= lap.start_ms <= lap.start_ms + lap.elapsed_ms <= length
        assert 0 < lap.duration_ms <= lap.elapsed_ms


def ride(*, seconds: int = 100) -> Telemetry:
    time = np.arange(seconds, dtype=np.int64) * 1000
    return Telemetry(time, {"power": time / 1000 + 100, "distance": time / 1000 * 8})


def test_a_lap_that_is_whole_keeps_what_its_device_wrote_and_a_cut_one_is_measured_anew() -> None:
    first, second = Lap(0, 50_000, 50_000, avg_power=1, strokes=5), Lap(50_000, 50_000, 50_000, 4000, 7, strokes=9)
    piece = crop(ride(), (first, second), 40_000, 200_000)
    cut, kept = piece.laps
    assert (cut.start_ms, cut.elapsed_ms, cut.avg_power, cut.distance, cut.strokes) == (0, 10_000, 144, 720, None)
    assert kept == Lap(10_000, 50_000, 50_000, 4000, 7, strokes=9)
    assert summarize(piece.telemetry).distance == 59 * 80


def test_a_lap_without_a_length_goes_on_to_the_next_one() -> None:
    piece = crop(ride(), (Lap(0), Lap(50_000)), 60_000, 80_000)
    assert [(lap.start_ms, lap.elapsed_ms) for lap in piece.laps] == [(0, 20_000)]


def test_a_cut_lap_in_which_nothing_was_recorded_is_gone() -> None:
    paused = Telemetry(np.array([0, 1000, 60_000, 61_000]), {})
    piece = crop(paused, (Lap(0, 2000, 30_000), Lap(30_000, 2000, 32_000)), 1000, 62_000)
    assert [lap.start_ms for lap in piece.laps] == [0, 29_000]
    (kept,) = crop(paused, (Lap(2000, 2000, 50_000), Lap(52_000, 9000, 9000)), 60_000, 62_000).laps
    assert kept.start_ms == 0


def test_what_was_between_two_is_a_pause_and_never_zero() -> None:
    one, two = Piece(ride(seconds=60), ()), Piece(ride(seconds=60), (Lap(0, 60_000),), 600_000)
    joined = join(one, two)
    assert len(joined.telemetry) == 120
    assert np.diff(joined.telemetry.time).max() == 541_000 > pause_limit(joined.telemetry.time)
    assert summarize(joined.telemetry).duration_ms == 120_000
    assert summarize(joined.telemetry).distance == 2 * 59 * 80
    assert [lap.start_ms for lap in joined.laps] == [600_000]


def test_a_channel_that_only_one_of_them_has_is_missing_in_the_other() -> None:
    one = Piece(Telemetry(np.array([0, 1000]), {"heart_rate": np.array([100.0, 110])}), ())
    joined = join(one, Piece(Telemetry(np.array([0]), {"distance": np.array([5.0])}), (), 5000)).telemetry
    np.testing.assert_array_equal(joined.channels["heart_rate"], [100, 110, np.nan])
    np.testing.assert_array_equal(joined.channels["distance"], [np.nan, np.nan, 5])


def test_two_at_the_same_time_are_not_put_together() -> None:
    with pytest.raises(BadInput, match="at the same time"):
        join(Piece(ride(), ()), Piece(ride(), (), 50_000))
    assert len(join(Piece(ride(), ()), Piece(Telemetry(np.zeros(0, np.int64), {}), (), 50_000)).telemetry) == 100


def test_a_recording_without_laps_is_one_lap() -> None:
    lap = whole_as_lap(ride())
    assert (lap.start_ms, lap.elapsed_ms, lap.duration_ms, lap.max_power) == (0, 100_000, 100_000, 199)
    empty = whole_as_lap(Telemetry(np.zeros(0, np.int64), {}))
    assert (empty.duration_ms, empty.avg_power) == (0, None)


def test_a_lap_whose_samples_changed_is_measured_again_in_what_was_known_of_it() -> None:
    lap = Lap(0, 10_000, 10_000, 800, avg_power=900, max_power=3000)
    again = measured_again(lap, ride())
    assert again == Lap(0, 10_000, 10_000, 800, avg_power=104, max_power=109)
    assert measured_again(Lap(0, avg_power=5), ride()) == Lap(0, avg_power=5)
