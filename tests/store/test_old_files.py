"""A file of every schema that was released opens in this version, with everything in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.bodies import PLAIN
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.schema import MIGRATIONS
from tracker.store.search import search
from tracker.store.undo import next_redo, next_undo, undo

DATA = Path(__file__).parent / "data"
OLD = sorted(DATA.glob("schema_*.db"))


@pytest.fixture(params=OLD, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, profile: Path) -> Path:
    profile.mkdir()
    shutil.copyfile(request.param, profile / "tracker.db")
    return profile


def test_there_is_a_file_of_every_schema() -> None:
    assert [path.name for path in OLD] == [f"schema_{number}.db" for number in range(1, len(MIGRATIONS) + 1)]


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_the_old_files_have_rows_in_every_table(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        plain = [name for name in tables if not name.startswith(("sqlite_", "search_index"))]
        assert [name for name in plain if not connection.execute(f"SELECT 1 FROM {name}").fetchone()] == []


def test_an_old_file_opens_with_everything_in_it(old: Path) -> None:
    with Store.open(old) as store:
        assert store.rows("PRAGMA main.user_version") == [(len(MIGRATIONS),)]
        assert store.rows("PRAGMA main.integrity_check") == [("ok",)]
        for name, body in PLAIN.items():
            found = records.read_body(store, BY_NAME[name], f"{name}-1")
            assert found is not None
            assert {key: found[key] for key in body} == body


def test_an_old_file_is_searched_undone_and_synced_on(old: Path) -> None:
    with Store.open(old) as store:
        assert search(store, "knacke")[0].id == "food-1"
        assert (next_undo(store), next_redo(store)) == ("Add measurement", "Change the food")
        undo(store)
        assert records.read_body(store, BY_NAME["measurement"], "measurement-1") is None
        assert store.rows("SELECT 1 FROM sync_rec WHERE c = 'measurement' AND stamp > acked") == [(1,)]
        assert store.rows("SELECT cursor, push_no FROM sync_meta") == [("c1", 3)]
