"""Restoring backups: what comes back, what is refused, and being killed at any line of it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tracker import disk
from tracker.errors import BadFile, Busy, KnownError
from tracker.locks import window_lock
from tracker.migrations import Migration, NewerFile
from tracker.store import backup, backup_file, blobs, migrate, prepared, records, restore
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.schema import MIGRATIONS
from tracker.store.search import search


def add_food(store: Store, name: str) -> str:
    record = new_id(store.now())
    with store.step("Add a food"):
        records.create(store, "food", record, name=name, created_at=store.now())
    return record


def add_ride(store: Store, data: bytes) -> None:
    bid = blobs.write(store.profile / "blobs", data)
    with store.step("Import"):
        records.create(
            store, "workout", new_id(store.now()), title="Ride", sport="cycling", status="completed",
            start_at=store.now(), day="2026-11-17", telemetry=[{"b": bid, "t0": 0, "n": 1, "ch": [], "size": 1}],
        )  # fmt: skip


def foods(profile: Path) -> list[str]:
    with Store.open(profile) as store:
        assert store.rows("PRAGMA main.integrity_check") == [("ok",)]
        return [name for (name,) in store.rows("SELECT name FROM main.food ORDER BY name")]


@pytest.fixture
def old(store: Store, profile: Path, tmp_path: Path) -> Path:
    """A backup that holds an old food, outside of the profile; a new one came after it."""
    add_food(store, "Old")
    made = backup.back_up_by_hand(store, tmp_path / "old.tracker")
    add_food(store, "New")
    store.close()
    return made


def test_what_was_there_then_is_there_again_and_what_was_there_now_is_kept(old: Path, profile: Path) -> None:
    done = restore.restore(profile, old)

    assert foods(profile) == ["Old"]
    assert done.note.why == "by hand"
    assert done.lacking == 0
    assert done.kept == backup.backups(profile)[0].path
    assert backup.backups(profile)[0].kind == "before-restore"
    assert not list(profile.glob(".restore-*"))

    restore.restore(profile, done.kept)
    assert foods(profile) == ["New", "Old"]


def test_search_and_undo_work_on_in_what_was_restored(old: Path, profile: Path) -> None:
    restore.restore(profile, old)
    with Store.open(profile) as store:
        assert [hit.title for hit in search(store, "old", kind="food")][:1] == ["Old"]
        assert store.rows("SELECT name FROM undo_step") == [("Add a food",)]
        add_food(store, "Newer")
    assert foods(profile) == ["Newer", "Old"]


def test_a_backup_restores_on_a_computer_that_has_nothing(store: Store, tmp_path: Path) -> None:
    add_food(store, "Old")
    add_ride(store, b"samples")
    made = backup.back_up_by_hand(store, tmp_path / "mine.tracker")

    done = restore.restore(tmp_path / "new" / "profile", made)

    assert done.kept is None
    assert done.lacking == 0
    assert foods(tmp_path / "new" / "profile") == ["Old"]
    assert blobs.read(tmp_path / "new" / "profile" / "blobs", blobs.blob_id(b"samples")) == b"samples"


def test_samples_that_are_nowhere_are_counted(store: Store, tmp_path: Path) -> None:
    add_ride(store, b"samples")
    made = backup.back_up(store, "weekly")
    assert restore.restore(tmp_path / "new", made).lacking == 1
    store.close()
    assert restore.restore(store.profile, made).lacking == 0


def test_a_connection_that_stays_open_sees_the_restored_data(old: Path, profile: Path) -> None:
    with Store.open(profile) as writing, Store.open(profile, readonly=True) as window:
        assert len(window.rows("SELECT name FROM main.food")) == 2
        restore.restore(profile, old)
        assert window.rows("SELECT name FROM main.food") == [("Old",)]
        add_food(writing, "After")
        assert len(window.rows("SELECT name FROM main.food")) == 2


def test_a_large_profile_shrinks_under_an_open_window(old: Path, profile: Path) -> None:
    with Store.open(profile) as writing, Store.open(profile, readonly=True) as window:
        with writing.step("Many"):
            for number in range(2000):
                records.create(
                    writing, "food", f"f{number}", name=f"F {number}", notes="x" * 3000, created_at=writing.now()
                )
        writing.rows("PRAGMA main.wal_checkpoint(TRUNCATE)")
        assert window.rows("SELECT SUM(LENGTH(notes)) FROM main.food") == [(6_000_000,)]
        restore.restore(profile, old)
        assert window.rows("SELECT name FROM main.food") == [("Old",)]
    assert foods(profile) == ["Old"]


def test_much_is_restored_again_right_after_a_restore(store: Store, profile: Path, tmp_path: Path) -> None:
    with store.step("Many"):
        for number in range(3000):
            records.create(store, "food", f"f{number}", name=f"F {number}", notes="x" * 4000, created_at=store.now())
    made = backup.back_up_by_hand(store, tmp_path / "large.tracker")
    for _ in range(2):
        restore.restore(tmp_path / "new", made)
        with closing(sqlite3.connect(tmp_path / "new" / "tracker.db")) as shell:
            shell.execute("PRAGMA journal_mode = DELETE")
    restore.restore(tmp_path / "new", made)
    assert len(foods(tmp_path / "new")) == 3000


def test_an_open_window_is_not_robbed_of_its_data(old: Path, profile: Path) -> None:
    lock = window_lock(profile)
    assert lock.take()
    try:
        with pytest.raises(Busy, match="window has this data open"):
            restore.restore(profile, old)
        restore.restore(profile, old, alone=True)
    finally:
        lock.let_go()
    assert foods(profile) == ["Old"]


def test_a_write_of_another_program_is_waited_for(old: Path, profile: Path) -> None:
    with closing(sqlite3.connect(profile / "tracker.db", isolation_level=None, check_same_thread=False)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, shell.execute, ["COMMIT"])
        timer.start()
        restore.restore(profile, old)
        timer.join()
    assert foods(profile) == ["Old"]


def test_a_write_that_does_not_end_is_told(old: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "PATIENCE", 0.1)
    with closing(sqlite3.connect(profile / "tracker.db", isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="Another program is writing"):
            restore.restore(profile, old)
        shell.execute("ROLLBACK")
    assert foods(profile) == ["New", "Old"]


def test_what_is_written_after_the_backup_of_what_was_there_is_kept_too(old: Path, profile: Path) -> None:
    written: list[str] = []

    def write(done: int, total: int, words: str) -> None:
        if words == "Packing" and done == total and len(written) < 2:
            with closing(sqlite3.connect(profile / "tracker.db")) as shell, shell:
                written.append(f"Written {len(written)}")
                shell.execute("INSERT INTO food (id, name, created_at) VALUES (?, ?, 1)", (written[-1], written[-1]))

    done = restore.restore(profile, old, report=write)
    assert foods(profile) == ["Old"]
    assert done.kept is not None
    restore.restore(profile, done.kept)
    assert foods(profile) == ["New", "Old", "Written 0", "Written 1"]


def test_a_plain_copy_of_the_database_can_be_restored(old: Path, profile: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(profile / "tracker.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(profile / "tracker.db", tmp_path / "copy.db")
    restore.restore(profile, old)
    assert restore.restore(profile, tmp_path / "copy.db").note.why == "copy"
    assert foods(profile) == ["New", "Old"]


def test_an_older_schema_is_brought_up_to_date(old: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def up(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE pantry (id TEXT PRIMARY KEY) STRICT")

    monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, Migration(2, "pantry", up, up)))
    monkeypatch.setattr(prepared, "SCHEMA", 2)
    monkeypatch.setattr(restore, "SCHEMA", 2)
    restore.restore(profile, old)
    with Store.open(profile) as store:
        assert store.rows("PRAGMA main.user_version") == [(2,)]
        assert store.rows("SELECT * FROM pantry") == []
        assert store.rows("SELECT name FROM main.food") == [("Old",)]


# ------------------------------------------------------------------------------------------ what is refused


def refused(profile: Path, file: Path, kind: type[KnownError], match: str) -> None:
    """The restore is refused, and nothing has changed."""
    before = foods(profile)
    with pytest.raises(kind, match=match):
        restore.restore(profile, file)
    assert foods(profile) == before
    assert not list(profile.glob(".restore-*"))


def test_a_newer_schema_is_refused(old: Path, profile: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("CREATE TABLE schema_migration (number INTEGER)")
        connection.execute("PRAGMA user_version = 99")
    refused(profile, newer, NewerFile, "newer version of Tracker")


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_file_cut_off_is_refused(old: Path, profile: Path, share: float) -> None:
    cut = old.with_name("cut.tracker")
    cut.write_bytes(old.read_bytes()[: int(old.stat().st_size * share)])
    refused(profile, cut, BadFile, "damaged")


def test_a_flipped_byte_is_refused(old: Path, profile: Path) -> None:
    content = bytearray(old.read_bytes())
    content[len(content) // 2] ^= 0x10
    old.write_bytes(content)
    refused(profile, old, BadFile, "damaged")


def test_samples_that_are_not_what_their_name_says_are_refused(old: Path, profile: Path) -> None:
    with zipfile.ZipFile(old, "a") as archive:
        archive.writestr("blobs/../../../evil", b"x")
    refused(profile, old, BadFile, "samples in old.tracker are damaged")
    assert not (profile.parent / "evil").exists()


def test_a_sample_that_would_fill_the_memory_is_refused(
    old: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_file, "LARGEST_SAMPLE", 1000)
    with zipfile.ZipFile(old, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"blobs/{blobs.blob_id(bytes(5000))}", bytes(5000))
    refused(profile, old, BadFile, "a sample that is too large")


def test_other_files_are_refused(old: Path, profile: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.odt"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    refused(profile, other, BadFile, "no backup of Tracker's")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8 a picture")
    refused(profile, photo, BadFile, "no backup of Tracker's")
    refused(profile, tmp_path / "nothing.tracker", BadFile, "cannot be read")
    refused(profile, tmp_path, BadFile, "cannot be read")
    foreign = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE moz_places (id INTEGER)")
    refused(profile, foreign, BadFile, "database of another program")


def test_a_disk_with_too_little_room_is_told_first(old: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MARGIN", 1 << 60)
    refused(profile, old, KnownError, "too little room for the restored data")


def test_stopping_in_the_middle_changes_nothing(old: Path, profile: Path) -> None:
    class Stop(Exception):
        pass

    def stop_at(words: str) -> Callable[[int, int, str], None]:
        def report(_done: int, _total: int, said: str) -> None:
            if said == words:
                raise Stop

        return report

    with Store.open(profile) as store:
        for number in range(300):
            add_food(store, f"F{number} " + "x" * 9000)
        old = backup.back_up_by_hand(store, old)
        add_food(store, "Last")
    for words in ("Unpacking", "Copying", "Packing", "Restoring"):
        with pytest.raises(Stop):
            restore.restore(profile, old, report=stop_at(words))
        assert "Last" in foods(profile)


# ---------------------------------------------------------------------------------------- damage and death


def test_damaged_data_is_set_aside_and_replaced(old: Path, profile: Path) -> None:
    (profile / "tracker.db").write_bytes(b"no database" * 1000)
    (profile / "tracker.db-wal").write_bytes(b"no log")
    done = restore.restore(profile, old)
    assert foods(profile) == ["Old"]
    assert done.kept is not None
    assert (done.kept / "tracker.db").read_bytes() == b"no database" * 1000
    assert (done.kept / "tracker.db-wal").read_bytes() == b"no log"


def lines_of(act: Callable[[], object], until: int | None = None) -> int:
    """Run `act` and count the lines of Tracker's own code that it takes; the process dies at line `until`."""
    count = 0
    ours = {module.__file__ for module in (restore, backup, disk, backup_file)}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in ours:
            return None
        if event == "line":
            count += 1
            if count == until:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("damaged", [False, True])
