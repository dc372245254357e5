"""`tracker report`, as a person calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    for text in ("yesterday lunch quick 800kcal p40 c90 f20", "yesterday dinner 2 eggs"):
        assert main(["--profile", str(folder), "add", text]) == 0
    return folder


def test_it_tells_averages_with_their_days(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["--profile", str(profile), "report"]) == 0
    said = capsys.readouterr().out
    assert "averages are over 1 of 30 days with entries" in said
    assert "Energy: 943 kcal a day" in said
    assert main(["--profile", str(profile), "report", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["days"]["counted"] == 1
    assert found["nutrients"][0] == {
        "key": "energy", "unit": "kcal", "average": 943, "target": None, "known": 2, "of": 2
    }  # fmt: skip
    assert found["contributors"]["energy"][1]["title"].startswith("Egg")
    assert sum(week["counted"] for week in found["weeks"]) == 1


def test_it_writes_a_pdf_without_a_display(profile: Path, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtGui", reason="the command line works without Qt")
    file = tmp_path / "report.pdf"
    command = [sys.executable, "-m", "tracker", "--profile", str(profile), "report", "--json", "--pdf", str(file)]
    own = {name: text for name, text in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["file"] == str(file)
    assert said["pages"] >= 1
    data = file.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == said["pages"]


def test_a_pdf_into_a_folder_that_is_not_there_is_told(profile: Path, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtGui", reason="the command line works without Qt")
    command = [
        sys.executable,
        "-m",
        "tracker",
        "--profile",
        str(profile),
        "report",
        "--pdf",
        str(tmp_path / "no" / "r"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "There is no folder" in done.stderr


def test_what_is_no_date_is_told(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", str(profile), "report", "--from", "soon"]) == 1
    assert "“soon” is not a date." in capsys.readouterr().err
