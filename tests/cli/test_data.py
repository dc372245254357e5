"""Backups on the command line, on real profiles in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.ran import Ran
from tests.formats.rides import START, ride
from tracker.__main__ import main
from tracker.locks import window_lock

ROOT = Path(__file__).resolve().parents[2]


def run(profile: Path, *arguments: str | Path, shell: str = "") -> Ran:
    """A command in a process of its own; `shell` comes before it, such as a limit."""
    line = [sys.executable, "-m", "tracker", "--profile", str(profile), *map(str, arguments)]
    if shell:
        line = ["sh", "-c", f'{shell}; exec "$@"', "sh", *line]
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, env=os.environ)
    assert "Traceback" not in ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def titles(profile: Path) -> list[str]:
    meals = run(profile, "show", "day", "2026-11-20", "--json").json["meals"]
    return [one["title"] for meal in meals for one in meal["entries"]]


def test_a_backup_brings_a_day_back_on_another_computer(profile: Path, tmp_path: Path) -> None:
    run(profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    made = run(profile, "backup", "--json", tmp_path / "mine.tracker")
    assert made.code == 0
    assert made.json["file"] == str(tmp_path / "mine.tracker")
    assert made.json["size_bytes"] == (tmp_path / "mine.tracker").stat().st_size
    run(profile, "add", "150g skyr snack", "--date", "2026-11-20")

    back = run(profile, "restore", tmp_path / "mine.tracker")
    assert back.code == 0
    first, second = back.out.splitlines()
    assert first.startswith("Your data is now as it was today at ")
    assert second.startswith(f"What was here before is kept in {profile / 'backups'}")
    assert titles(profile) == ["Egg"]

    elsewhere = run(tmp_path / "new" / "profile", "restore", "--json", tmp_path / "mine.tracker")
    assert elsewhere.json["kept"] is None
    assert elsewhere.json["workouts_without_samples"] == 0
    assert titles(tmp_path / "new" / "profile") == ["Egg"]


def test_backups_are_listed_newest_first(profile: Path) -> None:
    assert run(profile, "backup", "--list").out == "There are no backups yet.\n"
    made = run(profile, "backup", "--json").json
    run(profile, "restore", made["file"])
    found = run(profile, "backup", "--list", "--json").json
    assert [one["kind"] for one in found] == ["before-restore", "by-hand"]
    assert "by hand" in run(profile, "backup", "--list").out


def test_an_export_comes_back_elsewhere_once(profile: Path, tmp_path: Path) -> None:
    run(profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    out = tmp_path / "out"
    done = run(profile, "export", out, "--json")
    assert done.json["records"]["meal_plan_entry"] == 1
    assert run(profile, "export", out).out == f"Exported 5 records to {out}.\n"

    looked = run(tmp_path / "new", "import", out, "--dry-run", "--json")
    assert {row["kind"]: row["summary"]["new"] for row in looked.json}["meal_plan_entry"] == 1
    assert titles(tmp_path / "new") == []
    first = run(tmp_path / "new", "import", out)
    assert first.code == 0
    assert "meal_plan_entry.json: 1 record imported\n" in first.out
    assert "food.json" not in first.out, "there is nothing in it"
    assert titles(tmp_path / "new") == ["Egg"]
    again = run(tmp_path / "new", "import", out, "--json")
    assert {row["status"] for row in again.json} == {"duplicate"}
    assert titles(tmp_path / "new") == ["Egg"]


def test_tables_and_a_calendar_are_exported(profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", str(profile), "add", "tomorrow lunch plan 150g skyr"]) == 0
    assert main(["--profile", str(profile), "export", str(tmp_path / "tables"), "--format", "csv"]) == 0
    assert "Skyr, plain" in (tmp_path / "tables" / "meal_plan_entry.csv").read_text(encoding="utf-8-sig")
    assert main(["--profile", str(tmp_path / "other"), "import", str(tmp_path / "tables")]) == 0
    capsys.readouterr()
    assert main(["--profile", str(tmp_path / "other"), "export", "--ical", str(tmp_path / "plan.ics"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(tmp_path / "plan.ics"), "events": 1}
    assert b"SUMMARY:Lunch: Skyr\\, plain" in (tmp_path / "plan.ics").read_bytes()
    only = ["export", "--ical", str(tmp_path / "training.ics"), "--only", "workouts", "--json"]
    assert main(["--profile", str(tmp_path / "other"), *only]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == 0
    with pytest.raises(SystemExit) as stopped:
        main(["--profile", str(profile), "export"])
    assert stopped.value.code == 2


def test_a_damaged_file_of_an_export_is_named_with_its_reason(profile: Path, tmp_path: Path) -> None:
    run(profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    run(profile, "add", "weight 81.4", "--date", "2026-11-20")
    out = tmp_path / "out"
    run(profile, "export", out)
    (out / "measurement.json").write_text('{"tracker_export"')
    ran = run(tmp_path / "new", "import", out)
    assert ran.code == 1
    assert "measurement.json: failed – It is damaged, or not from Tracker.\n" in ran.out
    assert titles(tmp_path / "new") == ["Egg"]
    refused = run(tmp_path / "new", "export", tmp_path)
    assert refused.code == 1
    assert "There are other files in" in refused.err


def test_data_that_cannot_be_opened_is_restored_too(profile: Path, tmp_path: Path) -> None:
    run(profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    run(profile, "backup", tmp_path / "mine.tracker")
    (profile / "tracker.db").write_bytes(b"no database" * 1000)
    assert "`tracker restore FILE` puts one in its place" not in run(profile, "show", "day").err
    assert run(profile, "restore", tmp_path / "mine.tracker").code == 0
    assert titles(profile) == ["Egg"]


def test_what_is_no_backup_is_refused_in_a_sentence(profile: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a picture")
    ran = run(profile, "restore", photo)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "tracker: photo.jpg is damaged, or no backup of Tracker's. Choose another file.\n"
    assert run(profile, "backup", photo).code == 1
    assert photo.read_bytes() == b"a picture"


def test_a_restore_is_refused_while_a_window_is_open(profile: Path, tmp_path: Path) -> None:
    run(profile, "backup", tmp_path / "mine.tracker")
    lock = window_lock(profile)
    assert lock.take()
    ran = run(profile, "restore", tmp_path / "mine.tracker")
    lock.let_go()
    assert ran.code == 1
    assert "Tracker's window has this data open. Close it, or restore from it: Settings, Data." in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a shell")
@pytest.mark.parametrize("kilobytes", [8, 300])
def test_a_disk_that_takes_no_more_leaves_everything_as_it_was(profile: Path, tmp_path: Path, kilobytes: int) -> None:
    run(profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    run(profile, "backup", tmp_path / "mine.tracker")
    run(profile, "add", "150g skyr snack", "--date", "2026-11-20")
    shutil.rmtree(profile / "logs", ignore_errors=True)
    limit = f"ulimit -f {kilobytes * 2}"

    back = run(profile, "restore", tmp_path / "mine.tracker", shell=limit)
    again = run(profile, "backup", tmp_path / "again.tracker", shell=limit)

    assert back.code == 1
    assert back.err.startswith("tracker: The disk ")
    assert titles(profile) == ["Egg", "Skyr, plain"]
    assert again.code in (0, 1)
    assert (tmp_path / "again.tracker").exists() == (again.code == 0)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_import_says_which_planned_workout_a_new_one_was(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = datetime.fromtimestamp(START).date().isoformat()  # noqa: DTZ006 - where this computer is
    assert main(["--profile", str(profile), "add", "plan ride 20min", "--date", day]) == 0
    capsys.readouterr()
    file = ride(tmp_path / "a.fit")
    assert main(["--profile", str(profile), "import", str(file), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["planned"] == []
    assert main(["--profile", str(profile), "import", str(file)]) == 0
    assert "It took the place of the planned “" in capsys.readouterr().out
    assert main(["--profile", str(profile), "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["status"] == "duplicate"


@pytest.mark.parametrize("words", [("export", "--ical"), ("export", "--recipes"), ("report", "--pdf")])
def test_a_file_of_somebody_else_is_never_replaced(profile: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    thesis = tmp_path / "thesis.docx"
    thesis.write_bytes(b"PK\x03\x04 years of work")
    refused = run(profile, *words, thesis)
    assert refused.code == 1
    assert refused.err.startswith("tracker: thesis.docx is there already and is not a ")
    assert refused.err.endswith("of Tracker's. Choose another name.\n")
    assert thesis.read_bytes() == b"PK\x03\x04 years of work"


def test_an_earlier_file_of_tracker_is_replaced(profile: Path, tmp_path: Path) -> None:
    for words, name in ((("export", "--ical"), "plan.ics"), (("report", "--pdf"), "report.pdf")):
        for _ in range(2):
            assert run(profile, *words, tmp_path / name).err == ""
