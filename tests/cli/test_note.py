"""`tracker note`: the note of a day read, written, replaced and removed, each in a step that can be undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.cli import commands


def run(profile: Path, *words: str) -> int:
    return commands.main(["--profile", str(profile), *words])


def test_a_note_is_added_to_replaced_removed_and_brought_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def note(*words: str) -> list[str]:
        assert run(tmp_path, "note", *words, "--date", "2026-11-20") == 0
        return capsys.readouterr().out.splitlines()

    assert note() == ["There is no note for Friday, 20 November."]
    assert note("knee sore") == ["knee sore"]
    assert note("slept badly") == ["knee sore", "slept badly"]
    assert note("--replace", "knee fine") == ["knee fine"]
    assert note("--remove") == ["There is no note for Friday, 20 November."]
    assert run(tmp_path, "undo") == 0
    capsys.readouterr()
    assert json.loads("\n".join(note("--json"))) == {"date": "2026-11-20", "note": "knee fine"}


@pytest.mark.parametrize("words", [["--replace"], ["--remove", "knee"], ["--remove", "--replace", "knee"]])
def test_what_cannot_be_meant_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(tmp_path, "note", "knee sore") == 0
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, "note", *words)
    assert stopped.value.code == 2
    capsys.readouterr()
    assert run(tmp_path, "note") == 0
    assert capsys.readouterr().out == "knee sore\n"


def test_a_day_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "note", "knee", "--date", "someday") == 1
    assert "“someday” is not a date" in capsys.readouterr().err
