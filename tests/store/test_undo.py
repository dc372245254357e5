"""Undo and redo, from what the triggers logged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bodies import CHANGED, NAMES, PLAIN
from tracker.errors import NotFound
from tracker.store import records
from tracker.store.collections import BY_NAME, COLLECTIONS
from tracker.store.database import KEPT_STEPS, Store
from tracker.store.undo import next_redo, next_undo, redo, undo

FOOD, RECIPE = BY_NAME["food"], BY_NAME["recipe"]


def everything(store: Store) -> dict[str, dict[str, records.Body]]:
    found = {}
    for collection in COLLECTIONS:
        ids = [row[0] for row in store.rows(f"SELECT id FROM {collection.table} ORDER BY id")]
        found[collection.name] = records.read_bodies(store, collection, ids)
    return found


def add(store: Store, name: str, record: str = "x") -> None:
    with store.step(f"Add {name}"):
        records.write_bodies(store, BY_NAME[name], {record: PLAIN[name]})


@pytest.mark.parametrize("name", NAMES)
def test_adding_changing_and_deleting_are_undone_and_done_again(name: str, store: Store) -> None:
    states = [everything(store)]
    add(store, name)
    states.append(everything(store))
    with store.step("Change"):
        records.write_bodies(store, BY_NAME[name], {"x": {**PLAIN[name], **CHANGED[name]}})
    states.append(everything(store))
    with store.step("Delete"):
        records.delete_records(store, BY_NAME[name], ["x"])
    states.append(everything(store))
    assert all(before != after for before, after in pairwise(states))
    for _ in range(2):
        for state in reversed(states[:-1]):
            assert undo(store).touches(name)
            assert everything(store) == state
        for state in states[1:]:
            assert redo(store).ids == ("x",)
            assert everything(store) == state


def test_the_steps_have_names(store: Store) -> None:
    assert (next_undo(store), next_redo(store)) == (None, None)
    add(store, "food")
    add(store, "recipe")
    assert (next_undo(store), next_redo(store)) == ("Add recipe", None)
    assert undo(store).label == "Add recipe"
    assert (next_undo(store), next_redo(store)) == ("Add food", "Add recipe")
    redo(store)
    assert (next_undo(store), next_redo(store)) == ("Add recipe", None)


def test_nothing_to_undo_or_redo_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(store)
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(store)


def test_many_records_of_one_step_come_back_together(store: Store) -> None:
    with store.step("Import 3 records"):
        for name in ("food", "recipe", "workout"):
            records.write_bodies(store, BY_NAME[name], {"x": PLAIN[name]})
    assert undo(store).tables == {"food", "recipe", "workout"}
    assert not any(everything(store)[name] for name in ("food", "recipe", "workout"))


def test_a_record_that_one_step_changes_twice_goes_back_to_before_both(store: Store) -> None:
    add(store, "food")
    before = everything(store)
    with store.step("Change twice"):
        records.change(store, "food", "x", name="First")
        records.change(store, "food", "x", name="Second")
        records.delete_records(store, FOOD, ["x"])
    undo(store)
    assert everything(store) == before


def test_undo_reaches_back_over_a_restart(profile: Path) -> None:
    with Store.open(profile) as store:
        add(store, "food")
        add(store, "recipe")
        undo(store)
    with Store.open(profile) as store:
        assert (next_undo(store), next_redo(store)) == ("Add food", "Add recipe")
        redo(store)
        undo(store)
        undo(store)
        assert everything(store)["food"] == {}


def test_a_new_step_makes_what_was_undone_unreachable(store: Store) -> None:
    add(store, "food", "a")
    undo(store)
    add(store, "food", "b")
    assert next_redo(store) is None
    with pytest.raises(NotFound):
        redo(store)


def test_undoing_is_a_change_that_is_sent(store: Store) -> None:
    add(store, "food")
    store.database.execute_sql("UPDATE sync_rec SET acked = stamp")
    undo(store)
    assert store.rows("SELECT c, id FROM sync_rec WHERE stamp > acked") == [("food", "x")]


def pull(store: Store) -> None:
    with store.applying():
        records.write_bodies(store, FOOD, {"x": {**PLAIN["food"], "name": "From the server"}})


def outside(store: Store) -> None:
    store.database.execute_sql("UPDATE food SET name = 'By hand' WHERE id = 'x'")


def portion(store: Store) -> None:
    with store.applying():
        store.database.execute_sql("UPDATE food_portion SET mass = 1 WHERE food = 'x'")


@pytest.mark.parametrize("other", [pull, outside, portion])
def test_a_record_that_something_else_changed_since_leaves_the_log_whole(
    other: Callable[[Store], None], store: Store
) -> None:
    with store.step("Import 2 records"):
        records.write_bodies(store, FOOD, {"x": PLAIN["food"]})
        records.write_bodies(store, BY_NAME["recipe"], {"r": PLAIN["recipe"]})
    with store.step("Rename"):
        records.change(store, "food", "x", name="Renamed")
    other(store)
    after = records.read_body(store, FOOD, "x")
    assert next_undo(store) == "Import 2 records"
    assert undo(store).ids == ("r",)
    assert records.read_body(store, FOOD, "x") == after
    assert next_undo(store) is None


def test_a_pull_also_forgets_what_could_be_redone(store: Store) -> None:
    add(store, "food")
    undo(store)
    pull(store)
    assert next_redo(store) is None


def test_a_write_from_the_sqlite_shell_leaves_the_log_whole(store: Store, shell: sqlite3.Connection) -> None:
    add(store, "food")
    shell.execute("UPDATE food SET name = 'By hand'")
    assert next_undo(store) is None


def test_a_step_that_fails_leaves_the_log_as_it_was(store: Store) -> None:
    add(store, "food")
    undo(store)
    with pytest.raises(sqlite3.IntegrityError), store.step("Broken"):
        records.write_bodies(store, FOOD, {"y": {**PLAIN["food"], "portions": []}, "z": {**PLAIN["food"], "name": ""}})
    assert next_redo(store) == "Add food"


def test_two_hundred_steps_are_kept(store: Store) -> None:
    with store.step("First"):
        records.write_bodies(store, FOOD, {"x": PLAIN["food"]})
    for number in range(KEPT_STEPS):
        with store.step(f"Step {number}"):
            records.change(store, "food", "x", energy=number)
    assert store.rows("SELECT COUNT(*) FROM undo_step") == [(KEPT_STEPS,)]
    assert store.rows("SELECT name FROM undo_step ORDER BY id LIMIT 1") == [("Step 0",)]
    assert store.rows("SELECT COUNT(*) FROM undo_change WHERE step NOT IN (SELECT id FROM undo_step)") == [(0,)]
    for _ in range(KEPT_STEPS):
        undo(store)
    assert next_undo(store) is None
    assert records.read_body(store, FOOD, "x") == PLAIN["food"]
    for _ in range(KEPT_STEPS):
        redo(store)
    body = records.read_body(store, FOOD, "x")
    assert body is not None
    assert body["energy"] == KEPT_STEPS - 1


_steps = st.lists(
    st.tuples(st.sampled_from(("add", "change", "delete", "undo", "redo")), st.sampled_from("abc"), st.integers(0, 9)),
    max_size=14,
)


@given(steps=_steps)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_done_undo_leads_back_through_the_same_states(
    steps: list[tuple[str, str, int]], store: Store
) -> None:
    records.delete_records(store, RECIPE, "abc")
    past: list[object] = [everything(store)]
    future: list[object] = []
    for what, record, number in steps:
        if what == "undo" and len(past) > 1:
            undo(store)
            future.append(past.pop())
        elif what == "redo" and future:
            redo(store)
            past.append(future.pop())
        elif what in ("add", "change", "delete"):
            with store.step(what) as step:
                if what == "delete":
                    records.delete_records(store, RECIPE, [record])
                else:
                    items = PLAIN["recipe"]["ingredients"][: number % 3]
                    body = {**PLAIN["recipe"], "minutes": number, "ingredients": items}
                    records.write_bodies(store, RECIPE, {record: body})
            if step.changes:
                past.append(everything(store))
                future.clear()
        assert everything(store) == past[-1]
    while len(past) > 1:
        undo(store)
        past.pop()
        assert everything(store) == past[-1]
