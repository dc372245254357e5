"""What the command line shows to people, and how it takes a step back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.ran import Run
from tests.formats.rides import ride
from tracker.__main__ import main
from tracker.domain.fixed import ENERGY
from tracker.operations import lifting
from tracker.operations.targets import set_target
from tracker.store import records
from tracker.store.database import Store
from tracker.store.rows import Target


def said(capsys: pytest.CaptureFixture[str], profile: Path, *words: str | Path, code: int = 0) -> str:
    assert main(["--profile", str(profile), *map(str, words)]) == code
    return capsys.readouterr().out


def test_a_workout_is_shown_in_words_and_units(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(said(capsys, profile, "import", ride(tmp_path / "a.fit", seconds=5158), "--json"))
    record = rows[0]["id"]
    shown = said(capsys, profile, "show", "workout", record)
    assert "Moving 1:25:58\n" in shown
    assert "Energy 400 kcal\n" in shown
    assert "_" not in shown
    assert "None" not in shown
    assert "duration_s" in json.loads(said(capsys, profile, "show", "workout", record, "--json"))


def test_the_target_is_shown(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, profile, "show", "target") == "There is no target. Health in the window sets one.\n"
    with Store.open(profile) as store:
        set_target(store, "2026-11-02", Target(2000 * ENERGY, 120_000))
    words = "2\u202f000 kcal · 120 g protein, since Monday 2 November 2026\n"
    assert said(capsys, profile, "show", "target", "2026-11-20") == words
    found = json.loads(said(capsys, profile, "show", "target", "2026-11-20", "--json"))
    assert (found["since"], found["energy_kcal"], found["protein_g"]) == ("2026-11-02", 2000, 120)


def test_the_last_step_is_taken_back(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    said(capsys, profile, "add", "weight 81.4", "--date", "2026-11-20")
    assert said(capsys, profile, "undo").startswith("Undone: ")
    day = json.loads(said(capsys, profile, "show", "day", "2026-11-20", "--json"))
    assert day["measurements"] == []
    assert day["totals"]["entries"] == 1
    undone = json.loads(said(capsys, profile, "undo", "--json"))
    assert (bool(undone["undone"]), undone["next"]) == (True, None)
    assert main(["--profile", str(profile), "undo"]) == 1
    assert "There is nothing to undo." in capsys.readouterr().err


def test_settings_are_told_as_people_type_them(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, profile, "settings", "height", "5ft11") == "height = 180.3 cm\n"
    assert said(capsys, profile, "settings", "hide_numbers", "on") == "hide_numbers = yes\n"
    assert said(capsys, profile, "settings", "birth_year") == "birth_year = not told\n"
    assert json.loads(said(capsys, profile, "settings", "height", "--json")) == {"height": 1803}


def test_what_is_found_is_called_as_people_call_it(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    assert "breakfast  (entry " in said(capsys, profile, "search", "egg")
    with Store.open(profile) as store, store.step("Test"):
        columns = {"title": "Running", "sport": "running", "status": "completed", "start_at": 0, "zone": "UTC"}
        records.create(store, "workout", "w", day="2026-11-19", **columns)
    assert said(capsys, profile, "search", "running", "--kind", "workout") == "Running · 19 Nov 2026  (workout w)\n"


def test_a_check_counts_one_as_one_and_names_no_parts_of_a_database(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    told = said(capsys, profile, "doctor")
    assert "1 meal entry" in told
    assert "Triggers" not in told
    assert "ok  Answers in: " in told


def test_a_day_tells_steps_once(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, profile, "add", "steps 10000", "--date", "2026-11-20")
    assert "Steps: 10000\n" in said(capsys, profile, "show", "day", "2026-11-20")


def test_what_looks_like_a_slip_is_written_by_who_is_sure_and_told_without_numbers_where_they_are_hidden(
    run: Run,
) -> None:
    slip = run("add", "500 eggs")
    assert (slip.code, slip.out) == (1, "")
    assert slip.err.endswith("is the amount right? Nothing was written; add --sure if it is.\n")
    assert run("show", "day", "--json").json["totals"]["entries"] == 0
    assert run("add", "--sure", "500 eggs").code == 0
    run("settings", "hide_numbers", "true")
    hidden = run("add", "500 eggs").err
    assert hidden == (
        "tracker: Something in it is far from what is usual; is it right? Nothing was written; add --sure if it is.\n"
    )


def test_a_report_on_nothing_says_so(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "averages are over 0 of 30 days: nothing was logged; today" in said(capsys, profile, "report")


def test_data_that_may_not_be_written_is_still_read(
    profile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, profile, "add", "2 eggs breakfast", "--date", "2026-11-20")
    data = profile / "tracker.db"
    before = data.read_bytes()
    data.chmod(0o400)
    monkeypatch.setattr(os, "access", lambda *_: False)  # for root, who is never refused, as well
    assert "Egg · 2" in said(capsys, profile, "show", "day", "2026-11-20")
    assert "(entry " in said(capsys, profile, "search", "egg")
    assert "1 meal entry" in said(capsys, profile, "doctor")
    assert main(["--profile", str(profile), "add", "2 eggs"]) == 1
    assert "Make it writable, or choose another folder." in capsys.readouterr().err
    assert data.read_bytes() == before
    assert sorted(one.name for one in profile.iterdir() if one.is_file()) == ["tracker.db"]


def test_a_strength_workout_is_shown_with_its_sets(run: Run, profile: Path) -> None:
    [added] = run("add", "--json", "squat 100x5x2 @8, pull-ups bw x 8").json["entries"]
    with Store.open(profile) as store:
        for held in ("plank 1:30", "farmer's walk 32kg 40m"):
            lifting.add(store, added["id"], lifting.read(held))
    shown = run("show", "workout", added["id"]).out.splitlines()
    assert shown[-5:] == [
        *["Back squat 100 kg × 5 @8"] * 2, "Pull-up 8", "Plank 1:30", "Farmer's carry 32 kg × 40 m",
    ]  # fmt: skip
    sets = run("show", "workout", added["id"], "--json").json["sets"]
    assert [(one["reps"], one["duration_s"], one["distance_m"]) for one in sets][2:] == [
        (8, None, None), (None, 90.0, None), (None, None, 40.0),
    ]  # fmt: skip
