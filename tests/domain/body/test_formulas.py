"""The formulas of the body against published values and values worked out from their definitions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.body import mass_index, resting, tape
from tracker.domain.body.person import ACTIVITIES, Person, age_in
from tracker.errors import BadInput

POUND, INCH = 0.45359237, 2.54
masses, heights, ages = st.floats(30, 250), st.floats(120, 220), st.integers(18, 90)


@pytest.mark.parametrize(
    ("mass", "height", "index"),
    [(68, 165, 24.98), (150 * POUND, 65 * INCH, 24.961), (164 * POUND, 64 * INCH, 28.15)],
)
def test_the_body_mass_index(mass: float, height: float, index: float) -> None:
    assert mass_index.body_mass_index(mass, height) == pytest.approx(index, abs=0.005)


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (18.4, "below the usual range of adults"), (18.5, "in the usual range of adults"),
        (24.9, "in the usual range of adults"), (25, "above the usual range of adults"),
        (29.9, "above the usual range of adults"), (30, "far above the usual range of adults"),
    ],
)  # fmt: skip
def test_the_cut_offs_belong_to_the_range_above(index: float, words: str) -> None:
    assert mass_index.in_words(index, 40) == words


def test_the_index_says_nothing_of_the_young_and_the_pregnant() -> None:
    assert mass_index.in_words(22, 19) == mass_index.in_words(22, 30, expecting=True) == mass_index.LIMITS
    assert mass_index.in_words(22, 20) != mass_index.LIMITS


def test_mifflin_st_jeor() -> None:
    assert resting.mifflin_st_jeor(70, 175, 30, "male") == 1648.75
    assert resting.mifflin_st_jeor(70, 175, 30, "female") == 1482.75
    assert resting.mifflin_st_jeor(70, 175, 30, "neutral") == (1648.75 + 1482.75) / 2


def test_katch_mcardle() -> None:
    lean = resting.lean_mass(130 * POUND, 0.2)
    assert lean == pytest.approx(47.17, abs=0.005)
    assert resting.katch_mcardle(lean) == pytest.approx(1388.95, abs=0.05)
    assert resting.katch_mcardle(47.3) == pytest.approx(1392, abs=0.5)  # the worked example rounds the lean mass
    assert resting.katch_mcardle(resting.lean_mass(170 * POUND, 0.2)) == pytest.approx(1702.47, abs=0.05)


def test_cunningham() -> None:
    assert resting.cunningham(60) == 1820


def test_harris_benedict_revised() -> None:
    assert resting.harris_benedict_revised(70, 175, 30, "male") == pytest.approx(1695.67, abs=0.005)
    assert resting.harris_benedict_revised(70, 175, 30, "female") == pytest.approx(1507.13, abs=0.005)
    assert resting.harris_benedict_revised(70, 175, 30, "neutral") == pytest.approx(1601.40, abs=0.005)


def test_the_requirement_multiplies_both_terms_by_the_activity() -> None:
    assert resting.estimated_requirement(80, 180, 25, "male", "sedentary") == pytest.approx(2662.4, abs=0.05)
    assert resting.estimated_requirement(75, 160, 54, "female", "active") == pytest.approx(2373.03, abs=0.005)
    both = [resting.estimated_requirement(80, 180, 25, sex, "active") for sex in ("male", "female")]
    assert resting.estimated_requirement(80, 180, 25, "neutral", "active") == pytest.approx(sum(both) / 2)


def test_the_coefficients_go_by_the_level_of_activity() -> None:
    assert [one.eer for one in ACTIVITIES.values()] == [
        (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.12, 1.14), (1.27, 1.27), (1.54, 1.45),
    ]  # fmt: skip
    assert [one.factor for one in ACTIVITIES.values()] == [1.0, 1.2, 1.375, 1.55, 1.725, 1.9]


def test_navy_body_fat() -> None:
    assert tape.navy_body_fat("male", 175, 85, 38) == pytest.approx(16.94, abs=0.005)
    assert tape.navy_body_fat("female", 165, 75, 33, 100) == pytest.approx(29.43, abs=0.005)
    both = [tape.navy_body_fat(sex, 165, 75, 33, 100) for sex in ("male", "female")]
    assert tape.navy_body_fat("neutral", 165, 75, 33, 100) == pytest.approx(sum(both) / 2)


def test_a_tape_that_cannot_tell_says_why() -> None:
    with pytest.raises(BadInput, match="hips"):
        tape.navy_body_fat("neutral", 165, 75, 33)
    with pytest.raises(BadInput, match="not wider than the neck"):
        tape.navy_body_fat("male", 175, 38, 38)


def test_the_energy_of_a_day_is_that_at_rest_times_the_activity() -> None:
    person = Person(30, 175, 70, "male", "moderate")
    assert resting.expenditure(person, "mifflin_st_jeor") == pytest.approx(2555.56, abs=0.005)
    assert resting.expenditure(person, "harris_benedict") == pytest.approx(1695.67 * 1.55, abs=0.01)
    assert resting.resting(person, "eer_2005") == 1648.75
    assert resting.expenditure(Person(25, 180, 80, "male", "sedentary"), "eer_2005") == pytest.approx(2662.4, abs=0.05)


def test_a_formula_on_lean_mass_asks_for_the_body_fat() -> None:
    with pytest.raises(BadInput, match=r"Katch–McArdle.*body fat is not known"):
        resting.resting(Person(30, 175, 70), "katch_mcardle")
    known = Person(30, 175, 70, body_fat=0.2)
    assert resting.resting(known, "katch_mcardle") == pytest.approx(370 + 21.6 * 56)
    assert resting.resting(known, "cunningham") == pytest.approx(500 + 22 * 56)


@given(masses, heights, ages, st.sampled_from(["mifflin_st_jeor", "harris_benedict", "eer_2005"]))
def test_the_neutral_average_lies_in_the_middle(mass: float, height: float, age: int, formula: str) -> None:
    male, female, neutral = (
        resting.expenditure(Person(age, height, mass, sex), formula) for sex in ("male", "female", "neutral")
    )
    assert neutral == pytest.approx((male + female) / 2)


@given(masses, heights, ages, st.sampled_from(list(resting.FORMULAS)))
def test_more_mass_and_more_activity_spend_more(mass: float, height: float, age: int, formula: str) -> None:
    spent = [
        resting.expenditure(Person(age, height, mass, activity=activity, body_fat=0.2), formula)
        for activity in ACTIVITIES
    ]
    assert spent == sorted(spent)
    heavier = Person(age, height, mass + 1, activity="rest", body_fat=0.2)
    assert resting.expenditure(heavier, formula) > spent[0]


def test_an_age_from_the_year_alone_takes_a_birthday_in_the_middle() -> None:
    assert [age_in(1986, date(2026, month, 1)) for month in (1, 6, 7, 12)] == [39, 39, 40, 40]
