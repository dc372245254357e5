"""TCX and GPX files become workouts; what is damaged is saved as far as it goes, and what is hostile is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.tracks import START, gpx, tcx
from tracker.domain.activity import Activity
from tracker.errors import BadFile
from tracker.formats.activity import read_activities

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "activities"


def one(text: str) -> Activity:
    (found,) = read_activities(text.encode(), "some file")
    return found


def test_a_tcx_file_has_its_laps_totals_and_samples() -> None:
    ride = one(tcx())
    assert (ride.sport, ride.start, ride.device, ride.notes) == ("cycling", START * 1000, "Edge 530", ("Windy & wet",))
    total = ride.summary
    assert (total.duration_ms, total.distance, total.energy, total.max_heart_rate) == (600_000, 60_000, 1200, 151)
    assert (total.avg_power, total.weighted_power, total.avg_heart_rate, total.avg_cadence) == (200, 200, 140, 90)
    assert [(lap.start_ms, lap.duration_ms, lap.avg_power, lap.max_power) for lap in ride.laps] == [
        (0, 300_000, 200, 300), (300_000, 300_000, 200, 300),
    ]  # fmt: skip
    assert len(ride.telemetry) == 600
    assert set(ride.telemetry.channels) == {
        "power", "heart_rate", "cadence", "speed", "distance", "altitude", "latitude", "longitude",
    }  # fmt: skip


def test_a_gpx_file_has_power_heart_rate_and_cadence_from_its_extensions() -> None:
    ride = one(gpx())
    assert (ride.sport, ride.start, ride.title, ride.device) == ("cycling", START * 1000, "To work", "StravaGPX")
    total = ride.summary
    assert (total.avg_power, total.avg_heart_rate, total.avg_cadence) == (200, 140, 90)
    assert total.distance == pytest.approx(59_900, abs=60)
    assert total.moving_ms == 599_000
    assert set(ride.telemetry.channels) >= {"power", "temperature", "latitude"}


def test_names_may_have_a_prefix() -> None:
    text = tcx(range(30)).replace("<TrainingCenterDatabase", "<t:TrainingCenterDatabase xmlns:t='x'")
    assert len(one(text.replace("</TrainingCenterDatabase", "</t:TrainingCenterDatabase")).telemetry) == 30


def test_the_same_ride_agrees_in_both() -> None:
    first, second = one(tcx()), one(gpx())
    assert first.start == second.start
    assert first.telemetry.time.tolist() == second.telemetry.time.tolist()
    for name in ("power", "heart_rate", "cadence", "altitude", "latitude"):
        np.testing.assert_allclose(first.telemetry.channels[name], second.telemetry.channels[name])
    assert first.summary.ascent == second.summary.ascent


def test_a_new_segment_is_a_pause_and_a_gap_within_one_is_not() -> None:
    paused = one(gpx(range(300), range(900, 1200)))
    assert paused.summary.duration_ms == 598_000
    assert paused.summary.elapsed_ms == 1_200_000
    assert one(gpx([*range(300), *range(900, 1200)])).summary.duration_ms == 1_199_000


@pytest.mark.parametrize(
    ("said", "sport"),
    [("1", "cycling"), ("9", "running"), ("trail_running", "running"), ("Hiking", "hiking"), ("", "generic")],
)
def test_sports_by_the_words_of_services(said: str, sport: str) -> None:
    assert one(gpx(kind=said)).sport == sport


def test_a_file_packed_as_gzip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ride.tcx.gz"
    path.write_bytes(gzip.compress(tcx().encode()))
    assert len(read_activities(path)[0].telemetry) == 600


@pytest.mark.parametrize("made", [tcx, gpx])
def test_what_is_cut_off_is_saved_and_says_so(made) -> None:
    text = made()
    cut = one(text[: len(text) // 2])
    assert cut.salvaged
    assert "damaged" in " ".join(cut.notes)
    assert 200 < len(cut.telemetry) < 400


def test_a_route_without_times_is_named_for_what_it_is() -> None:
    with pytest.raises(BadFile, match="no times, so it is a route"):
        one(gpx(timed=False))


def test_files_without_a_workout_say_so() -> None:
    with pytest.raises(BadFile, match="no track"):
        one('<gpx creator="x"><wpt lat="1" lon="2"/></gpx>')
    with pytest.raises(BadFile, match="no workout"):
        one("<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>")


def test_entities_are_refused_before_they_grow() -> None:
    bomb = (
        '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<gpx><trk><name>&b;</name></trk></gpx>"
    )
    with pytest.raises(BadFile, match="declares entities"):
        one(bomb)
    outside = '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx><trk><name>&a;</name></trk></gpx>'
    with pytest.raises(BadFile, match="declares entities"):
        one(outside)


@pytest.mark.parametrize("encoding", ["TF-8", "gb18030", "utf-16"])
def test_an_encoding_that_is_none_or_not_its_own_is_told(encoding: str) -> None:
    with pytest.raises(BadFile, match="damaged"):
        one(f'<?xml version="1.0" encoding="{encoding}"?>' + gpx().split("?>", 1)[1])


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(BadFile, match="nested too deeply"):
        one("<gpx>" + "<a>" * 5000)


def test_values_that_cannot_be_are_missing() -> None:
    ride = one(gpx([0, 1, 2]).replace("<power>200</power>", "<power>99999</power>", 1).replace(">140<", ">nan<", 1))
    assert np.isnan(ride.telemetry.channels["power"][0])
    assert np.isnan(ride.telemetry.channels["heart_rate"][0])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40_000), st.integers(0, 40_000), st.binary(max_size=4), st.sampled_from([tcx, gpx]))
def test_whatever_is_changed_it_is_read_or_refused_in_words(begin: int, end: int, other: bytes, made) -> None:
    data = made(range(60)).encode()
    begin, end = sorted((begin % len(data), end % len(data)))
    try:
        for found in read_activities(data[:begin] + other + data[end:], "some file"):
            assert (np.diff(found.telemetry.time) > 0).all()
    except BadFile:
        return


SAME = [
    ("gc__10kUNLP2014-Garmin15.fit", "gc__10kUNLP2014-Garmin15.tcx"),
    ("sw__4078723797.fit", "sw__4078723797_strava.gpx"),
    ("sw__4078723797.fit", "sw__activity_4078723797.gpx"),
    ("sw__4801048867.fit", "sw__4801048867_strava.gpx"),
    ("sw__4801048867.fit", "sw__activity_4801048867.gpx"),
    ("sw__4801048867.fit", "sw__activity_4801048867.tcx"),
    ("sw__2020-06-01-16-52-40.fit", "sw__activity_5039744860.tcx"),
]


@pytest.mark.skipif(not DATA.exists(), reason="the real files are not here")
@pytest.mark.parametrize(("fit", "other"), SAME)
def test_the_same_activity_agrees_in_every_form(fit: str, other: str) -> None:
    (first,), (second,) = read_activities(DATA / fit), read_activities(DATA / other)
    assert first.sport == second.sport
    assert abs(first.start - second.start) <= 1000
    one, two = first.summary, second.summary
    assert one.duration_ms is not None
    if "5039744860" not in other:  # its laps count the pause, and 13 s after the end, which the device's timer does not
        assert two.duration_ms == pytest.approx(one.duration_ms, abs=3000, rel=0.02)
    assert one.distance is not None
    assert two.distance == pytest.approx(one.distance, rel=0.005)
    for name, off in (("avg_heart_rate", 1), ("max_heart_rate", 0), ("avg_power", 1), ("weighted_power", 2)):
        mine, theirs = getattr(one, name), getattr(two, name)
        if mine is not None and theirs is not None:
            assert theirs == pytest.approx(mine, abs=off), name
