"""Numbers that cannot be right are noticed, and right ones are left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.nutrients import Nutrition
from tracker.domain.plausible import (
    doubts,
    energy_fits,
    joined,
    kcal_from_macros,
    kilojoules_disagree,
    salt_doubt,
    serving_doubt,
)


def food(
    kcal: float | None, protein: float | None, carbs: float | None, fat: float | None, **others: float
) -> Nutrition:
    grams = [None if one is None else round(one * 1000) for one in (protein, carbs, fat)]
    energy = None if kcal is None else round(kcal * 10)
    return Nutrition(energy, *grams, {key: round(value * 1000) for key, value in others.items()})


BREAD = food(246, 9.5, 41, 3.4, fiber=6.7, sugars=3.6, saturated_fat=0.3)
RIGHT = {
    "bread": BREAD,
    "oil": food(884, 0, 0, 100),
    "beer": food(43, 0.5, 3.6, 0, alcohol=3.9),
    "wheat bran": food(216, 15.6, 64.5, 4.3, fiber=42.8),
    "cola zero": food(0.3, 0, 0, 0),
    "unknown": food(None, None, None, None),
    "only energy": food(300, None, None, None),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_numbers_are_not_doubted(name: str) -> None:
    assert doubts(RIGHT[name]) == []


@pytest.mark.parametrize(
    ("nutrition", "said"),
    [
        (food(1029, 9.5, 41, 3.4), "1029 kcal looks like kJ"),
        (food(2100, None, None, None), "more than pure fat has"),
        (food(59, 9.5, 41, 3.4), "divided by 4.184 once too often"),
        (food(120, 9.5, 41, 3.4), "but 120 kcal is given"),
        (food(20, 40, None, None), "has 160 kcal, but 20 kcal is given"),
        (food(700, 60, 60, 10), "130 g in 100 g"),
        (food(39, 0, 9.3, 0, sugars=12), "more sugars than carbs"),
        (food(100, 5, 5, 6.7, saturated_fat=9), "more saturated fat than fat in all"),
    ],
)
def test_mix_ups_are_told(nutrition: Nutrition, said: str) -> None:
    assert any(said in sentence for sentence in doubts(nutrition)), doubts(nutrition)


def test_fiber_counts_in_either_way() -> None:
    bounds = kcal_from_macros(food(None, 10, 50, 0, fiber=20))
    assert bounds == (160, 280)
    assert kcal_from_macros(food(None, 10, None, 0)) is None
    assert energy_fits(5000, food(None, None, 1, 1))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_energy_by_the_usual_factors_always_fits(protein: float, carbs: float, fat: float) -> None:
    assert energy_fits(4 * protein + 4 * carbs + 9 * fat, food(None, protein, carbs, fat))


@pytest.mark.parametrize(
    ("kcal", "kilojoules", "wrong"), [(246, 1038, False), (0.3, 1.4, False), (42, 42, True), (1038, 246, True)]
)
def test_kilojoules_and_kilocalories_are_one_energy(kcal: float, kilojoules: float, wrong: bool) -> None:
    assert kilojoules_disagree(kcal, kilojoules) is wrong


def test_salt_is_two_and_a_half_times_its_sodium() -> None:
    assert salt_doubt(1.1, 0.44) == ""
    assert "2.5 times" in salt_doubt(1.1, 1.1)


def test_a_serving_and_100_grams_must_fit() -> None:
    assert serving_doubt(246, 150, 60.8) == ""
    assert "the same" in serving_doubt(246, 246, 30)
    assert "A serving of 30 g" in serving_doubt(246, 400, 30)
    assert serving_doubt(246, 246, 100) == ""
    assert serving_doubt(None, 246, 100) == serving_doubt(246, None, 100) == serving_doubt(246, 246, None) == ""


def test_sentences_come_once() -> None:
    assert joined(["a", "", "a", "b"]) == ("a", "b")
