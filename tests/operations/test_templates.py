"""Meals kept as templates."""

from __future__ import annotations

import pytest

from tracker.errors import BadInput, NotFound
from tracker.operations import entries, quick_add, templates
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import templates as queries
from tracker.store.queries.templates import MealTemplate

DAY, OTHER = "2026-11-17", "2026-11-19"


@pytest.fixture
def kept(store: Store) -> MealTemplate:
    wanted = [Wanted("food", "tracker:oats-rolled", 60_000, "g"), Wanted("food", "tracker:banana", 1000, "banana")]
    entries.add(store, DAY, "breakfast", wanted)
    templates.keep(store, "Usual breakfast", [one.id for one in days.entries(store, DAY, DAY)])
    return queries.templates(store)[0]


def test_a_kept_meal_is_put_into_another_day_as_it_was(store: Store, kept: MealTemplate) -> None:
    assert (kept.name, kept.slot, len(kept.items)) == ("Usual breakfast", "breakfast", 2)
    changes = templates.put(store, kept.id, OTHER, "lunch")
    assert changes.label == "Plan Usual breakfast for Thursday, 19 November"
    before, after = days.entries(store, DAY, DAY), days.entries(store, OTHER, OTHER)
    assert [(one.title, one.amount, one.nutrition) for one in after] == [
        (one.title, one.amount, one.nutrition) for one in before
    ]
    assert {(one.slot, one.eaten) for one in after} == {("lunch", False)}
    undo.undo(store)
    assert not days.entries(store, OTHER, OTHER)


def test_keeping_again_under_the_name_replaces_it(store: Store, kept: MealTemplate) -> None:
    templates.keep(store, "usual  BREAKFAST", [days.entries(store, DAY, DAY)[0].id])
    (now,) = queries.templates(store)
    assert (now.id, now.name, len(now.items)) == (kept.id, "usual BREAKFAST", 1)


def test_its_name_is_typed_like_a_food(store: Store, kept: MealTemplate) -> None:
    del kept
    found = quick_add.understand(store, "tomorrow usual breakfast; usual breakfast")
    assert [(line.kind, line.title, line.slot and line.slot.id) for line in found.lines] == [
        ("template", "Usual breakfast", "breakfast")
    ] * 2
    quick_add.add(store, found)
    assert len(days.entries(store, "2026-11-18", "2026-11-18")) == 4


def test_templates_are_renamed_and_deleted(store: Store, kept: MealTemplate) -> None:
    templates.rename(store, kept.id, "Oats")
    assert queries.template(store, kept.id).name == "Oats"
    templates.delete(store, [kept.id])
    assert queries.templates(store) == ()
    with pytest.raises(NotFound):
        templates.put(store, kept.id, OTHER, "lunch")
    undo.undo(store)
    assert len(queries.templates(store)[0].items) == 2


def test_a_template_needs_a_name_and_something_in_it(store: Store, kept: MealTemplate) -> None:
    with pytest.raises(BadInput):
        templates.keep(store, " ", [days.entries(store, DAY, DAY)[0].id])
    with pytest.raises(NotFound):
        templates.keep(store, "Empty", ["gone"])
    templates.keep(store, "Other", [days.entries(store, DAY, DAY)[0].id])
    with pytest.raises(BadInput, match="called Other already"):
        templates.rename(store, kept.id, "other")
