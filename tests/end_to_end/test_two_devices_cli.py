"""Two profiles on the command line and a server process: they agree in the end, whatever happens in between."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.world import (
    PATIENCE,
    ROOT,
    Visitor,
    bodies,
    command,
    edit,
    every_body,
    told,
    tracker,
    without_defaults,
)
from tests.server.process import Server
from tracker.operations import recipes
from tracker.operations.recipes import Draft, Line
from tracker.store.database import Store

DAY = "2026-11-20"
KILLS = 3


def sync(*profiles: Path) -> list[dict[str, Any]]:
    """Sync one after the other; none of them may end in anything but agreement."""
    return [told(profile, "sync") for profile in profiles]


def add(profile: Path, text: str) -> list[str]:
    """Log entries; returns their ids."""
    return [one["id"] for one in told(profile, "add", text, "--date", DAY)["entries"]]


def new_recipe(profile: Path) -> str:
    with Store.open(profile) as store:
        lines = [Line("chicken breast", 500_000, "g", "tracker:chicken-breast"), Line("lentils", 200_000, "g")]
        changes = recipes.save(store, Draft("Chicken and lentil salad", 2000, lines, minutes=30))
    return next(one for one in changes.ids if one in bodies(profile, "recipe"))


def agree(server: Server, *profiles: Path) -> None:
    """All profiles have what the server has, and nothing waits."""
    there = Visitor(server.url).every_body()
    for profile in profiles:
        assert without_defaults(every_body(profile)) == there
        status = told(profile, "show", "status")
        assert (status["waiting"], status["conflicts"], status["refused"]) == (0, 0, 0)
    shown = {tracker(profile, "show", "day", DAY, "--json") for profile in profiles}
    assert len(shown) == 1


def test_the_same_recipe_edited_on_both_is_asked_once_and_then_equal(
    server: Server, desktop: Path, laptop: Path
) -> None:
    salad = new_recipe(desktop)
    add(desktop, "2 eggs breakfast")
    sync(desktop, laptop)
    edit(desktop, "recipe", salad, name="Big salad", minutes=25)
    edit(laptop, "recipe", salad, name="Small salad", notes="Less salt")
    sync(laptop)
    report = told(desktop, "sync", code=3)
    assert (report["online"], report["conflicts"]) == (True, 1)
    (one,) = told(desktop, "conflicts", code=3)
    assert one["id"] == salad
    assert [(row["field"], row["mine"], row["theirs"]) for row in one["fields"]] == [
        ("name", "Big salad", "Small salad")
    ]
    tracker(desktop, "conflicts", "--resolve", salad, "name=theirs")
    assert told(desktop, "conflicts") == []
    sync(desktop, laptop)
    agree(server, desktop, laptop)
    final = bodies(laptop, "recipe")[salad]
    assert (final["name"], final["minutes"], final["notes"]) == ("Small salad", 25, "Less salt")


def test_an_entry_deleted_on_one_and_edited_on_the_other_is_asked(server: Server, desktop: Path, laptop: Path) -> None:
    (skyr,) = add(desktop, "150g skyr snack")
    sync(desktop, laptop)
    edit(desktop, "meal_plan_entry", skyr, note="with berries")
    with Store.open(laptop) as store, store.step("Delete"):
        store.database.execute_sql("DELETE FROM meal_plan_entry WHERE id = ?", (skyr,))
    sync(laptop)
    assert told(desktop, "sync", code=3)["conflicts"] == 1
    (one,) = told(desktop, "conflicts", code=3)
    assert [(row["field"], row["theirs"]) for row in one["fields"]] == [("*", "deleted")]
    tracker(desktop, "conflicts", "--resolve", skyr, "mine")
    sync(desktop, laptop)
    agree(server, desktop, laptop)
    assert bodies(laptop, "meal_plan_entry")[skyr]["note"] == "with berries"


def test_a_server_that_is_away_is_told_and_nothing_is_lost(server: Server, desktop: Path, laptop: Path) -> None:
    sync(desktop, laptop)
    server.stop()
    add(desktop, "1 apple dinner")
    report = told(desktop, "sync", code=1)
    assert (report["online"], report["sent"]) == (False, 0)
    assert told(desktop, "show", "status")["waiting"] == 1
    server.start()
    assert sync(desktop)[0]["sent"] == 1
    sync(laptop)
    agree(server, desktop, laptop)


@pytest.mark.parametrize("server", [("--limit", "push_ops=50")], indirect=True)
def test_nothing_is_lost_or_doubled_when_the_server_is_killed_in_the_middle(
    server: Server, desktop: Path, laptop: Path
) -> None:
    chance = random.Random(20261121)
    expected: set[str] = set()
    cut = 0
    for number in range(KILLS):
        for profile in (desktop, laptop):
            expected |= set(add(profile, many(number, 700 if profile == desktop else 60)))
        for profile in (desktop, laptop):
            cut += killed_while_syncing(server, profile, chance)
            server.start()
        if number % 2:
            sync(desktop)
    assert cut, "no kill came while something was sent"
    sync(desktop, laptop, desktop)
    agree(server, desktop, laptop)
    assert set(bodies(laptop, "meal_plan_entry")) == expected
    energies = sorted(body["energy"] for body in bodies(laptop, "meal_plan_entry").values())
    assert len(energies) == KILLS * 760


def many(number: int, count: int) -> str:
    """Several hundred entries in one line."""
    return "; ".join(f"quick {100 + number * 10 + one}kcal lunch" for one in range(count))


def killed_while_syncing(server: Server, profile: Path, chance: random.Random) -> bool:
    """Sync, and kill the server soon after it began to write; whether the sync noticed."""
    written = server.folder / "server.db-wal"
    before = size(written)
    with subprocess.Popen(
        command(profile, "sync", "--json"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and size(written) == before and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.06))
        server.kill()
        return process.wait(PATIENCE) != 0


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
