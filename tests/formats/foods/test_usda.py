"""USDA's tables: both archives of FoodData Central and files of SR, with what they leave out."""

from __future__ import annotations

import csv
import gzip
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.formats.foods.tables import FDC, SR, fdc_archive, sr_files
from tracker.domain.described import DescribedFood, Measure
from tracker.errors import BadFile
from tracker.formats.foods import fdc, sr
from tracker.formats.glimpse import glimpse

DATA = Path(__file__).parents[4] / "shared" / "data" / "foods" / "usda_sr28"


def by_key(foods: list[DescribedFood]) -> dict[str, DescribedFood]:
    return {one.key: one for one in foods}


@pytest.fixture
def central(tmp_path: Path) -> dict[str, DescribedFood]:
    foods, count = fdc.read(fdc_archive(tmp_path / "central.zip"))
    assert count == len(foods) == 4
    return by_key(foods)


def test_energy_is_that_of_the_best_method_there_is(central: dict[str, DescribedFood]) -> None:
    energies = {key: one.nutrition.energy for key, one in central.items()}
    assert energies == {
        "fdc:1": 2290,  # no 1008: by the specific Atwater factors, which stand before the general ones
        "fdc:2": 890,
        "fdc:3": 2438,  # none at all: 4 × 5.2 + 4 × 40 + 9 × 7
        "fdc:5": 4001,  # only kJ
    }


def test_foods_are_read_with_units_sources_and_categories(central: dict[str, DescribedFood]) -> None:
    hummus, banana, oats = central["fdc:1"], central["fdc:2"], central["fdc:5"]
    assert (hummus.name, hummus.source) == ("Hummus, commercial", "USDA Foundation Foods")
    assert (hummus.category, banana.category) == ("Legumes and Legume Products", "Fruits")
    assert banana.nutrition.others == {"sodium": 100_000, "selenium": 100}
    assert banana.nutrition.carbs is None
    assert (oats.brand, oats.barcode, oats.category) == ("Oaty", "012345678905", "Cereal")


def test_portions_are_called_by_unit_modifier_or_words(central: dict[str, DescribedFood]) -> None:
    assert central["fdc:1"].measures == (Measure("tablespoon", 16_950),)
    assert central["fdc:2"].measures == (
        Measure('medium (7" to 7-7/8" long)', 118_000),
        Measure("cup, sliced", 150_000),
    )
    assert central["fdc:3"].measures == (Measure("pancake", 38_000),)
    assert central["fdc:5"].measures == (Measure("cup", 40_000),)


def test_an_unpacked_archive_is_the_same(tmp_path: Path, central: dict[str, DescribedFood]) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, text in FDC.items():
        (folder / name).write_text(text)
    assert by_key(fdc.read(folder)[0]) == central


def test_an_archive_without_a_table_says_which(tmp_path: Path) -> None:
    (tmp_path / "food.csv").write_text(FDC["food.csv"])
    with pytest.raises(BadFile, match=r"has no food_nutrient\.csv"):
        fdc.read(tmp_path)
    broken = fdc_archive(tmp_path / "broken.zip")
    broken.write_bytes(broken.read_bytes()[:-200])
    with pytest.raises(BadFile, match="damaged"):
        fdc.read(broken)


def test_a_damaged_part_of_an_archive_is_told(tmp_path: Path) -> None:
    whole = fdc_archive(tmp_path / "central.zip").read_bytes()
    place = whole.index(b"food_nutrient.csv") + 60
    (tmp_path / "bent.zip").write_bytes(whole[:place] + bytes(30) + whole[place + 30 :])
    with pytest.raises(BadFile):
        fdc.read(tmp_path / "bent.zip")


# ------------------------------------------------------------------------------------------------------ SR


def read_sr(paths: list[Path]) -> dict[str, DescribedFood]:
    return by_key(sr.read([source for path in paths for source in sr.sources(path)]))


@pytest.mark.parametrize("name", SR)
def test_a_table_is_told_by_its_lines(tmp_path: Path, name: str) -> None:
    [path] = sr_files(tmp_path, name)
    path = path.rename(tmp_path / "some file")
    assert sr.table_of(glimpse(path).text) == name.partition(".")[0]


def test_the_four_tables_together_make_foods(tmp_path: Path) -> None:
    foods = read_sr(sr_files(tmp_path))
    butter, banana = foods["sr:01001"], foods["sr:09040"]
    assert (butter.name, butter.category, butter.source) == ("Butter, salted", "Dairy and Egg Products", "USDA SR28")
    assert (butter.nutrition.energy, butter.nutrition.fat, butter.nutrition.others["sodium"]) == (
        7170,
        81_110,
        64_300_000,
    )
    assert butter.measures == (Measure('pat (1" sq, 1/3" high)', 5000), Measure("tbsp", 14_200))
    assert banana.measures == (Measure("cup, mashed", 225_000),)
    assert banana.nutrition.protein is None


def test_the_archive_is_the_same_as_its_files(tmp_path: Path) -> None:
    paths = sr_files(tmp_path)
    with zipfile.ZipFile(tmp_path / "sr28asc.zip", "w") as archive:
        for path in paths:
            archive.write(path, f"sr28asc/{path.name}")
        archive.writestr("sr28asc/sr28_doc.pdf", "the manual")
    assert read_sr([tmp_path / "sr28asc.zip"]) == read_sr(paths) == read_sr([tmp_path])


def test_names_alone_are_no_foods(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no nutrition"):
        read_sr(sr_files(tmp_path, "FOOD_DES.txt", "WEIGHT.txt"))


needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs tables in ../shared/data/foods/usda_sr28")


@needs_data
def test_the_real_abbreviated_table_is_read_as_it_stands() -> None:
    path = DATA / "ab__ABBREV.csv.gz"
    foods = read_sr([path])
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = {f"sr:{row['NDB_No'].zfill(5)}": row for row in csv.DictReader(file)}
    assert foods.keys() == rows.keys()
    for key, row in rows.items():
        values = foods[key].nutrition
        assert values.energy == int(row["Energ_Kcal"]) * 10
        assert values.protein == round(float(row["Protein_(g)"]) * 1000)
        assert values.others.get("vitamin_d") == (round(float(row["Vit_D_µg"]) * 100) if row["Vit_D_µg"] else None)


@needs_data
def test_the_real_tables_together_have_the_long_names_and_all_portions(tmp_path: Path) -> None:
    foods = read_sr(sorted(DATA.iterdir()))
    banana = foods["sr:09040"]
    assert (len(foods), banana.name, banana.category) == (8790, "Bananas, raw", "Fruits and Fruit Juices")
    assert Measure("cup, sliced", 150_000) in banana.measures
    assert len(banana.measures) == 8


@needs_data
def test_a_packed_table_that_was_cut_off_says_so(tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    shutil.copy(DATA / "ab__ABBREV.csv.gz", cut)
    cut.write_bytes(cut.read_bytes()[:100_000])
    with pytest.raises(BadFile, match="cannot be read"):
        read_sr([cut])
