"""Units: every spelling is understood, conversions are exact, and what was typed comes back as it was."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import units
from tracker.domain.fixed import AMOUNT, BODY_MASS, to_fixed
from tracker.domain.quick_add.numbers import read_number
from tracker.errors import BadInput

ALL = sorted({unit.name for unit in units._BY_SPELLING.values()})
MASSES = [name for name in ALL if units.named(name).kind == "mass"]


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "lb", "kg", Fraction("0.45359237")),
        (1, "st", "lb", Fraction(14)),
        (16, "oz", "lb", Fraction(1)),
        (100, "kcal", "kJ", Fraction("418.4")),
        (1, "mile", "m", Fraction("1609.344")),
        (1, "in", "cm", Fraction("2.54")),
        (1, "ft", "in", Fraction(12)),
        (1, "yd", "m", Fraction("0.9144")),
        (1, "cup", "ml", Fraction("236.5882365")),
        (1, "cup", "tbsp", Fraction(16)),
        (1, "tbsp", "tsp", Fraction(3)),
        (1, "pint", "ml", Fraction("473.176473")),
        (1, "fl oz", "ml", Fraction("29.5735295625")),
        (5, "dl", "l", Fraction(1, 2)),
        (33, "cl", "ml", Fraction(330)),
        (1, "h", "min", Fraction(60)),
        (400, "µg", "mg", Fraction(2, 5)),
    ],
)
def test_conversions_are_exact(value: int, source: str, target: str, expected: Fraction) -> None:
    assert units.convert(value, source, target) == expected


@pytest.mark.parametrize(("source", "target"), [("g", "ml"), ("slice", "g"), ("slice", "bowl"), ("kcal", "g")])
def test_what_measures_something_else_does_not_convert(source: str, target: str) -> None:
    with pytest.raises(BadInput, match="do not convert"):
        units.convert(1, source, target)


def test_a_household_word_converts_to_itself() -> None:
    assert units.convert(3, "slices", "slice") == 3


def test_an_unknown_unit_is_named_in_the_error() -> None:
    with pytest.raises(BadInput, match="furlong"):
        units.convert(1, "furlong", "m")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Grams", "g"), ("KG", "kg"), ("lbs", "lb"), ("pounds", "lb"), ("stone", "st"), ("mL", "ml"), ("Litre", "l"),
        ("tablespoons", "tbsp"), ("Teaspoon", "tsp"), ("fl oz", "fl oz"), ("fluid ounces", "fl oz"), ("cups", "cup"),
        ("slices", "slice"), ("glasses", "glass"), ("leaves", "leaf"), ("loaves", "loaf"), ("patties", "patty"),
        ("boxes", "box"), ("dashes", "dash"), ("bunches", "bunch"), ("large", "large"), ("KJ", "kJ"), ("mcg", "µg"),
    ],
)  # fmt: skip
def test_units_are_found_by_any_spelling(spelling: str, name: str) -> None:
    found = units.find(spelling)
    assert found is not None
    assert found.name == name


def test_what_is_no_unit_is_not_found() -> None:
    assert units.find("eggs") is None
    assert units.find("") is None


@pytest.mark.parametrize(
    ("value", "unit", "decimal", "expected"),
    [
        (150_000, "g", ".", "150 g"),
        (500, "cup", ".", "½ cup"),
        (1_000, "cup", ".", "1 cup"),
        (1_500, "cups", ".", "1½ cups"),
        (2_000, "slice", ".", "2 slices"),
        (0, "slice", ".", "0 slices"),
        (333, "cup", ".", "⅓ cup"),
        (300, "cup", ",", "0,3 cup"),
        (500, "g", ".", "0.5 g"),
        (81_400, "kg", ",", "81,4 kg"),
        (1_234_567, "g", ".", "1234.567 g"),
        (1, "l", ".", "0.001 l"),
        (2_000, None, ".", "2"),
        (500, None, ".", "½"),
        (2_000, "large", ".", "2 large"),
        (2_000, "NLEA serving", ".", "2 NLEA serving"),
        (-1_500, "g", ".", "-1.5 g"),
        (-500, "cup", ".", "-½ cup"),
        (1_250, "", ",", "1¼"),
    ],
)
def test_amounts_read_well_and_keep_every_digit(value: int, unit: str | None, decimal: str, expected: str) -> None:
    assert units.format_amount(value, unit, decimal) == expected


@given(st.integers(1, 10**9), st.sampled_from(ALL), st.booleans())
def test_a_formatted_amount_reads_back_as_the_same_amount(value: int, unit: str, comma: bool) -> None:
    number, _, name = units.format_amount(value, unit, "," if comma else ".").partition(" ")
    assert [round(reading * AMOUNT) for reading in read_number(number, comma)] == [value]
    assert units.named(name).name == unit


@given(st.integers(1, 10**7), st.sampled_from(MASSES), st.sampled_from(MASSES))
def test_conversions_there_and_back_change_nothing(value: int, source: str, target: str) -> None:
    there = units.convert(Fraction(value, AMOUNT), source, target)
    assert units.convert(there, target, source) == Fraction(value, AMOUNT)


@given(st.integers(20, 1100))
def test_whole_pounds_stay_whole_pounds_through_stored_grams(pounds: int) -> None:
    stored = to_fixed(units.convert(pounds, "lb", "kg"), BODY_MASS)
    assert round(units.convert(Fraction(stored, BODY_MASS), "kg", "lb")) == pounds


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_is_not(text: str) -> None:
    found = units.find(text)
    assert found is None or units.find(found.name) == found
