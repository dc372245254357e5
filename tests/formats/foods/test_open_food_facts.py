"""Products of Open Food Facts: made-up ones with the slips of real ones, and real answers where they are here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.described import Measure
from tracker.formats.foods.open_food_facts import read, serving_name

DATA = Path(__file__).parents[4] / "shared" / "data" / "off"
NUTRIMENTS = {
    "energy-kcal_100g": 246, "energy-kj_100g": 1038, "energy_100g": 1038, "energy_unit": "kJ", "proteins_100g": 9.5,
    "carbohydrates_100g": 41, "fat_100g": 3.4, "fiber_100g": 6.7, "salt_100g": 1.1, "vitamin-c_100g": 0.0021,
}  # fmt: skip


def product(nutriments: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    base = {"code": "3029330003533", "product_name": "Pain de mie", "brands": "Jacquet"}
    return {**base, "nutriments": {**NUTRIMENTS, **(nutriments or {})}, **others}


def test_a_product_is_read_with_its_source() -> None:
    food = read(product(serving_size="60.8 g (1 tranche)", serving_quantity=60.8, product_quantity="730"))
    assert food is not None
    assert (food.key, food.name, food.brand) == ("off:3029330003533", "Pain de mie", "Jacquet")
    assert (food.barcode, food.source) == ("3029330003533", "Open Food Facts")
    assert "ODbL" in food.notes
    values = food.nutrition
    assert (values.energy, values.protein, values.carbs, values.fat) == (2460, 9500, 41_000, 3400)
    assert values.others["sodium"] == 44_000_000  # 1.1 g of salt are 440 mg of sodium
    assert values.others["vitamin_c"] == 210_000  # 0.0021 g are 2.1 mg
    assert food.measures == (Measure("tranche", 60_800), Measure("package", 730_000))
    assert food.doubts == ()


def test_what_is_not_given_is_unknown_and_not_nothing() -> None:
    food = read({"code": "1", "product_name": "Something", "nutriments": {"energy-kcal_100g": 100}})
    assert food is not None
    assert (food.nutrition.energy, food.nutrition.protein, food.nutrition.others) == (1000, None, {})


def test_a_product_without_a_name_is_called_by_its_brand_and_one_without_either_is_none() -> None:
    found = [read(one) for one in (product(product_name=""), product(product_name="Fish &amp; chips\n "))]
    assert [one.name if one else None for one in found] == ["Jacquet", "Fish & chips"]
    assert read({"code": "1", "nutriments": NUTRIMENTS}) is None


@pytest.mark.parametrize(
    ("nutriments", "kcal", "said"),
    [
        ({"energy-kcal_100g": None, "energy-kj_100g": None}, 248, ""),  # energy_100g is in kJ whatever its unit says
        ({"energy-kcal_100g": None, "energy_unit": "kcal"}, 248, ""),
        ({"energy-kcal_100g": 1038, "energy-kj_100g": 246}, 246, "exchanged"),
        ({"energy-kcal_100g": 1038, "energy-kj_100g": 4343}, 1038, "looks like kJ"),
        ({"energy-kcal_100g": 246, "energy-kj_100g": 246}, 246, "not the same energy"),
        ({"salt_100g": 1.1, "sodium_100g": 1.1}, 246, "2.5 times"),
    ],
)
def test_kilojoules_and_salt_that_were_mixed_up_are_told(nutriments: dict[str, Any], kcal: int, said: str) -> None:
    food = read(product(nutriments))
    assert food is not None
    assert food.nutrition.energy == pytest.approx(kcal * 10, abs=2)
    assert said in " ".join(food.doubts)
    assert bool(food.doubts) is bool(said)


def test_numbers_for_a_serving_that_stand_as_those_for_100_grams_are_told() -> None:
    food = read(product({"energy-kcal_serving": 246}, serving_quantity=30, serving_size="30 g"))
    assert food is not None
    assert "the same as for a serving of 30 g" in " ".join(food.doubts)


def test_what_is_only_given_for_a_serving_is_worked_out_for_100_grams() -> None:
    values = {"energy-kcal_serving": 63, "carbohydrates_serving": "15", "fat_serving": 0, "proteins_serving": 0}
    food = read({"code": "2", "product_name": "Fanta", "nutriments": values, "serving_quantity": "330.0",
                 "serving_quantity_unit": "ml", "serving_size": "1 can (330 ml)"})  # fmt: skip
    assert food is not None
    assert (food.nutrition.energy, food.nutrition.carbs) == (191, 4545)
    assert food.measures == (Measure("can", 330_000), Measure("ml", 1000))
    assert "100 ml" in food.notes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("60.8 g (1 tranche)", "tranche"), ("1 can (330 ml)", "can"), ("1 portion (250 ml)", "portion"),
        ("30 g", "serving"), ("330ml", "serving"), ("", "serving"), ("2 biscuits (25 g)", "serving"),
        ("1 slice", "slice"), ("1 L", "serving"), ("1 l", "serving"), ("un verre (20 cl)", "verre"), ("(((", "serving"),
    ],
)  # fmt: skip
def test_a_serving_is_called_what_it_is(text: str, name: str) -> None:
    assert serving_name(text) == name


@pytest.mark.parametrize("odd", [None, [], "text", 7, {"proteins_100g": "lots", "fat_100g": -3, "energy_100g": "NaN"}])
def test_odd_nutriments_are_unknown(odd: Any) -> None:
    food = read({"code": None, "product_name": "Odd", "nutriments": odd, "serving_quantity": [], "categories_tags": 3})
    assert food is not None
    assert food.nutrition.energy is None


needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs answers in ../shared/data/off")


@needs_data
def test_a_real_product_is_read_as_its_package_says() -> None:
    food = read(json.loads((DATA / "product_3029330003533.json").read_text())["product"])
    assert food is not None
    assert food.name.startswith("Crousti Moelleux Complet")
    assert (food.nutrition.energy, food.nutrition.protein, food.nutrition.others["fiber"]) == (2460, 9500, 6700)
    assert food.measures[0] == Measure("tranche", 60_800)
    assert food.doubts == ()


@needs_data
def test_every_real_product_of_a_search_is_read() -> None:
    found = [read(one) for one in json.loads((DATA / "search_coca_p1.json").read_text())["products"]]
    foods = [one for one in found if one is not None]
    assert len(foods) == 19  # one of twenty is an empty page
    assert all(one.nutrition.energy is not None and one.nutrition.energy <= 450 for one in foods)
    assert {one.name for one in foods if one.doubts} == {"Orange juice"}
    assert sum(Measure("ml", 1000) in one.measures for one in foods) == 18
