"""The server's file: its schema, and the models that describe it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from peewee import Model

from tracker.errors import BadFile
from tracker.migrations import migrate
from tracker.server import models
from tracker.server.database import Database, open_database
from tracker.server.schema import MIGRATIONS
from tracker.server.settings import system_clock

MODELS = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, Model)]


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_schema_goes_up_and_down(path: Path) -> None:
    migrate(path, MIGRATIONS)
    assert tables(path) >= {"account", "credential", "device", "record", "commits", "sign_in", "secret"}
    report = migrate(path, MIGRATIONS, to=0)
    assert tables(path) == {"schema_migration"}
    assert report.backup is not None
    assert migrate(path, MIGRATIONS).after == len(MIGRATIONS)


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Model], ids=lambda model: model.__name__)
def test_every_model_has_the_columns_of_its_table_in_their_order(model: type[Model], database: Database) -> None:
    with database.reading() as db:
        columns = [row[1] for row in db.execute_sql(f"PRAGMA table_info({model._meta.table_name})").fetchall()]
    assert [field.column_name for field in model._meta.sorted_fields] == columns


def test_only_the_owner_may_read_the_file(database: Database, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_relative_path_is_below_the_present_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_database("sqlite:///data/server.db").close()
    assert (tmp_path / "data" / "server.db").exists()
    open_database(f"sqlite:///{tmp_path}/data/server.db").close()


def test_a_devices_file_is_not_taken_for_a_servers(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipe (id TEXT)")
    with pytest.raises(BadFile, match="another program"):
        Database(path)


def test_closing_leaves_one_file(database: Database, path: Path) -> None:
    assert len(database.key) == 32
    database.close()
    assert [entry.name for entry in path.parent.iterdir()] == ["server.db"]


def test_the_clock_counts_milliseconds() -> None:
    assert 1_700_000_000_000 < system_clock() < 10_000_000_000_000
