"""Tables of readings: other apps' and Tracker's own, never twice, bad lines told, nothing run by a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tracker.errors import KnownError
from tracker.formats.csv_table import plain, safe
from tracker.operations import measurement_kinds, measurements, reading_files
from tracker.operations.importing import import_files
from tracker.operations.measurements import Reading
from tracker.operations.settings import set_value
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import measurements as query

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "exports"
HRV4T = (
    "timestamp_measurement,HR,AVNN,SDNN,rMSSD,HRV4T_Recovery_Points\n"
    "2026-04-01 09:56:21 +0000,43.92,1364.75,84.05,67.54,8.37\n"
    "not a day,43,1,1,60,8\n"
    "2026-04-03 07:37:03 +0000,5,1502.73,76.92,72.04,8.47\n"
)
ELITE = (
    "\ufeffMember,Date,Datetime,Type,HRV,lnRmssd,Rmssd,HR\n"
    "Sam,2026-09-06,2026-09-06 06:23:22,readiness,57,3.7,40.87,50.46\n"
)
BODY = 'date,weightkg,fatkg,boneskg,fatpercent,comment\n2026-01-02T12:00:00Z,80.15,12.10,0,11.57,"after travel, late"\n'


def bring(store: Store, folder: Path, text: str, name: str = "table.csv", **more: bool):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_files(store, [path], **more).files[0]


def told(store: Store) -> list[tuple[str, str, str, str]]:
    return sorted(
        (one.day, measurements.label_of(one), f"{one.typed} {one.unit}", one.note)
        for one in query.measurements(store, query.ids(store))
    )


def test_hrv4training_brings_heart_rate_and_variability_and_names_bad_lines(store: Store, tmp_path: Path) -> None:
    done = bring(store, tmp_path, HRV4T)
    assert (done.status, done.kind, done.new) == ("salvaged", "readings", 3)
    assert [one[:8] for one in done.refused] == ["Line 3: ", "Line 4: "]
    assert "“not a day” is no date." in done.refused[0]
    assert "Resting heart rate must be between 20 and 220" in done.refused[1]
    assert told(store)[:2] == [
        ("2026-04-01", "Heart rate variability", "67.54 ms", "avnn 1364.75, sdnn 84.05, hrv4t_recovery_points 8.37"),
        ("2026-04-01", "Resting heart rate", "43.92 bpm", ""),
    ]
    assert query.latest(store, "resting_heart_rate")[0].at == 1_775_037_381_000


def test_elite_hrv_and_golden_cheetah(store: Store, tmp_path: Path) -> None:
    assert bring(store, tmp_path, ELITE).new == 2
    assert bring(store, tmp_path, BODY).new == 3
    assert told(store) == [
        ("2026-01-02", "Body fat", "11.57 %", "after travel, late"),
        ("2026-01-02", "Fat mass", "12.10 kg", ""),
        ("2026-01-02", "Weight", "80.15 kg", "after travel, late"),
        ("2026-09-06", "Heart rate variability", "40.87 ms", "type readiness, hrv 57, lnrmssd 3.7"),
        ("2026-09-06", "Resting heart rate", "50.46 bpm", ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date;Weight (kg);Waist [cm]\n21.11.2026;81,4;84\n", {("Weight", "81,4 kg"), ("Waist", "84 cm")}),
        ("date\tweight_lb\tbody fat %\n2026-11-21\t180\t18.5\n", {("Weight", "180 lb"), ("Body fat", "18.5 %")}),
        ("Datum;Gewicht;Taillenumfang (cm);Ruhepuls\n21.11.2026;81,4;84,5;52\n",
         {("Weight", "81,4 kg"), ("Waist", "84,5 cm"), ("Resting heart rate", "52 bpm")}),
        ("day,systolic,diastolic,sleep (h)\n2026-11-21 07:10,122,78,7.5\n",
         {("Blood pressure", "122/78 mmHg"), ("Sleep", "450 min")}),
    ],
)  # fmt: skip
def test_a_table_with_a_column_a_kind(store: Store, tmp_path: Path, text: str, expected: set[tuple[str, str]]) -> None:
    bring(store, tmp_path, text)
    assert {one[1:3] for one in told(store)} == expected
    assert {one[0] for one in told(store)} == {"2026-11-21"}


def test_a_column_without_a_unit_is_in_that_of_the_person(store: Store, tmp_path: Path) -> None:
    set_value(store, "weight_unit", "lb")
    bring(store, tmp_path, "date,weight,waist\n2026-11-21,180,34\n")
    assert {one[1:3] for one in told(store)} == {("Weight", "180 lb"), ("Waist", "34 in")}


def test_a_second_time_is_here_already_and_one_undo_takes_all_back(store: Store, tmp_path: Path) -> None:
    assert bring(store, tmp_path, BODY, dry_run=True).counts["new"] == 3
    assert told(store) == []
    assert bring(store, tmp_path, BODY).counts == {"new": 3, "same": 0, "kept": 0, "refused": 0}
    again = bring(store, tmp_path, BODY)
    assert (again.status, again.counts["same"]) == ("duplicate", 3)
    undo.undo(store)
    assert told(store) == []
    assert query.own_kinds(store) == ()


def test_a_table_without_readings_says_so(store: Store, tmp_path: Path) -> None:
    done = bring(store, tmp_path, "date,weight\n2026-11-21,0\n")
    assert (done.status, done.error) == ("failed", "table.csv holds no reading.")


def test_what_was_written_comes_back_the_same(store: Store, tmp_path: Path) -> None:
    measurement_kinds.add(store, "Grip", "kg", 1)
    grip = query.own_kinds(store)[0].id
    for reading in (
        Reading("weight", "180", "lb", note='=HYPERLINK("http://example.org")'), Reading("blood_pressure", "122/78"),
        Reading("weight", "12 st 3 lb"), Reading(grip, "-41,5"), Reading("sleep", "440", "min"),
    ):  # fmt: skip
        measurements.add(store, reading)
    before = set(query.measurements(store, query.ids(store)))
    file = tmp_path / "readings.csv"
    assert reading_files.write(store, file) == 5
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert {row["note"] for row in rows} == {"", '\'=HYPERLINK("http://example.org")'}
    assert {(row["name"], row["value"], row["unit"]) for row in rows} >= {
        ("Blood pressure", "122", "mmHg"), ("Grip", "-41.5", "kg"), ("Weight", "81.647", "kg"),
    }  # fmt: skip
    with Store.open(tmp_path / "other", clock=store.clock) as other:
        assert import_files(other, [file]).files[0].counts["new"] == 5
        assert set(query.measurements(other, query.ids(other))) == before
        assert import_files(other, [file]).files[0].counts["same"] == 5


def test_a_damaged_line_of_ones_own_table_is_refused_alone(store: Store, tmp_path: Path) -> None:
    measurements.add(store, Reading("weight", "81.4", "kg"))
    measurements.add(store, Reading("weight", "81.9", "kg"))
    file = tmp_path / "readings.csv"
    reading_files.write(store, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    lines[1] = ",".join([*cells[:3], "much", *cells[4:]])
    with Store.open(tmp_path / "other", clock=store.clock) as other:
        done = bring(other, tmp_path, "\n".join(lines))
        assert (done.counts["new"], done.refused) == (1, ("Line 2: it is damaged.",))


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "'quoted'", "'"])
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    assert safe(text).startswith("'")
    assert plain(safe(text)) == text


@pytest.mark.parametrize("text", ["-41.5", "+3", "2026-11-21", "12 st 3 lb", "", "O'Brien"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert safe(text) == text
    assert plain(text) == text


def test_a_folder_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        reading_files.write(store, tmp_path / "nowhere" / "readings.csv")


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not here")
@pytest.mark.parametrize(("pattern", "new"), [("gc__2017_7_28*", 238), ("gc__ElitHRV*", 46), ("gc__bodymeasures*", 16)])
def test_real_exports_come_in_whole(store: Store, pattern: str, new: int) -> None:
    (path,) = EXPORTS.glob(pattern)
    done = import_files(store, [path]).files[0]
    assert (done.status, done.new, done.refused) == ("imported", new, ())


def test_a_counter_is_no_day_of_the_eighteenth_century(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_text("Timestamp,Heart Rate [bpm],Speed [m/s]\n17220104,93,3.5\n17220109,104,3.6\n")
    (done,) = import_files(store, [path]).files
    assert done.status == "failed"
    assert store.rows("SELECT COUNT(*) FROM measurement") == [(0,)]
