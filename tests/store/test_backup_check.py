"""A backup that is called checked was read back whole; one that cannot be restored is called damaged, and why."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.world import recipe
from tracker.errors import BadFile
from tracker.store import backup, backup_check, blobs
from tracker.store.backup_check import check, verdicts
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies
from tracker.sync import ledger, look_inside

SALAD = "0190b6a0-0000-7000-8000-000000000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "profiles" / "default")
    with opened.step("Add"):
        write_bodies(opened, BY_NAME["recipe"], {SALAD: recipe()})
    blobs.write(opened.profile / "blobs", b"samples " * 1000)
    yield opened
    opened.close()


def spoil(file: Path, at: float = 0.5) -> None:
    """Change bytes in the midst of a file, and let its time be as it was."""
    seen, data = file.stat(), bytearray(file.read_bytes())
    middle = int(len(data) * at)
    data[middle : middle + 64] = bytes(64)
    file.write_bytes(data)
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1_000_000))


def left_behind(store: Store) -> list[str]:
    return [one.name for one in store.profile.iterdir() if one.name.startswith(".restore-")]


def test_a_backup_that_can_be_restored_is_checked(store: Store) -> None:
    file = backup.back_up_by_hand(store)
    assert verdicts(store.profile) == {}
    verdict = check(store.profile, file, 1_000)
    assert (verdict.at, verdict.damage) == (1_000, "")
    assert verdicts(store.profile) == {file: verdict}
    assert left_behind(store) == []


def test_a_damaged_one_says_what_is_wrong(store: Store) -> None:
    file = backup.back_up(store, backup.WEEKLY)
    spoil(file)
    verdict = check(store.profile, file, 1_000)
    assert "damaged" in verdict.damage
    assert verdicts(store.profile)[file] == verdict
    assert left_behind(store) == []


def test_damaged_samples_are_found_too(store: Store) -> None:
    file = backup.back_up_by_hand(store)
    rest = {}
    with zipfile.ZipFile(file) as archive:
        rest = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in rest.items():
            archive.writestr(name, data[:-1] + b"?" if name.startswith("blobs/") else data)
    assert "recorded samples" in check(store.profile, file, 1).damage


def test_what_was_found_counts_no_more_once_the_file_is_another(store: Store) -> None:
    file = backup.back_up_by_hand(store)
    check(store.profile, file, 1)
    spoil(file)
    assert verdicts(store.profile) == {}


def test_a_note_that_cannot_be_read_is_no_verdict(store: Store) -> None:
    file = backup.back_up_by_hand(store)
    check(store.profile, file, 1)
    note = file.parent / backup_check.KEPT
    for text in ("", "[]", f'{{"{file.name}": 3}}', f'{{"{file.name}": {{}}}}'):
        note.write_text(text, "utf-8")
        assert verdicts(store.profile) == {}
    assert check(store.profile, file, 2).damage == ""
    assert list(verdicts(store.profile)) == [file]


def test_looking_inside_opens_a_copy_that_belongs_to_nobody_and_leaves_all_as_it_is(store: Store) -> None:
    with store.database.atomic():
        ledger.set_meta(store, account_id="a", email="ada@example.org", server="https://h.example", mode="hybrid")
    dev = ledger.meta(store).dev
    file = backup.back_up(store, backup.WEEKLY)
    with store.step("Edit"):
        write_bodies(store, BY_NAME["recipe"], {SALAD: recipe("Changed since")})
    copy = look_inside.unpack(store.profile, file)
    with Store.open(copy) as inside:
        assert read_bodies(inside, BY_NAME["recipe"], [SALAD])[SALAD]["name"] == recipe()["name"]
        known = ledger.meta(inside)
        assert (known.account_id, known.server, known.mode) == (None, None, "local")
        assert known.dev != dev
        with inside.step("Edit"):
            write_bodies(inside, BY_NAME["recipe"], {SALAD: recipe("Written in the copy")})
    assert [path.name for path in blobs.files(copy / "blobs")] == [
        path.name for path in blobs.files(store.profile / "blobs")
    ], "samples that the backup left where they are can be looked at as well"
    assert read_bodies(store, BY_NAME["recipe"], [SALAD])[SALAD]["name"] == "Changed since"
    assert ledger.meta(store).account_id == "a"
    look_inside.forget(store.profile)
    assert not copy.exists()
    assert len(list(blobs.files(store.profile / "blobs"))) == 1


def test_a_damaged_backup_cannot_be_looked_into_and_leaves_nothing(store: Store) -> None:
    file = backup.back_up(store, backup.WEEKLY)
    spoil(file)
    with pytest.raises(BadFile, match="damaged"):
        look_inside.unpack(store.profile, file)
    assert [one.name for one in store.profile.parent.iterdir()] == ["default"]
