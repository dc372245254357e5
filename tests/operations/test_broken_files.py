"""Files of other apps that are not as they should be: a plain sentence for what is wrong, and the rest comes in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tracker.operations.imported import Imported
from tracker.operations.importing import import_files
from tracker.store.database import Store
from tracker.store.queries import days

HEADER = "Day,Time,Group,Food Name,Amount,Energy (kcal)\n"
OATS, EGG = "2026-06-10,08:00,Breakfast,Oats,50 g,190\n", "2026-06-10,09:00,Breakfast,Egg,1 large,72\n"


def take(store: Store, path: Path, data: str | bytes) -> Imported:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_files(store, [path]).files[0]


def eaten(store: Store) -> list[str]:
    return [one.title for one in days.day(store, "2026-06-10").entries]


def test_a_quote_that_is_never_closed_swallows_no_other_line(store: Store, tmp_path: Path) -> None:
    bread = '2026-06-10,08:30,Breakfast,"Bread,1 slice,90\n'
    done = take(store, tmp_path / "servings.csv", HEADER + OATS + bread + EGG)
    assert done.refused == ("Line 3: a quotation mark is not closed.",)
    assert eaten(store) == ["Oats", "Egg"]


def test_a_note_over_several_lines_is_one_note(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path / "notes.csv", 'Day,Note\n2026-06-10,"knee sore,\nslept badly"\n')
    assert days.day(store, "2026-06-10").state.note == "knee sore,\nslept badly"


def test_a_line_that_is_far_too_long_is_told_and_the_others_come_in(store: Store, tmp_path: Path) -> None:
    done = take(store, tmp_path / "servings.csv", f"{HEADER}{OATS}2026-06-10,08:30,Breakfast,{'x' * 2_000_000}\n{EGG}")
    assert done.refused == ("Line 3: it is longer than any line of a diary.",)
    assert eaten(store) == ["Oats", "Egg"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_encoding_and_separator_will_do(store: Store, tmp_path: Path, encoding: str, mark: str) -> None:
    table = f"{HEADER}2026-06-10,08:00,Breakfast,Käse,50 g,190.5\n".replace(",", mark)
    done = take(store, tmp_path / "servings.csv", table.replace(".5", ",5" if mark == ";" else ".5").encode(encoding))
    assert (done.counts["new"], done.refused) == (1, ())
    (entry,) = days.day(store, "2026-06-10").entries
    assert (entry.title, entry.nutrition.energy) == ("Käse", 1905)


def test_a_day_that_is_none_is_named_as_it_was_written(store: Store, tmp_path: Path) -> None:
    done = take(store, tmp_path / "servings.csv", f"{HEADER}{OATS}2026-13-45,08:00,Breakfast,Egg,1 large,72\n")
    assert done.refused == ("Line 3: “2026-13-45” is no number, day or time.",)


def test_numbers_beyond_all_measure_are_not_known(store: Store, tmp_path: Path) -> None:
    products = [
        {"code": "40084107", "product_name": "Odd", "nutriments": {"proteins_100g": 1e300, "fat_100g": 3}},
        {"code": "40084114", "product_name": "Plain", "nutriments": {"energy-kcal_100g": "9" * 400, "fat_100g": 5}},
    ]
    done = take(store, tmp_path / "off.jsonl", "\n".join(map(json.dumps, products)))
    assert done.counts["new"] == 2
    assert store.rows("SELECT name, energy, protein, fat FROM food ORDER BY name") == [
        ("Odd", None, None, 3000), ("Plain", None, None, 5000)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "members", "said"),
    [
        ("backup.zip", {"database.json": "{}"}, "is a backup of Mealie's whole database. In Mealie, choose"),
        ("foods.xlsx", {"xl/workbook.xml": "", "[Content_Types].xml": ""}, "is a spreadsheet. Save its table as CSV."),
        ("foods.ods", {"content.xml": "", "mimetype": ""}, "is a spreadsheet. Save its table as CSV."),
        ("diary.zip", {"user_intake.json": '{"a":'}, "user_intake.json in diary.zip is damaged. Export it again."),
        ("letter.zip", {"letter.txt": "Dear Tracker"}, "letter.zip holds nothing that Tracker can read."),
    ],
)
def test_an_archive_that_holds_something_else_says_what_to_do(
    store: Store, tmp_path: Path, name: str, members: dict[str, str], said: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for one, text in members.items():
            archive.writestr(one, text)
    done = import_files(store, [tmp_path / name]).files[0]
    assert done.status == "failed"
    assert said in done.error


def test_mealies_database_by_itself_is_told_as_well(store: Store, tmp_path: Path) -> None:
    done = take(store, tmp_path / "database.json", json.dumps({"alembic_version": [], "recipes": []}))
    assert "is a backup of Mealie's whole database" in done.error


def test_an_archive_that_was_cut_off_is_told_without_the_words_of_programs(store: Store, tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("Nutrition-Summary-2025.csv", "Date,Meal,Calories\n2025-03-06,Lunch,500\n" * 50)
    done = take(store, tmp_path / "cut.zip", whole.read_bytes()[:-40])
    assert done.error == "cut.zip is a damaged zip archive. Download it again."


BACKUP = {
    "foodList": [{"id": 1, "name": "Bread", "portion": "50", "unit": "g", "nutrition": {"calories": 120}}],
    "diary": [
        {"dateTime": "2026-06-10T00:00:00.000Z", "items": [{"category": 0, "id": 1, "portion": "75", "type": "food"}]}
    ],
}  # fmt: skip
INTAKE = [
    {"id": "a", "unit": "g", "amount": 120.0, "type": "breakfast", "dateTime": "2026-06-10T08:15:00.000",
     "meal": {"name": "Milk", "nutriments": {"energyKcal100": 61.0}}}
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("foodList",), 5), (("foodList", 0), None), (("foodList", 0, "id"), {"a": 1}), (("diary",), "x"),
        (("diary", 0, "items", 0, "category"), -4), (("diary", 0, "items", 0, "portion"), "1e400"),
        (("diary", 0, "items", 0, "quantity"), 1e300), (("foodList", 0, "nutrition", "calories"), 1e300),
    ],
)  # fmt: skip
def test_a_backup_of_waistline_with_something_impossible_stops_nothing(
    store: Store, tmp_path: Path, place: tuple[str | int, ...], value: object
) -> None:
    whole = json.loads(json.dumps(BACKUP))
    part = whole
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    good = tmp_path / "servings.csv"
    good.write_text(HEADER + EGG)
    (tmp_path / "backup.json").write_text(json.dumps(whole))
    import_files(store, [tmp_path / "backup.json", good])
    assert "Egg" in eaten(store)


@pytest.mark.parametrize(
    ("key", "value"), [("amount", 1e400), ("amount", 1e300), ("amount", "NaN"), ("meal", []), ("dateTime", 7)]
)
def test_neither_does_one_of_opennutritracker(store: Store, tmp_path: Path, key: str, value: object) -> None:
    with zipfile.ZipFile(tmp_path / "ont.zip", "w") as archive:
        archive.writestr("user_intake.json", json.dumps([*INTAKE, INTAKE[0] | {key: value}]))
    done = import_files(store, [tmp_path / "ont.zip"]).files[0]
    assert (done.counts["new"], done.counts["refused"]) == (1, 1)


def test_a_file_without_a_name_in_an_archive_is_left_alone(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("servings.csv", HEADER + EGG)
        archive.writestr("x", "y")
    data = (tmp_path / "export.zip").read_bytes()
    local, central = data.find(b"PK\x03\x04", 4), data.rfind(b"PK\x01\x02")
    for at, size in ((central, 46), (local, 30)):  # cut the name, of one letter, and say that it has none
        lengths = at + (28 if size == 46 else 26)
        data = data[:lengths] + b"\0\0" + data[lengths + 2 : at + size] + data[at + size + 1 :]
    end = data.rfind(b"PK\x05\x06")
    start, total = data.find(b"PK\x01\x02"), end - data.find(b"PK\x01\x02")
    data = data[: end + 12] + total.to_bytes(4, "little") + start.to_bytes(4, "little") + data[end + 20 :]
    (tmp_path / "export.zip").write_bytes(data)
    import_files(store, [tmp_path / "export.zip"])
    assert eaten(store) == ["Egg"]


def test_an_address_that_only_looks_like_one_is_none(store: Store, tmp_path: Path) -> None:
    recipe = {
        "@type": "Recipe", "name": "Soup", "recipeIngredient": ["1 onion"], "image": "https://[x", "url": "http://[::1/a"
    }  # fmt: skip
    done = take(store, tmp_path / "soup.json", json.dumps(recipe))
    assert done.status == "imported"
    assert store.rows("SELECT source FROM recipe") == [("",)]
