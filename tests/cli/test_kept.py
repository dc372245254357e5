"""`tracker trash` and `tracker versions`: everything that is kept can be listed and brought back without a window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.test_cycle import SALAD, both_have
from tests.sync.test_mass_delete import fill
from tests.sync.world import Device, Server
from tracker.cli import commands
from tracker.errors import NotFound
from tracker.store import undo
from tracker.sync.questions import answer
from tracker.sync.resolve import resolve_all


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[tuple[Device, Device]]:
    server = Server(tmp_path / "server")
    desktop, laptop = Device(server, tmp_path / "desktop"), Device(server, tmp_path / "laptop")
    yield desktop, laptop
    desktop.close()
    laptop.close()
    server.close()


def run(device: Device, *arguments: str) -> int:
    options = commands.parser().parse_args(arguments)
    code: int = options.command(device.store, options)
    return code


def told(capsys: pytest.CaptureFixture[str], device: Device, *arguments: str, code: int = 0) -> Any:
    assert run(device, *arguments, "--json") == code
    return json.loads(capsys.readouterr().out)


def test_a_mass_deletion_is_listed_whole_and_comes_back_by_naming_one_of_it(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]
) -> None:
    desktop, laptop = devices
    ids = fill(desktop, laptop, 250)
    laptop.delete("measurement", *ids)
    laptop.sync()
    desktop.sync()
    answer(desktop.store, "mass_delete", "apply")
    listed = told(capsys, desktop, "trash")
    assert {row["id"] for row in listed} == set(ids)
    assert listed[0].keys() == {"id", "kind", "title", "at", "why"}
    done = told(capsys, desktop, "trash", "--restore", ids[3])
    assert (done["restored"], done["left"]) == ([ids[3]], [])
    done = told(capsys, desktop, "trash", "--restore", ids[4], "--together")
    assert len(done["restored"]) == 249
    assert told(capsys, desktop, "trash") == []
    undo.undo(desktop.store)
    assert len(desktop.all("measurement")) == 1
    assert run(desktop, "trash", "--restore", "all") == 0
    assert capsys.readouterr().out == "249 records are back.\n"
    assert len(desktop.all("measurement")) == 250


def test_an_id_that_is_not_kept_restores_nothing(devices: tuple[Device, Device]) -> None:
    desktop, laptop = devices
    ids = fill(desktop, laptop, 3)
    laptop.delete("measurement", *ids)
    laptop.sync()
    desktop.sync()
    with pytest.raises(NotFound, match="“nothing” is not kept"):
        run(desktop, "trash", "--restore", ids[0], "nothing")
    assert desktop.all("measurement") == {}


def test_what_cannot_come_back_is_named_and_ends_with_1(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]
) -> None:
    desktop, laptop = devices
    star = {"kind": "food", "target": "tracker:egg", "created_at": 1}
    desktop.put("favorite", "star-1", star)
    desktop.put("favorite", "star-2", star | {"target": "tracker:apple"})
    desktop.sync()
    laptop.sync()
    laptop.delete("favorite", "star-1", "star-2")
    laptop.sync()
    desktop.sync()
    desktop.put("favorite", "star-3", star)
    done = told(capsys, desktop, "trash", "--restore", "all", code=1)
    assert (done["restored"], done["left"]) == (["star-2"], ["star-1"])


def test_versions_that_lost_are_listed_by_number_and_come_back(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]
) -> None:
    desktop, laptop = devices
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    desktop.sync()
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    (row,) = [row for row in told(capsys, desktop, "versions") if row["title"] == "Mine"]
    assert (row["id"], row["kind"], row["why"]) == (SALAD, "recipe", "your version, before you decided")
    assert run(desktop, "versions", "--restore", str(row["version"])) == 0
    salad = desktop.get("recipe", SALAD)
    assert salad is not None
    assert salad["name"] == "Mine"


@pytest.mark.parametrize(("command", "said"), [("trash", "No other device deleted"), ("versions", "No version lost")])
def test_nothing_kept_is_said_in_words(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str], command: str, said: str
) -> None:
    assert run(devices[0], command) == 0
    assert capsys.readouterr().out.startswith(said)
