"""What has to be bought, summed and put in the order of the shop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.shopping import AISLES, OTHER, Need, aisle_of, parts_of, place_of, summed


def need(amount: int | None, unit: str | None, mass: int | None = None, name: str = "Onion", **more: str) -> Need:
    return Need(name, more.get("food", "onion"), amount, unit, mass, more.get("aisle", OTHER), more.get("used_in", ""))


@pytest.mark.parametrize(
    ("needs", "parts"),
    [
        ([(1000, None), (1500, None)], ((3000, ""),)),
        ([(667, "can (14 oz)"), (1000, "can (14 oz)")], ((2000, "can (14 oz)"),)),
        ([(250_000, "g"), (500_000, "g")], ((750_000, "g"),)),
        ([(800_000, "g"), (800_000, "g")], ((1600, "kg"),)),
        ([(1500, "kg"), (250, "kg")], ((1750, "kg"),)),
        ([(123_400, "g")], ((125_000, "g"),)),
        ([(500, "lb"), (500, "lb")], ((1000, "lb"),)),
        ([(3000, "tbsp"), (2000, "tsp")], ((3750, "tbsp"),)),
        ([(1000, "cup"), (4000, "tbsp")], ((1250, "cup"),)),
        ([(1000, "cup"), (100_000, "ml")], ((340_000, "ml"),)),
        ([(750_000, "ml"), (500, "l")], ((1250, "l"),)),
        ([(None, None)], ()),
        ([(None, None), (2000, None)], ((2000, ""),)),
        ([(2000, None, 220_000), (100_000, "g", 100_000)], ((320_000, "g"),)),
        ([(2000, None), (100_000, "g", 100_000)], ((2000, ""), (100_000, "g"))),
        ([(2000, "clove", 6000), (1000, "head", 40_000)], ((46_000, "g"),)),
    ],
)  # fmt: skip
def test_amounts_come_together_in_sensible_units(needs: list[tuple[int | None, ...]], parts: object) -> None:
    assert parts_of([need(*one) for one in needs]) == parts


def test_one_food_is_one_line_with_all_it_is_for() -> None:
    [onion, milk] = summed([
        need(1000, None, used_in="Chili", aisle="Vegetables and fruit"),
        need(1000, "l", name="Milk", food="milk", aisle="Dairy and eggs"),
        need(2000, None, used_in="Soup"),
        need(None, None, used_in="Chili"),
    ])  # fmt: skip
    assert (onion.name, onion.parts, onion.used_in) == ("Onion", ((3000, ""),), ("Chili", "Soup"))
    assert milk.aisle == "Dairy and eggs"


def test_what_has_no_food_is_told_by_its_name() -> None:
    found = summed([need(1000, None, name="Magic dust", food=""), need(1000, None, name="magic  dust", food="")])
    assert len(found) == 1


@pytest.mark.parametrize(
    ("category", "aisle"),
    [
        ("Vegetables", "Vegetables and fruit"), ("Fruits and Fruit Juices", "Vegetables and fruit"),
        ("Cheese", "Dairy and eggs"), ("Eggs", "Dairy and eggs"), ("Poultry Products", "Meat and fish"),
        ("Fish and seafood", "Meat and fish"), ("Grains and pasta", "Pasta, rice and flour"),
        ("Beans and lentils", "Beans, nuts and seeds"), ("Spices and Herbs", "Oils, sauces and spices"),
        ("Sauces and spreads", "Oils, sauces and spices"), ("Potato chips", "Sugar and sweets"),
        ("Bread and bakery", "Bread and bakery"), ("Drinks", "Drinks"), ("", OTHER), ("Strange", OTHER),
    ],
)  # fmt: skip
def test_a_category_has_its_aisle(category: str, aisle: str) -> None:
    assert aisle_of(category) == aisle
    assert place_of(aisle) < place_of("an aisle of another version")
    assert aisle in AISLES


needs = st.builds(
    need,
    st.none() | st.integers(1, 10**7),
    st.sampled_from([None, "g", "kg", "ml", "cup", "tsp", "clove", "lb", "can (14 oz)"]),
    st.none() | st.integers(1, 10**9),
)


@given(st.lists(needs, min_size=1, max_size=6))
def test_no_sum_is_less_than_what_is_needed(some: list[Need]) -> None:
    parts = parts_of(some)
    assert bool(parts) == any(one.amount is not None for one in some)
    assert all(amount > 0 for amount, _ in parts)
    if len({one.unit for one in some}) == 1 and some[0].unit in ("g", "lb", "cup"):
        wanted = sum(one.amount or 0 for one in some)
        assert sum(amount * (1000 if unit == "kg" else 1) for amount, unit in parts) >= wanted or not wanted
