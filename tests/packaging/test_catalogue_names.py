"""Names of foods are tidied as a person would write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.names import tidy
from catalogue.synonyms import Synonyms, other_number

SYNONYMS = Path(__file__).parents[2] / "resources" / "foods" / "synonyms.csv"


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("Milk, whole", "Milk, whole"),
        ("Fish, cod, Atlantic, cooked, dry heat", "Cod, Atlantic, baked or grilled"),
        ("Fish, raw", "Fish, raw"),
        ("Nuts, NFS", "Nuts"),
        ("Nuts, brazilnuts, raw", "Brazil nuts, raw"),
        ("Beef, steak, T-bone,  lean and fat eaten", "Beef, steak, T-bone, lean and fat"),
        ("Chicken thigh, stewed, skin not eaten", "Chicken thigh, stewed, without skin"),
        ("Carrots, NS as to form, cooked", "Carrots, cooked"),
        ("Meat with gravy, NS as to type of meat, ", "Meat with gravy"),
        ("Bread, french or vienna (includes sourdough)", "Bread, French or Vienna"),
        ("Bread, protein, (includes gluten), toasted", "Bread, protein, toasted"),
        ("Beans, kidney, all types, mature seeds, raw", "Beans, kidney, dry, uncooked"),
        ("Beans, snap, yellow, immature seeds, raw", "Beans, snap, yellow, raw"),
        ("Beef, ground, 80% lean meat / 20% fat, raw", "Beef, ground, 80% lean, 20% fat, raw"),
        ("Congee, with meat, poultry, and/or seafood", "Congee, with meat, poultry, or seafood"),
        ("Coffee, bottled/canned", "Coffee, bottled or canned"),
        ("Kielbasa, fully cooked, grilled", "Kielbasa, fully cooked, grilled"),
        ("Oil, olive, salad or cooking", "Olive oil, salad or cooking"),
        ("Sauce, fish, ready-to-serve", "Fish sauce"),
        ("Catsup, low sodium", "Ketchup, low sodium"),
        ("McDONALD'S, QUARTER POUNDER with Cheese", "Quarter Pounder with Cheese (McDonald's)"),
        ("McDONALD'S, BIG MAC", "Big Mac (McDonald's)"),
        ("Candies, HERSHEY'S, ALMOND JOY BITES", "Almond Joy Bites (Hershey's)"),
        ("PIZZA HUT 14 Cheese Pizza, Pan Crust", "Pizza, cheese, pan crust, 14 inch (Pizza Hut)"),
        ("Yogurt, Greek, 2%fat, coconut blend, CHOBANI", "Yogurt, Greek, 2% fat, coconut blend (Chobani)"),
        ("Cereals ready-to-eat, QUAKER, CAP'N CRUNCH", "Cereal, Cap'n Crunch (Quaker)"),
        ("Restaurant, Chinese, lemon chicken", "Lemon chicken (Chinese restaurant)"),
        ("Water convolvulus,raw", "Water convolvulus, raw"),
        ("Beef,\xa0tenderloin steak, raw", "Beef, tenderloin steak, raw"),
    ],
)
def test_a_name_reads_as_a_person_would_write_it(original: str, name: str) -> None:
    assert tidy(original)[0] == name


def test_the_shelf_that_a_name_loses_still_finds_the_food() -> None:
    name, shelf = tidy("Crustaceans, crab, blue, raw")
    assert (name, shelf) == ("Crab, blue, raw", ("shellfish", "seafood"))


@given(st.lists(st.from_regex(r"[A-Za-z%0-9' /&()-]{1,20}", fullmatch=True), min_size=1, max_size=5))
def test_no_name_is_left_with_ragged_commas_or_spaces(parts: list[str]) -> None:
    name, _ = tidy(", ".join(parts))
    assert not re.search(r"^[ ,]|,$|,,|\s{2}", name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Egg, whole", ("eggs",)),
        ("Apples, Fuji, raw", ("apple",)),
        ("Blueberries, raw", ("blueberry",)),
        ("Tomatoes, red", ("tomato",)),
        ("Radishes, raw", ("radish",)),
        ("Grape leaves, canned", ("leaf",)),
        ("Peach, dried", ("peaches",)),
        ("Cookies, oatmeal", ("cookie",)),
        ("Couscous, dry", ()),
        ("Asparagus, raw", ()),
        ("Watercress, raw", ()),
    ],
)
def test_a_food_is_found_in_the_singular_and_the_plural(name: str, other: tuple[str, ...]) -> None:
    assert other_number(name) == other


def test_synonyms_are_those_of_the_words_in_the_name_and_repeat_none_of_them() -> None:
    synonyms = Synonyms(SYNONYMS)
    assert "aubergine" in synonyms.of("Eggplant, raw", ())
    assert "prawns" in synonyms.of("Shrimp, raw", ("shellfish",))
    assert "fish" not in synonyms.of("Fish, raw", ("fish",))
