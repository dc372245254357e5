"""Targets: they hold from a day on, and never go below the floor."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import BadInput
from tracker.operations import measurements, profile
from tracker.operations import settings as setting_operations
from tracker.operations.measurements import Reading
from tracker.operations.targets import often_lowered, set_target
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.days import target_on, week
from tracker.store.queries.targets import set_on
from tracker.store.rows import Target
from tracker.store.rows_of_body import Basis


def test_a_target_holds_from_its_day_until_the_next(store: Store) -> None:
    set_target(store, "2026-11-01", Target(21500, 140_000))
    set_target(store, "2026-11-15", Target(20000))
    assert target_on(store, "2026-10-31") == Target()
    assert target_on(store, "2026-11-14") == Target(21500, 140_000)
    assert target_on(store, "2026-11-15") == Target(20000)


def test_setting_the_same_day_again_replaces_it(store: Store) -> None:
    set_target(store, "2026-11-01", Target(21500))
    set_target(store, "2026-11-01", Target(22000))
    assert target_on(store, "2026-11-01").energy == 22000
    assert store.rows("SELECT COUNT(*) FROM target") == [(1,)]
    undo.undo(store)
    assert target_on(store, "2026-11-01").energy == 21500


def test_an_empty_target_aims_at_nothing(store: Store) -> None:
    set_target(store, "2026-11-01", Target(21500))
    set_target(store, "2026-11-10", Target())
    assert not target_on(store, "2026-11-10")


@pytest.mark.parametrize("energy", [0, 5000, 9999])
def test_no_target_goes_below_the_floor(store: Store, energy: int) -> None:
    with pytest.raises(BadInput, match="below 1000 kcal") as refused:
        set_target(store, "2026-11-01", Target(energy))
    assert "doctor" in refused.value.hint
    assert not target_on(store, "2026-11-01")


def test_the_floor_itself_is_allowed(store: Store) -> None:
    set_target(store, "2026-11-01", Target(10_000))
    assert target_on(store, "2026-11-01").energy == 10_000


def test_less_than_nothing_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="less than nothing"):
        set_target(store, "2026-11-01", Target(protein=-1))


# ---------------------------------------------------------------------------------- sorts of days, and training

MONDAY = "2026-11-16"
TUESDAY = "2026-11-17"


def train(store: Store, status: str = "completed", energy: int | None = 6500) -> None:
    """A ride on the Tuesday."""
    store.database.execute_sql(
        "INSERT INTO workout (id, title, sport, status, start_at, day, energy) "
        "VALUES ('w', 'Ride', 'cycling', ?, 0, ?, ?)",
        (status, TUESDAY, energy),
    )


def test_a_day_of_the_week_and_a_training_day_have_targets_of_their_own(store: Store) -> None:
    others = {"training": Target(26_000), "sun": Target(24_000), "tue": Target(20_000)}
    set_target(store, "2026-11-01", Target(22_000), others)
    assert [day.target.energy for day in week(store, date(2026, 11, 16))] == [
        22_000, 20_000, 22_000, 22_000, 22_000, 22_000, 24_000,
    ]  # fmt: skip
    train(store, "planned")
    assert target_on(store, TUESDAY).energy == 26_000  # training comes before the day of the week


def test_a_sort_of_days_can_aim_at_nothing(store: Store) -> None:
    set_target(store, "2026-11-01", Target(22_000), {"mon": Target()})
    assert not target_on(store, MONDAY)
    assert target_on(store, TUESDAY)


def test_setting_again_forgets_the_other_days_and_undo_brings_them_back(store: Store) -> None:
    set_target(store, "2026-11-01", Target(22_000), {"mon": Target(20_000)})
    set_target(store, "2026-11-01", Target(22_000), {"tue": Target(21_000)})
    assert (target_on(store, MONDAY).energy, target_on(store, TUESDAY).energy) == (22_000, 21_000)
    undo.undo(store)
    assert (target_on(store, MONDAY).energy, target_on(store, TUESDAY).energy) == (20_000, 22_000)


def test_training_adds_its_energy_only_where_that_is_wanted(store: Store) -> None:
    set_target(store, "2026-11-01", Target(22_000, 140_000))
    train(store)
    assert target_on(store, TUESDAY) == Target(22_000, 140_000)
    setting_operations.set_value(store, "training_energy", True)
    assert target_on(store, TUESDAY) == Target(28_500, 140_000, added=6500)
    assert target_on(store, MONDAY) == Target(22_000, 140_000)


@pytest.mark.parametrize(("status", "energy"), [("planned", 6500), ("deleted", 6500), ("completed", None)])
def test_training_that_is_not_done_or_tells_no_energy_adds_nothing(
    store: Store, status: str, energy: int | None
) -> None:
    setting_operations.set_value(store, "training_energy", True)
    set_target(store, "2026-11-01", Target(22_000))
    train(store, status, energy)
    assert target_on(store, TUESDAY) == Target(22_000)


def test_training_makes_no_target_where_there_is_none(store: Store) -> None:
    setting_operations.set_value(store, "training_energy", True)
    set_target(store, "2026-11-01", Target(protein=140_000))
    train(store)
    assert target_on(store, TUESDAY).energy is None


def test_how_a_target_was_computed_is_kept_with_it(store: Store) -> None:
    basis = Basis("mifflin_st_jeor", 17_120, 1550, 26_536, -5_000)
    set_target(store, "2026-11-01", Target(21_500), basis=basis)
    found = set_on(store, TUESDAY)
    assert found is not None
    assert (found.since, found.basis) == ("2026-11-01", basis)
    set_target(store, "2026-11-02", Target(21_500))
    now = set_on(store, TUESDAY)
    assert now is not None
    assert now.basis == Basis()
    assert set_on(store, "2026-10-31") is None


def test_a_low_target_of_other_days_is_refused_too(store: Store) -> None:
    with pytest.raises(BadInput, match="below 1000"):
        set_target(store, "2026-11-01", Target(22_000), {"sun": Target(9000)})
    assert not target_on(store, TUESDAY)


@pytest.mark.parametrize("told", [{"birth_year": 2010}, {"birth_year": 1990, "expecting": True}])
def test_nothing_is_taken_off_the_young_and_the_pregnant_by_own_numbers_either(
    store: Store, told: dict[str, int | bool]
) -> None:
    profile.save(store, {"height": 1700, "activity": "sedentary", **told})
    set_target(store, "2026-11-01", Target(15_000))  # without a weight nobody knows what is spent
    measurements.add(store, Reading("weight", "60", "kg"))
    with pytest.raises(BadInput, match=r"takes nothing off\. Choose at least [0-9]+ kcal"):
        set_target(store, "2026-11-02", Target(15_000))
    set_target(store, "2026-11-02", Target(22_000))
    set_target(store, "2026-11-03", Target())


def test_the_third_lower_target_in_a_row_has_a_word_of_care(store: Store) -> None:
    for day, energy in (("2026-09-01", 24_000), ("2026-09-20", 22_000), ("2026-10-10", 20_000)):
        assert often_lowered(store, day, energy) == ""
        set_target(store, day, Target(energy))
    assert "somebody you trust" in often_lowered(store, "2026-11-01", 18_000)
    assert often_lowered(store, "2026-11-01", 20_000) == ""
    assert often_lowered(store, "2027-03-01", 18_000) == ""
