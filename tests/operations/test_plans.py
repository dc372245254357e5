"""Structured workouts are written down, planned on a day, and given to devices."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.domain.training.plan.text import write
from tracker.errors import BadInput, NotFound
from tracker.operations import plans, thresholds
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import plans as query
from tracker.store.queries.workouts import workout

LINE = "warm-up 15min 55%, 3x(12min 88-94%, rest 4min 50%), cool-down 10min 50%"


@pytest.fixture
def sweet_spot(store: Store) -> str:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    (record,) = plans.add(store, " Sweet spot 3×12 ", "cycling", LINE, "Smooth").ids
    return record


def test_a_plan_is_kept_with_its_time_and_load(store: Store, sweet_spot: str) -> None:
    (kept,) = query.plans(store)
    assert (kept.id, kept.name, kept.sport, kept.duration, kept.load) == (
        sweet_spot, "Sweet spot 3×12", "cycling", 73 * 60_000, 66,
    )  # fmt: skip
    assert write(kept.parts) == LINE
    assert query.plans(store, "running") == ()


def test_what_is_not_understood_is_not_written(store: Store) -> None:
    with pytest.raises(BadInput, match="no length and no aim"):
        plans.add(store, "Ride", "cycling", "10min 250wt")
    with pytest.raises(BadInput, match="needs a name"):
        plans.add(store, " ", "cycling", LINE)
    assert query.plans(store) == ()


def test_an_edit_and_a_deletion_are_undone(store: Store, sweet_spot: str) -> None:
    plans.edit(store, sweet_spot, "Over-unders", "cycling", "3x(2min 95%, 1min 105%)")
    plans.delete(store, [sweet_spot])
    assert query.plan(store, sweet_spot) is None
    undo.undo(store)
    assert query.plan(store, sweet_spot).name == "Over-unders"
    undo.undo(store)
    assert query.plan(store, sweet_spot).name == "Sweet spot 3×12"


def test_a_plan_is_put_on_a_day(store: Store, sweet_spot: str) -> None:
    (record,) = plans.schedule(store, sweet_spot, store.now() + 86_400_000).ids
    planned = workout(store, record)
    assert planned is not None
    assert (planned.title, planned.status, planned.day, planned.plan, planned.duration) == (
        "Sweet spot 3×12", "planned", "2026-11-18", sweet_spot, 73 * 60_000,
    )  # fmt: skip
    with pytest.raises(NotFound):
        plans.schedule(store, "nowhere", 0)


def test_a_plan_goes_to_a_watch_and_to_a_trainer(store: Store, sweet_spot: str, tmp_path: Path) -> None:
    plans.write_file(store, sweet_spot, tmp_path / "a.zwo")
    plans.write_file(store, sweet_spot, tmp_path / "a.FIT")
    assert b"<IntervalsT" in (tmp_path / "a.zwo").read_bytes()
    assert (tmp_path / "a.FIT").read_bytes()[8:12] == b".FIT"
    with pytest.raises(BadInput, match="no kind of workout file"):
        plans.write_file(store, sweet_spot, tmp_path / "a.txt")


def test_what_a_newer_version_wrote_is_shown_without_its_steps(store: Store, sweet_spot: str) -> None:
    store.connection.execute('UPDATE workout_plan SET steps = \'[{"kind": "sprint"}]\'')
    kept = query.plan(store, sweet_spot)
    assert kept is not None
    assert (kept.parts, kept.readable) == ((), False)
