"""From the profile to what a day spends and aims at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker import settings
from tracker.domain.body import aim, macros, person, resting
from tracker.domain.body.expenditure import Measured, NotYet
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput
from tracker.operations import entries, measurements, profile
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.store import records, undo
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.rows_of_body import Basis

TODAY = date(2026, 11, 17)
MAN: dict[str, settings.Value] = {
    "birth_year": 1986, "height": 1800, "sex": "male", "activity": "moderate", "goal": "lose", "pace": 50,
    "protein_goal": "strength",
}  # fmt: skip


def weigh(store: Store, kg: float, day: date = TODAY) -> None:
    measurements.add(store, Reading("weight", f"{kg:g}", "kg", day=day.isoformat()))


def eat(store: Store, kcal: int, day: date) -> None:
    lunch = Wanted("raw", title="Lunch", nutrition=Nutrition(energy=kcal * 10))
    entries.add(store, day.isoformat(), "lunch", [lunch])


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("sex", dict(person.SEXES)), ("activity", {key: one.label for key, one in person.ACTIVITIES.items()}),
        ("formula", {key: one.label for key, one in resting.FORMULAS.items()}),
        ("goal", {key: label for key, (label, _) in aim.DIRECTIONS.items()}),
        ("protein_goal", {key: one.label for key, one in macros.PROTEIN.items()}),
    ],
)  # fmt: skip
def test_the_choices_of_the_profile_are_those_of_the_formulas(key: str, known: dict[str, str]) -> None:
    assert dict(settings.BY_KEY[key].choices) == known


def test_the_fastest_pace_is_that_of_targets() -> None:
    assert settings.BY_KEY["pace"].most / profile.PACE == aim.FASTEST


def test_what_is_not_known_is_named(store: Store) -> None:
    with pytest.raises(BadInput, match="your year of birth, your height and a weight"):
        profile.plan(store)
    profile.save(store, {"birth_year": 1986, "height": 1800})
    with pytest.raises(BadInput, match="needs a weight for this"):
        profile.plan(store)


def test_saving_a_profile_is_one_step_that_syncs(store: Store) -> None:
    profile.save(store, MAN)
    assert profile.of(store) == {**profile.of(store), **MAN}
    assert store.rows("SELECT COUNT(*) FROM sync_rec WHERE c = 'preference'")[0][0] == len(MAN) - 1  # pace is as it was
    undo.undo(store)
    assert profile.of(store)["birth_year"] == 0


def test_a_profile_that_cannot_be_is_refused_whole(store: Store) -> None:
    with pytest.raises(BadInput, match="between 50 and 275 cm"):
        profile.save(store, {"birth_year": 1986, "height": 18})
    assert profile.of(store)["birth_year"] == 0


def test_a_target_is_computed_from_profile_and_trend(store: Store) -> None:
    profile.save(store, MAN)
    weigh(store, 80, TODAY - timedelta(days=1))
    weigh(store, 81)
    plan = profile.plan(store)
    assert (plan.person.age, plan.person.mass) == (40, pytest.approx(80.1))
    rest = 10 * 80.1 + 6.25 * 180 - 5 * 40 + 5
    assert plan.aim.resting == pytest.approx(rest)
    assert plan.target.energy == round((rest * 1.55 - 80.1 * 0.005 * 7700 / 7) / 10) * 100
    assert plan.target.protein == 128_000
    assert plan.basis == Basis("mifflin_st_jeor", round(rest * 10), 1550, round(rest * 15.5), round(-80.1 * 55))


def test_a_formula_of_the_whole_day_has_no_factor(store: Store) -> None:
    profile.save(store, {**MAN, "formula": "eer_2005"})
    weigh(store, 80)
    assert profile.plan(store).basis.factor is None


def test_lean_mass_comes_from_the_latest_body_fat_and_counts_for_protein_where_the_index_is_high(store: Store) -> None:
    profile.save(store, {**MAN, "formula": "katch_mcardle"})
    weigh(store, 120)
    with pytest.raises(BadInput, match="body fat is not known"):
        profile.plan(store)
    measurements.add(store, Reading("body_fat", "30", "%"))
    plan = profile.plan(store)
    assert plan.aim.resting == pytest.approx(370 + 21.6 * 84)
    assert plan.macros.protein == round(84 * 1.6)


def test_a_tape_tells_body_fat_once_everything_is_known(store: Store) -> None:
    with pytest.raises(BadInput, match="once waist, neck, hips and your height are known"):
        profile.body_fat_by_tape(store)
    profile.save(store, {"height": 1750, "sex": "male"})
    measurements.add(store, Reading("waist", "85", "cm"))
    with pytest.raises(BadInput, match="once neck is known"):
        profile.body_fat_by_tape(store)
    measurements.add(store, Reading("neck", "38", "cm"))
    assert profile.body_fat_by_tape(store) == (pytest.approx(16.94, abs=0.005), "waist 85 cm, neck 38 cm")


def complete(store: Store, days: int, kcal: int) -> None:
    """So many complete days before today, with a weight that falls by 50 g a day."""
    for number in range(days):
        day = TODAY - timedelta(days=days - number)
        weigh(store, 82 - number * 0.05, day)
        eat(store, kcal, day)
        body = {"day": day.isoformat(), "status": "complete", "note": ""}
        records.write_bodies(store, BY_NAME["day_status"], {f"status-{number}": body})


def test_the_expenditure_is_measured_from_complete_days(store: Store) -> None:
    complete(store, 20, 2200)
    found = profile.measured_expenditure(store)
    assert isinstance(found, Measured)
    assert (found.energy, found.days) == (pytest.approx(2200 + 0.05 * 7700), 20)
    profile.save(store, MAN)
    assert profile.plan(store, by_measure=True).basis == Basis(
        "measured", None, None, 25_850, pytest.approx(-4479, abs=1)
    )


def test_a_day_with_something_unknown_or_that_is_not_complete_does_not_count(store: Store) -> None:
    complete(store, 20, 2200)
    eat(store, 9000, TODAY)
    day = (TODAY - timedelta(days=3)).isoformat()
    store.database.execute_sql(
        "INSERT INTO meal_plan_entry (id, day, slot, position, status, title, source_kind) "
        "VALUES ('x', ?, 'lunch', 9, 'eaten', 'Soup', 'food')",
        (day,),
    )
    found = profile.measured_expenditure(store)
    assert isinstance(found, Measured)
    assert (found.days, found.intake) == (19, 2200)


def test_too_little_to_measure_says_what_it_takes(store: Store) -> None:
    profile.save(store, MAN)
    complete(store, 5, 2200)
    assert isinstance(profile.measured_expenditure(store), NotYet)
    with pytest.raises(BadInput, match="not measured yet"):
        profile.plan(store, by_measure=True)
