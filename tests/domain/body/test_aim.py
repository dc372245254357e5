"""Targets: their limits, and that each limit is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.body import aim as aims
from tracker.domain.body.aim import aim, concerns, daily_change, spread
from tracker.domain.body.explained import Speech, lines
from tracker.domain.body.person import ACTIVITIES, Person
from tracker.domain.body.resting import FORMULAS
from tracker.errors import BadInput

MAN = Person(40, 180, 81.5, "male", "moderate")


def test_half_a_percent_a_week_of_80_kg_is_440_kcal_a_day() -> None:
    assert daily_change(80, "lose", 0.005) == -440
    assert daily_change(80, "gain", 0.005) == 440
    assert daily_change(80, "keep", 0.005) == 0


def test_nothing_is_faster_than_one_percent_a_week() -> None:
    assert daily_change(70, "lose", 0.01) == pytest.approx(-770)
    with pytest.raises(BadInput, match="1 %"):
        daily_change(70, "lose", 0.0101)


def test_a_target_is_what_is_spent_and_the_change() -> None:
    found = aim(MAN, "mifflin_st_jeor", "lose", 0.005)
    assert found.resting == 10 * 81.5 + 6.25 * 180 - 200 + 5
    assert found.expenditure == pytest.approx(found.resting * 1.55)
    assert found.change == pytest.approx(-448.25)
    assert found.energy == round((found.expenditure - 448.25) / 10) * 10
    assert found.notes == ()


def test_what_was_measured_counts_before_the_formula() -> None:
    assert aim(MAN, "mifflin_st_jeor", "keep", 0, measured=2610).energy == 2610


@pytest.mark.parametrize("person", [Person(17, 170, 60), Person(30, 170, 60, expecting=True)])
def test_nothing_is_taken_off_the_young_and_the_pregnant(person: Person) -> None:
    found = aim(person, "mifflin_st_jeor", "lose", 0.01)
    assert found.change == 0
    assert "takes nothing off" in found.notes[0]
    assert aim(person, "mifflin_st_jeor", "gain", 0.005).change > 0
    assert not Person(18, 170, 60).protected


def test_a_low_target_is_explained_and_one_below_1000_refused() -> None:
    small = Person(70, 150, 50, "female", "sedentary")
    assert len(aim(small, "mifflin_st_jeor", "keep", 0).notes) == 1  # 1131 kcal, above what she spends at rest
    with pytest.raises(BadInput, match="below 1000"):
        aim(small, "mifflin_st_jeor", "lose", 0.01)


def test_concerns_go_by_the_energy_at_rest_and_the_sex() -> None:
    assert concerns(1600, 1700, "male")[0].startswith("This is less than your body spends at rest")
    assert "1500" in concerns(1400, None, "neutral")[0]
    assert concerns(1400, 1300, "female") == []
    assert len(concerns(1100, 1300, "female")) == 2


@given(
    st.integers(10, 90), st.floats(120, 220), st.floats(30, 200), st.sampled_from(["male", "female", "neutral"]),
    st.sampled_from(list(ACTIVITIES)), st.sampled_from(list(aims.DIRECTIONS)), st.floats(0, 0.01), st.booleans(),
)  # fmt: skip
def test_no_target_is_ever_below_the_floor_or_below_rest_without_a_word(
    age: int, height: float, mass: float, sex: str, activity: str, direction: str, rate: float, expecting: bool
) -> None:
    person = Person(age, height, mass, sex, activity, expecting=expecting)
    try:
        found = aim(person, "mifflin_st_jeor", direction, rate)
    except BadInput:
        return
    assert found.energy >= aims.FLOOR
    assert found.notes or found.energy >= found.resting
    if person.protected:
        assert found.energy >= found.expenditure - 5


def test_a_week_keeps_its_sum_however_its_days_differ() -> None:
    week = spread(2000, [0.2, 0, 0, 0, 0, 0, -0.2])
    assert sum(week) == pytest.approx(14_000)
    assert week[0] / week[1] == pytest.approx(1.2)
    assert spread(2000, [0.1] * 7) == pytest.approx([2000] * 7)


@given(st.floats(1000, 5000), st.lists(st.floats(-0.9, 2), min_size=7, max_size=7))
def test_every_week_sums_to_seven_times_the_day(energy: float, shares: list[float]) -> None:
    week = spread(energy, shares)
    assert sum(week) == pytest.approx(7 * energy)
    assert min(week) >= 0


@pytest.mark.parametrize("shares", [[0.0] * 6, [-1.0] * 7, [-1.5, *[0.0] * 6]])
def test_a_week_that_is_none_is_refused(shares: list[float]) -> None:
    with pytest.raises(BadInput, match="seven days"):
        spread(2000, shares)


# ------------------------------------------------------------------------------- how is this computed?


def told(person: Person, formula: str, direction: str = "lose", decimal: str = ".", unit: str = "kcal") -> list[str]:
    found = aim(person, formula, direction, 0.005)
    speech = Speech(decimal, unit)
    return [f"{one.label}: {one.sum} = {one.result}" for one in lines(person, formula, found, direction, 0.005, speech)]


def test_the_formula_is_shown_with_the_persons_own_numbers() -> None:
    assert told(MAN, "mifflin_st_jeor") == [
        "At rest: Mifflin–St Jeor: 10 × 81.5 + 6.25 × 180.0 − 5 × 40 + 5 = 1\u202f745 kcal",
        "Moderately active: 1\u202f745 kcal × 1.55 = 2\u202f705 kcal",
        "Lose weight: 0.5 % of 81.5 kg a week × 7700 kcal a kg ÷ 7 = −448 kcal",
        "Target: 2\u202f705 kcal − 448 kcal = 2\u202f260 kcal",
    ]


def test_every_formula_can_be_told() -> None:
    person = Person(40, 180, 81.5, "neutral", "moderate", body_fat=0.2)
    sums = {formula: told(person, formula, "keep")[0] for formula in FORMULAS}
    assert "− 78 =" in sums["mifflin_st_jeor"]
    assert "370 + 21.6 × 81.5 kg × (100 − 20.0) %" in sums["katch_mcardle"]
    assert "500 + 22 × 81.5 kg × (100 − 20.0) %" in sums["cunningham"]
    assert "the mean of 88.362 + 13.397 × 81.5 + 4.799 × 180.0 − 5.677 × 40 and 447.593" in sums["harris_benedict"]
    assert "864 − 9.72 × 40 + 1.12 × (14.2 × 81.5 + 503 × 1.80)" in sums["eer_2005"]
    assert told(person, "mifflin_st_jeor", "keep")[-1].startswith("Target: the same, in whole tens")


def test_comma_and_kilojoules_are_kept_to() -> None:
    found = told(MAN, "mifflin_st_jeor", "gain", ",", "kJ")
    assert "6,25 × 180,0" in found[0]
    assert found[0].endswith("7\u202f301 kJ")
    assert "0,5 % of 81,5 kg" in found[2]
    assert "= +1\u202f875 kJ" in found[2]


def test_what_was_measured_stands_in_for_the_formula() -> None:
    found = aim(MAN, "mifflin_st_jeor", "keep", 0, measured=2610)
    labels = [one.label for one in lines(MAN, "mifflin_st_jeor", found, "keep", 0, Speech(), measured=True)]
    assert labels == ["Measured expenditure", "Target"]
