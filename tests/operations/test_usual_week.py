"""A usual week is laid on coming weeks: once, in one step, and nothing twice."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.training.plan.week import Item
from tracker.errors import BadInput, NotFound
from tracker.operations import plans, usual_week, workouts
from tracker.operations.workouts import Draft
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.weeks import week, weeks

MONDAY = date(2026, 11, 23)
"""The clock of these tests stands at Tuesday, 17 November."""


@pytest.fixture
def base(store: Store) -> str:
    """Tuesday intervals at six, Thursday a run of 45 min, Saturday the long ride."""
    intervals = plans.add(store, "VO2", "cycling", "10min 60%, 5x(3min 115%, rest 3min)").ids[0]
    ride = plans.add(store, "Long ride", "cycling", "3h 65%", "Take food.").ids[0]
    items = [Item(5, 9 * 60, ride), Item(1, 18 * 60, intervals), Item(3, 7 * 60 + 30, "", "running", 45 * 60_000)]
    return usual_week.keep(store, " Base week ", items).ids[0]


def planned(store: Store) -> list[tuple[str, str]]:
    return store.rows("SELECT day, title FROM workout WHERE status = 'planned' ORDER BY start_at")


def test_a_week_is_kept_as_it_goes_and_changed(store: Store, base: str) -> None:
    (found,) = weeks(store)
    assert (found.name, [(one.day, one.minute) for one in found.items]) == (
        "Base week", [(1, 1080), (3, 450), (5, 540)],
    )  # fmt: skip
    usual_week.keep(store, "Easy week", found.items[:1], base)
    changed = week(store, base)
    assert changed is not None
    assert (changed.name, len(changed.items)) == ("Easy week", 1)
    assert plans.delete(store, [base]).label == "Delete Easy week"
    assert weeks(store) == ()


def test_it_is_laid_on_two_weeks_in_one_step(store: Store, base: str) -> None:
    changes = usual_week.lay(store, base, MONDAY, 2)
    assert changes.label == "Lay Base week on 2 weeks"
    assert planned(store) == [
        ("2026-11-24", "VO2"), ("2026-11-26", "Morning run"), ("2026-11-28", "Long ride"),
        ("2026-12-01", "VO2"), ("2026-12-03", "Morning run"), ("2026-12-05", "Long ride"),
    ]  # fmt: skip
    rows = store.rows("SELECT duration, notes FROM workout WHERE title = 'Long ride'")
    assert rows == [(3 * 3_600_000, "Take food.")] * 2
    undo.undo(store)
    assert planned(store) == []


def test_what_is_there_is_not_planned_again_and_the_look_ahead_says_so(store: Store, base: str) -> None:
    usual_week.lay(store, base, MONDAY, 1)
    assert [one.stands for one in usual_week.preview(store, base, MONDAY, 2)] == ["there"] * 3 + ["new"] * 3
    usual_week.lay(store, base, MONDAY, 2)
    assert len(planned(store)) == 6
    with pytest.raises(BadInput, match="there already"):
        usual_week.lay(store, base, MONDAY, 2)


def test_what_was_done_after_the_plan_counts_as_there(store: Store, base: str) -> None:
    usual_week.lay(store, base, MONDAY, 1)
    at = store.rows("SELECT start_at FROM workout WHERE title = 'VO2'")[0][0]
    workouts.add(store, Draft("Ride", "cycling", start_at=at, duration=40 * 60_000))
    assert usual_week.preview(store, base, MONDAY, 1)[0].stands == "there"


def test_days_that_are_over_are_left_out(store: Store, base: str) -> None:
    found = usual_week.preview(store, base, date(2026, 11, 16), 1)
    assert [(one.day.day, one.stands) for one in found] == [(17, "new"), (19, "new"), (21, "new")]
    found = usual_week.preview(store, base, date(2026, 11, 9), 1)
    assert {one.stands for one in found} == {"over"}


def test_one_that_was_deleted_is_planned_again(store: Store, base: str) -> None:
    ids = usual_week.lay(store, base, MONDAY, 1).ids
    workouts.delete(store, ids)
    usual_week.lay(store, base, MONDAY, 1)
    assert len(planned(store)) == 3


def test_a_workout_whose_plan_is_gone_is_told_and_left_out(store: Store, base: str) -> None:
    plans.delete(store, [store.rows("SELECT id FROM workout_plan WHERE name = 'VO2'")[0][0]])
    assert [one.stands for one in usual_week.preview(store, base, MONDAY, 1)] == ["gone", "new", "new"]
    usual_week.lay(store, base, MONDAY, 1)
    assert len(planned(store)) == 2


def test_two_devices_that_lay_the_same_week_give_its_workouts_the_same_names(store: Store, base: str) -> None:
    first = usual_week.lay(store, base, MONDAY, 1).ids
    undo.undo(store)
    assert set(usual_week.lay(store, base, MONDAY, 1).ids) == set(first)


@pytest.mark.parametrize(("name", "items"), [("", [Item(0, 0)]), ("Week", []), ("Week", [Item(0, 0)] * 51)])
def test_a_week_without_a_name_or_workout_is_refused(store: Store, name: str, items: list[Item]) -> None:
    with pytest.raises(BadInput):
        usual_week.keep(store, name, items)


def test_a_week_that_is_gone_or_no_number_of_weeks_is_told(store: Store, base: str) -> None:
    with pytest.raises(NotFound):
        usual_week.lay(store, "gone", MONDAY, 1)
    with pytest.raises(BadInput):
        usual_week.lay(store, base, MONDAY, 0)
