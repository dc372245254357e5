"""Which files are read as workouts, told by what they hold."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.formats.fit_writer import FitWriter, fit_time
from tracker.errors import BadFile, NotFound
from tracker.formats import activity
from tracker.formats.activity import read_activities

START = 1_700_000_000


def ride(samples: int = 20) -> bytes:
    writer = FitWriter().add("file_id", type=4, manufacturer=1, product=1836, time_created=fit_time(START))
    for second in range(samples):
        writer.add("record", local=1, timestamp=fit_time(START + second), power=150 + second % 100)
    return writer.file()


def test_a_file_is_told_by_its_content_and_not_by_its_name(tmp_path: Path):
    path = tmp_path / "ride.txt"
    path.write_bytes(ride())
    (found,) = read_activities(path)
    assert len(found.telemetry) == 20


def test_bytes_can_be_read_without_a_file():
    (found,) = read_activities(ride(), "ride.fit")
    assert found.start == START * 1000


def test_a_packed_file_is_unpacked():
    (packed,), (plain,) = read_activities(gzip.compress(ride()), "ride.fit.gz"), read_activities(ride())
    assert packed.summary == plain.summary
    assert not packed.salvaged


def test_a_packed_file_that_was_cut_off_gives_what_is_left():
    packed = gzip.compress(ride(3000))
    (found,) = read_activities(packed[: len(packed) // 2], "ride.fit.gz")
    assert found.salvaged
    assert 100 < len(found.telemetry) < 3000


def test_a_packed_file_that_is_damaged_inside_gives_what_comes_before():
    packed = bytearray(gzip.compress(ride(30_000)))
    half = len(packed) // 2
    packed[half : half + 300] = b"\xff" * 300
    (found,) = read_activities(bytes(packed), "ride.fit.gz")
    assert found.salvaged
    assert 5000 < len(found.telemetry) < 30_000


def test_a_packed_file_too_large_for_a_workout_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(activity, "LARGEST", 1 << 20)
    with pytest.raises(BadFile, match="unpacks to more than 1 MB"):
        read_activities(gzip.compress(ride() + bytes(1 << 21)), "ride.fit.gz")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "ride.fit is empty"),
        (b"Date,Workout Name\n", "not a kind of file that Tracker can read yet. Tracker reads workouts from FIT"),
        (b"\x0e\x10", "not a kind of file"),
        (gzip.compress(b"hello, this is no workout", mtime=0), "not a kind of file"),
        (b"\x1f\x8bnot gzip at all", "cannot be unpacked"),
        (b"\x1f\x8b", "not a kind of file"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str):
    with pytest.raises(BadFile, match=says):
        read_activities(data, "ride.fit")


def test_a_file_that_is_not_there_or_cannot_be_opened_says_so(tmp_path: Path):
    with pytest.raises(NotFound, match="There is no file"):
        read_activities(tmp_path / "none.fit")
    with pytest.raises(BadFile, match="cannot be opened"):
        read_activities(tmp_path)
