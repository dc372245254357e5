"""Telemetry as chunks: what goes in comes out, to the scale of each channel."""

from __future__ import annotations

import hashlib
import random

import msgspec
import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.activity import CHANNELS, Telemetry
from tracker.errors import BadFile
from tracker.store.telemetry import FEWEST, LARGEST, SCALES, SPAN_MS, Chunk, decode, encode, manifest

NAN = float("nan")


def ride(seconds: int) -> Telemetry:
    """A ride with everything, values that compress like real ones, and drop-outs."""
    dice = random.Random(1)
    power = np.array([max(0.0, round(dice.gauss(210, 80))) for _ in range(seconds)])
    power[dice.sample(range(seconds), seconds // 20)] = NAN
    north = 52.5 + np.arange(seconds) * 7e-5
    return Telemetry(
        np.arange(seconds, dtype=np.int64) * 1000,
        {
            "power": power,
            "heart_rate": np.full(seconds, 145.0),
            "speed": np.round(np.linspace(8, 9, seconds), 3),
            "latitude": np.round(north, 7),
        },
    )


def same(one: Telemetry, other: Telemetry) -> None:
    np.testing.assert_array_equal(one.time, other.time)
    assert set(one.channels) == set(other.channels)
    for name, values in one.channels.items():
        np.testing.assert_allclose(values, other.channels[name], rtol=1e-15, atol=0.5001 / SCALES[name])
        np.testing.assert_array_equal(np.isnan(values), np.isnan(other.channels[name]))


def test_every_channel_has_a_scale():
    assert set(SCALES) == set(CHANNELS)


def test_a_ride_comes_back_as_it_was():
    telemetry = ride(4000)
    same(decode(chunk.data for chunk in encode(telemetry)), telemetry)


def test_zero_and_missing_stay_apart():
    telemetry = Telemetry(np.arange(4) * 1000, {"power": np.array([0, NAN, NAN, 0])})
    back = decode(chunk.data for chunk in encode(telemetry))
    np.testing.assert_array_equal(back.channels["power"], [0, NAN, NAN, 0])


def test_gaps_between_samples_stay_gaps():
    times = np.array([0, 1000, 3_600_000, 3_600_500], np.int64)
    back = decode(chunk.data for chunk in encode(Telemetry(times, {"heart_rate": np.full(4, 90.0)})))
    np.testing.assert_array_equal(back.time, times)


def test_what_no_device_measures_is_missing():
    wild = Telemetry(np.arange(3) * 1000, {"power": np.array([np.inf, 1e300, 250])})
    back = decode(chunk.data for chunk in encode(wild))
    np.testing.assert_array_equal(back.channels["power"], [NAN, NAN, 250])


def test_the_same_telemetry_makes_the_same_bytes():
    assert [chunk.data for chunk in encode(ride(2000))] == [chunk.data for chunk in encode(ride(2000))]


def test_an_hour_makes_four_chunks_of_a_quarter():
    chunks = encode(ride(3600))
    assert [(chunk.t0, chunk.n) for chunk in chunks] == [(k * SPAN_MS, 900) for k in range(4)]


def test_a_sparse_recording_makes_few_chunks():
    days = Telemetry(np.arange(1000, dtype=np.int64) * 600_000, {"heart_rate": np.full(1000, 60.0)})
    assert [chunk.n for chunk in encode(days)] == [FEWEST, FEWEST, FEWEST, 1000 - 3 * FEWEST]


def test_a_dense_recording_is_cut_by_size():
    dice = np.random.default_rng(1)
    count = 200_000
    noise = {name: dice.integers(0, 60_000, count).astype(float) for name in ("power", "heart_rate")}
    dense = Telemetry(np.arange(count, dtype=np.int64), noise)
    chunks = encode(dense)
    assert len(chunks) > 1
    assert max(len(chunk.data) for chunk in chunks) <= LARGEST
    same(decode(chunk.data for chunk in chunks), dense)


def test_the_manifest_names_each_chunk_by_its_bytes_and_says_what_it_holds():
    telemetry = Telemetry(
        np.array([0, 1000, SPAN_MS * 9], np.int64).repeat([100, 100, 1]),
        {"power": np.full(201, 200.0), "speed": np.array([3.0] * 100 + [NAN] * 101)},
    )
    chunks = encode(telemetry)
    (entry,) = manifest(chunks)
    assert entry == {
        "b": hashlib.sha256(chunks[0].data).hexdigest(),
        "t0": 0,
        "n": 201,
        "ch": ["power", "speed"],
        "size": len(chunks[0].data),
    }
    assert manifest([]) == []


def test_a_channel_that_only_some_chunks_have_is_missing_in_the_others():
    speed = np.array([3.0] * 900 + [NAN] * 900)
    chunks = encode(Telemetry(np.arange(1800, dtype=np.int64) * 1000, {"speed": speed}))
    assert [chunk.channels for chunk in chunks] == [("speed",), ()]
    np.testing.assert_array_equal(decode(chunk.data for chunk in chunks).channels["speed"], speed)


def test_nothing_makes_no_chunk_and_no_chunk_makes_nothing():
    assert encode(Telemetry(np.zeros(0, np.int64), {})) == []
    assert len(decode([])) == 0


def test_time_that_goes_back_is_refused():
    with pytest.raises(ValueError, match="back in time"):
        encode(Telemetry(np.array([1000, 0]), {}))


def packed(**body: object) -> bytes:
    whole = {"v": 1, "t0": 0, "n": 2, "dt": [0, 1000], "ch": {}} | body
    return zstandard.compress(msgspec.msgpack.encode(whole))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not zstd",
        zstandard.compress(b"not msgpack"),
        packed(dt=["x"]),
        packed(dt=[2**63]),
        packed(ch={"power": [1, [100], []]}),
        packed(ch={"power": [1, [100, 1], [0]]}),
        packed(ch={"power": [0, [100, 1], []]}),
        encode(ride(100))[0].data[:-5],
    ],
)
def test_a_damaged_chunk_is_refused_in_a_sentence(data: bytes):
    with pytest.raises(BadFile, match="cannot be read"):
        decode([data])


def test_a_chunk_of_a_newer_tracker_says_what_to_do():
    with pytest.raises(BadFile, match="Update Tracker"):
        decode([packed(v=2)])


values = st.floats(-500, 60_000) | st.sampled_from([0.0, NAN])


@st.composite
def recordings(draw: st.DrawFn) -> Telemetry:
    count = draw(st.integers(0, 60))
    steps = draw(st.lists(st.integers(0, 2 * SPAN_MS), min_size=count, max_size=count))
    names = draw(st.sets(st.sampled_from(sorted(CHANNELS))))
    columns = {name: draw(st.lists(values, min_size=count, max_size=count)) for name in names}
    return Telemetry(np.cumsum(np.array(steps, np.int64)), {name: np.array(column) for name, column in columns.items()})


@settings(max_examples=200)
@given(recordings())
def test_any_recording_comes_back_and_a_channel_without_values_is_no_channel(telemetry: Telemetry):
    chunks: list[Chunk] = encode(telemetry)
    known = {name: column for name, column in telemetry.channels.items() if np.isfinite(column).any()}
    same(decode(chunk.data for chunk in chunks), Telemetry(telemetry.time, known))
    assert sum(chunk.n for chunk in chunks) == len(telemetry)
