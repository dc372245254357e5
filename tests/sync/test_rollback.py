"""A profile that was restored or copied goes on by itself; who meant to go back everywhere can say so afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.world import Device, Server, ingredient, recipe
from tracker.errors import KnownError, NotFound
from tracker.store import undo
from tracker.store.backup import back_up, backups
from tracker.sync import ledger
from tracker.sync.questions import answer, pending
from tracker.sync.restoring import restore
from tracker.sync.status import history


def copied(device: Device, folder: Path) -> Path:
    """A copy of the device's profile as it is now."""
    device.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(device.store.profile, folder)
    return folder


def opened(device: Device, profile: Path) -> Device:
    """The device on a copy of its profile."""
    again = Device(device.server, profile, signed_in=False)
    again.vault = device.vault
    return again


def test_a_copied_profile_recovers_by_itself_and_asks_only_then(
    desktop: Device, laptop: Device, tmp_path: Path
) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    copy = copied(desktop, tmp_path / "copy")
    desktop.edit("recipe", SALAD, name="Newer")
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.sync()
    again = opened(desktop, copy)
    again.edit("recipe", SALAD, minutes=5)
    report = again.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    assert again.get("recipe", SALAD) == recipe("Newer", minutes=5, ingredients=[ingredient("i1")])
    assert "device of its own" in "".join(row.sentence for row in history(again.store))
    assert [one.kind for one in backups(again.store.profile)] == ["before-recovering-this-device"]
    question = pending(again.store)
    assert question is not None
    assert (question.kind, [option.key for option in question.options]) == ("fork", ["recover", "rollback"])
    assert not answer(again.store, "fork", "recover")
    assert pending(again.store) is None
    again.close()


def test_everything_can_be_rolled_back_to_the_copy_as_one_edit(
    desktop: Device, laptop: Device, server: Server, tmp_path: Path
) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1"), ingredient("i2", "Feta", order="b")])
    both_have(desktop, laptop, CHILI, name="Beef chili")
    stew = "0190b6a0-0000-7000-8000-000000000003"
    copy = copied(desktop, tmp_path / "copy")
    desktop.edit("recipe", SALAD, name="Spoilt", ingredients=[])
    desktop.delete("recipe", CHILI)
    desktop.put("recipe", stew, recipe("Stew"))
    desktop.sync()
    laptop.sync()
    again = opened(desktop, copy)
    again.put("measurement", stew, {**_weight(), "note": "Waits"})
    assert again.sync().state == "ok"
    assert again.get("recipe", SALAD) == recipe("Spoilt")
    changes = answer(again.store, "fork", "rollback")
    assert changes.label == "Roll everything back"
    assert set(changes.ids) == {SALAD, CHILI, stew}
    then = {
        SALAD: recipe(ingredients=[ingredient("i1"), ingredient("i2", "Feta", order="b")]),
        CHILI: recipe("Beef chili"),
    }
    assert again.all("recipe") == then
    assert again.get("measurement", stew) is not None
    assert len(backups(again.store.profile)) == 2
    assert again.sync().state == "ok"
    laptop.sync()
    agree(server, again, laptop)
    assert laptop.all("recipe") == then
    undo.undo(again.store)
    assert again.get("recipe", SALAD) == recipe("Spoilt")
    again.close()


def _weight() -> dict[str, object]:
    return {
        "kind": "weight", "at": 5, "zone": "UTC", "day": "2024-10-04", "value": 80_000, "value2": None,
        "typed": "80", "unit": "kg", "note": "",
    }  # fmt: skip


def test_after_restoring_a_backup_one_is_asked_whether_that_was_meant_for_all_devices(
    desktop: Device, laptop: Device, server: Server, tmp_path: Path
) -> None:
    both_have(desktop, laptop)
    file = back_up(desktop.store, "by hand")
    kept = shutil.copy(file, tmp_path / "mine.tracker")
    laptop.edit("recipe", SALAD, name="Spoilt")
    laptop.sync()
    desktop.sync()
    profile = desktop.store.profile
    desktop.store.close()
    restore(profile, Path(kept))
    again = opened(desktop, profile)
    assert pending(again.store) is None  # nothing was taken over yet
    assert again.sync().state == "ok"
    assert again.get("recipe", SALAD) == recipe("Spoilt")
    answer(again.store, "fork", "rollback")
    again.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe()
    agree(server, again, laptop)
    again.close()


def test_without_the_backup_nothing_can_be_rolled_back(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    server.execute("UPDATE device SET push_no = push_no + 3")
    desktop.edit("recipe", SALAD, name="Here")
    before = ledger.meta(desktop.store).dev
    assert desktop.sync().state == "ok"
    assert ledger.meta(desktop.store).dev != before
    shutil.rmtree(desktop.store.profile / "backups")
    assert pending(desktop.store) is not None
    with pytest.raises(NotFound, match="not there any more"):
        answer(desktop.store, "fork", "rollback")
    assert desktop.get("recipe", SALAD) == recipe("Here")
    answer(desktop.store, "fork", "recover")
    assert pending(desktop.store) is None


def test_without_room_for_a_backup_a_copied_profile_waits(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have(desktop, laptop)
    server.execute("UPDATE device SET push_no = push_no + 3")
    before = ledger.meta(desktop.store)

    def refuse(*_: object) -> None:
        raise KnownError("The disk is full.")

    monkeypatch.setattr("tracker.sync.rollback.back_up", refuse)
    report = desktop.sync()
    assert (report.state, report.sentence.endswith("The disk is full.")) == ("stopped", True)
    assert ledger.meta(desktop.store) == before
