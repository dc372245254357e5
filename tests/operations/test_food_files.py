"""Foods from other collections and from tables: brought in once, undone at once, one's own edits left alone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.formats.foods.tables import fdc_archive, sr_files
from tracker.operations import food_files, foods
from tracker.operations.imported import Imported
from tracker.operations.importing import import_files
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.foods import foods as read_foods
from tracker.store.rows import Food
from tracker.store.search import search

OFF = Path(__file__).parents[3] / "shared" / "data" / "off"
TABLE = (
    "Name;kcal;Protein;Carbs;Fat;Portion;Serving size (g)\n"
    "Rye;220;7;43;1,5;slice;40\nOdd;x;1;1;1;;\nOil;884;0;0;100;;\n"
)


def product(code: str, name: str, kcal: float = 246) -> dict[str, Any]:
    values = {"energy-kcal_100g": kcal, "proteins_100g": 9.5, "carbohydrates_100g": 41, "fat_100g": 3.4}
    return {"code": code, "product_name": name, "brands": "Jacquet", "nutriments": values}


PRODUCTS = [product("3029330003533", "Pain de mie"), product("54491472", "Cola", 42), product("42105220", "Kola", 44)]


def lines(path: Path, products: list[dict[str, Any]] = PRODUCTS) -> Path:
    text = "".join(json.dumps(one) + "\n" for one in products)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def csv_export(path: Path) -> Path:
    """As Open Food Facts exports it: separated by tabs, with quotes that mean nothing."""
    columns = ["code", "url", "product_name", "brands", "energy-kcal_100g", "energy_100g", "proteins_100g"]
    rows = [
        ["3029330003533", "", 'Pain "de mie', "Jacquet", "246", "1038", "9.5"],
        ["9", "", "Nothing", "", "", "", ""],
    ]
    path.write_text("\n".join("\t".join(row) for row in (columns, *rows)) + "\n", encoding="utf-8")
    return path


def one(store: Store, *paths: Path, dry_run: bool = False) -> Imported:
    return import_files(store, paths, dry_run=dry_run).files[0]


def named(store: Store) -> dict[str, Food]:
    ids = [row[0] for row in store.rows("SELECT id FROM main.food")]
    return {food.name: food for food in read_foods(store, ids).values()}


def every_kind(folder: Path) -> list[list[Path]]:
    folder.mkdir(exist_ok=True)
    table = folder / "mine.csv"
    table.write_text(TABLE, encoding="utf-8")
    answer = folder / "answer.json"
    answer.write_text(json.dumps({"code": "1", "status": 1, "product": PRODUCTS[0]}, indent=1), encoding="utf-8")
    return [
        [fdc_archive(folder / "central.zip")], sr_files(folder / "sr"), [lines(folder / "off.jsonl")],
        [lines(folder / "off.jsonl.gz")], [csv_export(folder / "off.csv")], [answer], [table],
    ]  # fmt: skip


KINDS = ["foods_usda", "foods_sr", "foods_off", "foods_off", "foods_off", "foods_off", "foods_table"]
NEW = [4, 2, 3, 3, 1, 1, 2]


@pytest.mark.parametrize("place", range(len(KINDS)))
def test_each_kind_is_told_apart_and_brought_in_once_as_one_step(place: int, tmp_path: Path, store: Store) -> None:
    paths = every_kind(tmp_path / "files")[place]
    looked = one(store, *paths, dry_run=True)
    assert (looked.kind, looked.new, named(store)) == (KINDS[place], NEW[place], {})
    assert looked.preview
    done = import_files(store, paths)
    assert (done.files[0].new, len(named(store))) == (NEW[place], NEW[place])
    assert done.changes.label == f"Import {NEW[place]} food{'s' if NEW[place] > 1 else ''}"
    again = one(store, *paths)
    assert (again.new, again.counts["same"]) == (0, NEW[place])
    assert len(named(store)) == NEW[place]
    undo.undo(store)
    assert named(store) == {}
    assert one(store, *paths).new == NEW[place]


def test_all_kinds_together_are_one_step(tmp_path: Path, store: Store) -> None:
    paths = [path for some in every_kind(tmp_path / "files") for path in some]
    done = import_files(store, paths)
    assert done.changes.label == "Import 11 foods"  # three files have the same products
    undo.undo(store)
    assert named(store) == {}


def test_a_food_has_all_that_was_told_and_its_source(tmp_path: Path, store: Store) -> None:
    for paths in every_kind(tmp_path / "files"):
        import_files(store, paths)
    found = named(store)
    rye, banana, bread = found["Rye"], found["Bananas, raw"], found["Pain de mie"]
    assert (rye.nutrition.energy, rye.nutrition.fat, [one.name for one in rye.portions]) == (2200, 1500, ["slice"])
    assert (bread.brand, bread.barcode, bread.source) == ("Jacquet", "3029330003533", "Open Food Facts")
    assert banana.own
    assert search(store, "pain de mie")[0].detail == "Jacquet · 246 kcal / 100 g · Open Food Facts"


def test_what_the_person_made_of_a_food_stays_as_it_is(tmp_path: Path, store: Store) -> None:
    path = lines(tmp_path / "off.jsonl")
    import_files(store, [path])
    mine = named(store)["Cola"]
    draft = foods.draft_of(mine)
    foods.save(store, foods.Draft(**{**vars(draft), "name": "My cola"}), draft)
    again = one(store, path)
    assert (again.counts["same"], again.counts["kept"]) == (2, 1)
    assert "My cola" in named(store)
    assert "Cola" not in named(store)


def test_a_product_that_was_written_down_by_hand_is_not_doubled(tmp_path: Path, store: Store) -> None:
    foods.save(store, foods.Draft("Toast", barcode="3029330003533"))
    done = one(store, lines(tmp_path / "off.jsonl"))
    assert (done.counts["new"], done.counts["kept"]) == (2, 1)


def test_lines_that_are_wrong_are_told_and_the_rest_comes_in(tmp_path: Path, store: Store) -> None:
    bad = lines(tmp_path / "off.jsonl")
    package = product("2", "Whole") | {"nutriments": {"energy-kcal_100g": 300, "proteins_100g": 90, "fat_100g": 60}}
    bad.write_text(bad.read_text() + '{"code": "1", "pro\n[1]\n' + json.dumps(package))
    done = one(store, bad)
    assert (done.status, done.new, done.counts["refused"]) == ("salvaged", 3, 3)
    assert [sentence.split(":")[0] for sentence in done.refused] == ["line 4", "line 5", "Whole"]


def test_a_packed_file_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path, store: Store) -> None:
    many = lines(tmp_path / "off.jsonl.gz", [product(str(number), f"Food {number}") for number in range(3000)])
    many.write_bytes(many.read_bytes()[: many.stat().st_size // 2])
    done = one(store, many)
    assert done.status == "salvaged"
    assert done.new > 100
    assert "cannot be read" in done.error
    assert len(search(store, "food 17", kind="food")) > 0


def test_more_foods_than_anybody_eats_are_cut_off(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(food_files, "MOST_FOODS", 2)
    done = one(store, lines(tmp_path / "off.jsonl"))
    assert (done.status, done.new) == ("salvaged", 2)
    assert "the first 50,000 are taken" in done.refused[0]


def test_numbers_that_may_be_wrong_come_in_with_a_doubt(tmp_path: Path, store: Store) -> None:
    done = one(store, lines(tmp_path / "off.jsonl", [product("7", "Kilo", 1029)]))
    assert done.doubts == ("Kilo: 1029 kcal looks like kJ: protein, carbs and fat have about 233 kcal.",)
    assert done.new == 1


def test_a_file_of_names_alone_says_what_to_import_with_it(tmp_path: Path, store: Store) -> None:
    done = one(store, *sr_files(tmp_path, "FOOD_DES.txt"))
    assert (done.status, "NUT_DATA" in done.error) == ("failed", True)


def test_two_devices_give_a_food_the_same_id(tmp_path: Path, store: Store) -> None:
    path = lines(tmp_path / "off.jsonl")
    import_files(store, [path])
    with Store.open(tmp_path / "other", clock=store.clock) as other:
        import_files(other, [path])
        assert store.rows("SELECT id FROM main.food ORDER BY id") == other.rows("SELECT id FROM main.food ORDER BY id")
        assert store.rows("SELECT food, id FROM food_portion ORDER BY id") == other.rows(
            "SELECT food, id FROM food_portion ORDER BY id"
        )


@pytest.mark.skipif(not OFF.is_dir(), reason="needs answers in ../shared/data/off")
def test_real_answers_that_were_kept_come_in(store: Store) -> None:
    done = import_files(store, sorted(OFF.glob("*.json")))
    assert [one.new for one in done.files] == [1, 19]
    assert search(store, "crousti moelleux", kind="food")[0].title.startswith("Crousti Moelleux")
    assert search(store, "3029330003533", kind="food")[0].title.startswith("Crousti Moelleux")
