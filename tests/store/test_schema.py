"""The schema of the file itself: what it refuses, and that the models say the same."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from peewee import BlobField, IntegerField, Model, TextField

from tests.store.bodies import PLAIN
from tracker.store import models, records
from tracker.store.collections import BY_NAME, COLLECTIONS
from tracker.store.database import Store
from tracker.store.schema import MIGRATIONS

TYPES: dict[type, str] = {TextField: "TEXT", IntegerField: "INTEGER", BlobField: "BLOB"}
MACHINERY = ("sync_", "undo_", "search_", "schema_migration", "trigger_digest", "sqlite_")
"""How the names of tables begin that hold nothing the user wrote."""


def columns(store: Store, table: str) -> dict[str, tuple[str, bool, int]]:
    """Name → type, whether it may be NULL, place in the primary key."""
    rows = store.rows(f"PRAGMA main.table_info({table})")
    return {name: (kind, not required and not key, key) for _, name, kind, required, _, key in rows}


def modelled(model: type[Model]) -> dict[str, tuple[str, bool, int]]:
    meta = model._meta
    keys = [field.column_name for field in meta.get_primary_keys()]
    return {
        name: (
            next(kind for field_type, kind in TYPES.items() if isinstance(field, field_type)),
            bool(field.null),
            keys.index(name) + 1 if name in keys else 0,
        )
        for name, field in meta.columns.items()
    }


@pytest.mark.parametrize("model", models.ALL, ids=lambda model: model.__name__)
def test_a_model_says_what_its_table_is(model: type[Model], store: Store) -> None:
    assert modelled(model) == columns(store, model._meta.table_name)


@pytest.mark.parametrize("model", models.ALL, ids=lambda model: model.__name__)
def test_a_column_with_a_default_has_the_same_in_its_model(model: type[Model], store: Store) -> None:
    for _, name, _, _, default, _ in store.rows(f"PRAGMA main.table_info({model._meta.table_name})"):
        if default is not None:
            known = model._meta.columns[name].default
            assert default == (f"'{known}'" if isinstance(known, str) else str(known))


def test_every_table_of_the_users_has_a_model(store: Store) -> None:
    tables = {row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in tables if not name.startswith(MACHINERY)} == {
        model._meta.table_name for model in models.ALL
    }


def test_a_collection_names_every_column_of_its_table_but_its_keys() -> None:
    for collection in COLLECTIONS:
        assert {field.name for field in collection.fields} | {"id"} == set(collection.model._meta.columns)
        for items in collection.lists:
            named = {field.name for field in items.fields} | {"id", "ord", items.parent}
            assert named == set(items.model._meta.columns)


def test_every_group_of_fields_is_declared() -> None:
    for collection in COLLECTIONS:
        every = (*collection.fields, *(field for items in collection.lists for field in items.fields))
        used = {field.group for field in every if field.group}
        assert used == {group.name for group in collection.groups}
        for group in collection.groups:
            assert set(group.shown) <= {field.name for field in every if field.group == group.name}


NONSENSE: list[tuple[str, str, Any]] = [
    ("meal_plan_entry", "day", "17.11.2026"),
    ("meal_plan_entry", "status", "maybe"),
    ("meal_plan_entry", "title", ""),
    ("meal_plan_entry", "amount", 0),
    ("meal_plan_entry", "energy", -1),
    ("meal_plan_entry", "energy", 1.5),
    ("meal_plan_entry", "energy", "many"),
    ("meal_plan_entry", "nutrients", []),
    ("meal_plan_entry", "source_kind", "guess"),
    ("meal_plan_entry", "slot", None),
    ("meal_slot", "starts_at", 1440),
    ("meal_slot", "name", ""),
    ("day_status", "day", "today"),
    ("day_status", "status", "half"),
    ("meal_template", "name", ""),
    ("target", "since", "someday"),
    ("target", "energy", 0),
    ("target", "spent", -1),
    ("measurement_kind", "name", ""),
    ("measurement_kind", "decimals", 4),
    ("recipe", "name", ""),
    ("recipe", "servings", 0),
    ("recipe", "tags", {}),
    ("recipe", "cooked_mass", 0),
    ("recipe", "photo", {}),
    ("meal_plan_entry", "parts", {}),
    ("shopping_item", "name", ""),
    ("shopping_item", "origin", "nowhere"),
    ("shopping_item", "bought", 2),
    ("food", "name", ""),
    ("food", "fat", -1),
    ("food", "nutrients", "none"),
    ("favorite", "kind", "person"),
    ("workout", "status", "half"),
    ("workout", "duration", -1),
    ("workout", "laps", {}),
    ("workout", "telemetry", None),
    ("workout", "day", "2026-13-45"[:9]),
    ("workout", "effort", 101),
    ("exercise", "name", ""),
    ("exercise", "muscles", {}),
    ("exercise", "measure", "hope"),
    ("threshold", "since", "soon"),
    ("threshold", "value", 0),
    ("workout_plan", "kind", "year"),
    ("workout_plan", "steps", {}),
    ("goal", "period", "decade"),
    ("goal", "measure", "hope"),
    ("goal", "wanted", 0),
    ("measurement", "kind", ""),
    ("measurement", "value", None),
]


@pytest.mark.parametrize(("name", "field", "value"), NONSENSE)
def test_the_file_refuses_nonsense_whoever_writes_it(name: str, field: str, value: Any, store: Store) -> None:
    collection = BY_NAME[name]
    records.write_bodies(store, collection, {"good": PLAIN[name]})
    with pytest.raises(sqlite3.IntegrityError):
        records.write_bodies(store, collection, {"good": {**PLAIN[name], field: value}})
    assert records.read_body(store, collection, "good") == PLAIN[name]


def test_a_quick_entry_needs_its_energy(store: Store) -> None:
    body = {**PLAIN["meal_plan_entry"], "source_kind": "raw", "source": None, "energy": None}
    with pytest.raises(sqlite3.IntegrityError):
        records.write_bodies(store, BY_NAME["meal_plan_entry"], {"e": body})


def test_a_setting_that_is_no_json_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="CHECK"):
        store.database.execute_sql("INSERT INTO user_preferences VALUES ('p', 'theme', 'dark')")


def test_a_star_is_there_once(store: Store) -> None:
    records.write_bodies(store, BY_NAME["favorite"], {"a": PLAIN["favorite"]})
    with pytest.raises(sqlite3.IntegrityError):
        records.write_bodies(store, BY_NAME["favorite"], {"b": PLAIN["favorite"]})


def test_an_ingredient_without_its_recipe_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.database.execute_sql("INSERT INTO recipe_ingredient (id, recipe, ord, name) VALUES ('i', 'r', 'a', 'x')")


def test_going_down_leaves_nothing_and_up_makes_it_again() -> None:
    with sqlite3.connect(":memory:") as connection:
        for step in MIGRATIONS:
            step.up(connection)
        made = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        for step in reversed(MIGRATIONS):
            step.down(connection)
        assert connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall() == []
        for step in MIGRATIONS:
            step.up(connection)
        assert connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == made
    connection.close()
