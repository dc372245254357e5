"""Files of devices become workouts: once each, in one undo step, whatever else is among them."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.formats.rides import EASY, HARD, START, ride
from tests.formats.tracks import gpx
from tests.ui import desk_content
from tracker.errors import BadFile, KnownError, NotFound
from tracker.formats.activity import read_activities
from tracker.operations import activities, workouts
from tracker.operations.activities import import_files
from tracker.store import blobs, telemetry, undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


def only(store: Store) -> Workout:
    (month,) = query.history(store)
    (record,) = month.ids
    found = query.workout(store, record)
    assert found is not None
    return found


def test_a_ride_is_brought_in_with_its_totals_laps_and_samples(store: Store, tmp_path: Path) -> None:
    report = import_files(store, [ride(tmp_path / "a.fit")])
    made = only(store)
    assert [(one.status, one.ids) for one in report.files] == [("imported", (made.id,))]
    assert (made.title, made.sport, made.day, made.start_at) == ("Morning ride", "cycling", "2026-11-19", START * 1000)
    assert (made.duration, made.distance, made.energy, made.avg_power) == (1_200_000, 96_000, 4000, 200)
    assert [lap["avg_power"] for lap in made.laps] == [EASY, HARD]
    assert made.samples == 1200
    samples = activities.samples(store, made)
    assert len(samples) == 1200
    assert np.unique(samples.channels["power"]).tolist() == [EASY, HARD]


def test_the_same_file_is_brought_in_once(store: Store, tmp_path: Path) -> None:
    file = ride(tmp_path / "a.fit")
    packed = tmp_path / "b.fit.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    import_files(store, [file])
    report = import_files(store, [file, packed])
    made = only(store)
    assert [(one.status, one.ids) for one in report.files] == [("duplicate", (made.id,))] * 2
    assert not report.changes
    assert {one.error for one in report.files} == {"This workout is here already."}


def test_one_recording_in_two_files_of_one_import_is_brought_in_once(store: Store, tmp_path: Path) -> None:
    file, packed = ride(tmp_path / "a.fit"), tmp_path / "b.fit.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    first, second = import_files(store, [file, packed]).files
    assert (first.status, second.status, second.error) == ("imported", "duplicate", "This workout is here already.")
    assert len(activities.samples(store, only(store))) == 1200


def test_a_file_whose_workout_was_deleted_can_be_brought_in_again(store: Store, tmp_path: Path) -> None:
    file = ride(tmp_path / "a.fit")
    import_files(store, [file])
    workouts.delete(store, [only(store).id])
    assert import_files(store, [file]).count("imported") == 1
    assert only(store).samples == 1200


class FullDisk:
    """A disk on which so many files more have room, and from then on none."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, descriptor: int) -> None:
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


