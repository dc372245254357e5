"""History from other apps: every kind of file, nothing twice, bad lines told, one undo."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tracker.formats.glimpse import glimpse
from tracker.operations.imported import Imported
from tracker.operations.importing import import_files
from tracker.operations.kinds import kind_of
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days, measurements, workouts

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "exports"
MFP = (
    "Date,Meal,Calories,Fat (g),Saturated Fat,Polyunsaturated Fat,Monounsaturated Fat,Trans Fat,Cholesterol,"
    "Sodium (mg),Potassium,Carbohydrates (g),Fiber,Sugar,Protein (g),Vitamin A,Vitamin C,Calcium,Iron,Note\n"
    "2025-03-06,Breakfast,214.5,14.9,4.8,2.7,5.4,0.0,616.5,193.5,198.0,1.4,0.0,0.3,18.6,0.0,0.0,7.2,13.9,early\n"
    '2025-03-06,Evening Tea,"1,085.0",2,0,0,0,0,0,210,0,14,4,0,8,0,0,0,0,\n'
    "2025-03-07,Lunch,,15,0,0,0,0,100,2000,0,55,0,0,25,0,0,0,0,\n"
    "yesterday,Lunch,10,1,0,0,0,0,1,2,0,5,0,0,2,0,0,0,0,\n"
)
SERVINGS = (
    "Day,Time,Group,Food Name,Amount,Energy (kcal),Protein (g),Carbs (g),Fat (g),Fiber (g),Sodium (mg),"
    "Vitamin D (IU),Vitamin A (IU),B12 (Cobalamin) (µg),Category\n"
    '2026-06-10,08:14 AM,Breakfast,"Oats, Rolled, Dry",80.00 g,311,10.7,54.8,5.3,8.0,4,40,900,1.5,Cereals\n'
    "2026-06-10,01:02 PM,Lunch,Chicken Burrito Bowl,1.00 serving,625,42,58,22,,,,,,Restaurant Foods\n"
    "2026-06-10,01:02 PM,Lunch,Chicken Burrito Bowl,1.00 serving,625,42,58,22,,,,,,Restaurant Foods\n"
    "2026-06-11,,Snacks,Banana,1.00 medium,,,,,,,,,,Fruits\n"
    "2026-06-11,25:00,Snacks,Apple,1.00 medium,95,,,,,,,,,Fruits\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def take(store: Store, *paths: Path, dry_run: bool = False) -> list[Imported]:
    return list(import_files(store, paths, dry_run=dry_run).files)


def told(one: Imported) -> tuple[str, str, int, int, int]:
    return one.kind, one.status, one.counts["new"], one.counts["same"], one.counts["refused"]


def test_myfitnesspal_brings_meals_with_what_is_known_of_them(store: Store, folder: Path) -> None:
    (one,) = take(store, write(folder, "whatever.txt", MFP))
    assert told(one) == ("myfitnesspal", "salvaged", 2, 0, 2)
    assert one.refused == ("Line 4: it has no calories.", "Line 5: “yesterday” is no number or day.")
    tea, breakfast = sorted(days.entries(store, "2025-03-06", "2025-03-06"), key=lambda found: found.slot)
    assert tea.slot not in ("breakfast", "lunch", "dinner", "snacks")
    assert (breakfast.slot, breakfast.title, breakfast.source_kind) == ("breakfast", "Breakfast", "raw")
    assert (breakfast.nutrition.energy, breakfast.nutrition.protein, breakfast.note) == (2145, 18600, "early")
    assert breakfast.nutrition.others["cholesterol"] == 61_650_000
    assert "fiber" not in breakfast.nutrition.others, "its zeros mean as often that nobody knows"
    assert "iron" not in breakfast.nutrition.others, "a percentage of an unknown daily value"
    assert tea.nutrition.energy == 10850
    assert "Evening Tea" in [slot.name for slot in days.slots(store)]


def test_the_archive_of_myfitnesspal_brings_training_and_readings_too(store: Store, folder: Path) -> None:
    path = folder / "File-Export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Nutrition-Summary-2025.csv", MFP)
        archive.writestr(
            "Exercise-Summary-2025.csv",
            "Date,Exercise,Type,Exercise Calories,Exercise Minutes,Sets,Reps Per Set,Pounds,Steps,Note\n"
            '2025-03-06,"Running, 10 min per mile",Cardio,300,30,,,,,\n',
        )
        archive.writestr("Measurement-Summary-2025.csv", "Date,Weight\n2025-03-06,81.2\n")
    (one,) = take(store, path)
    assert told(one) == ("myfitnesspal", "salvaged", 4, 0, 2)
    (run,) = workouts.on_day(store, "2025-03-06")
    assert (run.sport, run.duration, run.energy) == ("running", 30 * 60_000, 3000)
    assert [(one.kind, one.typed, one.unit) for one in measurements.on_day(store, "2025-03-06")] == [
        ("weight", "81.2", "kg")
    ]


def test_cronometer_brings_single_foods_with_amount_time_and_nutrients(store: Store, folder: Path) -> None:
    (one,) = take(store, write(folder, "servings.csv", SERVINGS))
    assert told(one) == ("cronometer", "salvaged", 4, 0, 1)
    bowl, again, oats = sorted(days.entries(store, "2026-06-10", "2026-06-10"), key=lambda found: found.title)
    assert (oats.amount, oats.unit, oats.mass, oats.slot) == (80_000, "g", 80_000, "breakfast")
    assert oats.nutrition.others == {"fiber": 8000, "sodium": 400_000, "vitamin_d": 100, "vitamin_b12": 150}
    assert oats.eaten_at is not None
    assert bowl.title == again.title == "Chicken Burrito Bowl", "two helpings stay two"
    (banana,) = days.entries(store, "2026-06-11", "2026-06-11")
    assert (banana.nutrition.energy, banana.unit, banana.eaten_at) == (None, "medium", None)


def test_what_is_here_already_is_not_brought_in_again(store: Store, folder: Path) -> None:
    path = write(folder, "servings.csv", SERVINGS)
    take(store, path)
    (again,) = take(store, path)
    assert told(again) == ("cronometer", "duplicate", 0, 4, 1)
    longer = write(folder, "more.csv", SERVINGS + "2026-06-12,,Dinner,Soup,1 bowl,300,,,,,,,,,\n")
    assert told(take(store, longer)[0])[1:4] == ("salvaged", 1, 4)


def test_an_import_is_one_undo_and_comes_again_after_it(store: Store, folder: Path) -> None:
    path = write(folder, "servings.csv", SERVINGS)
    assert import_files(store, [path]).changes.label == "Import 4 records"
    undo.undo(store)
    assert store.rows("SELECT COUNT(*) FROM meal_plan_entry") == [(0,)]
    assert told(take(store, path)[0])[2] == 4


def test_a_dry_run_says_what_would_come_and_writes_nothing(store: Store, folder: Path) -> None:
    (one,) = take(store, write(folder, "servings.csv", SERVINGS), dry_run=True)
    assert told(one)[2] == 4
    assert one.preview[-1] == "4 entries on 2 days, 2026-06-10 to 2026-06-11"
    assert store.rows("SELECT COUNT(*) FROM meal_plan_entry") == [(0,)]


def test_cronometers_other_tables_bring_readings_training_notes_and_complete_days(store: Store, folder: Path) -> None:
    files = [
        write(folder, "biometrics.csv", "Day,Time,Group,Metric,Unit,Amount\n2026-06-10,07:00 AM,,Weight,lbs,176.4\n"
              "2026-06-10,,,Blood Pressure,mmHg,120/80\n2026-06-10,,,Sleep (Apple Health),hours,7.5\n"
              "2026-06-10,,,Mood,,5\n2026-06-10,,,Weight,lbs,heavy\n"),
        write(folder, "exercises.csv", "Day,Time,Group,Exercise,Minutes,Calories Burned\n"
              "2026-06-10,18:00,,Yoga,45,-120\n"),
        write(folder, "notes.csv", "Day,Time,Group,Note\n2026-06-10,21:00,,Felt great\n2026-06-11,,,\n"),
        write(folder, "dailysummary.csv", "Date,Energy (kcal),Protein (g),Completed\n2026-06-10,936,52.7,true\n"
              "2026-06-09,1900,80,false\n"),
        write(folder, "servings.csv", SERVINGS),
    ]  # fmt: skip
    done = take(store, *files)
    assert [one.kind for one in done] == ["cronometer"] * 5
    assert [one.counts["refused"] for one in done] == [2, 0, 0, 0, 1]
    assert "Tracker has no reading called “Mood”" in done[0].refused[0]
    assert {one.kind: one.typed for one in measurements.on_day(store, "2026-06-10")} == {
        "weight": "176.4", "blood_pressure": "120/80", "sleep": "450",
    }  # fmt: skip
    (yoga,) = workouts.on_day(store, "2026-06-10")
    assert (yoga.title, yoga.duration, yoga.energy, yoga.status) == ("Yoga", 45 * 60_000, 1200, "completed")
    assert days.day(store, "2026-06-10").state.note == "Felt great"
    assert days.day(store, "2026-06-10").state.status == "complete"
    (total,) = days.entries(store, "2026-06-09", "2026-06-09")
    assert (total.title, total.nutrition.energy) == ("Total of the day", 19_000)
    again = take(store, *files)
    assert [one.counts["new"] for one in again] == [0, 0, 0, 0, 0]


def test_opennutritracker_brings_foods_scaled_from_values_per_hundred(store: Store, folder: Path) -> None:
    milk = {"name": "Whole Milk", "brands": "Acme", "servingQuantity": 250.0,
            "nutriments": {"energyKcal100": 61.0, "proteins100": 3.2, "sodium100": 40, "iron100": None}}  # fmt: skip
    intake = [
        {"id": "a", "unit": "ml", "amount": 120.0, "type": "breakfast", "dateTime": "2026-05-13T08:15:00.000",
         "meal": milk},
        {"id": "b", "unit": "serving", "amount": 2, "type": "snack", "dateTime": "2026-05-13T16:00:00.000",
         "meal": milk},
        {"id": "c", "unit": "g", "type": "snack"},
    ]  # fmt: skip
    run = [{"id": "r", "duration": 45.0, "burnedKcal": 320.0, "date": "2026-05-13T18:00:00.000",
            "physicalActivityDBO": {"specificActivity": "Running, 8 km/h", "type": "running"}}]  # fmt: skip
    path = folder / "opennutritracker-export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user_intake.json", json.dumps(intake))
        archive.writestr("user_activity.json", json.dumps(run))
        archive.writestr("user_tracked_day.json", "[]")
    (one,) = take(store, path)
    assert told(one) == ("opennutritracker", "salvaged", 3, 0, 1)
    glass, two = sorted(days.entries(store, "2026-05-13", "2026-05-13"), key=lambda found: found.slot)
    assert (glass.title, glass.slot, glass.mass) == ("Whole Milk, Acme", "breakfast", None)
    assert (glass.nutrition.energy, glass.nutrition.protein) == (732, 3840)
    assert glass.nutrition.others == {"sodium": 4_800_000}
    assert (two.slot, two.nutrition.energy) == ("snacks", 3050)
    assert workouts.on_day(store, "2026-05-13")[0].sport == "running"


def test_waistline_brings_its_diary_by_way_of_its_foods(store: Store, folder: Path) -> None:
    backup = {
        "version": 30,
        "foodList": [{"id": 1, "name": "Bread", "brand": "Mill", "portion": "50", "unit": "g",
                      "nutrition": {"calories": 120, "proteins": "4.5", "sodium": 200, "salt": 0.5}}],
        "recipes": [{"id": 1, "name": "Soup", "portion": 1, "unit": "serving", "nutrition": {"kilojoules": 1046}}],
        "diary": [
            {"dateTime": "2026-10-01T00:00:00.000Z", "stats": {"weight": 70.2, "Mood": 3}, "notes": "ok", "items": [
                {"category": 0, "id": 1, "portion": "75", "unit": "g", "quantity": 2, "type": "food"},
                {"category": 1, "id": 1, "quantity": 1, "type": "recipe"},
                {"category": 2, "name": "Quick Add", "quantity": 1, "nutrition": {"calories": 300}}]},
            {"dateTime": "some day", "items": []},
        ],
        "settings": {"units": {"weight": "kg"}, "diary": {"meal-names": ["Breakfast", "Lunch", "Tea", "", "", "", ""]}},
    }  # fmt: skip
    (one,) = take(store, write(folder, "backup.json", json.dumps(backup)))
    assert told(one) == ("waistline", "salvaged", 5, 0, 2)
    found = {entry.title: entry for entry in days.entries(store, "2026-10-01", "2026-10-01")}
    bread = found["Bread, Mill"]
    assert (bread.amount, bread.mass, bread.nutrition.energy, bread.nutrition.protein) == (
        150_000,
        150_000,
        3600,
        13500,
    )
    assert found["Soup"].nutrition.energy == 2500
    assert found["Quick Add"].nutrition.energy == 3000
    assert measurements.on_day(store, "2026-10-01")[0].typed == "70.2"
    assert days.day(store, "2026-10-01").state.note == "ok"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "Date,Meal,Calories\n", "holds nothing that was logged"),
        ("b.json", '{"foodList": [', "is damaged"),
        ("c.csv", "Day,Food Name,Amount\nsome day,Egg,2\n", "Line 2: “some day” is no number, day or time."),
    ],
)
def test_a_file_without_a_diary_fails_with_its_reason(
    store: Store, folder: Path, name: str, text: str, sentence: str
) -> None:
    (one,) = take(store, write(folder, name, text))
    assert one.status == "failed"
    assert sentence in one.error


def test_a_damaged_archive_fails_and_the_rest_goes_on(store: Store, folder: Path) -> None:
    path = folder / "user.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user_intake.json", "[{")
    done = take(store, path, write(folder, "servings.csv", SERVINGS))
    assert [one.status for one in done] == ["failed", "salvaged"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_separators_and_decimal_commas_of_other_countries_are_read(store: Store, folder: Path, mark: str) -> None:
    text = mark.join(("Day", "Group", "Food Name", "Amount", "Energy (kcal)")) + "\n"
    text += mark.join(("10.6.2026", "Lunch", "Brot", "1,5 slice", "120,5")) + "\n"
    take(store, write(folder, "servings.csv", text))
    (one,) = days.entries(store, "2026-06-10", "2026-06-10")
    assert (one.amount, one.nutrition.energy) == (1500, 1205)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")
def test_a_real_export_of_myfitnesspal_comes_in_whole(store: Store) -> None:
    path = SHARED / "dd__myfitnesspal.csv"
    (one,) = take(store, path)
    assert told(one) == ("myfitnesspal", "imported", 3, 0, 0)
    total = sum(entry.nutrition.energy or 0 for entry in days.entries(store, "2025-03-06", "2025-03-06"))
    assert total == 12_495


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")
def test_real_files_of_other_apps_are_taken_for_no_diary() -> None:
    diaries = {"myfitnesspal", "cronometer", "opennutritracker", "waistline"}
    for path in sorted(SHARED.iterdir()):
        kind = kind_of(glimpse(path))
        assert (kind is not None and kind.name in diaries) == ("myfitnesspal" in path.name), path.name
