"""Apple Health's export: workouts with route and heart rate, readings, and a document type that is not obeyed."""

from __future__ import annotations

from collections.abc import MutableSequence
from pathlib import Path

import numpy as np
import pytest

from tests.formats.tracks import START, at, gpx
from tests.operations.test_archives import packed
from tracker.formats import apple_health
from tracker.operations import apple_files, pool
from tracker.operations.activities import samples
from tracker.operations.importing import import_files
from tracker.store import blobs, undo
from tracker.store.database import Store
from tracker.store.queries.workouts import workout

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 13 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED
<!ENTITY grows "&grows;&grows;">
]>"""


def when(second: int) -> str:
    return at(second).replace("T", " ").replace("Z", " +0000")


def record(kind: str, value: object, unit: str, second: int = 0) -> str:
    return (
        f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="Watch" unit="{unit}" startDate="{when(second)}" '
        f'endDate="{when(second)}" value="{value}"/>'
    )


def export(*parts: str, dtd: str = DTD) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}\n<HealthData locale="de_DE">\x0b{"".join(parts)}</HealthData>'
    )


RUN = f"""<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="10" durationUnit="min"
 sourceName="Watch" startDate="{when(0)}" endDate="{when(600)}">
<MetadataEntry key="HKElevationAscended" value="1234 cm"/>
<WorkoutStatistics type="HKQuantityTypeIdentifierActiveEnergyBurned" sum="100" unit="Cal"/>
<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="2.5" unit="km"/>
<WorkoutRoute><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute></Workout>"""
BEATS = "".join(record("HeartRate", 140 + second % 3, "count/min", second) for second in range(-60, 700, 5))
READINGS = (
    record("BodyMass", 180, "lb"), record("BodyFatPercentage", 0.215, "%"), record("RestingHeartRate", 52, "count/min"),
    record("BloodPressureSystolic", 122, "mmHg", 5), record("BloodPressureDiastolic", 78, "mmHg", 5),
    record("HeartRateVariabilitySDNN", 61.5, "ms"), record("BodyMass", 9999, "kg", 9),
    record("StepCount", 900, "count"),
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    files = {
        "apple_health_export/export.xml": export(BEATS, *READINGS, RUN),
        "apple_health_export/workout-routes/route_1.gpx": gpx(range(0, 600, 1), kind=""),
        "apple_health_export/export_cda.xml": "<ClinicalDocument/>",
    }
    return packed(tmp_path / "Export.zip", files)


def test_an_export_brings_workouts_with_their_route_and_heart_rate(store: Store, archive: Path) -> None:
    report = import_files(store, [archive])
    told = {one.kind: one for one in report.files}
    assert [one.file for one in report.files] == [f"{archive}/apple_health_export/export.xml"] * 2
    assert dict(told["apple_health"].counts) == {"new": 1, "same": 0, "kept": 0, "refused": 0}
    run = workout(store, told["apple_health"].ids[0])
    assert run is not None
    assert (run.sport, run.start_at, run.duration, run.distance) == ("running", START * 1000, 600_000, 25_000)
    assert (run.energy, run.ascent, run.device) == (1000, 123, "Watch")
    recorded = samples(store, run)
    assert set(recorded.channels) >= {"heart_rate", "latitude", "altitude"}
    assert np.isfinite(recorded.channels["heart_rate"]).sum() == 121
    assert np.isfinite(recorded.channels["latitude"]).sum() == 600
    assert run.avg_heart_rate == 141


def test_its_readings_are_kept_once_with_what_was_written(store: Store, archive: Path) -> None:
    report = import_files(store, [archive])
    found = store.rows("SELECT kind, typed, unit, value, value2 FROM measurement ORDER BY kind")
    assert found == [
        ("blood_pressure", "122/78", "mmHg", 122, 78), ("body_fat", "21.5", "%", 215, None),
        ("hrv", "61.5", "ms", 615, None), ("resting_heart_rate", "52", "bpm", 52, None),
        ("weight", "180", "lb", 81_647, None),
    ]  # fmt: skip
    readings = next(one for one in report.files if one.kind == "readings")
    assert len(readings.refused) == 1
    again = import_files(store, [archive])
    assert [one.status for one in again.files] == ["duplicate", "duplicate"]
    assert not again.changes
    undo.undo(store)
    assert store.rows("SELECT (SELECT COUNT(*) FROM measurement), (SELECT COUNT(*) FROM workout)") == [(0, 0)]


def test_a_folder_with_the_export_is_the_same(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "apple_health_export"
    (folder / "workout-routes").mkdir(parents=True)
    (folder / "export.xml").write_text(export(BEATS, RUN))
    (folder / "workout-routes" / "route_1.gpx").write_text(gpx(range(600), kind=""))
    import_files(store, [folder])
    assert store.rows("SELECT COUNT(*) FROM workout") == [(1,)]


def test_the_document_type_is_not_obeyed_and_control_characters_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(record("BodyMass", 80, "kg")))
    assert [one.typed for one in apple_health.read(path).readings] == ["80"]


def test_what_is_cut_off_is_saved_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(*READINGS, RUN, RUN)[:-90])
    found = apple_health.read(path)
    assert found.damage
    assert [one.salvaged for one in found.activities] == [False, True]
    assert "route_1.gpx is missing" in found.activities[0].notes[0]


def test_an_export_without_anything_of_use_says_so(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(record("StepCount", 900, "count")))
    (one,) = import_files(store, [path]).files
    assert one.status == "failed"
    assert "no workout and no reading" in one.error


class Enough(Exception):
    """Somebody pressed cancel."""


@pytest.mark.parametrize("is_archive", [False, True], ids=["export.xml", "Export.zip"])
def test_a_cancel_is_heard_while_it_is_read_and_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_archive: bool
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(RUN, BEATS * 2000))
    if is_archive:
        path = packed(tmp_path / "Export.zip", {"apple_health_export/export.xml": path.read_text()})
    boards: list[MutableSequence[int]] = []
    made = pool.RawArray

    def noted(kind: str, size: int) -> MutableSequence[int]:
        boards.append(made(kind, size))
        return boards[-1]

    def report(done: int, total: int, words: str) -> None:
        if words.startswith("Reading") and 0 < done < total:
            raise Enough

    monkeypatch.setattr(pool, "RawArray", noted)
    with pytest.raises(Enough):
        import_files(store, [path], report=report)
    ((read, size, given_up),) = boards
    assert given_up
    assert 0 < read < size * 0.9, "the reader went on to the end"
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]
    assert list(blobs.files(store.profile / "blobs")) == []


def test_what_was_written_before_it_was_given_up_is_taken_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(BEATS, RUN, RUN.replace(when(0), when(30)).replace(when(600), when(630))))

    def tell(done: int, total: int) -> None:
        if (done, total) == (1, 2):
            raise pool.GivenUp

    monkeypatch.setattr(pool, "tell", tell)
    with pytest.raises(pool.GivenUp):
        apple_files.prepare(path, store.profile / "blobs")
    assert list(blobs.files(store.profile / "blobs")) == []


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "exports" / "hk__apple_export.xml"


@pytest.mark.skipif(not REAL.exists(), reason="the real export is not here")
def test_a_real_export_with_its_locations_inside(store: Store) -> None:
    found = apple_health.read(REAL)
    (run,) = found.activities
    assert (run.sport, run.summary.distance) == ("running", round(0.4971749504535062 * 16_093.44))
    assert "latitude" in run.telemetry.channels
