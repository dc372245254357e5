"""The search index follows the tables, whoever writes, and survives bulk writes and crashes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bodies import PLAIN
from tracker.store import records, search_index
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.search import search
from tracker.store.search_index import missing, rebuild_index, suspend_index
from tracker.store.triggers import SEARCH_WINDOW, search_base
from tracker.store.undo import redo, undo

FOOD, ENTRY = BY_NAME["food"], BY_NAME["meal_plan_entry"]
KINDS = ("food", "recipe", "meal_plan_entry", "workout")


def documents(store: Store) -> list[tuple[str, str, str, str]]:
    return store.rows("SELECT kind, record, title, extra FROM search_document ORDER BY kind, record")


def whole(store: Store) -> bool:
    """Whether the index holds just what it should; FTS5 compares it with its documents by itself."""
    store.database.execute_sql("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    before = documents(store)
    with store.database.atomic() as transaction:
        search_index.fill(store.connection)
        after = documents(store)
        transaction.rollback()
    return before == after and missing(store) == 0


def food(name: str) -> records.Body:
    return {**PLAIN["food"], "name": name, "portions": []}


@pytest.mark.parametrize("kind", KINDS)
def test_adding_renaming_and_deleting_are_followed(kind: str, store: Store) -> None:
    collection = BY_NAME[kind]

    def found(text: str) -> list[str]:
        return [hit.id for hit in search(store, text, kind=kind)]

    records.write_bodies(store, collection, {"x": {**PLAIN[kind], collection.title: "Zwurbel"}})
    assert found("zwurb") == ["x"]
    records.write_bodies(store, collection, {"x": {**PLAIN[kind], collection.title: "Quittenbrot"}})
    assert (found("zwurb"), found("quitten")) == ([], ["x"])
    records.delete_records(store, collection, ["x"])
    assert found("quitten") == []
    assert whole(store)


def test_each_kind_has_its_own_range_of_numbers(store: Store) -> None:
    for kind in KINDS:
        records.write_bodies(store, BY_NAME[kind], {"x": PLAIN[kind]})
    for kind, rowid in store.rows("SELECT kind, rowid FROM search_document"):
        assert search_base(kind) < rowid < search_base(kind) + SEARCH_WINDOW


def test_entries_of_one_title_share_a_document_until_the_last_is_gone(store: Store) -> None:
    entry = PLAIN["meal_plan_entry"]
    records.write_bodies(store, ENTRY, {"a": entry, "b": entry, "c": {**entry, "note": "with butter"}})
    assert documents(store) == [
        ("meal_plan_entry", "Rye bread", "Rye bread", ""), ("meal_plan_entry", "c", "Rye bread", "with butter"),
    ]  # fmt: skip
    records.delete_records(store, ENTRY, ["a"])
    assert len(documents(store)) == 2
    records.change(store, "meal_plan_entry", "c", note="")
    assert documents(store) == [("meal_plan_entry", "Rye bread", "Rye bread", "")]
    records.delete_records(store, ENTRY, ["b"])
    assert len(documents(store)) == 1
    records.change(store, "meal_plan_entry", "c", title="Toast")
    assert documents(store) == [("meal_plan_entry", "Toast", "Toast", "")]
    records.delete_records(store, ENTRY, ["c"])
    assert documents(store) == []


_entries = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(("Egg", "Rye bread", "a")), st.sampled_from(("", "", "a", "Egg"))
    ),
    max_size=12,
)


@given(writes=_entries)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_entries_the_index_is_as_if_made_anew(
    writes: list[tuple[str, str, str]], store: Store
) -> None:
    records.delete_records(store, ENTRY, "abcd")
    for record, title, note in writes:
        if title == "a":
            records.delete_records(store, ENTRY, [record])
        else:
            body = {**PLAIN["meal_plan_entry"], "title": title, "note": note}
            records.write_bodies(store, ENTRY, {record: body})
    assert whole(store)


def test_undo_and_redo_are_followed(store: Store) -> None:
    with store.step("Add"):
        records.write_bodies(store, FOOD, {"x": food("Zwurbel")})
    undo(store)
    assert search(store, "zwurbel", kind="food") == []
    redo(store)
    assert [hit.id for hit in search(store, "zwurbel")] == ["x"]
    assert whole(store)


def test_a_write_from_the_sqlite_shell_is_found(store: Store, shell: sqlite3.Connection) -> None:
    shell.execute("INSERT INTO food (id, name, created_at) VALUES ('x', 'Zwurbel', 1)")
    assert [hit.id for hit in search(store, "zwurbel")] == ["x"]


def test_a_bulk_write_in_one_transaction_is_found_at_its_end(store: Store) -> None:
    with store.step("Import"), suspend_index(store):
        records.write_bodies(store, FOOD, {f"f{number}": food(f"Zwurbel {number}") for number in range(50)})
        assert documents(store) == []
    assert len(search(store, "zwurbel", limit=60)) == 50
    assert whole(store)


def test_a_bulk_write_over_many_transactions_is_found_at_its_end(store: Store) -> None:
    with suspend_index(store):
        for number in range(3):
            with store.applying():
                records.write_bodies(store, FOOD, {f"f{number}": food("Zwurbel")})
        with Store.open(store.profile, readonly=True) as window:
            assert window.rows("SELECT suspended FROM search_flag") == [(1,)]
    assert len(search(store, "zwurbel")) == 3
    assert whole(store)


def test_a_suspension_inside_another_belongs_to_it(store: Store) -> None:
    with suspend_index(store):
        with suspend_index(store):
            records.write_bodies(store, FOOD, {"x": food("Zwurbel")})
        assert documents(store) == []
    assert whole(store)


def test_what_was_committed_before_a_failure_is_found(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), suspend_index(store):
        _write_two_pages(store)
    assert [hit.id for hit in search(store, "zwurbel")] == ["first"]
    assert whole(store)


def _write_two_pages(store: Store) -> None:
    records.write_bodies(store, FOOD, {"first": food("Zwurbel")})
    with store.database.atomic():
        records.write_bodies(store, FOOD, {"x": food("Zwurbel"), "y": food("")})


def test_a_transaction_that_fails_takes_the_suspension_back(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.step("Import"), suspend_index(store):
        records.write_bodies(store, FOOD, {"x": food("Zwurbel"), "y": food("")})
    assert store.rows("SELECT suspended FROM search_flag") == [(0,)]
    records.write_bodies(store, FOOD, {"z": food("Zwurbel")})
    assert [hit.id for hit in search(store, "zwurbel")] == ["z"]
    assert whole(store)


def test_a_profile_left_in_the_middle_of_a_bulk_write_mends_itself(profile: Path) -> None:
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / "tracker.db", isolation_level=None)) as shell:
        shell.execute("UPDATE search_flag SET suspended = 1")
        shell.execute("INSERT INTO food (id, name, created_at) VALUES ('x', 'Zwurbel', 1)")
    with Store.open(profile) as store:
        assert store.rows("SELECT suspended FROM search_flag") == [(0,)]
        assert [hit.id for hit in search(store, "zwurbel")] == ["x"]
        assert whole(store)


def test_a_lost_index_is_noticed_and_made_anew(store: Store) -> None:
    for kind in KINDS:
        records.write_bodies(store, BY_NAME[kind], {"x": PLAIN[kind]})
    assert missing(store) == 0
    store.database.execute_sql("DELETE FROM search_document")
    assert missing(store) == 4
    rebuild_index(store)
    assert missing(store) == 0
    assert whole(store)


def test_filling_the_index_changes_nothing_that_is_sent_or_undone(store: Store) -> None:
    with store.step("Add"):
        records.write_bodies(store, FOOD, {"x": PLAIN["food"]})
    before = store.rows("SELECT * FROM sync_rec"), store.rows("SELECT * FROM undo_change")
    rebuild_index(store)
    assert (store.rows("SELECT * FROM sync_rec"), store.rows("SELECT * FROM undo_change")) == before
