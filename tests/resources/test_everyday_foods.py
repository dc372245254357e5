"""Whether the figures of the everyday foods are right: by their energy, by each other and by USDA SR28."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from tracker.paths import resources

SR28 = Path(__file__).parents[3] / "shared" / "data" / "foods" / "usda_sr28"
Row = dict[str, str]

NOT_4_4_9 = {
    "oat-bran": "bran: much of its carbohydrate is fiber",
    "wheat-bran": "bran: much of its carbohydrate is fiber",
    "cocoa-powder": "USDA's own factors for cocoa are far below 4 and 9",
    "chewing-gum-sugar-free": "sugar alcohols",
    "sweetener-stevia": "its carbohydrate is erythritol",
    "protein-powder-vegan": "USDA's own factors for soy protein",
    "vinegar": "acetic acid",
    "baking-powder": "its carbohydrate is starch and salts by difference",
}
"""Foods whose energy is not 4, 4, 9 and 7 kcal per gram of protein, carbohydrate, fat and alcohol, and why."""

COLUMNS = {
    "energy": ("Energ_Kcal", 0.05, 3),
    "protein": ("Protein_(g)", 0.1, 0.5),
    "carbs": ("Carbohydrt_(g)", 0.1, 0.5),
    "fat": ("Lipid_Tot_(g)", 0.1, 0.5),
    "fiber": ("Fiber_TD_(g)", 0.2, 0.5),
    "sugars": ("Sugar_Tot_(g)", 0.2, 0.5),
    "saturated_fat": ("FA_Sat_(g)", 0.2, 0.5),
    "sodium": ("Sodium_(mg)", 0.2, 20),
}
"""The column of SR28 for each figure, and by what share and amount it may differ."""

REVISED = {
    "mozzarella": {"sugars"},
    "feta-cheese": {"sugars", "sodium"},
    "parmesan": {"sugars"},
    "edam": {"sugars"},
    "ricotta": {"energy", "protein", "carbs", "fat"},
    "olives-black": {"fiber", "saturated_fat"},
    "hummus": {"energy", "fat", "saturated_fat"},
    "worcestershire-sauce": {"sodium"},
    "sweet-and-sour-sauce": {"sodium"},
}
"""Where Tracker follows SR Legacy (2018), which analyzed these foods anew after SR28 (2016)."""


@pytest.fixture(scope="module")
def foods() -> list[Row]:
    with (resources() / "foods" / "everyday.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sr28() -> dict[str, Row]:
    path = SR28 / "ab__ABBREV.csv.gz"
    if not path.exists():
        pytest.skip("the USDA tables are not here")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row["NDB_No"].zfill(5): row for row in csv.DictReader(file)}


def number(row: Row, key: str) -> float:
    return float(row[key] or 0)


def near(food: Row, theirs: Row, key: str) -> bool:
    column, share, slack = COLUMNS[key]
    expected = float(theirs[column])
    return abs(float(food[key]) - expected) <= share * expected + slack


def test_there_are_enough_of_every_kind(foods: list[Row]) -> None:
    kinds = Counter(food["category"] for food in foods)
    assert len(foods) >= 450
    for kind in ("Fruit", "Vegetables", "Bread and bakery", "Cheese", "Drinks", "Dishes", "Fish and seafood", "Meat"):
        assert kinds[kind] >= 25, kind


def test_slugs_and_names_are_unique_and_no_name_is_another_food_s_synonym(foods: list[Row]) -> None:
    assert len({food["slug"] for food in foods}) == len(foods)
    owner: dict[str, str] = {}
    for food in foods:
        for name in (food["name"], *filter(None, map(str.strip, food["synonyms"].split(";")))):
            assert owner.setdefault(name.casefold(), food["slug"]) == food["slug"], name


def test_every_food_has_a_portion_of_a_sensible_size(foods: list[Row]) -> None:
    for food in foods:
        assert food["portions"], food["name"]
        for part in food["portions"].split(";"):
            name, grams = part.rsplit("=", 1)
            assert name.strip(), food["name"]
            assert 0.05 <= float(grams) <= 1100, food["name"]


def test_energy_and_macronutrients_agree(foods: list[Row]) -> None:
    for food in foods:
        if food["slug"] in NOT_4_4_9:
            continue
        others = dict(pair.split("=") for pair in food["others"].split("; ") if pair)
        fuel = 4 * number(food, "protein") + 4 * number(food, "carbs") + 9 * number(food, "fat")
        fuel += 7 * float(others.get("alcohol", 0)) - 2 * number(food, "fiber")
        energy = number(food, "energy")
        assert abs(fuel - energy) <= 0.12 * energy + 8, f"{food['name']}: {energy} kcal, but {fuel:.0f} by its parts"


def test_parts_are_not_more_than_their_whole(foods: list[Row]) -> None:
    for food in foods:
        assert number(food, "sugars") <= number(food, "carbs") + 0.5, food["name"]
        assert number(food, "saturated_fat") <= number(food, "fat") + 0.1, food["name"]
        assert number(food, "protein") + number(food, "carbs") + number(food, "fat") <= 101, food["name"]


@pytest.mark.parametrize(
    ("slug", "energy", "protein"),
    [
        ("egg", 143, 12.6),
        ("skyr-plain", 63, 11.0),
        ("oats-rolled", 379, 13.2),
        ("rye-bread", 259, 8.5),
        ("apple", 52, 0.3),
    ],
)
def test_well_known_figures(foods: list[Row], slug: str, energy: int, protein: float) -> None:
    (food,) = (food for food in foods if food["slug"] == slug)
    assert number(food, "energy") == energy
    assert number(food, "protein") == pytest.approx(protein, abs=0.1)


@pytest.mark.parametrize(
    ("slug", "portion"),
    [
        ("egg", "egg=50"),
        ("rye-bread", "slice=32"),
        ("oats-rolled", "cup=80"),
        ("apple", "apple=182"),
        ("sugar", "tsp=4.2"),
    ],
)
def test_well_known_portions(foods: list[Row], slug: str, portion: str) -> None:
    (food,) = (food for food in foods if food["slug"] == slug)
    assert food["portions"].split("; ")[0] == portion


def test_the_figures_are_those_of_usda_sr28(foods: list[Row], sr28: dict[str, Row]) -> None:
    compared = 0
    for food in foods:
        if not food["ndb"]:
            continue
        theirs = sr28[food["ndb"]]
        for key, (column, _, _) in COLUMNS.items():
            if not food[key] or not theirs[column] or key in REVISED.get(food["slug"], ()):
                continue
            assert near(food, theirs, key), f"{food['name']}: {key} is {food[key]}, SR28 has {theirs[column]}"
            compared += 1
    assert compared > 2_500


def test_every_listed_deviation_is_still_one(foods: list[Row], sr28: dict[str, Row]) -> None:
    by_slug = {food["slug"]: food for food in foods}
    for slug, keys in REVISED.items():
        for key in keys:
            assert not near(by_slug[slug], sr28[by_slug[slug]["ndb"]], key), f"{slug}: {key}"
