"""Strength workouts of other apps, and sets from quick add, become sets of workouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.test_archives import packed
from tracker.operations import quick_add
from tracker.operations import settings as setting_operations
from tracker.operations.importing import import_files
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.exercises import sets_of
from tracker.store.rows import ExerciseSet

STRONG = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2021-02-10 16:46:13,"Push",1h 18m,"Bench Press (Barbell)",W,40.0,8,0,0,"","Felt good",
2021-02-10 16:46:13,"Push",1h 18m,"Bench Press (Barbell)",1,75.5,8,0,0,"paused","",8.5
2021-02-10 16:46:13,"Push",1h 18m,"Bench Press (Barbell)",Rest Timer,0,0,0,120,,,
2021-02-10 16:46:13,"Push",1h 18m,"Wide Pull Up",1,0.0,6,0,0,,,
2021-02-12 17:00:00,"Legs",45m,"Squat (Barbell)",1,100.0,5,0,0,,,
2021-02-12 17:00:00,"Legs",45m,"Juggling",1,0,20,0,0,,,
someday,"Legs",45m,"Squat (Barbell)",1,100.0,5,0,0,,,
"""
STRONG_ANDROID = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;\
Seconds;Notes;Workout Notes;Workout Duration
2021-02-10 16:46:13;Push;Bench Press (Barbell);1;165,5;lbs;8;;1,5;mi;90;;;1h 18m
"""
HEVY = """"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",\
"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Upper","30 Apr 2026, 07:00","30 Apr 2026, 08:10","","Pull Up",1,"",0,"warmup",,5,,,
"Upper","30 Apr 2026, 07:00","30 Apr 2026, 08:10","","Pull Up",1,"",1,"failure",10,5,,,9
"Upper","30 Apr 2026, 07:00","30 Apr 2026, 08:10","","Treadmill","","",0,"normal",,,2.5,900,
"""
FITNOTES = """Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2026-04-30,Plank,Abs,,,,,,0:01:30,hard
2026-04-30,Deadlift,Back,140,kg,3,,,,
"""


def bring(store: Store, path: Path, text: str) -> list[tuple[str, ...]]:
    path.write_text(text)
    import_files(store, [path])
    return store.rows("SELECT title, day, duration, device, notes FROM workout ORDER BY start_at")


def sets(store: Store) -> list[ExerciseSet]:
    ids = [row[0] for row in store.rows("SELECT id FROM workout ORDER BY start_at")]
    found = sets_of(store, ids)
    return [one for record in ids for one in found.get(record, ())]


def test_a_table_of_strong_becomes_workouts_with_their_sets(store: Store, tmp_path: Path) -> None:
    rows = bring(store, tmp_path / "strong.csv", STRONG)
    assert rows == [
        ("Push", "2021-02-10", 4_680_000, "Strong", "Felt good"), ("Legs", "2021-02-12", 2_700_000, "Strong", ""),
    ]  # fmt: skip
    found = [(one.name, one.exercise, one.kind, one.weight, one.reps, one.effort, one.rest) for one in sets(store)]
    assert found == [
        ("Bench press", "tracker:bench-press", "warmup", 40_000, 8, None, None),
        ("Bench press", "tracker:bench-press", "normal", 75_500, 8, 85, 120_000),
        ("Wide-grip pull-up", "tracker:wide-grip-pull-up", "normal", None, 6, None, None),
        ("Back squat", "tracker:back-squat", "normal", 100_000, 5, None, None),
        ("Juggling", None, "normal", None, 20, None, None),
    ]
    assert sets(store)[1].note == "paused"


def test_it_says_what_it_refused_and_what_it_took_for_granted_and_comes_in_once(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(STRONG)
    (one,) = import_files(store, [path], dry_run=True).files
    assert (one.status, one.kind, dict(one.counts)) == (
        "salvaged", "strength", {"new": 2, "same": 0, "kept": 0, "refused": 1}
    )  # fmt: skip
    assert one.refused == ("Line 8 has no date that can be read (“someday”).",)
    assert one.preview[0] == "2021-02-10 Push: 3 sets, Bench Press (Barbell) first"
    assert "read as kg" in one.doubts[0]
    assert "Juggling" in one.doubts[1]
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]
    report = import_files(store, [path])
    assert report.changes.label == "Import 2 workouts"
    assert dict(import_files(store, [path]).files[0].counts)["same"] == 2
    undo.undo(store)
    assert store.rows("SELECT (SELECT COUNT(*) FROM workout), (SELECT COUNT(*) FROM exercise_set)") == [(0, 0)]


def test_weights_without_a_unit_are_in_the_persons_own(store: Store, tmp_path: Path) -> None:
    setting_operations.set_value(store, "weight_unit", "lb")
    bring(store, tmp_path / "strong.csv", STRONG)
    bench = sets(store)[1]
    assert (bench.weight, bench.typed, bench.unit) == (34_246, "75.5", "lb")


def test_strong_on_android_has_semicolons_commas_and_units(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "strong.csv", STRONG_ANDROID)
    (one,) = sets(store)
    assert (one.weight, one.typed, one.unit, one.distance, one.duration) == (75_070, "165,5", "lb", 24_140, 90_000)


def test_hevys_table(store: Store, tmp_path: Path) -> None:
    assert bring(store, tmp_path / "hevy.csv", HEVY)[0][:4] == ("Upper", "2026-04-30", 4_200_000, "Hevy")
    found = [(one.name, one.kind, one.weight, one.distance, one.duration, one.superset) for one in sets(store)]
    assert found == [
        ("Pull-up", "warmup", None, None, None, "1"), ("Pull-up", "failure", 10_000, None, None, "1"),
        ("Treadmill", "normal", None, 25_000, 900_000, ""),
    ]  # fmt: skip


def test_fitnotes_has_days_and_no_times(store: Store, tmp_path: Path) -> None:
    assert bring(store, tmp_path / "fit.csv", FITNOTES)[0][1] == "2026-04-30"
    found = [(one.name, one.weight, one.reps, one.duration, one.note) for one in sets(store)]
    assert found == [("Plank", None, None, 90_000, "hard"), ("Deadlift", 140_000, 3, None, "")]


def test_a_table_in_an_archive_comes_in_as_well(store: Store, tmp_path: Path) -> None:
    report = import_files(store, [packed(tmp_path / "backup.zip", {"hevy.csv": HEVY, "strong.csv": STRONG})])
    assert sorted(Path(one.file).name for one in report.files) == ["hevy.csv", "strong.csv"]
    assert store.rows("SELECT COUNT(*) FROM workout") == [(3,)]


def test_two_devices_that_import_one_table_have_the_same_sets(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "strong.csv", STRONG)
    with Store.open(tmp_path / "elsewhere", clock=store.clock) as other:
        bring(other, tmp_path / "strong.csv", STRONG)
        assert sets(other) == sets(store)


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "exports" / "st__strong.csv"


@pytest.mark.skipif(not REAL.exists(), reason="the real export is not here")
def test_a_real_export_of_strong_comes_in_whole(store: Store) -> None:
    (one,) = import_files(store, [REAL]).files
    assert one.status == "imported"
    lines = len(REAL.read_text().splitlines()) - 1
    count = store.rows("SELECT COUNT(*) FROM exercise_set")[0][0]
    assert 0.97 * lines <= count <= lines
    known = store.rows("SELECT COUNT(*) FROM exercise_set WHERE exercise IS NOT NULL")[0][0]
    assert known >= 0.5 * count


def test_sets_from_quick_add_go_to_the_strength_workout_of_their_day(store: Store) -> None:
    for text in ("squat 100x5x3 @8", "pull-ups bw x 10", "bench press 80x5, 82.5x4"):
        understood = quick_add.understand(store, text)
        assert understood.problems == ()
        quick_add.add(store, understood)
    day = understood.lines[0].day
    (one,) = days.day(store, day).workouts
    assert (one.title, one.sport, one.status) == ("Strength training", "strength_training", "completed")
    found = [(it.name, it.weight, it.reps, it.effort, it.status) for it in sets_of(store, [one.id])[one.id]]
    assert found == [
        *[("Back squat", 100_000, 5, 80, "done")] * 3, ("Pull-up", None, 10, None, "done"),
        ("Bench press", 80_000, 5, None, "done"), ("Bench press", 82_500, 4, None, "done"),
    ]  # fmt: skip
    undo.undo(store)
    assert len(sets_of(store, [one.id])[one.id]) == 4


def test_planned_sets_are_a_planned_workout(store: Store) -> None:
    understood = quick_add.understand(store, "tomorrow plan squat 100x5x3")
    quick_add.add(store, understood)
    (one,) = days.day(store, understood.lines[0].day).workouts
    assert one.status == "planned"
    assert {it.status for it in sets_of(store, [one.id])[one.id]} == {"planned"}
