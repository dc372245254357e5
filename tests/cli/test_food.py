"""`tracker food`: look-ups that were asked for, foods kept in order, and energy in the unit that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.ran import Run
from tests.open_food_facts import BREAD, DATA, open_food_facts
from tests.web_server import WebServer
from tracker.formats.foods import off_client


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with open_food_facts(monkeypatch) as made:
        yield made


def test_a_barcode_is_looked_up_and_told_with_its_source(run: Run, service: WebServer) -> None:
    ran = run("food", "lookup", BREAD)
    assert ran.code == 0
    assert "246 kcal, 9.5 g protein, 41.0 g carbs, 3.4 g fat in 100 g" in ran.out
    assert f"barcode {BREAD} · tranche 60.8 g" in ran.out
    assert "Open Database License" in ran.out
    [row] = run("food", "lookup", "--json", BREAD).json
    assert (row["barcode"], row["energy_kcal"], row["portions"][0]) == (BREAD, 246, {"name": "tranche", "mass_g": 60.8})
    assert (row["id"], row["nutrients"]["sodium (mg)"]) == (None, 440)
    assert len(service.asked) == 1


def test_what_is_kept_can_be_logged(run: Run, service: WebServer) -> None:
    kept = run("food", "lookup", BREAD, "--keep")
    assert "Kept as " in kept.out
    [row] = run("food", "lookup", BREAD, "--keep", "--json").json
    [hit] = run("search", "--json", "--kind", "food", "crousti moelleux").json
    assert hit["id"] == row["id"]
    made = run("add", "--json", "120g crousti moelleux").json["entries"]
    assert made[0]["energy_kcal"] == pytest.approx(246 * 1.2, abs=0.2)
    shown = run("food", "show", "--json", row["id"]).json
    assert (shown["source"], shown["entries"]) == ("Open Food Facts", 1)
    assert "Used in 1 entry." in run("food", "show", row["id"]).out


def test_a_name_lists_what_is_found_and_its_doubts(run: Run, service: WebServer) -> None:
    ran = run("food", "lookup", "coca")
    assert ran.out.count(" in 100 g") == (19 if DATA.is_dir() else 2)
    assert "May be wrong: " in ran.out
    refused = run("food", "lookup", "coca", "--keep")
    assert (refused.code, refused.out) == (1, "")
    assert "Only what a barcode finds" in refused.err


@pytest.mark.parametrize(
    ("text", "said"),
    [("3029330003534", "do not fit together"), ("54491472", "does not know the barcode"), ("ab", "too short")],
)
def test_what_cannot_be_found_ends_with_a_sentence(text: str, said: str, run: Run, service: WebServer) -> None:
    ran = run("food", "lookup", text)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_offline_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(off_client, "SERVER", "http://127.0.0.1:9")
    ran = run("food", "lookup", BREAD)
    assert ran.err == (
        "tracker: Open Food Facts cannot be reached. Check the connection and try again. "
        "Everything else works without one.\n"
    )


def test_foods_that_are_the_same_are_listed_and_merged(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("Name,Brand,kcal\nRye bread,,220\nrye-bread,,230\nOil,,884\n")
    assert run("import", str(table)).code == 0
    listed = run("food", "duplicates")
    assert listed.out.count("Rye bread") == 1
    [group] = run("food", "duplicates", "--json").json
    keep, other = (one["id"] for one in group)
    assert f"tracker food merge {keep} {other}" in listed.out
    assert "Merge 2 foods into" in run("food", "merge", keep, other).out
    assert run("food", "duplicates").out == "No two of your foods seem to be the same.\n"
    assert run("food", "show", other).code == 1


def test_energy_is_told_in_the_unit_that_was_chosen(run: Run, service: WebServer) -> None:
    run("settings", "energy_unit", "kJ")
    assert "1 029 kJ" in run("food", "lookup", BREAD).out.replace("\u202f", " ")
    assert "598 kJ" in run("add", "2 eggs breakfast", "--date", "2026-11-20").out
    day = run("show", "day", "2026-11-20").out
    assert "Eaten: 598 kJ" in day
    assert "kcal" not in day


def test_a_dry_run_of_an_import_shows_what_was_understood(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("Name;kcal;Protein;Shop\nRye;220;7,5;Corner\nOdd;x;;\n")
    ran = run("import", "--dry-run", str(table))
    assert "1 food would be imported, 1 refused – Line 3: “x” in kcal is no number." in ran.out
    assert "Columns understood: Name, kcal, Protein." in ran.out
    assert "Not used: Shop." in ran.out
    assert "Rye · 220 kcal, 7.5 g protein in 100 g" in ran.out
    assert run("search", "--json", "--kind", "food", "odd rye").json == []
