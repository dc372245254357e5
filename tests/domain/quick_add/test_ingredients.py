"""A line of a recipe: what is read as its amount, its unit and its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.quick_add.ingredients import IngredientText, read_ingredient
from tracker.domain.units import format_amount

READ = {
    "600 g chicken breast": ("chicken breast", 600_000, "g"),
    "250g green lentils, dry": ("green lentils, dry", 250_000, "g"),
    "3 tbsp olive oil": ("olive oil", 3000, "tbsp"),
    "olive oil 3 tbsp": ("olive oil", 3000, "tbsp"),
    "1 bunch parsley": ("parsley", 1000, "bunch"),
    "a pinch of salt": ("salt", 1000, "pinch"),
    "2 large eggs": ("eggs", 2000, "large"),
    "one egg": ("egg", 1000, None),
    "½ onion": ("onion", 500, None),
    "1 1/2 cups flour": ("flour", 1500, "cup"),
    "1,5 kg potatoes": ("potatoes", 1500, "kg"),
    "2 rolls": ("rolls", 2000, None),
    "five spice powder 1 tsp": ("five spice powder", 1000, "tsp"),
    "  200 g   carrots, peeled and diced ": ("carrots, peeled and diced", 200_000, "g"),
    "salt": ("salt", None, None),
    "salt and pepper": ("salt and pepper", None, None),
    "7up": ("7up", None, None),
    "juice of 1 lemon": ("juice of 1 lemon", None, None),
    "tomato breakfast sausage": ("tomato breakfast sausage", None, None),
    "": ("", None, None),
}


@pytest.mark.parametrize("text", READ)
def test_a_line_is_read(text: str):
    assert read_ingredient(text) == IngredientText(*READ[text])


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("2-3 cloves garlic", "Which amount: 2 or 3?"),
        ("600 g", "600 g of what?"),
        ("0 g oil", "An amount is more than nothing."),
        ("-2 eggs", "An amount is more than nothing."),
    ],
)
def test_what_is_not_clear_is_asked_and_keeps_its_words(text: str, question: str):
    assert read_ingredient(text) == IngredientText(text, None, None, question)


def test_the_decimal_mark_of_the_person_decides():
    assert read_ingredient("1,500 kg rice", decimal_comma=True).amount == 1500
    assert "or" in read_ingredient("1,500 kg rice", decimal_comma=False).question


@given(st.text())
def test_no_text_is_wrong_and_none_is_lost(text: str):
    read = read_ingredient(text)
    assert read.amount is None or read.amount > 0
    assert bool(read.name) == bool(text.split()) or read.amount is None
    if read.amount is None and not read.unit:
        assert read.name == " ".join(text.split())


@given(
    st.integers(1, 9_999_999),
    st.sampled_from(["g", "ml", "tbsp", "cup", "slice", "kg"]),
    st.sampled_from(["chicken breast", "green lentils, dry", "Öl", "omega 3 eggs"]),
    st.booleans(),
)
def test_what_is_shown_is_read_as_the_same(amount: int, unit: str, name: str, comma: bool):
    text = f"{format_amount(amount, unit, ',' if comma else '.')} {name}"
    assert read_ingredient(text, comma) == IngredientText(name, amount, unit)