def kept(store: Store) -> list[Path]:
    return [path for path in (store.profile / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize("room", range(4))
def test_a_full_disk_fails_its_file_and_leaves_no_part_of_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(telemetry, "SPAN_MS", 5 * 60 * 1000)
    first, second = ride(tmp_path / "a.fit"), ride(tmp_path / "b.fit", start=START + 86_400)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", FullDisk(room))
        report = import_files(store, [first])
    assert [one.status for one in report.files] == ["failed"]
    assert report.files[0].error == "The disk is full. Nothing was written. Free some room, then try again."
    assert kept(store) == []
    assert import_files(store, [first, second]).count("imported") == 2


def test_an_import_that_the_database_refuses_leaves_no_samples(store: Store, tmp_path: Path) -> None:
    pages = store.rows("PRAGMA main.page_count")[0][0]
    store.connection.execute(f"PRAGMA main.max_page_count = {pages}")
    files = [ride(tmp_path / f"{day}.fit", start=START + day * 86_400) for day in range(12)]
    with pytest.raises(KnownError, match="disk is full"):
        import_files(store, files)
    assert kept(store) == []


def test_what_is_no_regular_file_is_named_for_what_it_is(store: Store, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    names = [tmp_path, tmp_path / "nowhere.fit"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
        names.append(pipe)
    errors = [one.error for one in import_files(store, names).files]
    assert (
        errors
        == [
            f"{tmp_path} is a folder. Name the files in it.",
            f"There is no file {tmp_path / 'nowhere.fit'}.",
            f"{pipe} is not a regular file.",
        ][: len(names)]
    )


def test_bad_files_stop_nothing_and_are_told(store: Store, tmp_path: Path) -> None:
    empty, other = tmp_path / "empty.fit", tmp_path / "letter.txt"
    empty.write_bytes(b"")
    other.write_text("Dear diary")
    files = [empty, other, tmp_path / "nowhere.fit", tmp_path, ride(tmp_path / "a.fit")]
    report = import_files(store, files)
    assert [one.status for one in report.files] == ["failed"] * 4 + ["imported"]
    assert all(one.error.endswith(".") for one in report.files[:4])
    assert only(store).title == "Morning ride"
    assert report.changes.label == "Import 1 workout"


def test_an_import_is_one_step_to_undo(store: Store, tmp_path: Path) -> None:
    files = [ride(tmp_path / f"{day}.fit", start=START - day * 86_400) for day in range(3)]
    report = import_files(store, files)
    assert report.changes.label == "Import 3 workouts"
    undo.undo(store)
    assert query.history(store) == ()
    undo.redo(store)
    assert len(query.history(store)[0].ids) == 3


def test_a_dry_run_tells_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = import_files(store, [ride(tmp_path / "a.fit")], dry_run=True)
    assert report.files[0].status == "imported"
    assert report.files[0].workouts[0].samples == 1200
    assert query.history(store) == ()
    assert not report.changes
    assert not [path for path in (store.profile / "blobs").rglob("*") if path.is_file()]


def test_a_file_that_breaks_off_is_salvaged_and_says_so(store: Store, tmp_path: Path) -> None:
    file = ride(tmp_path / "a.fit")
    file.write_bytes(file.read_bytes()[:12_000])
    report = import_files(store, [file])
    made = only(store)
    assert report.files[0].status == "salvaged"
    assert made.salvaged
    assert report.files[0].error == made.salvaged
    assert 100 < made.samples < 1200


def test_samples_that_are_elsewhere_or_damaged_are_told_apart(store: Store, tmp_path: Path) -> None:
    import_files(store, [ride(tmp_path / "a.fit")])
    made = only(store)
    (blob, *_) = [path for path in (store.profile / "blobs").rglob("*") if path.is_file()]
    blob.write_bytes(b"something else")
    with pytest.raises(BadFile, match="damaged"):
        activities.samples(store, made)
    with pytest.raises(NotFound, match="not on this device"):
        activities.samples(store, made)


def test_importing_a_file_again_brings_back_samples_that_were_lost(store: Store, tmp_path: Path) -> None:
    path = ride(tmp_path / "a.fit")
    import_files(store, [path])
    made = only(store)
    before = activities.samples(store, made)
    for one in list(blobs.files(store.profile / "blobs")):
        one.unlink()
    assert import_files(store, [path], dry_run=True).files[0].status == "duplicate"
    assert list(blobs.files(store.profile / "blobs")) == [], "a dry run writes nothing"
    packed = tmp_path / "a.fit.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    for again in (path, packed):
        [file] = import_files(store, [again]).files
        assert (file.status, file.ids) == ("duplicate", (made.id,))
        assert file.error == "This workout is here already; its samples were missing and are back."
        assert np.array_equal(activities.samples(store, only(store)).time, before.time)
        assert import_files(store, [again]).files[0].error == "This workout is here already."
        for one in list(blobs.files(store.profile / "blobs")):
            one.unlink()


@pytest.mark.parametrize("chunk", [{"b": "../../etc/passwd", "n": 3}, {"n": 3}, {"b": 7, "n": 3}])
def test_samples_that_are_listed_in_an_unknown_way_are_told_in_words(store: Store, chunk: dict[str, object]) -> None:
    workout = Workout(
        id="w", title="Ride", sport="cycling", sub_sport="", status="completed", start_at=0, zone="UTC",
        day="2026-11-20", duration=None, telemetry=(chunk,),
    )  # fmt: skip
    with pytest.raises(BadFile, match="Update Tracker"):
        activities.samples(store, workout)


def test_two_devices_that_bring_in_the_same_file_give_it_the_same_id(store: Store, tmp_path: Path) -> None:
    file = ride(tmp_path / "a.fit")
    first = import_files(store, [file]).files[0].ids
    with Store.open(tmp_path / "elsewhere") as other:
        assert import_files(other, [file]).files[0].ids == first
    assert import_files(store, [ride(tmp_path / "b.fit", start=START + 86_400)]).files[0].ids != first


class Stopped(Exception):
    """The person pressed Cancel."""


def test_a_cancel_is_heard_within_one_big_file_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "long.gpx"
    file.write_text(gpx(range(2000)))
    told: list[tuple[int, int, str]] = []

    def report(done: int, total: int, words: str) -> None:
        told.append((done, total, words))
        if 0 < done < total:
            raise Stopped

    with pytest.raises(Stopped):
        import_files(store, [file], report=report)
    assert told[-1][1:] == (file.stat().st_size, "Reading long.gpx")
    assert query.history(store) == ()
    assert list(blobs.files(store.profile / "blobs")) == []


def test_a_damaged_file_tells_how_far_it_is_read_too(tmp_path: Path) -> None:
    data = ride(tmp_path / "a.fit", seconds=3000).read_bytes()
    told: list[int] = []
    read_activities(data[:-2] + b"\0\0", "a.fit", lambda done, _total: told.append(done))
    assert len(told) > 1
    assert told == sorted(told)
