"""Two people on one computer, on the command line: each account has its own profile, and data can be removed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.world import (
    EMAIL,
    PASSWORD,
    PATIENCE,
    ROOT,
    Visitor,
    bodies,
    command,
    every_body,
    without_defaults,
)
from tests.server.process import Server, running_server
from tracker.locks import window_lock

BOB = "bob@example.org"


class Computer:
    """A computer with a data folder of its own, used without --profile."""

    def __init__(self, home: Path, server: Server) -> None:
        self.home = home / "tracker" / "profiles"
        self.server = server
        self._environment = os.environ | {"XDG_DATA_HOME": str(home), "PYTHONWARNINGS": "error"}

    def run(self, *arguments: str, code: int = 0, stdin: str = "") -> str:
        asked = command(Path(), *arguments)
        del asked[3:5]  # the profile
        ran = subprocess.run(
            asked, cwd=ROOT, capture_output=True, text=True, input=stdin, timeout=PATIENCE, env=self._environment
        )
        assert ran.returncode == code, ran.stderr or ran.stdout
        return ran.stdout if code == 0 else ran.stderr

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def enter(self, how: str, email: str, *more: str, code: int = 0) -> str:
        return self.run(
            "account", how, "--server", self.server.url, "--email", email, "--password-stdin", "--store", "file", *more,
            stdin=f"{PASSWORD}\n", code=code,
        )  # fmt: skip


in_a_folder_of_its_own = pytest.mark.skipif(os.name == "nt", reason="the data folder is moved by XDG_DATA_HOME")


@pytest.fixture
def computer(tmp_path: Path, server: Server) -> Computer:
    return Computer(tmp_path / "data", server)


@in_a_folder_of_its_own
def test_two_people_on_one_computer(computer: Computer) -> None:
    computer.enter("register", EMAIL)
    computer.run("add", "weight 61.4")
    computer.run("sync")
    said = computer.enter("register", BOB)
    assert "belongs to ada@example.org" in said
    assert f"tracker account switch --email {BOB}" in said
    assert computer.told("account", "status")["email"] == EMAIL

    assert "opens the data of bob@example.org" in computer.run("account", "switch", "--email", BOB)
    assert computer.told("account", "status")["email"] == BOB
    computer.run("add", "weight 82")
    assert computer.told("sync")["sent"] == 1
    assert [one["value"] for one in computer.told("show", "day")["measurements"]] == [82]
    rows = computer.told("account", "list")
    assert [(one["email"], one["here"]) for one in rows] == [(BOB, True), (EMAIL, False)]
    assert "There is no profile of" in computer.run("account", "switch", "--email", "eve@example.org", code=1)

    computer.run("account", "switch", "--email", "default")
    assert [one["value"] for one in computer.told("show", "day")["measurements"]] == [61.4]


@in_a_folder_of_its_own
def test_removing_the_data_asks_for_what_is_only_here(computer: Computer, tmp_path: Path) -> None:
    computer.enter("register", EMAIL)
    computer.run("add", "weight 61.4")
    profile = computer.home / "default"
    assert "Add --yes" in computer.run("account", "remove-data", "--discard", code=1)
    refused = computer.run("account", "remove-data", "--yes", code=1)
    assert "1 record holds what is nowhere else. Sync first" in refused
    assert "--backup FILE" in refused
    lock = window_lock(profile)
    assert lock.take()
    assert "window has this data open" in computer.run("account", "remove-data", "--yes", "--discard", code=1)
    lock.let_go()
    assert (profile / "tracker.db").exists()
    copy = tmp_path / "copy.tracker"
    done = computer.run("account", "remove-data", "--yes", "--backup", str(copy))
    assert "was removed from this computer" in done
    assert not (profile / "tracker.db").exists()
    assert not (profile / "sign-in.json").exists()
    assert computer.told("show", "day")["measurements"] == []
    computer.run("restore", str(copy))
    assert [one["value"] for one in computer.told("show", "day")["measurements"]] == [61.4]


@in_a_folder_of_its_own
def test_what_is_here_goes_to_a_server_that_was_set_up_anew(computer: Computer, tmp_path: Path) -> None:
    computer.enter("register", EMAIL)
    computer.run("add", "weight 61.4")
    computer.run("add", "weight 61.9")
    computer.run("sync")
    computer.server.lose()
    assert "asks for the password again" in computer.run("sync", code=1)
    assert computer.told("account", "status")["signed_in"] is False
    assert "asks for the password again" in computer.run("account", "status")
    assert "was set up anew, create your account there again" in computer.enter("login", EMAIL, code=1)
    refused = computer.enter("register", EMAIL, code=1)
    assert "belongs to ada@example.org" in refused
    assert "add --send-here" in refused
    done = computer.enter("register", EMAIL, "--send-here")
    assert "A backup was made." in done
    computer.run("sync")
    assert len(list((computer.home / "default" / "backups").glob("*before-moving*"))) == 1
    assert computer.told("account", "list")[0]["waiting"] == 0

    here = every_body(computer.home / "default")
    assert without_defaults(Visitor(computer.server.url).every_body()) == without_defaults(here)
    assert len(here["measurement"]) == 2


@in_a_folder_of_its_own
def test_a_second_computer_takes_over_what_the_first_one_sent(computer: Computer, tmp_path: Path) -> None:
    second = Computer(tmp_path / "second", computer.server)
    computer.enter("register", EMAIL)
    second.enter("login", EMAIL)
    second.run("add", "weight 99")
    computer.run("add", "weight 61.4")
    computer.server.lose()
    computer.enter("register", EMAIL, "--send-here")
    computer.run("sync")

    refused = second.enter("login", EMAIL, code=1)
    assert "add --send-here" in refused
    assert "--take-over brings what is there in its place" in refused
    assert "--take-over is for `account login`" in second.enter("register", EMAIL, "--take-over", code=2)
    assert "A backup was made. The account's data takes" in second.enter("login", EMAIL, "--take-over")
    second.run("sync")
    assert without_defaults(every_body(second.home / "default")) == without_defaults(
        every_body(computer.home / "default")
    )
    assert [one["value"] for one in second.told("show", "day")["measurements"]] == [61.4]


@in_a_folder_of_its_own
def test_a_server_with_accounts_asks_for_one(computer: Computer) -> None:
    said = computer.run("account", "login", "--server", computer.server.url, "--store", "file", code=1)
    assert "asks for an e-mail and a password. Type both." in said


@in_a_folder_of_its_own
def test_an_account_on_another_server_gets_its_own_profile_in_one_go(computer: Computer, tmp_path: Path) -> None:
    computer.enter("register", EMAIL)
    computer.run("add", "weight 61.4")
    first = computer.server
    (tmp_path / "second").mkdir()
    with running_server(tmp_path / "second") as second:
        computer.server = second
        said = computer.enter("register", EMAIL)
        assert f"belongs to ada@example.org on {first.url.removeprefix('http://')}" in said
        assert "with --send-here would send what is here to it instead" in said
        rows = computer.told("account", "list")
        assert [(one["server"], one["here"]) for one in rows] == [(second.url, False), (first.url, True)]
        assert [len(bodies(Path(one["profile"]), "measurement")) for one in rows] == [0, 1]
        assert "A backup was made." in computer.enter("login", EMAIL, "--send-here")
        computer.run("sync")
        assert len(Visitor(second.url).bodies("measurement")) == 1
