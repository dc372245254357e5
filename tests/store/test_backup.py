"""Backups of a profile: what is in them, whose they are, which are kept, and what is refused."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker import disk
from tracker.errors import BadFile, KnownError, NotFound
from tracker.migrations import Migration
from tracker.store import backup, backup_file, blobs, migrate, records
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.schema import MIGRATIONS

HOUR = 3_600_000


def add_food(store: Store, name: str) -> str:
    record = new_id(store.now())
    with store.step("Add a food"):
        records.create(store, "food", record, name=name, created_at=store.now())
    return record


def foods(backup_path: Path, tmp_path: Path) -> list[str]:
    target = tmp_path / "unpacked.db"
    backup_file.unpack_database(backup_path, target)
    with closing(sqlite3.connect(target)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM food ORDER BY name")]


def test_a_backup_holds_what_is_committed_and_says_what_it_is(store: Store, tmp_path: Path) -> None:
    add_food(store, "Käse 🧀")

    made = backup.back_up(store, "before recovery")

    assert foods(made, tmp_path) == ["Käse 🧀"]
    note = backup_file.read_note(made)
    assert (note.why, note.by_hand, note.samples, note.made_at) == ("before recovery", False, False, store.now())
    assert made.parent == store.profile / "backups"
    assert made.name == "20261117T120000Z-before-recovery.tracker"
    assert made.stat().st_mode & 0o077 == 0
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_what_another_connection_writes_meanwhile_neither_waits_nor_gets_in(
    store: Store, shell: sqlite3.Connection, tmp_path: Path
) -> None:
    add_food(store, "Before")
    for number in range(400):
        add_food(store, f"Many {number} " + "x" * 20_000)
    written: list[int] = []

    def write(done: int, _total: int, words: str) -> None:
        if words == "Copying" and not written:
            written.append(done)
            shell.execute("INSERT INTO food (id, name, created_at) VALUES ('later', 'Later', 1)")

    made = backup.back_up(store, "before recovery", report=write)

    assert written, "the copy was made in one go"
    assert "Before" in foods(made, tmp_path)
    assert "Later" not in foods(made, tmp_path)
    assert store.rows("SELECT 1 FROM food WHERE name = 'Later'")


def test_an_open_transaction_is_not_in_the_backup_and_goes_on(store: Store, tmp_path: Path) -> None:
    with store.step("Two things"):
        records.create(store, "food", "f1", name="Not yet", created_at=1)
        made = backup.back_up(store, "before recovery")
    assert foods(made, tmp_path) == []
    assert store.rows("SELECT name FROM food") == [("Not yet",)]


def test_a_backup_by_hand_holds_the_samples_and_one_by_itself_does_not(store: Store) -> None:
    ids = {blobs.write(store.profile / "blobs", data) for data in (b"one", b"two")}

    whole = backup.back_up_by_hand(store)
    light = backup.back_up(store, "weekly")

    assert dict(backup_file.samples(whole)).keys() == ids
    assert backup_file.count_samples(whole) == (2, 6)
    assert backup_file.count_samples(light) == (0, 0)
    assert {one.kind for one in backup.backups(store.profile)} == {"weekly", "by-hand"}


def test_samples_that_go_while_a_backup_is_made_are_left_out(store: Store) -> None:
    ids = sorted(blobs.write(store.profile / "blobs", data) for data in (b"one", b"two"))

    def remove(_done: int, _total: int, words: str) -> None:
        if words == "Copying":
            blobs.remove(store.profile / "blobs", ids[:1])

    made = backup.back_up_by_hand(store, report=remove)
    assert [bid for bid, _ in backup_file.samples(made)] == ids[1:]


def test_backups_of_one_second_have_names_of_their_own(store: Store) -> None:
    made = [backup.back_up(store, "weekly") for _ in range(3)]
    assert len(set(made)) == 3
    assert [one.path for one in backup.backups(store.profile)] == list(reversed(made))


def test_the_last_seven_and_the_last_of_each_month_are_kept(store: Store, clock: FixedClock) -> None:
    made = []
    for _ in range(30):
        made.append(backup.back_up(store, "weekly"))
        clock.instant += 7 * 24 * HOUR
    kept = [one.path for one in backup.backups(store.profile)]
    assert kept[:7] == list(reversed(made[-7:]))
    moments = [datetime(2026, 11, 17, 12, tzinfo=UTC) + timedelta(days=7 * number) for number in range(30)]
    last = {(moment.year, moment.month): path for moment, path in zip(moments, made, strict=True)}
    assert set(kept) == set(made[-7:]) | set(last.values())


def test_kinds_do_not_push_each_other_out_and_those_by_hand_stay(store: Store, clock: FixedClock) -> None:
    recovery = backup.back_up(store, "before recovery")
    for _ in range(9):
        backup.back_up_by_hand(store)
        backup.back_up(store, "weekly")
        clock.instant += HOUR
    kinds = [one.kind for one in backup.backups(store.profile)]
    assert kinds.count("by-hand") == 9
    assert kinds.count("weekly") == 7
    assert recovery.exists()


def test_files_of_other_names_are_never_removed(store: Store) -> None:
    folder = store.profile / "backups"
    folder.mkdir()
    for name in ("tracker-schema-1-x.db", "my own.tracker", "99999999T999999Z-weekly.tracker"):
        (folder / name).write_bytes(b"mine")
    for _ in range(9):
        backup.back_up(store, "weekly")
    assert len(list(folder.iterdir())) == 3 + 7
    assert len(backup.backups(store.profile)) == 7


def test_a_disk_with_too_little_room_is_told_before_anything_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MARGIN", 1 << 60)
    with pytest.raises(KnownError, match=r"too little room for a backup: it needs up to \d+\.\d MB, and"):
        backup.back_up(store, "weekly")
    assert list((store.profile / "backups").iterdir()) == []


def test_stopping_leaves_nothing(store: Store) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int, words: str) -> None:
        if words == "Packing" and done == total:
            raise Stop

    with pytest.raises(Stop):
        backup.back_up(store, "weekly", report=stop)
    assert list((store.profile / "backups").iterdir()) == []


def test_damaged_data_is_not_called_a_backup(store: Store, profile: Path) -> None:
    for number in range(200):
        add_food(store, f"Food {number} " + "x" * 1000)
    (root,) = store.rows("SELECT rootpage FROM sqlite_master WHERE name = 'food'")[0]
    store.close()
    with (profile / "tracker.db").open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    with Store.open(profile, readonly=True) as damaged, pytest.raises(BadFile, match="damaged"):
        backup.back_up(damaged, "weekly")
    assert list((profile / "backups").iterdir()) == []


def test_a_backup_by_hand_goes_where_it_is_told(store: Store, tmp_path: Path) -> None:
    named = tmp_path / "mine.tracker"
    assert backup.back_up_by_hand(store, named) == named
    assert backup.back_up_by_hand(store, named) == named, "an earlier backup may be replaced"
    assert backup.back_up_by_hand(store, tmp_path).name == "20261117T120000Z-by-hand.tracker"

    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a picture")
    with pytest.raises(BadFile, match=r"photo\.jpg is there already and is no backup"):
        backup.back_up_by_hand(store, photo)
    assert photo.read_bytes() == b"a picture"
    with pytest.raises(NotFound, match="There is no folder"):
        backup.back_up_by_hand(store, tmp_path / "nowhere" / "mine.tracker")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_told(store: Store, tmp_path: Path, share: float) -> None:
    made = backup.back_up_by_hand(store)
    cut = tmp_path / "cut.tracker"
    cut.write_bytes(made.read_bytes()[: int(made.stat().st_size * share)])
    with pytest.raises(BadFile, match=r"cut\.tracker is damaged, or no backup of Tracker's"):
        backup_file.read_note(cut)


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    other = tmp_path / "other.tracker"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(BadFile, match="no backup of Tracker's"):
        backup_file.read_note(other)
    with pytest.raises(BadFile, match="cannot be read"):
        backup_file.read_note(tmp_path / "nothing.tracker")
    newer = tmp_path / "newer.tracker"
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr("backup.json", '{"tracker_backup": 99}')
    with pytest.raises(BadFile, match="newer version of Tracker"):
        backup_file.read_note(newer)


def test_a_backup_comes_before_an_update_and_is_put_back_where_that_ruins_the_file(
    store: Store, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_food(store, "Skyr")
    store.close()

    def ruins(connection: sqlite3.Connection) -> None:
        (profile / "tracker.db").write_bytes(b"\0" * 50)
        raise OSError("the disk died")

    def fine(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE pantry (id TEXT PRIMARY KEY) STRICT")

    monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, Migration(2, "pantry", ruins, ruins)))
    with pytest.raises(KnownError, match="the disk died") as caught:
        migrate.bring_up_to_date(profile, alone=True)
    assert "put back from the copy" in caught.value.hint
    (made,) = backup.backups(profile)
    assert made.kind == "before-update-from-format-1"
    assert foods(made.path, tmp_path) == ["Skyr"]

    monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, Migration(2, "pantry", fine, fine)))
    migrate.bring_up_to_date(profile, alone=True)
    with closing(sqlite3.connect(profile / "tracker.db")) as connection:
        assert connection.execute("SELECT name FROM food").fetchall() == [("Skyr",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
