"""Everything about an entry can be changed, in one step, and what was not changed stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput
from tracker.operations import entries, entry_edit
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.clock import instant
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Entry

DAY = "2026-11-17"


@pytest.fixture
def eggs(store: Store) -> Entry:
    entries.add(store, DAY, "breakfast", [Wanted("food", "tracker:egg", 2000, "egg")])
    return days.entries(store, DAY, DAY)[0]


def edited(store: Store, entry: Entry, **changed: object) -> Entry:
    entry_edit.edit(store, entry, replace(entry_edit.shown(store, entry), **changed))
    found = days.entry(store, entry.id)
    assert found is not None
    return found


def test_all_of_it_changes_in_one_step_and_comes_back_with_one_undo(store: Store, eggs: Entry) -> None:
    now = edited(
        store, eggs, title="Eggs, poached", amount=3000, slot="lunch", day="2026-11-15", minute=12 * 60 + 30,
        note="with toast", core=(2000, None, 0, 15_000),
    )  # fmt: skip
    assert (now.title, now.amount, now.slot, now.day, now.note) == (
        "Eggs, poached", 3000, "lunch", "2026-11-15", "with toast",
    )  # fmt: skip
    assert now.eaten_at == instant(datetime(2026, 11, 15, 12, 30, tzinfo=UTC))
    assert entry_edit.core(now.nutrition) == (2000, None, 0, 15_000)
    undo.undo(store)
    assert days.entry(store, eggs.id) == eggs


def test_another_amount_brings_its_nutrition_and_keeps_the_name(store: Store, eggs: Entry) -> None:
    renamed = edited(store, eggs, title="Eggs, poached")
    now = edited(store, renamed, amount=4000, core=())
    assert (now.title, now.nutrition.energy) == ("Eggs, poached", 2860)
    assert now.nutrition.others, "vitamins and minerals follow the amount too"


def test_numbers_typed_over_are_kept_beside_another_amount(store: Store, eggs: Entry) -> None:
    now = edited(store, eggs, amount=4000, core=(3000, 25_000, 2000, 20_000))
    assert (now.amount, entry_edit.core(now.nutrition)) == (4000, (3000, 25_000, 2000, 20_000))


def test_nothing_changed_is_nothing_written(store: Store, eggs: Entry) -> None:
    assert not entry_edit.edit(store, eggs, entry_edit.shown(store, eggs))


def test_when_it_was_eaten_can_be_forgotten_and_moves_with_its_day(store: Store, eggs: Entry) -> None:
    assert eggs.eaten_at is not None
    moved = edited(store, eggs, day="2026-11-12")
    assert moved.eaten_at == eggs.eaten_at - 5 * 86_400_000
    assert edited(store, moved, minute=None).eaten_at is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"title": " "}, "needs a name"), ({"core": (-1, 0, 0, 0)}, "less than nothing")],
)
def test_nonsense_is_refused_and_nothing_of_it_written(
    store: Store, eggs: Entry, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        edited(store, eggs, note="new", **changed)
    assert days.entry(store, eggs.id) == eggs


def test_an_entry_without_a_food_keeps_its_energy(store: Store) -> None:
    entries.add(store, DAY, "lunch", [Wanted("raw", title="Buffet", nutrition=Nutrition(9000))])
    (buffet,) = days.entries(store, DAY, DAY)
    with pytest.raises(BadInput, match="needs its energy"):
        edited(store, buffet, core=(None, 1000, None, None))
    assert edited(store, buffet, core=(8000, 30_000, None, None)).nutrition.energy == 8000


def test_what_a_sync_brought_meanwhile_stays(store: Store, eggs: Entry) -> None:
    entries.annotate(store, eggs.id, "from the phone")
    assert edited(store, eggs, title="Eggs, boiled").note == "from the phone"