def test_killed_at_any_line_of_a_restore_the_data_is_the_old_or_the_new(
    store: Store, profile: Path, tmp_path: Path, clock: FixedClock, damaged: bool
) -> None:
    add_food(store, "Old")
    add_ride(store, b"samples")
    old = backup.back_up_by_hand(store, tmp_path / "old.tracker")
    add_food(store, "New")
    store.close()
    if damaged:
        (profile / "tracker.db").write_bytes(b"no database" * 1000)
    shutil.copytree(profile, tmp_path / "rehearsal")
    whole = lines_of(lambda: restore.restore(tmp_path / "rehearsal", old))
    assert whole > 100
    ends = set()
    for line in range(1, whole + 1, 9):
        place = tmp_path / f"at-{line}"
        shutil.copytree(profile, place)
        child = os.fork()
        if child == 0:  # pragma: no cover - another process
            lines_of(lambda: restore.restore(place, old), line)  # noqa: B023 - runs at once
            os._exit(0)
        os.waitpid(child, 0)
        if damaged and (place / "tracker.db").read_bytes() == b"no database" * 1000:
            found = "damaged as before"
        else:
            found = " ".join(foods(place))
            kept = [path for path in place.glob("backups/*") if not path.name.startswith(".")]
            assert kept or found == "New Old", "replaced before it was kept"
        ends.add(found)
        if line % 36 == 1:
            restore.restore(place, old)
            assert foods(place) == ["Old"]
            assert not list(place.glob(".restore-*"))
        shutil.rmtree(place)
    assert ends == {"damaged as before" if damaged else "New Old", "Old"}
