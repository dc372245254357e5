"""Opening a profile, its transactions, and closing it."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.store.bodies import PLAIN
from tracker import paths
from tracker.errors import BadFile, Busy, KnownError
from tracker.migrations import NewerFile
from tracker.protocol.canonical import canonical
from tracker.store import migrate, records
from tracker.store.changes import Changes
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import PRAGMAS, Store

FOOD = BY_NAME["food"]


def titles(store: Store) -> list[str]:
    return [row[0] for row in store.rows("SELECT name FROM main.food ORDER BY name")]


def test_a_new_profile_has_its_folders_and_the_four_usual_meals(store: Store) -> None:
    assert (store.profile / "tracker.db").is_file()
    assert (store.profile / "blobs").is_dir()
    meals = store.rows("SELECT name FROM meal_slot ORDER BY starts_at")
    assert [name for (name,) in meals] == ["Breakfast", "Lunch", "Snacks", "Dinner"]
    known = dict(store.rows("SELECT id, base FROM sync_rec WHERE c = 'meal_slot' AND rev = 0 AND stamp = acked"))
    bodies = records.read_bodies(store, BY_NAME["meal_slot"], known)
    assert known == {id: canonical(body) for id, body in bodies.items()}
    assert len(known) == len(meals)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_a_profile(store: Store) -> None:
    assert stat.S_IMODE(store.profile.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.profile / "tracker.db").stat().st_mode) == 0o600


def test_every_device_has_a_name_of_its_own_that_stays(profile: Path, tmp_path: Path) -> None:
    def device(folder: Path) -> str:
        with Store.open(folder) as store:
            return str(store.rows("SELECT dev FROM sync_meta")[0][0])

    first = device(profile)
    assert device(profile) == first
    assert device(tmp_path / "other") != first


def test_what_was_written_is_there_after_reopening(profile: Path) -> None:
    with Store.open(profile) as store:
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
    with Store.open(profile) as store:
        assert records.read_body(store, FOOD, "f") == PLAIN["food"]


def test_the_settings_of_the_connection_hold(store: Store) -> None:
    assert PRAGMAS["foreign_keys"] == 1
    for name, expected in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 5000)):
        assert store.rows(f"PRAGMA main.{name}")[0][0] == expected


def test_a_file_from_a_newer_tracker_is_refused_and_left_alone(profile: Path) -> None:
    Store.open(profile).close()
    path = profile / "tracker.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(NewerFile, match="newer version of Tracker"):
        Store.open(profile)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(profile: Path) -> None:
    profile.mkdir()
    path = profile / "tracker.db"
    path.write_bytes(b"Dear diary, " * 500)
    with pytest.raises(BadFile, match="damaged or not a database"):
        Store.open(profile)
    assert path.read_bytes() == b"Dear diary, " * 500


def test_a_file_with_a_damaged_page_is_refused_in_a_sentence(profile: Path) -> None:
    Store.open(profile).close()
    path = profile / "tracker.db"
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(KnownError, match="damaged"):
        Store.open(profile)


def test_a_damaged_file_says_where_copies_are(profile: Path) -> None:
    profile.mkdir()
    (profile / "tracker.db").write_bytes(b"Dear diary, " * 500)
    with pytest.raises(BadFile) as caught:
        Store.open(profile)
    assert caught.value.sentence.endswith("The file was left alone.")
    assert caught.value.hint.endswith(f"Tracker keeps its own in {profile / 'backups'}; none is there yet.")
    (profile / "backups").mkdir()
    (profile / "backups" / "tracker-schema-1-20261121T000000Z.db").touch()
    with pytest.raises(BadFile) as caught:
        Store.open(profile)
    assert caught.value.hint == f"Copies that Tracker made of it are in {profile / 'backups'}; put one in its place."
    (profile / "backups" / "20261121T000000Z-weekly.tracker").touch()
    with pytest.raises(BadFile) as caught:
        Store.open(profile)
    assert (
        caught.value.hint
        == f"Backups of it are in {profile / 'backups'}; `tracker restore FILE` puts one in its place."
    )


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KnownError, match="cannot write to") as caught:
        Store.open(tmp_path / "file" / "profile")
    assert caught.value.hint == "Choose another folder."


@pytest.mark.skipif(sys.platform == "win32", reason="modes of folders mean nothing there")
def test_a_profile_that_may_only_be_read_is_refused_in_a_sentence(
    profile: Path, read_only: Callable[[Path], AbstractContextManager[None]]
) -> None:
    Store.open(profile).close()
    with read_only(profile), pytest.raises(KnownError, match="cannot write to"):
        Store.open(profile)


def test_a_locked_profile_is_said_to_be_in_use(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(profile).close()
    monkeypatch.setattr(migrate, "WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(profile / "tracker.db", isolation_level=None)) as other:
        other.execute("DELETE FROM trigger_digest")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="in use by another program"):
            Store.open(profile)


def test_a_profile_whose_catalogue_is_missing_is_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path / "nowhere")
    with pytest.raises(KnownError, match="cannot open"):
        Store.open(store.profile)


def test_a_folder_without_a_profile_is_not_made_by_reading(profile: Path) -> None:
    with pytest.raises(KnownError, match="cannot open"):
        Store.open(profile, readonly=True)
    assert not profile.exists()


def test_two_profiles_live_in_one_process(tmp_path: Path) -> None:
    with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "two") as two:
        records.write_bodies(one, FOOD, {"f": PLAIN["food"]})
        records.write_bodies(two, FOOD, {"f": {**PLAIN["food"], "name": "Soup"}})
        assert titles(one) == ["Knäckebröd"]
        assert titles(two) == ["Soup"]


def test_a_reader_sees_what_the_writer_committed_and_nothing_before(store: Store) -> None:
    with Store.open(store.profile, readonly=True) as reader:
        with store.database.atomic():
            records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
            assert titles(reader) == []
        assert titles(reader) == ["Knäckebröd"]


def test_a_reader_cannot_write(store: Store) -> None:
    with Store.open(store.profile, readonly=True) as reader, pytest.raises(Exception, match="readonly"):
        records.write_bodies(reader, FOOD, {"f": PLAIN["food"]})
    assert titles(store) == []


def test_the_catalogue_is_attached_and_cannot_be_written(store: Store) -> None:
    assert store.rows("SELECT name FROM catalogue.food WHERE id = 'tracker:egg'") == [("Egg",)]
    with pytest.raises(Exception, match="readonly"):
        store.database.execute_sql("DELETE FROM catalogue.food")


def test_closing_folds_the_log_into_the_file(profile: Path) -> None:
    with Store.open(profile) as store:
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
        assert (profile / "tracker.db-wal").stat().st_size > 0
    assert not (profile / "tracker.db-wal").exists()
    with closing(sqlite3.connect(f"{(profile / 'tracker.db').as_uri()}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT name FROM food").fetchall() == [("Knäckebröd",)]


def test_closing_twice_is_closing_once(profile: Path) -> None:
    store = Store.open(profile)
    store.close()
    store.close()
    assert store.closed


def test_a_step_says_what_it_changed(store: Store, clock: FixedClock) -> None:
    with store.step("Add Knäckebröd") as step:
        assert store.now() == clock.instant
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
    assert step.changes == Changes(frozenset({"food"}), ("f",), "Add Knäckebröd")
    assert step.changes.touches("recipe", "food")
    assert not step.changes.touches("recipe")


def test_a_step_may_learn_its_name_on_the_way(store: Store) -> None:
    with store.step("Add") as step:
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
        step.rename("Add 1 food")
    assert step.changes.label == "Add 1 food"
    assert store.rows("SELECT name FROM undo_step") == [("Add 1 food",)]


def test_a_step_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    with store.step("Nothing") as step:
        pass
    assert not step.changes
    assert store.rows("SELECT * FROM undo_step") == []


def test_a_step_inside_a_step_belongs_to_the_outer_one(store: Store) -> None:
    with store.step("Import") as outer:
        with store.step("Add Knäckebröd") as inner:
            records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
        assert inner is outer
    assert store.rows("SELECT name FROM undo_step") == [("Import",)]


def test_a_step_that_fails_takes_everything_back(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.step("Add Knäckebröd"):
        records.write_bodies(store, FOOD, {"f": PLAIN["food"], "g": {**PLAIN["food"], "energy": -1}})
    assert titles(store) == []
    assert store.rows("SELECT * FROM undo_step") == []
    assert store.rows("SELECT step FROM undo_state") == [(None,)]
    with store.step("Add Knäckebröd") as step:
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
    assert step.changes


def test_a_failed_pull_leaves_nothing_of_itself(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.applying():
        records.write_bodies(store, FOOD, {"f": PLAIN["food"], "g": {**PLAIN["food"], "energy": -1}})
    assert titles(store) == []
    assert store.rows("SELECT applying FROM sync_flag") == [(0,)]


# ------------------------------------------------------------------------------------------ what the disk refuses


def fill_disk(store: Store) -> None:
    """From here on the file may not grow, which SQLite reports as it does a full disk."""
    pages = store.rows("PRAGMA main.page_count")[0][0]
    store.connection.execute(f"PRAGMA main.max_page_count = {pages}")


def long_food() -> dict[str, object]:
    return {**PLAIN["food"], "name": "a long story " * 100_000}


def test_a_full_disk_is_told_in_a_sentence_and_takes_everything_back(store: Store) -> None:
    fill_disk(store)
    with pytest.raises(KnownError) as caught, store.step("Add Knäckebröd"):
        records.write_bodies(store, FOOD, {"f": long_food()})
    assert caught.value.sentence == "The disk is full. Nothing was written."
    assert caught.value.hint == "Free some room, then try again."
    assert titles(store) == []
    with store.step("Add Knäckebröd") as step:
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
    assert step.changes


def test_a_transaction_that_sqlite_took_back_itself_is_not_taken_back_again(store: Store) -> None:
    fill_disk(store)

    def write() -> None:
        try:
            records.write_bodies(store, FOOD, {"f": long_food()})
        finally:
            store.connection.execute("ROLLBACK")

    with pytest.raises(KnownError, match="disk is full"), store.step("Add"), store.database.atomic():
        write()
    assert titles(store) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, "The disk cannot read or write {path}. Nothing was written."),
        (sqlite3.SQLITE_READONLY_DBMOVED, "Tracker cannot write to {path}. Nothing was written."),
        (sqlite3.SQLITE_CORRUPT, "{path} is damaged or not a database: no luck. Nothing was written."),
    ],
)
def test_what_the_disk_refuses_is_a_sentence(store: Store, code: int, sentence: str) -> None:
    error = sqlite3.OperationalError("no luck")
    error.sqlite_errorcode = code
    with pytest.raises(KnownError) as caught, store.database.atomic():
        raise error
    assert caught.value.sentence == sentence.format(path=store.profile / "tracker.db")
    assert caught.value.hint


def test_an_error_of_a_disk_without_room_is_a_full_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(KnownError, match="The disk is full"), store.database.atomic():
        raise error


def test_a_file_that_may_only_be_read_is_told_at_the_first_write(store: Store) -> None:
    store.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(KnownError, match=r"cannot write to .* Nothing was written"), store.step("Add"):
        records.write_bodies(store, FOOD, {"f": PLAIN["food"]})
