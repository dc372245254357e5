"""A device that was restored from a backup goes on syncing, and loses and doubles nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.world import Device, lost_push_answers, recipe
from tracker.errors import KnownError
from tracker.store import backup
from tracker.sync import events, ledger, questions
from tracker.sync.restoring import RESTORED_FROM, restore


def synced(device: Device) -> None:
    report = device.sync()
    assert report.state in ("ok", "asking"), report


def test_a_restored_device_that_had_pushed_since_goes_on_and_agrees_with_the_others(
    desktop: Device, laptop: Device, tmp_path: Path
) -> None:
    desktop.put("recipe", "r1", recipe("Soup"))
    synced(desktop)
    made = backup.back_up_by_hand(desktop.store, tmp_path / "desktop.tracker")
    desktop.put("recipe", "r2", recipe("Stew"))
    desktop.edit("recipe", "r1", name="Pea soup")
    synced(desktop)
    before = ledger.meta(desktop.store)

    restore(desktop.store.profile, made)

    assert ledger.meta(desktop.store).dev == before.dev, "the server finds the fork by itself"
    assert ledger.meta(desktop.store).push_no < before.push_no
    assert events.recall(desktop.store, RESTORED_FROM)["file"] == str(made)
    desktop.put("recipe", "r3", recipe("Salad"))
    for device in (desktop, desktop, laptop):
        synced(device)
    assert ledger.meta(desktop.store).dev != before.dev
    names = {body["name"] for body in desktop.all("recipe").values()}
    assert names == {"Pea soup", "Stew", "Salad"}
    assert laptop.all("recipe") == desktop.all("recipe")


def test_what_was_under_way_when_the_backup_was_made_is_known_again(
    desktop: Device, laptop: Device, tmp_path: Path
) -> None:
    desktop.put("recipe", "r1", recipe("Soup"))
    desktop.wire.after = lost_push_answers
    desktop.sync()
    made = backup.back_up_by_hand(desktop.store, tmp_path / "desktop.tracker")
    desktop.wire.after = lambda _, answer: answer
    synced(desktop)
    synced(laptop)
    laptop.edit("recipe", "r1", minutes=45)
    synced(laptop)

    restore(desktop.store.profile, made)
    synced(desktop)

    assert not desktop.contested("recipe", "r1")
    assert desktop.get("recipe", "r1") == laptop.get("recipe", "r1")


def test_on_a_new_computer_it_is_a_device_of_its_own_and_both_go_on(
    device: Callable[..., Device], desktop: Device, tmp_path: Path
) -> None:
    desktop.put("recipe", "r1", recipe("Soup"))
    synced(desktop)
    made = backup.back_up_by_hand(desktop.store, tmp_path / "desktop.tracker")
    profile = tmp_path / "new computer"

    restore(profile, made)
    newcomer = device("new computer")

    assert ledger.meta(newcomer.store).dev != ledger.meta(desktop.store).dev
    newcomer.edit("recipe", "r1", minutes=45)
    newcomer.put("recipe", "r2", recipe("Stew"))
    desktop.put("recipe", "r3", recipe("Salad"))
    for one in (newcomer, desktop, newcomer):
        synced(one)
    assert desktop.all("recipe") == newcomer.all("recipe")
    assert len(desktop.all("recipe")) == 3
    assert desktop.get("recipe", "r1")["minutes"] == 45


def test_over_damaged_data_it_stays_the_device_that_it_was(
    device: Callable[..., Device], desktop: Device, tmp_path: Path
) -> None:
    desktop.put("recipe", "r1", recipe("Soup"))
    synced(desktop)
    made = backup.back_up_by_hand(desktop.store, tmp_path / "desktop.tracker")
    dev = ledger.meta(desktop.store).dev
    profile = desktop.store.profile
    desktop.close()
    (profile / "tracker.db").write_bytes(b"no database" * 100)

    restore(profile, made)

    again = device("desktop")
    assert ledger.meta(again.store).dev == dev
    synced(again)
    assert set(again.all("recipe")) == {"r1"}


def test_without_an_account_nothing_is_to_be_asked(device: Callable[..., Device], tmp_path: Path) -> None:
    alone = device("alone", signed_in=False)
    made = backup.back_up(alone.store, "weekly")
    shutil.copyfile(made, tmp_path / "copy.tracker")
    restore(alone.store.profile, tmp_path / "copy.tracker")
    assert events.recall(alone.store, RESTORED_FROM) is None


def test_a_plain_copy_that_was_restored_is_asked_about_as_well(desktop: Device, tmp_path: Path) -> None:
    desktop.put("recipe", "r1", recipe("Soup"))
    synced(desktop)
    desktop.store.rows("PRAGMA main.wal_checkpoint(TRUNCATE)")
    shutil.copyfile(desktop.store.profile / "tracker.db", tmp_path / "copy.db")
    desktop.edit("recipe", "r1", name="Stew")
    synced(desktop)
    restore(desktop.store.profile, tmp_path / "copy.db")
    synced(desktop)
    asked = questions.pending(desktop.store)
    assert asked is not None
    assert asked.kind == "fork"
    (tmp_path / "copy.db").write_bytes(b"damaged meanwhile")
    assert questions.pending(desktop.store) is not None
    with pytest.raises(KnownError):
        questions.answer(desktop.store, "fork", "rollback")
    assert desktop.get("recipe", "r1") == recipe("Stew")
