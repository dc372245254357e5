"""What a server does about its data now and then, and after its database was put back from a backup."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.server.conftest import Clock, Phone, delete, put
from tracker.server.__main__ import main
from tracker.server.database import Database
from tracker.server.manifest import manifest
from tracker.server.refusals import Refusal
from tracker.server.settings import DAY, Settings
from tracker.server.upkeep import clear_tombstones, restored, upkeep

YEAR = 400 * DAY


def test_deletions_are_forgotten_after_their_time_and_the_floor_rises(
    desktop: Phone, laptop: Phone, clock: Clock, database: Database
) -> None:
    desktop.push(put("a"), put("b"), put("c"))
    laptop.pull()
    desktop.push(delete("a", 1))
    clock.now += 10 * DAY
    desktop.push(delete("b", 2))
    clock.now += YEAR - 5 * DAY
    assert clear_tombstones(database, clock.now, YEAR) == 1
    assert clear_tombstones(database, clock.now, YEAR) == 0
    with pytest.raises(Refusal) as refusal:
        laptop.pull()
    assert refusal.value.code == "cursor_expired"
    assert laptop.pull(cursor="", fresh=True) == [3, 5]
    assert [row.id for row in manifest(database, desktop.account).rows if row.deleted] == ["b"]


def test_an_old_edit_time_does_not_make_a_deletion_old(desktop: Phone, clock: Clock, database: Database) -> None:
    clock.now += 2 * YEAR
    desktop.push(put("a"))
    desktop.push(delete("a", 1))  # made long ago, by its edit time
    assert clear_tombstones(database, clock.now, YEAR) == 0


def test_a_device_that_saw_the_deletion_goes_on_from_below_the_floor(
    desktop: Phone, laptop: Phone, clock: Clock, database: Database
) -> None:
    desktop.push(put("a"))
    desktop.push(delete("a", 1))
    desktop.push(put("b"))
    laptop.pull()
    clock.now += 2 * YEAR
    assert clear_tombstones(database, clock.now, YEAR) == 1
    desktop.push(put("c"))
    assert laptop.pull() == [4]


def test_every_account_is_looked_after_by_itself(
    desktop: Phone, phone: Callable[..., Phone], clock: Clock, database: Database
) -> None:
    other = phone("d_other", "grace@example.org")
    for one in (desktop, other):
        one.push(put("a"))
        one.push(delete("a", 1))
    clock.now += 2 * YEAR
    assert clear_tombstones(database, clock.now, YEAR) == 2


def test_upkeep_begins_at_once_and_ends_with_the_server(desktop: Phone, clock: Clock, settings: Settings) -> None:
    desktop.push(put("a"))
    desktop.push(delete("a", 1))
    clock.now += 2 * YEAR
    looked = threading.Event()

    def tell() -> int:
        looked.set()
        return clock.now

    with upkeep(desktop.database, replace(settings, clock=tell)):
        assert looked.wait(10)
    assert manifest(desktop.database, desktop.account).rows == []
    assert "upkeep" not in {thread.name for thread in threading.enumerate()}


def test_a_restored_database_begins_a_new_history_that_devices_notice(desktop: Phone, database: Database) -> None:
    request = desktop.request(put("a"))
    desktop.push(put("a"))
    desktop.pull()
    done = restored(database)
    assert (done.accounts, done.records) == (1, 1)
    told = set()
    for attempt in (desktop.pull, lambda: desktop.send(request), lambda: desktop.push(put("b"))):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == "epoch"
        told.add(refusal.value.detail["epoch"])
    assert desktop.epoch not in told
    [desktop.epoch] = told
    assert desktop.pull(cursor="") == [1]
    assert desktop.push(put("b")).head1 == 2


def test_the_command_says_what_it_did(
    desktop: Phone, database: Database, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desktop.push(put("a"))
    database.close()
    assert main(["restored", "--database", f"sqlite:///{path}"]) == 0
    said = capsys.readouterr().out
    assert "1 account with 1 record begins a new history" in said


def test_an_account_is_started_over_after_a_copy_and_devices_are_told_so(
    desktop: Phone, laptop: Phone, path: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    desktop.push(put("a"))
    laptop.pull()
    url = f"sqlite:///{path}"
    assert main(["start-over", "--database", url, "--email", "Ada@Example.org"]) == 0
    said = capsys.readouterr().out
    assert "The account of Ada@Example.org is empty: 1 record went" in said
    [copy] = (path.parent / "backups").glob("before-starting-over-*.db")
    assert str(copy) in said
    for attempt in (laptop.pull, lambda: desktop.push(put("b"))):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert (refusal.value.code, refusal.value.detail["reset"]) == ("epoch", True)
    began = refusal.value.detail["epoch"]
    restored(database)
    with pytest.raises(Refusal) as refusal:
        laptop.pull()
    assert refusal.value.detail["reset"], "whoever was away for both has to be asked as well"
    with pytest.raises(Refusal) as refusal:
        desktop.send(desktop.request(put("b"), epoch=began))
    assert "reset" not in refusal.value.detail, "to this device it is a restore"
    desktop.epoch, desktop.push_no = refusal.value.detail["epoch"], 0
    assert desktop.push(put("b")).head1 == 1


def test_starting_over_needs_to_be_told_whose_account(
    desktop: Phone, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{path}"
    assert main(["start-over", "--database", url]) == 1
    assert "--email" in capsys.readouterr().err
    assert main(["start-over", "--database", url, "--email", "nobody@example.org"]) == 1
    assert "no account for nobody@example.org" in capsys.readouterr().err


def test_the_command_wants_a_database_with_accounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restored", "--database", f"sqlite:///{tmp_path / 'new.db'}"]) == 1
    assert "holds no account" in capsys.readouterr().err
    assert main(["restored", "--database", "mysql:///tracker"]) == 1
    assert "names no database" in capsys.readouterr().err
