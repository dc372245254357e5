"""What `tracker import` says of what came in, and what becomes of workouts that are there twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tracker.__main__ import main
from tracker.store.database import Store

HEADER = "name,kcal,protein,carbs,fat\n"


def said(capsys: pytest.CaptureFixture[str], profile: Path, *words: str | Path) -> str:
    main(["--profile", str(profile), *map(str, words)])
    return capsys.readouterr().out


def test_an_import_says_how_many_of_what_came_in_by_name_where_they_are_few(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    few.write_text(HEADER + "My bar,400,10,50,15\n")
    many.write_text(HEADER + "".join(f"Bar {number},400,10,50,15\n" for number in range(40)))
    assert said(capsys, profile, "import", few, "--dry-run").startswith("few.csv: 1 food would be imported\n")
    assert said(capsys, profile, "import", few, many) == (
        "few.csv: 1 food imported (My bar)\nmany.csv: 40 foods imported\n"
    )
    recording = ride(tmp_path / "a.fit")
    assert (
        said(capsys, profile, "import", recording, "--dry-run") == "a.fit: 1 workout would be imported (Morning ride)\n"
    )
    assert said(capsys, profile, "import", recording) == "a.fit: 1 workout imported (Morning ride)\n"


def test_refused_lines_are_told_as_sentences(profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "foods.csv"
    file.write_text(HEADER + "Good,400,10,50,15\nBad,x,1,1,1\nWorse,1,y,1,1\n")
    assert said(capsys, profile, "import", file) == (
        "foods.csv: 1 food imported (Good), 2 refused – "
        "Line 3: “x” in kcal is no number. Line 4: “y” in protein is no number.\n"
    )


def test_what_cannot_be_fetched_is_not_called_a_missing_file(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nothing is fetched from ftp addresses. Download it" in said(capsys, profile, "import", "ftp://foo.org/x")


def test_an_empty_trash_is_restored_without_complaint(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, profile, "trash", "--restore", "all") == "There is nothing in the trash.\n"


@pytest.mark.parametrize("choice", ["richer", "merge"])
def test_workouts_that_are_there_twice_are_decided_by_importing_again(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], choice: str
) -> None:
    first = ride(tmp_path / "watch.fit", seconds=1800)
    second = ride(tmp_path / "computer.fit", start=START + 20, seconds=1790)
    told = said(capsys, profile, "import", first, second)
    assert "computer.fit and watch.fit look like one workout." in told
    assert told.count("look like") == told.count("--doubles richer|merge|both") == 1
    assert "--doubles richer|merge|both" in said(capsys, profile, "import", first)
    rows = json.loads(said(capsys, profile, "import", first, "--doubles", choice, "--json"))
    assert [row["status"] for row in rows] == ["duplicate"]
    assert len(rows[0]["doubles"]) == 1
    with Store.open(profile) as store:
        assert store.rows("SELECT status, COUNT(*) FROM workout GROUP BY status ORDER BY status") == [
            ("completed", 1), ("deleted", 1)
        ]  # fmt: skip
    assert "look like" not in said(capsys, profile, "import", first)


def test_workouts_that_are_said_to_be_two_are_not_asked_about_again(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [ride(tmp_path / "watch.fit", seconds=1800), ride(tmp_path / "b.fit", start=START + 20, seconds=1790)]
    assert "both stay." in said(capsys, profile, "import", *files, "--doubles", "both")
    assert "look like" not in said(capsys, profile, "import", *files)


def test_four_files_of_one_ride_are_told_in_one_line(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [ride(tmp_path / f"{name}.fit", start=START + late, seconds=1800) for late, name in enumerate("abcd")]
    told = said(capsys, profile, "import", *files).splitlines()
    assert [line for line in told if "look like" in line] == ["a.fit, b.fit, c.fit and d.fit look like one workout."]
