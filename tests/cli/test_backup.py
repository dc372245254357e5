"""Backups on the command line: whether one can be restored, and what is in it, without putting it in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.ran import Ran, Run
from tests.store.test_backup_check import spoil
from tracker.store import backup_check

DAY = "2026-11-20"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profiles" / "default"


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    """A backup with two eggs in it; a skyr was eaten since."""
    run("add", "2 eggs breakfast", "--date", DAY)
    made = tmp_path / "mine.tracker"
    assert run("backup", made).code == 0
    run("add", "150g skyr snack", "--date", DAY)
    return made


def titles(ran: Ran) -> list[str]:
    return [one["title"] for meal in ran.json["meals"] for one in meal["entries"]]


def copies(profile: Path) -> list[str]:
    return [one.name for one in profile.parent.iterdir() if one != profile]


def test_a_backup_is_read_back_whole_and_says_what_it_holds(run: Run, file: Path) -> None:
    ran = run("backup", "--check", file)
    assert (ran.code, ran.err) == (0, "")
    first, second = ran.out.splitlines()
    assert first == f"{file} was read whole and can be restored."
    assert second.startswith("Made today at ")
    assert second.endswith(", by hand: 5 records.")
    found = run("backup", "--check", file, "--json").json
    assert (found["file"], found["records"], found["samples"], found["damage"]) == (str(file), 5, 0, None)
    assert titles(run("show", "day", DAY, "--json")) == ["Egg", "Skyr, plain"], "it was not restored"


def test_without_a_file_the_newest_backup_is_checked_and_the_list_says_so(run: Run, profile: Path) -> None:
    ran = run("backup", "--check")
    assert (ran.code, ran.err) == (1, "tracker: There are no backups yet. `tracker backup` makes one.\n")
    made = Path(run("backup", "--json").json["file"])
    assert "  not checked  " in run("backup", "--list").out
    assert run("backup", "--check").out.startswith(f"{made} was read whole")
    assert "  checked  " in run("backup", "--list").out
    assert backup_check.verdicts(profile)[made].damage == "", "the window shows it, too"
    spoil(made)
    assert "  not checked  " in run("backup", "--list").out, "it is not the file any more that was checked"
    ran = run("backup", "--check")
    assert ran.code == 1
    assert ran.out.startswith(f"{made} cannot be restored. ")
    assert "  damaged  " in run("backup", "--list").out
    (row,) = run("backup", "--list", "--json").json
    assert "damaged" in row["damage"]


def test_a_backup_is_checked_where_the_data_itself_cannot_be_opened(run: Run, file: Path, profile: Path) -> None:
    (profile / "tracker.db").write_bytes(b"no database" * 1000)
    assert run("backup", "--check", file).code == 0
    assert titles(run("show", "day", DAY, "--json", inside=file)) == ["Egg"]


def test_what_is_no_backup_is_told(run: Run, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a picture")
    ran = run("backup", "--check", photo)
    assert ran.code == 1
    assert "photo.jpg is damaged, or no backup of Tracker's." in ran.out
    for arguments in (("backup", "--check", tmp_path / "none.tracker"), ("show", "day")):
        inside = None if arguments[0] == "backup" else tmp_path / "none.tracker"
        assert "There is no backup " in run(*arguments, inside=inside).err
    assert "photo.jpg is damaged" in run("show", "day", inside=photo).err


def test_what_is_in_a_backup_is_shown_and_searched_without_restoring_it(run: Run, file: Path, profile: Path) -> None:
    assert titles(run("show", "day", DAY, "--json", inside=file)) == ["Egg"]
    hits = run("search", "egg", "--kind", "meal_plan_entry", "--json", inside=file).json
    assert [hit["title"] for hit in hits] == ["Egg"]
    assert titles(run("show", "day", DAY, "--json")) == ["Egg", "Skyr, plain"]
    assert copies(profile) == []


def test_one_thing_comes_out_of_a_backup_by_an_export_of_it(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "out", inside=file).code == 0
    assert "Egg" in (tmp_path / "out" / "meal_plan_entry.json").read_text()
    assert "Skyr" not in (tmp_path / "out" / "meal_plan_entry.json").read_text()


def test_nothing_is_written_into_a_backup(run: Run, file: Path, profile: Path) -> None:
    before = file.read_bytes()
    for arguments in (("settings", "theme", "dark"), ("shopping", "--add", "milk")):
        ran = run(*arguments, inside=file)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "tracker: A backup is only read. Nothing was written. "
            f"`tracker restore {file}` puts it in the place of your data.\n"
        )
    ran = run("add", "2 eggs", inside=file)
    assert ran.code == 2
    assert "a backup is only read; with --inside there are show, search, export" in ran.err
    assert file.read_bytes() == before
    assert copies(profile) == []
