"""What the triggers note of every write, whoever makes it."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.bodies import NAMES, PLAIN
from tracker.store import records, triggers
from tracker.store.collections import BY_NAME, COLLECTIONS, Field
from tracker.store.database import Store

RECIPE = BY_NAME["recipe"]


def waiting(store: Store) -> list[tuple[str, str]]:
    """The records that are to be sent, in the order in which they were changed last."""
    return store.rows("SELECT c, id FROM sync_rec WHERE stamp > acked ORDER BY stamp")


def sent(store: Store) -> None:
    """As if the server had everything."""
    store.database.execute_sql("UPDATE sync_rec SET acked = stamp")


def field_is_number(field: Field) -> bool:
    return field.kind in ("integer", "instant", "duration")


def insert(connection: sqlite3.Connection, name: str, record: str) -> None:
    """What somebody types into the sqlite3 shell to add the plain record of a collection."""
    collection = BY_NAME[name]
    values = {
        field.name: json.dumps(PLAIN[name][field.name])
        if field.kind in ("json", "map", "set")
        else PLAIN[name][field.name]
        for field in collection.fields
    }
    marks = ", ".join("?" * (len(values) + 1))
    connection.execute(
        f"INSERT INTO {collection.table} (id, {', '.join(values)}) VALUES ({marks})", (record, *values.values())
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_write_from_the_sqlite_shell_is_to_be_sent(name: str, store: Store, shell: sqlite3.Connection) -> None:
    table = BY_NAME[name].table
    insert(shell, name, "x")
    assert waiting(store) == [(name, "x")]
    sent(store)
    column = BY_NAME[name].fields[-1].name
    number = field_is_number(BY_NAME[name].fields[-1])
    value = "3" if number else "'\"changed\"'"
    shell.execute(f"UPDATE {table} SET {column} = {value}")
    assert (name, "x") in waiting(store)
    sent(store)
    shell.execute(f"DELETE FROM {table} WHERE id = 'x'")
    assert waiting(store) == [(name, "x")]


def test_an_update_that_changes_nothing_is_not_sent(store: Store, shell: sqlite3.Connection) -> None:
    insert(shell, "food", "f")
    insert(shell, "target", "t")
    sent(store)
    shell.execute("UPDATE food SET name = name, brand = 'Wasa'")
    shell.execute("UPDATE target SET fat = NULL")
    assert waiting(store) == []


def test_an_ingredient_is_a_change_of_its_recipe(store: Store, shell: sqlite3.Connection) -> None:
    records.write_bodies(store, RECIPE, {"r": PLAIN["recipe"]})
    for statement in (
        "INSERT INTO recipe_ingredient (id, recipe, ord, name) VALUES ('i9', 'r', 'z', 'salt')",
        "UPDATE recipe_ingredient SET mass = 1000 WHERE id = 'i9'",
        "DELETE FROM recipe_ingredient WHERE id = 'i9'",
    ):
        sent(store)
        shell.execute(statement)
        assert waiting(store) == [("recipe", "r")]


def test_a_portion_is_a_change_of_its_food(store: Store, shell: sqlite3.Connection) -> None:
    records.write_bodies(store, BY_NAME["food"], {"f": PLAIN["food"]})
    sent(store)
    shell.execute("UPDATE food_portion SET mass = 12000")
    assert waiting(store) == [("food", "f")]


def test_a_deleted_recipe_takes_its_ingredients_along_and_is_one_change(
    store: Store, shell: sqlite3.Connection
) -> None:
    records.write_bodies(store, RECIPE, {"r": PLAIN["recipe"]})
    sent(store)
    shell.execute("DELETE FROM recipe WHERE id = 'r'")
    assert store.rows("SELECT * FROM recipe_ingredient") == []
    assert waiting(store) == [("recipe", "r")]


def test_stamps_grow_with_every_change(store: Store) -> None:
    for number in range(3):
        records.write_bodies(store, BY_NAME["food"], {"f": {**PLAIN["food"], "energy": number}})
    first = store.rows("SELECT stamp FROM sync_rec WHERE id = 'f'")[0][0]
    records.write_bodies(store, BY_NAME["target"], {"t": PLAIN["target"]})
    assert store.rows("SELECT stamp FROM sync_rec WHERE id = 't'")[0][0] > first
    assert store.rows("SELECT mut FROM sync_meta") == store.rows("SELECT MAX(stamp) FROM sync_rec")


def test_the_usual_meals_are_not_sent_until_somebody_changes_them(store: Store) -> None:
    assert waiting(store) == []
    records.change(store, "meal_slot", "lunch", name="Mittag")
    assert waiting(store) == [("meal_slot", "lunch")]


def test_what_came_from_the_server_is_not_sent_back(store: Store) -> None:
    with store.applying():
        for name, body in PLAIN.items():
            records.write_bodies(store, BY_NAME[name], {"x": body})
            records.delete_records(store, BY_NAME[name], ["x"])
            records.write_bodies(store, BY_NAME[name], {"y": body})
    assert waiting(store) == []
    records.write_bodies(store, BY_NAME["food"], {"f": PLAIN["food"]})
    assert waiting(store) == [("food", "f")]


def test_an_edit_during_a_pull_is_sent_all_the_same(store: Store) -> None:
    """The flag of a pull is set and cleared inside its transaction, so no other connection writes under it."""
    pulling, done = threading.Event(), threading.Event()

    def edit() -> None:
        with Store.open(store.profile) as window:
            done.set()
            pulling.wait(5)
            records.write_bodies(window, BY_NAME["food"], {"edited": PLAIN["food"]})

    thread = threading.Thread(target=edit)
    thread.start()
    done.wait(5)
    with store.applying():
        records.write_bodies(store, BY_NAME["food"], {"pulled": {**PLAIN["food"], "portions": []}})
        pulling.set()
        thread.join(0.2)
        assert thread.is_alive()
    thread.join(10)
    assert waiting(store) == [("food", "edited")]


def test_an_aborted_pull_does_not_silence_what_follows(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.applying():
        raise ZeroDivisionError
    records.write_bodies(store, BY_NAME["food"], {"f": PLAIN["food"]})
    assert waiting(store) == [("food", "f")]


def test_lost_triggers_come_back_when_the_profile_is_opened(profile: Path) -> None:
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / "tracker.db", isolation_level=None)) as shell:
        shell.execute("DROP TRIGGER outbox_food_insert")
        shell.execute("CREATE TRIGGER outbox_old AFTER INSERT ON target BEGIN SELECT 1; END")
        shell.execute("UPDATE trigger_digest SET digest = 'of an older version'")
    with Store.open(profile) as store:
        names = {row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        wanted = {statement.split()[2] for statement in triggers.statements()}
        of_tables = {name for name in names if name.startswith(("search_document_", "stale_"))}
        assert names == wanted | of_tables
        assert len(of_tables) == 10


def test_every_table_of_every_collection_is_watched(store: Store) -> None:
    there = {row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for collection in COLLECTIONS:
        for table in (collection.table, *(items.model._meta.table_name for items in collection.lists)):
            for kind in ("outbox", "undo", "forget"):
                assert {f"{kind}_{table}_{event}" for event in ("insert", "update", "delete")} <= there


def test_nothing_is_done_where_the_triggers_are_the_present_ones(store: Store) -> None:
    with store.database.atomic():
        assert not triggers.install(store.connection)
