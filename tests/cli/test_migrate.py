"""`tracker migrate`: the format of the data, up and down, with a backup before."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tracker.__main__ import main
from tracker.locks import window_lock
from tracker.migrations import Migration
from tracker.store import migrate
from tracker.store.prepared import SCHEMA
from tracker.store.schema import MIGRATIONS

LATER = Migration(
    SCHEMA + 1, "later",
    lambda connection: connection.execute("CREATE TABLE later (id TEXT PRIMARY KEY)") and None,
    lambda connection: connection.execute("DROP TABLE later") and None,
)  # fmt: skip


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    profile = tmp_path / "profile"
    assert main(["--profile", str(profile), "add", "weight 81.4"]) == 0
    return profile


def tables(profile: Path) -> set[str]:
    with closing(sqlite3.connect(profile / "tracker.db")) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_data_of_this_version_is_left_as_it_is(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["--profile", str(profile), "migrate"]) == 0
    assert capsys.readouterr().out == f"Your data has format {SCHEMA}.\n"
    assert not (profile / "backups").exists()


def test_data_goes_up_and_back_down_with_a_backup_before_each(
    profile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, LATER))
    capsys.readouterr()
    assert main(["--profile", str(profile), "migrate", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["after"]) == (SCHEMA, SCHEMA + 1)
    assert "later" in tables(profile)
    assert main(["--profile", str(profile), "migrate", "--to", str(SCHEMA)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Your data has format {SCHEMA}, and had {SCHEMA + 1}.\n")
    assert f"What was here before is kept in {profile / 'backups'}" in said
    assert "later" not in tables(profile)
    assert len(list((profile / "backups").glob("*.tracker"))) == 2
    monkeypatch.undo()
    assert main(["--profile", str(profile), "show", "day", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measurements"][0]["value"] == 81.4


@pytest.mark.parametrize("to", ["0", str(SCHEMA + 1), "-1"])
def test_a_format_that_is_not_known_is_refused(profile: Path, to: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", str(profile), "migrate", "--to", to]) == 1
    assert f"There is no format {to}. This version of Tracker knows 1 to {SCHEMA}." in capsys.readouterr().err
    assert "measurement" in tables(profile)


def test_nothing_is_changed_under_an_open_window_and_nothing_is_made(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = window_lock(profile)
    assert lock.take()
    assert main(["--profile", str(profile), "migrate"]) == 1
    lock.let_go()
    assert "window has this data open. Close the window first." in capsys.readouterr().err
    assert main(["--profile", str(tmp_path / "none"), "migrate"]) == 1
    assert "There is no data in" in capsys.readouterr().err
    assert not (tmp_path / "none" / "tracker.db").exists()
