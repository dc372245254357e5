"""Removing the data counts everything that no server is known to hold, however it came to that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.test_cycle import CHILI, SALAD, both_have
from tests.sync.test_mass_delete import fill
from tests.sync.world import EMAIL, Device, Server, recipe
from tracker.server.upkeep import start_over
from tracker.store.database import Store
from tracker.store.doctor import count_records
from tracker.store.restore import restore
from tracker.sync import counts, own_profile, questions, resolve
from tracker.sync.only_here import only_here
from tracker.sync.own_profile import NotKept


def refused(one: Device) -> str:
    """What is said to somebody who removes the data."""
    with pytest.raises(NotKept) as error:
        own_profile.remove_data(one.store, one.vault, connect=one.connect)
    assert (one.store.profile / "tracker.db").exists()
    row = next(row for row in own_profile.profiles_here(one.store.profile) if row.here)
    assert row.waiting == only_here(one.store), "the list of accounts says the same"
    return str(error.value)


def test_nothing_is_only_here_once_it_was_sent(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    assert only_here(desktop.store) == 0
    desktop.edit("recipe", SALAD, minutes=5)
    assert refused(desktop).startswith("1 record holds what is nowhere else. Sync first, or")


def test_this_sides_version_in_a_conflict_is_only_here(desktop: Device, laptop: Device, tmp_path: Path) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine", notes="Typed for an hour")
    laptop.edit("recipe", SALAD, name="Theirs", notes="Others")
    laptop.sync()
    desktop.sync()
    assert counts.waiting(desktop.store) == 0, "a contested record is not sent"
    assert refused(desktop).startswith("1 record holds what is nowhere else. Decide the conflicts and sync")
    desktop.edit("recipe", SALAD, minutes=7)
    assert only_here(desktop.store) == 1, "it counts once, although it waits as well"

    copy = own_profile.keep_copy(desktop.store, tmp_path / "copy.tracker")
    Store.open(tmp_path / "elsewhere").close()
    restore(tmp_path / "elsewhere", copy)
    with Store.open(tmp_path / "elsewhere") as store:
        assert store.rows("SELECT name, notes FROM recipe") == [("Mine", "Typed for an hour")]

    resolve.resolve_all(desktop.store, "recipe", SALAD, "theirs")
    desktop.sync()
    assert only_here(desktop.store) == 0


def test_what_waits_for_an_answer_about_many_deletions_is_only_here(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    assert desktop.sync().state == "asking"
    assert counts.waiting(desktop.store) == 0
    assert refused(desktop).startswith("30 records hold what is nowhere else. Answer what sync asks")
    questions.answer(desktop.store, "mass_delete", "apply")
    assert only_here(desktop.store) == 0


def test_everything_is_only_here_while_the_account_was_started_over(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI)
    start_over(server.database, EMAIL, server.now)
    assert desktop.sync().state == "asking"
    assert counts.waiting(desktop.store) == 0
    assert only_here(desktop.store) == count_records(desktop.store) > 2
    assert "Answer what sync asks and sync first, or keep a copy" in refused(desktop)
    questions.answer(desktop.store, "started_over", "upload")
    desktop.sync()
    assert only_here(desktop.store) == 0
    assert set(server.bodies("recipe")) == {SALAD, CHILI}
    assert server.bodies("recipe")[SALAD] == recipe()
