"""Archives and folders: each file as its kind, with the names and notes that Strava and Garmin keep beside it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tests.formats.tracks import gpx, tcx
from tracker.formats import members
from tracker.operations.importing import import_files
from tracker.store import undo
from tracker.store.database import Store

HEADER = [
    "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description", "Elapsed Time",
    "Distance", "Max Heart Rate", "Relative Effort", "Commute", "Activity Private Note", "Activity Gear", "Filename",
    "Athlete Weight", "Bike Weight", "Elapsed Time", "Moving Time", "Distance",
]  # fmt: skip
GERMAN = ["Aktivitäts-ID", "Aktivitätsdatum", "Name der Aktivität", "Aktivitätsart", *map(str, range(14))]


def table(header: list[str] = HEADER) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(header)
    rows.writerow(
        [1, "Nov 19, 2026, 7:30:00 AM", "Intervals", "Ride", "Windy,\nvery", 1200, "9.6", 160, "", "false", "",
         "Winter bike", "activities/1.fit.gz", "", "", 1200, 1200, 9600]
    )  # fmt: skip
    without = ["", "", "false", "", "", "", "", ""]
    rows.writerow([2, "Nov 18, 2026, 6:00:00 PM", "Gym", "Weight Training", "", 3600, "0", *without, 3600, 3000, 0])
    rows.writerow([3, "18 de noviembre", "Unknown day", "Run", "", 60, "1", *without, 60, 60, 1])
    return out.getvalue()


def packed(path: Path, files: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def fit(tmp_path: Path) -> bytes:
    return ride(tmp_path / "made.fit", seconds=120).read_bytes()


def found(store: Store) -> list[tuple[str, str, str, str]]:
    return store.rows("SELECT title, sport, gear, notes FROM workout ORDER BY start_at")


@pytest.mark.parametrize("header", [HEADER, GERMAN])
@pytest.mark.parametrize("is_folder", [True, False])
def test_stravas_export_brings_names_notes_gear_and_what_has_no_file(
    store: Store, tmp_path: Path, fit: bytes, header: list[str], is_folder: bool
) -> None:
    files = {"activities.csv": table(header), "activities/1.fit.gz": gzip.compress(fit), "media/a.jpg": b"\xff\xd8"}
    if is_folder:
        export = tmp_path / "export_1"
        for name, data in files.items():
            (export / name).parent.mkdir(parents=True, exist_ok=True)
            (export / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    else:
        export = packed(tmp_path / "export_1.zip", files)
    report = import_files(store, [export])
    assert found(store) == [
        ("Gym", "strength_training", "", ""), ("Intervals", "cycling", "Winter bike", "Windy,\nvery"),
    ]  # fmt: skip
    told = {Path(one.file).name: one for one in report.files}
    assert (told["1.fit.gz"].status, told["1.fit.gz"].file) == ("imported", f"{export}/activities/1.fit.gz")
    assert dict(told["activities.csv"].counts) == {"new": 1, "same": 0, "kept": 0, "refused": 1}
    assert told["activities.csv"].refused == ("Unknown day: its date cannot be read.",)
    assert report.changes.label == "Import 2 workouts"
    again = import_files(store, [export])
    assert [one.status for one in again.files if Path(one.file).name == "1.fit.gz"] == ["duplicate"]
    assert not again.changes
    undo.undo(store)
    assert found(store) == []


def test_garmins_export_has_archives_within_and_names_by_start(store: Store, tmp_path: Path, fit: bytes) -> None:
    inner = packed(tmp_path / "inner.zip", {"someone_1.fit": fit, "someone_2.fit": b"\x0e\x10\0\0\0\0\0\0.FITxx"})
    told = [{"summarizedActivitiesExport": [{"startTimeGmt": START * 1000.0, "name": "Berlin", "description": "Cold"}]}]
    export = packed(
        tmp_path / "garmin.zip",
        {
            "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": inner.read_bytes(),
            "DI_CONNECT/DI-Connect-Fitness/x_1_summarizedActivities.json": json.dumps(told),
            "DI_CONNECT/DI-Connect-User/profile.json": "{}",
        },
    )
    report = import_files(store, [export])
    assert found(store) == [("Berlin", "cycling", "", "Cold")]
    assert sorted(one.status for one in report.files) == ["failed", "imported"]
    assert "UploadedFiles_0-_Part1.zip/someone_1.fit" in report.files[0].file + report.files[1].file


def test_a_folder_of_anything_is_looked_through_and_a_bad_file_stops_nothing(
    store: Store, tmp_path: Path, fit: bytes
) -> None:
    folder = tmp_path / "old" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.fit").write_bytes(fit)
    (folder / "b.tcx").write_text(tcx(range(30)).replace("2026-11-19", "2026-11-18"))
    (folder / "c.gpx").write_text(gpx(range(30), kind="running").replace("2026-11-19", "2026-11-17"))
    (folder / "cut.fit").write_bytes(fit[:60])
    (folder / "letter.txt").write_text("Dear diary")
    (folder / ".hidden.fit").write_bytes(fit)
    report = import_files(store, [tmp_path / "old"])
    told = {Path(one.file).name: one.status for one in report.files}
    assert told == {"a.fit": "imported", "b.tcx": "imported", "c.gpx": "imported", "cut.fit": "failed"}


def test_what_holds_nothing_is_locked_or_damaged_is_told(store: Store, tmp_path: Path, fit: bytes) -> None:
    nothing = packed(tmp_path / "nothing.zip", {"letter.txt": "Dear diary"})
    broken = tmp_path / "broken.zip"
    whole = packed(tmp_path / "whole.zip", {"a.fit": fit}).read_bytes()
    broken.write_bytes(whole[: len(whole) // 2])
    locked = tmp_path / "locked.zip"
    data = bytearray(whole)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        data[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1  # the bit that says it is encrypted
    locked.write_bytes(data)
    report = import_files(store, [nothing, broken, locked])
    assert [one.status for one in report.files] == ["failed"] * 3
    assert "holds nothing that Tracker can read" in report.files[0].error
    assert "damaged zip archive" in report.files[1].error
    assert "locked with a password" in report.files[2].error


def test_an_archive_that_unpacks_without_end_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fit: bytes
) -> None:
    monkeypatch.setattr(members, "FROM", 1 << 20)
    bomb = packed(tmp_path / "bomb.zip", {"a.fit": fit + bytes(8 << 20), "b.fit": fit})
    report = import_files(store, [bomb])
    assert [one.status for one in report.files] == ["failed"]
    assert "unpacks to more than" in report.files[0].error
    assert found(store) == []


def test_names_that_point_outside_stay_inside(store: Store, tmp_path: Path, fit: bytes) -> None:
    evil = packed(tmp_path / "evil.zip", {"../../outside.fit": fit})
    assert [one.status for one in import_files(store, [evil]).files] == ["imported"]
    assert not list(tmp_path.parent.glob("outside.fit"))


def test_a_dry_run_of_an_archive_writes_nothing(store: Store, tmp_path: Path, fit: bytes) -> None:
    export = packed(tmp_path / "e.zip", {"activities.csv": table(), "activities/1.fit.gz": gzip.compress(fit)})
    report = import_files(store, [export], dry_run=True)
    assert {one.status for one in report.files} == {"imported", "salvaged"}
    assert report.files[0].workouts[0].title in ("Intervals", "Gym")
    assert found(store) == []
    assert not [one for one in (store.profile / "blobs").rglob("*") if one.is_file()]
