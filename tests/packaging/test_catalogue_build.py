"""The catalogue is built the same way every time, and refuses figures that do not fit."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from catalogue import database, everyday, selection, usda
from catalogue.food import Food
from catalogue.synonyms import Synonyms
from tracker.errors import BadFile

SYNONYMS = Synonyms(Path(__file__).parents[2] / "resources" / "foods" / "synonyms.csv")
HEADER = [
    *("foodName", "data_type", "food_category", "portion_unit_name", "portion_gram_weight"),
    *dict.fromkeys(column for columns in usda.COLUMNS.values() for column in columns),
]
Row = dict[str, str]
Wheel = Callable[..., Path]


def row(name: str, kind: str = "sr_legacy_food", **values: str) -> Row:
    figures = {"Energy": "100", "Protein": "5", "Carbohydrate": "10", "Total fat": "4"}
    return {"foodName": name, "data_type": kind, "food_category": "Things", **figures, **values}


@pytest.fixture
def wheel(tmp_path: Path) -> Wheel:
    def make(*rows: Row) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, HEADER, restval="")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / "table.whl"
        with ZipFile(path, "w") as archive:
            archive.writestr(usda.TABLE, text.getvalue())
        return path

    return make


@pytest.fixture
def everyday_table(tmp_path: Path) -> Callable[..., Path]:
    def make(**values: str) -> Path:
        columns = ("slug", "name", "synonyms", "category", *everyday.FIGURES, "others", "portions", "usda", "ndb")
        given = {"slug": "thing", "name": "Thing", "category": "Things", "portions": "piece=50; half=25.5"}
        figures = {"energy": "100", "protein": "5", "carbs": "10", "fat": "4"}
        path = tmp_path / "everyday.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerow(given | figures | values)
        return path

    return make


def test_only_generic_foods_of_known_energy_are_taken(wheel: Wheel) -> None:
    path = wheel(
        row("Bread, plain"),
        row("BREAD", "branded_food"),
        row("Bread - NFY1", "sub_sample_food"),
        row("Beans, Dry, 1", "agricultural_acquisition"),
        row("Beans, Dry, Red (0% moisture)", "foundation_food"),
        row("Oil, olive", "foundation_food", Energy=""),
        row("Bread as ingredient in sandwiches", "survey_fndds_food"),
        row("Bread, rye", "survey_fndds_food"),
    )
    assert [food.name for food in usda.read(path, SYNONYMS)] == ["Bread, plain", "Bread, rye"]


def test_a_blank_is_unknown_a_zero_is_zero_and_nothing_is_negative(wheel: Wheel) -> None:
    values = {"Energy": "52.25", "Carbohydrate": "-0.14", "Fiber": "", "Sodium": "0.0", "Vitamin D (D2 + D3)": "1.25"}
    (food,) = usda.read(wheel(row("Thing, raw", **values)), SYNONYMS)
    assert food.nutrients["energy"] == 522
    assert food.nutrients["carbs"] == 0
    assert food.nutrients["sodium"] == 0
    assert food.nutrients["vitamin_d"] == 125
    assert "fiber" not in food.nutrients


def test_an_undetermined_portion_says_nothing_and_a_measure_is_kept(wheel: Wheel) -> None:
    path = wheel(
        row("One", portion_unit_name="undetermined", portion_gram_weight="80"),
        row("Two", portion_unit_name="tablespoon", portion_gram_weight="17.85"),
    )
    one, two = usda.read(path, SYNONYMS)
    assert one.portions == ()
    assert [(portion.name, portion.mass) for portion in two.portions] == [("tbsp", 17800)]


def test_of_foods_with_one_name_the_fullest_stays_and_foundation_foods_win_a_tie(wheel: Wheel) -> None:
    path = wheel(
        row("Kale, raw", "survey_fndds_food"),
        row("Kale, raw", "foundation_food"),
        row("Kale, raw", "sr_legacy_food"),
        row("Leeks, raw", "foundation_food"),
        row("Leeks, raw", "survey_fndds_food", Iron="2"),
    )
    chosen = selection.one_per_id(usda.read(path, SYNONYMS))
    assert {food.id: food.source for food in chosen.values()} == {
        "usda:kale-raw": "USDA Foundation Foods",
        "usda:leeks-raw": "USDA FNDDS",
    }


def test_an_everyday_food_takes_the_rest_from_its_usda_food_and_stands_for_it(
    wheel: Wheel, everyday_table: Callable[..., Path]
) -> None:
    generic = selection.one_per_id(usda.read(wheel(row("Thing, raw", Iron="2"), row("Other, raw")), SYNONYMS))
    ours, replaced = everyday.read(everyday_table(usda="usda:thing-raw", energy="104"), generic)
    foods = selection.together(ours, generic, replaced)
    assert [food.id for food in foods] == ["tracker:thing", "usda:other-raw"]
    assert foods[0].nutrients["energy"] == 1040
    assert foods[0].nutrients["iron"] == 200_000
    assert [(portion.name, portion.mass) for portion in foods[0].portions] == [("piece", 50_000), ("half", 25_500)]


def test_an_everyday_food_unlike_the_usda_food_it_names_is_refused(
    wheel: Wheel, everyday_table: Callable[..., Path]
) -> None:
    generic = selection.one_per_id(usda.read(wheel(row("Thing, raw")), SYNONYMS))
    with pytest.raises(BadFile, match="differ in energy"):
        everyday.read(everyday_table(usda="usda:thing-raw", energy="140"), generic)
    with pytest.raises(BadFile, match="does not have"):
        everyday.read(everyday_table(usda="usda:nothing"), generic)
    with pytest.raises(BadFile, match="cannot be read"):
        everyday.read(everyday_table(energy="much"), generic)


def test_a_usda_food_that_an_everyday_food_answers_for_is_left_out(
    wheel: Wheel, everyday_table: Callable[..., Path]
) -> None:
    path = wheel(row("Stuff, NFS"), row("Thing, raw"), row("Thing, cooked", Energy="300"))
    generic = selection.one_per_id(usda.read(path, SYNONYMS))
    ours, replaced = everyday.read(everyday_table(synonyms="stuff; stuffs"), generic)
    assert [food.name for food in selection.together(ours, generic, replaced)] == ["Thing", "Thing, cooked"]


def test_plain_foods_come_before_compound_ones(wheel: Wheel) -> None:
    names = ("Milk and cereal bar", "Milk, goat, with added vitamin D", "Milk, raw", "Babyfood, milk")
    generic = selection.one_per_id(usda.read(wheel(*(row(name) for name in names)), SYNONYMS))
    found = [food.name for food in selection.together([], generic, set())]
    assert found == ["Milk, raw", "Milk and cereal bar", "Milk, goat, with added vitamin D", "Baby food, milk"]


def test_the_same_foods_make_the_same_file(tmp_path: Path) -> None:
    food = Food("tracker:thing", "Thing", "Things", "Tracker", {"energy": 1000, "iron": 3}, ("stuff",))
    paths = [tmp_path / "one.db", tmp_path / "two.db"]
    digests = {database.write(path, [food], {"source": "us"}) for path in paths}
    assert len(digests) == 1
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with closing(sqlite3.connect(paths[0])) as connection:
        assert database.digest(connection) in digests
        assert connection.execute("SELECT name, energy, protein FROM food").fetchone() == ("Thing", 1000, None)
        assert json.loads(connection.execute("SELECT nutrients FROM food").fetchone()[0]) == {"iron": 3}


def test_a_file_without_the_table_is_refused_with_a_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.whl"
    broken.write_bytes(b"no archive")
    with pytest.raises(BadFile, match=r"broken\.whl has no table of foods"):
        usda.read(broken, SYNONYMS)
