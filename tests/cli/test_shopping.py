"""`tracker shopping`: the list made from the plan, written on and ticked off without a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operations.test_recipes import SALAD
from tracker.cli import commands
from tracker.domain.fixed import AMOUNT
from tracker.operations import entries, recipes
from tracker.operations.entries import Wanted
from tracker.store.clock import today
from tracker.store.database import Store


def run(profile: Path, *words: str) -> int:
    return commands.main(["--profile", str(profile), "shopping", *words])


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "profile") as store:
        [salad] = recipes.save(store, SALAD).ids
        day = today(store.clock).isoformat()
        entries.add(store, day, "lunch", [Wanted("recipe", salad, 2 * AMOUNT, "serving")], eaten=False)
    return tmp_path / "profile"


def test_the_list_is_made_printed_and_ticked(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(planned) == 0
    assert "is empty" in capsys.readouterr().out
    assert run(planned, "--from", "today", "--add", "2 l milk") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "[ ] 400 g Chicken breast · Meat and fish  (Chicken and lentil salad)" in lines
    assert "[ ] 2 l milk · Dairy and eggs" in lines
    assert run(planned, "--tick", "Milk", "--json") == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["milk"] == rows["milk"] | {
        "amount": "2 l", "amounts": [{"amount": 2.0, "unit": "l"}], "bought": True, "from_plan": False,
    }  # fmt: skip


def test_wrong_days_and_names_are_told(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(planned, "--from", "someday") == 1
    assert "is not a date" in capsys.readouterr().err
    assert run(planned, "--tick", "caviar") == 1
    assert "Nothing on the list" in capsys.readouterr().err
