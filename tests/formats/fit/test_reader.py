"""FIT files written here, in every form of the protocol that devices use."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
import pytest

from tests.formats.fit_writer import FitWriter, fit_time
from tracker.domain.activity import Lap, Summary
from tracker.errors import BadFile
from tracker.formats.fit import native, tolerant
from tracker.formats.fit.pieces import pieces
from tracker.formats.fit.reader import read

START = 1_700_000_000
NOW = fit_time(START)
CYCLING, RUNNING, SWIMMING, TRANSITION = 2, 1, 5, 3


def writer(**settings: Any) -> FitWriter:
    return FitWriter(**settings).add("file_id", type=4, manufacturer=1, product=1836, time_created=NOW)


def session(to: FitWriter, start: int = 0, seconds: int = 60, sport: int = CYCLING, **values: Any) -> FitWriter:
    return to.add(
        "session",
        local=3,
        timestamp=NOW + start + seconds,
        start_time=NOW + start,
        sport=sport,
        total_elapsed_time=seconds * 1000,
        total_timer_time=seconds * 1000,
        **values,
    )


def records(to: FitWriter, start: int, count: int, **values: Any) -> FitWriter:
    for second in range(start, start + count):
        to.add("record", local=1, timestamp=NOW + second, **values)
    return to


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("header_size", [12, 14])
def test_a_ride_is_read_in_both_byte_orders_and_with_both_headers(big_endian: bool, header_size: int):
    to = writer(big_endian=big_endian)
    to.add(
        "record",
        local=1,
        timestamp=NOW,
        position_lat=round(52.5 / 180 * 2**31),
        position_long=round(-13.4 / 180 * 2**31),
        altitude=(34 + 500) * 5,
        heart_rate=140,
        cadence=90,
        fractional_cadence=64,
        distance=1250,
        speed=8123,
        power=0,
        temperature=-5,
    )
    (found,) = read(session(to).file(header_size=header_size), "ride.fit")
    values = {name: column[0] for name, column in found.telemetry.channels.items()}
    assert values.pop("latitude") == pytest.approx(52.5, abs=1e-7)
    assert values.pop("longitude") == pytest.approx(-13.4, abs=1e-7)
    assert values == pytest.approx(
        {
            "altitude": 34.0,
            "heart_rate": 140,
            "cadence": 90.5,
            "distance": 12.5,
            "speed": 8.123,
            "power": 0,
            "temperature": -5,
        }
    )
    assert (found.sport, found.start, found.device) == ("cycling", START * 1000, "Garmin Edge 1000")
    assert not found.salvaged
    assert found.notes == ()


def test_the_devices_totals_stand_and_the_samples_tell_the_rest():
    to = records(writer(), 0, 60, power=200, heart_rate=150)
    session(
        to,
        sub_sport=6,
        total_distance=123_456,
        total_calories=500,
        avg_power=210,
        normalized_power=230,
        avg_heart_rate=0,
        total_ascent=12,
        total_moving_time=55_000,
        avg_cadence=88,
    )
    (found,) = read(to.file(), "ride.fit")
    assert found.sub_sport == "indoor_cycling"
    assert found.summary == Summary(
        duration_ms=60_000,
        elapsed_ms=60_000,
        moving_ms=55_000,
        distance=12_346,
        ascent=120,
        avg_power=210,
        max_power=200,
        weighted_power=230,
        avg_heart_rate=150,
        max_heart_rate=150,
        avg_cadence=88,
        energy=5000,
    )


def test_invalid_values_are_missing_and_zero_watts_are_zero():
    to = writer()
    for second, power, heart_rate in ((0, 0, 140), (1, None, 0), (2, 300, None)):
        to.add("record", local=1, timestamp=NOW + second, power=power, heart_rate=heart_rate)
    (found,) = read(session(to).file(), "ride.fit")
    np.testing.assert_equal(found.telemetry.channels["power"], [0, math.nan, 300])
    np.testing.assert_equal(found.telemetry.channels["heart_rate"], [140, math.nan, math.nan])


def test_a_channel_without_a_valid_value_is_no_channel():
    (found,) = read(session(records(writer(), 0, 3, power=None, heart_rate=120)).file(), "ride.fit")
    assert list(found.telemetry.channels) == ["heart_rate"]
    assert found.summary.avg_power is None


def test_what_speed_cannot_hold_comes_from_its_enhanced_field():
    to = writer()
    to.add("record", local=1, timestamp=NOW, speed=None, enhanced_speed=70_123, enhanced_altitude=(9000 + 500) * 5)
    (found,) = read(session(to).file(), "flight.fit")
    assert found.telemetry.channels["speed"][0] == pytest.approx(70.123)
    assert found.telemetry.channels["altitude"][0] == pytest.approx(9000)


def test_compressed_timestamps_count_on_from_the_last_full_one():
    base = NOW // 32 * 32 + 30
    to = writer().add("record", local=1, timestamp=base, power=100)
    for offset in (31, 0, 1):  # rolls over
        to.add("record", local=2, offset=offset, power=200)
    (found,) = read(to.file(), "ride.fit")
    assert found.telemetry.time.tolist() == [0, 1000, 2000, 3000]


def test_speed_and_distance_packed_into_three_bytes_are_unpacked():
    to = writer()
    for second, (speed, distance) in enumerate([(300, 0), (310, 48), (320, 96)]):
        both = speed | (distance & 0xFFF) << 12
        to.add("record", local=1, timestamp=NOW + second, compressed_speed_distance=both.to_bytes(3, "little"))
    (found,) = read(session(to, sport=RUNNING).file(), "run.fit")
    assert not found.salvaged
    np.testing.assert_allclose(found.telemetry.channels["speed"], [3.0, 3.1, 3.2])
    np.testing.assert_allclose(found.telemetry.channels["distance"], [0, 3, 6])


def developer_ride(name: str, power: int | None) -> bytes:
    to = writer().add("developer_data_id", local=4, application_id=bytes(range(16)), developer_data_index=0)
    to.add(
        "field_description",
        local=5,
        developer_data_index=0,
        field_definition_number=7,
        fit_base_type_id=0x84,
        field_name=name,
    )
    own = {} if power is None else {"power": power}
    for second in range(3):
        to.add("record", local=1, developer=[(0, 7, "uint16", 999)], timestamp=NOW + second, heart_rate=120, **own)
    return session(to).file()


@pytest.mark.parametrize("name", ["power", "Power", "Core temperature"])
def test_a_developer_field_never_replaces_the_devices_own(name: str):
    (found,) = read(developer_ride(name, power=200), "ride.fit")
    assert found.telemetry.channels["power"].tolist() == [200, 200, 200]
    (piece,) = pieces(developer_ride(name, power=200))
    assert tolerant.read(piece.body).records["power"].tolist() == [200, 200, 200]


def test_power_of_a_running_app_counts_where_the_device_has_none():
    (found,) = read(developer_ride("Power", power=None), "run.fit")
    assert found.telemetry.channels["power"].tolist() == [999, 999, 999]


def test_laps_start_where_their_session_starts():
    to = records(writer(), 0, 60, power=200)
    for start in (0, 30):
        to.add(
            "lap",
            local=2,
            timestamp=NOW + start + 30,
            start_time=NOW + start,
            total_elapsed_time=30_000,
            total_timer_time=29_500,
            total_distance=10_050,
            avg_heart_rate=140,
            max_heart_rate=None,
            avg_power=0,
        )
    (found,) = read(session(to).file(), "ride.fit")
    expected = {"duration_ms": 29_500, "elapsed_ms": 30_000, "distance": 1005, "avg_heart_rate": 140, "avg_power": 0}
    assert found.laps == (Lap(0, **expected), Lap(30_000, **expected))


@pytest.mark.parametrize("first", ["sessions", "records"])
def test_every_session_of_a_triathlon_is_a_workout_wherever_it_stands(first: str):
    parts = [(0, 50, SWIMMING), (50, 10, TRANSITION), (60, 40, CYCLING)]

    def sessions(to: FitWriter) -> None:
        for start, seconds, sport in parts:
            session(to, start, seconds, sport)

    to = writer()
    if first == "sessions":
        sessions(to)
    for second in range(100):
        to.add("record", local=1, timestamp=NOW + second, distance=second * 1000)
    for start, seconds, _ in parts:
        to.add("lap", local=2, timestamp=NOW + start + seconds, start_time=NOW + start)
    if first == "records":
        sessions(to)
    found = read(to.file(), "race.fit")
    assert [(one.sport, one.session_index, len(one.telemetry), len(one.laps)) for one in found] == [
        ("swimming", 0, 50, 1),
        ("transition", 1, 10, 1),
        ("cycling", 2, 40, 1),
    ]
    assert [one.start for one in found] == [(START + start) * 1000 for start, _, _ in parts]
    assert [one.telemetry.time[0] for one in found] == [0, 0, 0]
    assert [one.telemetry.channels["distance"][-1] for one in found] == [490, 100, 400]


def test_chained_files_make_one_list_of_workouts():
    one = session(records(writer(), 0, 5, power=100)).file()
    other = session(records(writer(big_endian=True), 1000, 7, power=300), 1000, sport=RUNNING).file()
    found = read(one + other, "two.fit")
    assert [(part.sport, part.session_index, len(part.telemetry)) for part in found] == [
        ("cycling", 0, 5),
        ("running", 1, 7),
    ]


def test_a_pool_swim_without_records_is_a_workout_with_the_devices_totals():
    to = session(writer(), seconds=1800, sport=SWIMMING, sub_sport=17, total_distance=100_000)
    (found,) = read(to.file(), "swim.fit")
    assert (found.sport, found.sub_sport) == ("swimming", "lap_swimming")
    assert found.summary == Summary(duration_ms=1_800_000, elapsed_ms=1_800_000, distance=10_000)
    assert len(found.telemetry) == 0


def test_records_without_a_session_are_one_workout_of_the_files_sport():
    to = writer().add("sport", local=2, sport=RUNNING, sub_sport=0)
    (found,) = read(records(to, 0, 40, power=250, speed=3000).file(), "run.fit")
    assert found.sport == "running"
    assert found.summary.duration_ms == 40_000
    assert found.summary.weighted_power == 250
    assert "computed from its samples" in found.notes[0]
    (found,) = read(records(writer(), 0, 2, power=250).file(), "some.fit")
    assert found.sport == "generic"


def test_position_in_one_record_and_distance_in_the_next_of_the_same_second_are_one_sample():
    to = writer()
    for second in range(10):
        to.add("record", local=1, timestamp=NOW + second, speed=3000)
        to.add("record", local=2, timestamp=NOW + second, distance=second * 300)
    (found,) = read(session(to).file(), "run.fit")
    assert len(found.telemetry) == 10
    assert found.telemetry.channels["distance"].tolist() == [second * 3 for second in range(10)]
    assert found.telemetry.channels["speed"].tolist() == [3.0] * 10


def test_two_values_of_one_second_stay_two_samples():
    to = writer().add("record", local=1, timestamp=NOW, power=100).add("record", local=1, timestamp=NOW, power=300)
    (found,) = read(session(to).file(), "ride.fit")
    assert found.telemetry.channels["power"].tolist() == [100, 300]


def test_records_out_of_order_are_put_in_order():
    to = writer()
    for second in (2, 0, 1):
        to.add("record", local=1, timestamp=NOW + second, power=second)
    (found,) = read(session(to).file(), "ride.fit")
    assert found.telemetry.time.tolist() == [0, 1000, 2000]
    assert found.telemetry.channels["power"].tolist() == [0, 1, 2]


def test_a_session_that_claims_to_start_after_its_samples_starts_with_them():
    (found,) = read(session(records(writer(), 0, 60, power=100), start=40).file(), "ride.fit")
    assert found.start == START * 1000
    assert len(found.telemetry) == 60


def test_a_session_without_a_start_is_placed_by_its_end():
    to = writer().add("session", local=3, timestamp=NOW + 90, total_elapsed_time=90_000, sport=RUNNING)
    (found,) = read(to.file(), "run.fit")
    assert found.start == START * 1000
    assert found.summary.duration_ms == 90_000


def test_a_session_without_any_time_is_placed_by_when_its_file_was_made():
    (found,) = read(writer().add("session", local=3, sport=RUNNING, total_timer_time=90_000).file(), "run.fit")
    assert found.start == START * 1000


def test_a_device_without_a_set_clock_is_imported_with_a_notice():
    to = FitWriter().add("file_id", type=4, manufacturer=1, product=1436, time_created=1000)
    for second in range(5):
        to.add("record", local=1, timestamp=1000 + second, heart_rate=130)
    (found,) = read(to.file(), "old.fit")
    assert any("clock was not set" in note for note in found.notes)
    assert found.telemetry.time.tolist() == [0, 1000, 2000, 3000, 4000]


@pytest.mark.parametrize(
    ("kind", "says"),
    [(6, "a course to follow"), (2, "a device's settings"), (5, "a planned workout"), (32, "a day's steps")],
)
def test_other_kinds_of_fit_files_are_named(kind: int, says: str):
    to = FitWriter().add("file_id", type=kind, manufacturer=1, product=1836, time_created=NOW)
    with pytest.raises(BadFile, match=f"other.fit cannot be imported: it holds {says}, not a workout"):
        read(records(to, 0, 3, distance=100).file(), "other.fit")


def test_a_file_without_any_workout_says_so():
    with pytest.raises(BadFile, match="it holds no workout"):
        read(writer().file(), "empty.fit")


def test_both_readers_agree_about_a_whole_file():
    to = records(writer(), 0, 20, power=200, speed=8000, distance=160, altitude=3000)
    to.add("lap", local=2, timestamp=NOW + 20, start_time=NOW, total_timer_time=20_000)
    data = session(to, avg_power=200).file()
    (piece,) = pieces(data)
    fast, slow = native.read(data), tolerant.read(piece.body)
    assert (fast.sessions, fast.laps) == (slow.sessions, slow.laps)
    assert set(fast.records) == set(slow.records)
    for name, column in fast.records.items():
        np.testing.assert_allclose(column, slow.records[name], atol=0.0011 if name == "enhanced_speed" else 0)


def test_stopping_the_program_is_no_damage(monkeypatch: pytest.MonkeyPatch):
    def interrupted(data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fitfast.parse", interrupted)
    with pytest.raises(KeyboardInterrupt):
        native.read(b"")


def test_a_recording_that_was_never_closed_is_read_to_its_end():
    """Its header still says that nothing follows."""
    data = bytearray(records(writer(), 0, 30, power=200).file()[:-2])
    struct.pack_into("<I", data, 4, 0)
    (found,) = read(bytes(data), "ride.fit")
    assert found.salvaged
    assert len(found.telemetry) == 30
