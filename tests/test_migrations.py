"""The shared migrations runner, on real files."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

import tracker.migrations
from tracker.errors import BadFile, BadInput, Busy, KnownError
from tracker.migrations import Copies, Migration, NewerFile, Report, current, migrate


def make_meals(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE meal (id INTEGER PRIMARY KEY, name TEXT)")


def drop_meals(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE meal")


def make_dishes(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE dish (id INTEGER PRIMARY KEY, meal INTEGER REFERENCES meal (id))")
    connection.execute("INSERT INTO meal (name) VALUES ('breakfast')")


def drop_dishes(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE dish")
    connection.execute("DELETE FROM meal WHERE name = 'breakfast'")


def make_dishes_slowly(connection: sqlite3.Connection) -> None:
    time.sleep(0.4)
    make_dishes(connection)


MEALS = Migration(1, "meals", make_meals, drop_meals)
DISHES = Migration(2, "dishes", make_dishes, drop_dishes)
SLOW_DISHES = Migration(2, "dishes", make_dishes_slowly, drop_dishes)


def failing(up: object) -> Migration:
    return Migration(2, "broken", up, drop_dishes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def old(path: Path) -> Path:
    """A file at schema 1 with one meal in it, in WAL mode as the store keeps it."""
    migrate(path, [MEALS])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO meal (name) VALUES ('lunch')")
    return path


def read(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def meals(path: Path) -> list[object]:
    return [name for (name,) in read(path, "SELECT name FROM meal ORDER BY id")]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return current(connection)


def test_a_new_file_gets_every_step_and_no_copy(path: Path) -> None:
    assert migrate(path, [MEALS, DISHES]) == Report(0, 2, None)
    assert version(path) == 2
    assert meals(path) == ["breakfast"]
    assert read(path, "SELECT number, name FROM schema_migration") == [(1, "meals"), (2, "dishes")]
    assert [entry.name for entry in path.parent.iterdir()] == ["tracker.db"]


def test_an_old_file_is_copied_before_it_changes(old: Path, tmp_path: Path) -> None:
    report = migrate(old, [MEALS, DISHES], copies=Copies(tmp_path / "backups" / "schema"))
    assert (report.before, report.after) == (1, 2)
    assert meals(old) == ["lunch", "breakfast"]
    assert report.backup is not None
    assert report.backup.parent == tmp_path / "backups" / "schema"
    assert version(report.backup) == 1
    assert meals(report.backup) == ["lunch"]


def test_the_copy_lies_beside_the_file_when_no_folder_is_named(old: Path) -> None:
    report = migrate(old, [MEALS, DISHES])
    assert report.backup is not None
    assert report.backup.parent == old.parent


def test_a_file_that_is_up_to_date_is_not_touched(old: Path) -> None:
    content = old.read_bytes()
    assert migrate(old, [MEALS]) == Report(1, 1, None)
    assert old.read_bytes() == content


def test_no_steps_make_an_empty_file(path: Path) -> None:
    assert migrate(path, []) == Report(0, 0, None)


def test_steps_go_down_and_up_again(old: Path) -> None:
    migrate(old, [MEALS, DISHES])
    report = migrate(old, [MEALS, DISHES], to=1)
    assert (report.before, report.after) == (2, 1)
    assert meals(old) == ["lunch"]
    assert read(old, "SELECT number FROM schema_migration") == [(1,)]
    assert migrate(old, [MEALS, DISHES]).after == 2
    assert meals(old) == ["lunch", "breakfast"]


def test_going_down_to_nothing_keeps_a_copy_of_everything(old: Path) -> None:
    report = migrate(old, [MEALS], to=0)
    assert report.backup is not None
    assert meals(report.backup) == ["lunch"]
    assert read(old, "SELECT name FROM sqlite_master WHERE name = 'meal'") == []


@pytest.mark.parametrize("to", [-1, 3])
def test_a_schema_that_does_not_exist_is_refused(path: Path, to: int) -> None:
    with pytest.raises(BadInput, match=f"no schema {to}"):
        migrate(path, [MEALS, DISHES], to=to)
    assert not path.exists()


def test_steps_out_of_order_are_a_bug(path: Path) -> None:
    with pytest.raises(ValueError, match="numbered"):
        migrate(path, [DISHES, MEALS])


def test_a_file_from_a_newer_version_is_refused_untouched(old: Path) -> None:
    migrate(old, [MEALS, DISHES])
    content = old.read_bytes()
    with pytest.raises(NewerFile, match=r"newer version of Tracker \(schema 2; this one knows 1\)"):
        migrate(old, [MEALS])
    with pytest.raises(NewerFile):
        migrate(old, [MEALS], to=0)
    assert old.read_bytes() == content


def test_a_file_that_is_no_database_is_refused_untouched(path: Path) -> None:
    path.write_text("Dear diary, today I ate an apple. " * 100)
    content = path.read_bytes()
    with pytest.raises(BadFile, match=r"tracker\.db is damaged or not a database"):
        migrate(path, [MEALS])
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    content = path.read_bytes()
    with pytest.raises(BadFile, match="another program"):
        migrate(path, [MEALS])
    assert path.read_bytes() == content


def test_a_file_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be opened"):
        migrate(tmp_path / "nowhere" / "tracker.db", [MEALS])


def test_a_file_whose_log_cannot_be_written_is_refused(old: Path) -> None:
    old.with_name("tracker.db-wal").mkdir()
    with pytest.raises(KnownError, match="cannot be opened: unable to open"):
        migrate(old, [MEALS, DISHES])


def test_a_locked_file_is_busy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker.migrations, "WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="in use by another program"):
            migrate(old, [MEALS, DISHES])
    assert version(old) == 1


def test_a_copy_that_cannot_be_made_stops_everything(old: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(KnownError, match="No copy"):
        migrate(old, [MEALS, DISHES], copies=Copies(tmp_path / "backups"))
    assert version(old) == 1
    assert meals(old) == ["lunch"]


def test_a_failing_step_takes_back_every_step_of_the_run(path: Path) -> None:
    def breaks(connection: sqlite3.Connection) -> None:
        make_dishes(connection)
        raise ZeroDivisionError("no such number")

    with pytest.raises(KnownError, match=r"schema change 2 \(broken\) failed: no such number") as caught:
        migrate(path, [MEALS, failing(breaks)])
    assert caught.value.hint == "The file was left as it was."
    assert version(path) == 0
    assert read(path, "SELECT name FROM sqlite_master") == []


def test_a_step_cannot_end_the_transaction(old: Path) -> None:
    def commits(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM meal")
        connection.executescript("CREATE TABLE half (id INTEGER)")

    with pytest.raises(KnownError, match="not authorized"):
        migrate(old, [MEALS, failing(commits)])
    assert meals(old) == ["lunch"]
    assert version(old) == 1


def test_a_result_with_an_orphan_is_taken_back(old: Path) -> None:
    def orphans(connection: sqlite3.Connection) -> None:
        make_dishes(connection)
        connection.execute("INSERT INTO dish (meal) VALUES (4711)")

    with pytest.raises(KnownError, match="a row of dish refers to a missing row of meal"):
        migrate(old, [MEALS, failing(orphans)])
    assert meals(old) == ["lunch"]


def test_a_damaged_result_is_taken_back(old: Path) -> None:
    def damages(connection: sqlite3.Connection) -> None:
        make_dishes(connection)
        connection.execute("CREATE INDEX by_name ON meal (name)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, '(name)', '(id)') WHERE name = 'by_name'")
        connection.execute("PRAGMA writable_schema = RESET")

    with pytest.raises(KnownError, match="the check of the result failed"):
        migrate(old, [MEALS, failing(damages)])
    assert meals(old) == ["lunch"]
    assert version(old) == 1


def test_an_interrupted_run_is_taken_back_and_stays_an_interruption(old: Path) -> None:
    def interrupted(connection: sqlite3.Connection) -> None:
        make_dishes(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(old, [MEALS, failing(interrupted)])
    assert meals(old) == ["lunch"]


def test_a_file_ruined_on_the_way_is_put_back_from_the_copy(old: Path) -> None:
    def ruins(connection: sqlite3.Connection) -> None:
        make_dishes(connection)
        old.write_bytes(b"\0" * 50)
        raise OSError("the disk died")

    with pytest.raises(KnownError, match="the disk died") as caught:
        migrate(old, [MEALS, failing(ruins)])
    assert "put back from the copy" in caught.value.hint
    assert meals(old) == ["lunch"]
    assert version(old) == 1


def test_a_new_file_ruined_on_the_way_is_said_to_be_so(path: Path) -> None:
    def ruins(connection: sqlite3.Connection) -> None:
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        path.write_bytes(b"nonsense" * 1000)
        raise OSError("the disk died")

    with pytest.raises(KnownError, match="the disk died") as caught:
        migrate(path, [MEALS, failing(ruins)])
    assert "delete it and start again" in caught.value.hint


def test_threads_that_migrate_at_once_do_it_once(old: Path) -> None:
    reports: list[Report] = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        reports.append(migrate(old, [MEALS, SLOW_DISHES]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.before for report in reports) == [1, 2, 2, 2]
    assert sum(report.backup is not None for report in reports) == 1
    assert meals(old) == ["lunch", "breakfast"]


def test_processes_that_migrate_at_once_do_it_once(old: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        reports = pool.starmap(migrate, [(old, [MEALS, SLOW_DISHES])] * 2, chunksize=1)
    assert sorted(report.before for report in reports) == [1, 2]
    assert meals(old) == ["lunch", "breakfast"]


def test_a_full_disk_during_a_change_is_told_and_leaves_the_file_as_it_was(old: Path) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE story AS SELECT zeroblob(1000000) AS words")

    with pytest.raises(KnownError) as caught:
        migrate(old, [MEALS, Migration(2, "filling", fill, fill)])
    assert caught.value.sentence == "The disk is full. The file was left as it was."
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
