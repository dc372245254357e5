"""Atwater's factors, kilojoules, shares of energy and protein by goal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.body import macros

grams = st.floats(0, 1000)


def test_a_kilocalorie_is_4_184_kilojoules_exactly() -> None:
    assert macros.to_kilojoules(100) == pytest.approx(418.4)
    assert macros.to_kilocalories(418.4) == pytest.approx(100)


def test_atwater_and_the_label_of_the_eu() -> None:
    eaten = {"protein": 10.0, "carbs": 10.0, "fat": 10.0, "alcohol": 10.0, "fiber": 10.0}
    assert macros.energy_of(eaten) == 240
    assert macros.energy_of(eaten, macros.EU_LABEL) == 260
    assert macros.energy_of({"polyols": 10.0, "organic_acids": 10.0}, macros.EU_LABEL) == 54


def test_percents_of_an_energy_as_grams() -> None:
    found = macros.split(2000, {"carbs": 40, "protein": 30, "fat": 30})
    assert found == pytest.approx({"carbs": 200, "protein": 150, "fat": 66.67}, abs=0.005)


def test_rounded_grams_are_not_made_to_meet_the_energy() -> None:
    eaten = {"protein": 150.0, "carbs": 220.0, "fat": 58.0}
    assert macros.energy_of(eaten) == 2002
    assert macros.shares(eaten)["protein"] == pytest.approx(29.97, abs=0.005)
    assert sum(macros.shares(eaten).values()) == pytest.approx(100)
    assert macros.shares({"protein": 0.0, "carbs": 0.0}) == {"protein": 0, "carbs": 0}


def test_protein_by_goal_of_the_whole_or_the_lean_mass() -> None:
    assert macros.protein_for(80, "strength") == 128
    assert macros.protein_for(80, "general") == 64
    assert macros.protein_for(120, "strength", lean=80) == 128


def test_the_difference_of_whole_grams_is_told() -> None:
    found = macros.macros_for(2150, 140, 30)
    assert (found.protein, found.carbs, found.fat) == (140, 236, 72)
    assert found.difference == 140 * 4 + 236 * 4 + 72 * 9 - 2150
    assert macros.macros_for(1000, 300, 30).carbs == 0


@given(st.floats(1000, 6000), st.floats(0, 250), st.floats(0, 60))
def test_whole_grams_are_within_half_a_gram_each_of_the_energy(energy: float, protein: float, fat: float) -> None:
    found = macros.macros_for(energy, protein, fat)
    if found.carbs > 0:
        assert abs(found.difference) <= 2 + 2 + 4.5 + 1e-6


@given(grams, grams, grams)
def test_a_split_by_its_own_shares_gives_the_same_grams(protein: float, carbs: float, fat: float) -> None:
    eaten = {"protein": protein, "carbs": carbs, "fat": fat}
    again = macros.split(macros.energy_of(eaten), macros.shares(eaten))
    assert again == pytest.approx(eaten, abs=1e-6)


@given(st.floats(0, 1e6))
def test_kilojoules_go_back_to_where_they_came_from(kcal: float) -> None:
    assert macros.to_kilocalories(macros.to_kilojoules(kcal)) == pytest.approx(kcal)
