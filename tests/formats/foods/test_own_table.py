"""Tables of foods that people keep: separators, marks, languages, bases, and lines that are wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.described import DescribedFood, Measure
from tracker.errors import BadFile
from tracker.formats.foods.columns import is_foods
from tracker.formats.foods.lines import Refused
from tracker.formats.foods.own_table import Layout, foods


def read(path: Path, text: str, encoding: str = "utf-8") -> tuple[Layout, list[DescribedFood], list[str]]:
    path.write_bytes(text.encode(encoding))
    how, *found = list(foods(path))
    assert isinstance(how, Layout)
    return (
        how,
        [one for one in found if isinstance(one, DescribedFood)],
        [str(one) for one in found if isinstance(one, Refused)],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "Name,Brand,Energy (kcal),Protein (g),Carbs,Fat,Salt\nBrötchen,Bäcker,262,8.9,52.5,1.3,1.2\n",
        "Name;Brand;kcal;Protein;Carbohydrates;Fat;Salt (g)\nBrötchen;Bäcker;262;8,9;52,5;1,3;1,2\n",
        "Name\tMarke\tBrennwert (kcal)\tEiweiß\tKohlenhydrate\tFett\tSalz\n"
        "Brötchen\tBäcker\t262\t8,9\t52,5\t1,3\t1,2\n",
        "name|brand|energy_kcal|protein_g|carbs_g|fat_g|salt_g\nBrötchen|Bäcker|262|8.9|52.5|1.3|1.2\n",
        'Lebensmittel;Marke;Energie in kJ;kcal;Eiweiss (g) pro 100g;Kohlenhydrate/100 g;Fett;Salz\n'
        '"Brötchen";Bäcker;1096;262;8,9;52,5;1,3;1,2\n',
    ],
)  # fmt: skip
def test_a_table_is_read_however_it_is_written(tmp_path: Path, text: str, encoding: str) -> None:
    _, [food], wrong = read(tmp_path / "t.csv", text, encoding)
    values = food.nutrition
    assert (food.name, food.brand, wrong) == ("Brötchen", "Bäcker", [])
    assert (values.energy, values.protein, values.carbs, values.fat) == (2620, 8900, 52_500, 1300)
    assert values.others == {"sodium": 48_000_000}


def test_kilojoules_milligrams_and_unknown_cells(tmp_path: Path) -> None:
    _, [food], _ = read(
        tmp_path / "t.csv", "Food,Energy (kJ),Protein,Carbs,Fat,Sodium (g),Vitamin C (mg),Iron\nX,1000,,-,0,0.4,2.1,3\n"
    )
    values = food.nutrition
    assert (values.energy, values.protein, values.carbs, values.fat) == (2390, None, None, 0)
    assert values.others == {"sodium": 40_000_000, "vitamin_c": 210_000, "iron": 300_000}


def test_numbers_for_another_amount_and_a_portion(tmp_path: Path) -> None:
    text = "Name,Per,kcal,Protein,Portion,Serving size (g)\nSlice,30 g,66,2.1,1 slice,30\nBar,,400,8,bar 45 g,\n"
    _, found, _ = read(tmp_path / "t.csv", text)
    assert [one.nutrition.energy for one in found] == [2200, 4000]
    assert found[0].nutrition.protein == 7000
    assert [one.measures for one in found] == [(Measure("slice", 30_000),), (Measure("bar", 45_000),)]


def test_a_wrong_line_says_where_and_why_and_the_others_go_on(tmp_path: Path) -> None:
    text = (
        "Name,kcal,Protein,Carbs,Fat\nGood,100,1,2,3\n,5,5,5,5\nWords,a lot,1,1,1\n\nLabel,1500,1,1,1\n"
        "Package,300,60,60,60\nShort,50\nLong,60,1,1,1,9,9\n"
    )
    _, found, wrong = read(tmp_path / "t.csv", text)
    assert [one.name for one in found] == ["Good", "Short", "Long"]
    assert wrong == [
        "line 3: it has no name.",
        "line 4: “a lot” in kcal is no number.",
        "line 6: Label: 1500 kcal in 100 g is more than pure fat has; is it in kJ, or for a package?",
        "line 7: Package: protein, carbs and fat are more than 100 g in 100 g; are they for a package?",
    ]


def test_what_does_not_fit_together_is_doubted(tmp_path: Path) -> None:
    _, [food], _ = read(tmp_path / "t.csv", "Name,kcal,Protein,Carbs,Fat\nOdd,20,10,50,10\n")
    assert "but 20 kcal is given" in food.doubts[0]


def test_columns_that_nobody_understands_are_named(tmp_path: Path) -> None:
    how, _, _ = read(tmp_path / "t.csv", "Name,kcal,Shop,Rating\nX,1,a,b\n")
    assert how.unused == ("Shop", "Rating")
    assert [one.of for one in how.columns] == ["name", "kcal"]


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"Name,kcal\nX,1\n"))
    assert [one.name for one in foods(path) if isinstance(one, DescribedFood)] == ["X"]


def test_a_table_without_foods_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Colour,Size\nred,3\n")
    with pytest.raises(BadFile, match="no column for the name"):
        list(foods(path))


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        (["Name", "kcal"], True), (["Food", "Protein"], True), (["Bezeichnung", "kJ"], True),
        (["Date", "Food", "Calories"], False), (["Name", "Day", "kcal"], False), (["Name", "Colour"], False),
        (["kcal", "protein"], False), ([], False),
    ],
)  # fmt: skip
def test_a_table_of_foods_has_names_and_numbers_and_no_days(header: list[str], fits: bool) -> None:
    assert is_foods(header) is fits


@given(text=st.text(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_breaks_the_reader(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"Name,kcal,Protein\n{text}\n", encoding="utf-8", errors="replace")
    try:
        for one in foods(path):
            assert isinstance(one, Layout | DescribedFood | Refused)
    except BadFile:
        pass
