"""The same over HTTP with a real server process, which is killed where it hurts most."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.process import Server, running_server
from tests.sync.world import EMAIL, PASSWORD, recipe, weight
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import account, counts, ledger
from tracker.sync.engine import synchronise
from tracker.sync.messages import Answer, Request
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault, entry_name
from tracker.sync.session import held
from tracker.sync.transport import Http

WEIGHT = BY_NAME["measurement"]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        yield server


class Client:
    """A profile that syncs over HTTP."""

    def __init__(self, profile: Path, server: Server, *, register: bool = False) -> None:
        self.store = Store.open(profile)
        self.vault = Vault(profile)
        enter = account.register if register else account.login
        enter(self.store, self.vault, server.url, EMAIL, PASSWORD, "file")

    def sync(self, **options: object) -> SyncReport:
        return synchronise(self.store, self.vault, **options)

    def add(self, count: int) -> set[str]:
        bodies = {str(uuid.uuid4()): weight(60_000 + number) for number in range(count)}
        with self.store.step("Add"):
            records.write_bodies(self.store, WEIGHT, bodies)
        return set(bodies)

    def weights(self) -> dict[str, dict[str, object]]:
        ids = [row[0] for row in self.store.rows("SELECT id FROM measurement")]
        return records.read_bodies(self.store, WEIGHT, ids)


@pytest.fixture
def client(tmp_path: Path, process: Server) -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def make(name: str) -> Client:
        made.append(Client(tmp_path / name, process, register=not made))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def test_two_profiles_agree_over_http(client: Callable[..., Client]) -> None:
    desktop, laptop = client("desktop"), client("laptop")
    id = str(uuid.uuid4())
    with desktop.store.step("Add"):
        records.write_bodies(desktop.store, BY_NAME["recipe"], {id: recipe("Käsespätzle", steps="Rühren. " * 500)})
    assert desktop.sync().sent == 1
    assert laptop.sync().received == 1
    assert records.read_body(laptop.store, BY_NAME["recipe"], id) == recipe("Käsespätzle", steps="Rühren. " * 500)
    assert laptop.sync().state == "ok"


class Killer:
    """A transport that has the server killed while a push is on its way."""

    def __init__(self, server: Server, url: str, at: int, delay: float) -> None:
        self.server = server
        self.http = Http(url)
        self.at = at
        self.delay = delay
        self.pushes = 0

    def send(self, request: Request, access: str | None) -> Answer:
        if request.path == "/v1/push":
            self.pushes += 1
        if self.pushes != self.at:
            return self.http.send(request, access)
        killer = threading.Timer(self.delay, self.server.kill)
        killer.start()
        answer = self.http.send(request, access)
        killer.join()
        return answer

    def close(self) -> None:
        self.http.close()


def test_a_server_killed_in_the_middle_of_pushes_loses_nothing_and_doubles_nothing(
    client: Callable[..., Client], process: Server
) -> None:
    desktop, laptop = client("desktop"), client("laptop")
    wanted: set[str] = set()
    cut_off = 0
    for at, delay in ((2, 0.0), (2, 0.01), (1, 0.02), (2, 0.04)):
        wanted |= desktop.add(2400)
        killer = Killer(process, process.url, at, delay)
        cut_off += desktop.sync(connect=lambda _, killer=killer: killer).state == "offline"
        killer.close()
        process.start()
    assert cut_off
    assert desktop.sync().state == "ok"
    assert counts.waiting(desktop.store) == 0
    laptop.sync()
    assert set(laptop.weights()) == wanted
    assert laptop.weights() == desktop.weights()


def test_window_and_command_line_sync_one_after_the_other(
    client: Callable[..., Client], process: Server, tmp_path: Path
) -> None:
    desktop = client("desktop")
    wanted = desktop.add(3000)
    reports: list[SyncReport] = []

    def beside() -> None:
        with Store.open(tmp_path / "desktop") as store:
            reports.append(synchronise(store, Vault(tmp_path / "desktop")))

    thread = threading.Thread(target=beside)
    thread.start()
    reports.append(desktop.sync())
    thread.join(60)
    assert sum(report.sent for report in reports) == 3000
    assert {report.state for report in reports} == {"ok"}
    laptop = client("laptop")
    laptop.sync()
    assert set(laptop.weights()) == wanted


def test_cancelling_leaves_the_rest_for_the_next_time(client: Callable[..., Client]) -> None:
    desktop = client("desktop")
    desktop.add(3000)
    cancelled = threading.Event()
    report = desktop.sync(cancelled=cancelled, progress=lambda progress: progress.done and cancelled.set())
    assert report.state == "cancelled"
    assert 0 < report.sent < 3000
    assert desktop.sync().sent == 3000 - report.sent


def test_a_server_that_is_not_there_is_found_out_quickly(client: Callable[..., Client], process: Server) -> None:
    desktop = client("desktop")
    process.kill()
    begun = time.monotonic()
    assert desktop.sync().sentence.startswith("Offline: could not reach 127.0.0.1:")
    assert time.monotonic() - begun < 5


def test_a_sign_in_of_somebody_else_is_refused_before_anything_is_mixed(client: Callable[..., Client]) -> None:
    ada = client("ada")
    ada.sync()
    added = ada.add(1)
    known = ledger.meta(ada.store)
    name = entry_name(known.server or "", known.account_id or "", known.dev)
    bob = Store.open(ada.store.profile.parent / "bob")
    vault = Vault(bob.profile)
    account.register(bob, vault, known.server or "", "bob@example.org", PASSWORD, "memory")
    theirs = held(bob, vault)
    assert theirs is not None
    mine = ada.vault.load(name, "file")
    ada.vault.save(name, theirs, "file")
    report = ada.sync()
    assert report.state == "stopped"
    assert "takes this device for somebody else" in report.sentence
    assert counts.waiting(ada.store) == 1
    assert set(ada.weights()) == added
    assert mine is not None
    ada.vault.save(name, mine, "file")
    assert ada.sync().sent == 1
    bob.close()
