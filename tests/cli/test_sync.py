"""`tracker sync` at a real server's handlers: what it asks, how it is answered, and what a check says."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.test_mass_delete import fill
from tests.sync.world import Device, Server
from tracker.cli import commands
from tracker.cli import sync as command
from tracker.errors import KnownError, NotFound
from tracker.sync import engine


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Device, Device]]:
    """Two devices; the command speaks for the first one."""
    server = Server(tmp_path / "server")
    desktop, laptop = Device(server, tmp_path / "desktop"), Device(server, tmp_path / "laptop")
    plain = engine.synchronise
    monkeypatch.setattr(command, "Vault", lambda _: desktop.vault)
    monkeypatch.setattr(
        engine, "synchronise", lambda store, vault, **options: plain(store, vault, connect=desktop.connect, **options)
    )
    monkeypatch.setattr("tracker.cli.server.fetch_samples", lambda _: "")
    yield desktop, laptop
    desktop.close()
    laptop.close()
    server.close()


def sync(device: Device, *arguments: str) -> int:
    options = commands.parser().parse_args(["sync", *arguments])
    assert isinstance(options, argparse.Namespace)
    return command.run(device.store, options)


def delete_most(desktop: Device, laptop: Device) -> list[str]:
    """Thirty of forty measurements go; returns the ids of all."""
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    return ids


def test_a_question_is_printed_with_its_answers_and_answered(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]
) -> None:
    desktop, laptop = devices
    delete_most(desktop, laptop)
    assert sync(desktop) == 3
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("deleted 30 of your 40 measurements.")
    assert said[2:22] == ["  " + said[2].strip()] * 20
    assert said[22] == "  … and 10 more"
    assert said[23].startswith("`tracker sync --answer apply`: Delete them here too.")
    assert sync(desktop, "--json") == 3
    found: Any = json.loads(capsys.readouterr().out)
    assert (list(found["question"]["answers"]), len(found["question"]["records"])) == (["apply", "keep"], 30)
    with pytest.raises(KnownError, match="no answer"):
        sync(desktop, "--answer", "perhaps")
    assert sync(desktop, "--answer", "keep") == 0
    assert capsys.readouterr().out == "30 sent\n"
    with pytest.raises(KnownError, match="asks nothing"):
        sync(desktop, "--answer", "keep")


def test_a_check_says_what_it_found(devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]) -> None:
    desktop, laptop = devices
    fill(desktop, laptop, 2)
    assert sync(desktop, "--verify") == 0
    assert capsys.readouterr().out == "Everything agrees with localhost:8080: 2 records compared. Nothing new.\n"
    assert sync(desktop, "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) == {
        "online", "sent", "received", "merged", "conflicts", "refused", "seconds",
    }  # fmt: skip


def test_a_question_is_answered_for_some_records(
    devices: tuple[Device, Device], capsys: pytest.CaptureFixture[str]
) -> None:
    desktop, laptop = devices
    ids = delete_most(desktop, laptop)
    assert sync(desktop, "--json") == 3
    items = json.loads(capsys.readouterr().out)["question"]["items"]
    assert [one["id"] for one in items] == ids[:30]
    assert items[0]["title"] == "Weight 80 kg, 4 Oct"
    with pytest.raises(NotFound, match="“nothing”"):
        sync(desktop, "--answer", "apply", "--only", "nothing")
    assert sync(desktop, "--answer", "apply", "--only", *ids[:3]) == 0
    assert len(desktop.all("measurement")) == 37
