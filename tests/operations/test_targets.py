"""Targets: they hold from a day on, and never go below the floor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.errors import BadInput
from tracker.operations.targets import set_target
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.days import target_on
from tracker.store.rows import Target


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile") as opened:
        yield opened


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
