"""A profile that is as this version needs it is opened without looking further; any other is brought up to date."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tracker.errors import BadFile
from tracker.store import prepared, triggers
from tracker.store.database import Store
from tracker.store.schema import MIGRATIONS


def test_what_is_written_down_is_what_the_migrations_and_the_triggers_are() -> None:
    assert MIGRATIONS[-1].number == prepared.SCHEMA
    assert triggers.digest() == prepared.TRIGGERS


def test_a_profile_that_is_up_to_date_is_read_without_peewee(store: Store) -> None:
    look = (
        "import sys; from pathlib import Path; from tracker.store.database import Store\n"
        "from tracker.store.prepared import prepare\n"
        "from tracker.store.queries.days import day\n"
        f"profile = Path({str(store.profile)!r}); prepare(profile)\n"
        "assert len(day(Store.open(profile, readonly=True), '2026-11-21').meals) == 4\n"
        "sys.exit('peewee' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False, timeout=30).returncode == 0


@pytest.mark.parametrize(
    ("damage", "mended"),
    [
        ("DROP TRIGGER outbox_food_insert; DELETE FROM trigger_digest", "SELECT COUNT(*) FROM trigger_digest"),
        ("UPDATE trigger_digest SET digest = 'older'", f"SELECT digest = '{prepared.TRIGGERS}' FROM trigger_digest"),
        ("UPDATE search_flag SET suspended = 1", "SELECT suspended = 0 FROM search_flag"),
        ("DELETE FROM sync_meta", "SELECT COUNT(*) FROM sync_meta"),
    ],
)
@pytest.mark.parametrize("opening", [Store.open, Store.open_alone])
def test_what_is_missing_is_seen_and_made_again(
    profile: Path, opening: Callable[[Path], Store], damage: str, mended: str
) -> None:
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / "tracker.db")) as connection:
        connection.executescript(damage)
    with opening(profile) as store:
        assert store.rows(mended) == [(1,)]
        assert store.rows("SELECT COUNT(*) FROM sqlite_master WHERE name = 'outbox_food_insert'") == [(1,)]


def test_a_window_opens_what_is_up_to_date_once_and_only_reads_it(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open_alone(profile) as store:  # made
        assert len(store.rows("SELECT id FROM meal_slot")) == 4
    opened: list[str] = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: opened.append(given[0]) or connect(*given, **named))
    with Store.open_alone(profile) as store:
        assert len(store.rows("SELECT id FROM meal_slot")) == 4
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.rows("DELETE FROM meal_slot")
    assert len(opened) == 1


def test_a_window_refuses_what_it_cannot_read(profile: Path) -> None:
    Store.open(profile).close()
    (profile / "tracker.db").write_bytes(b"no database" * 1000)
    with pytest.raises(BadFile, match="damaged"):
        Store.open_alone(profile)
