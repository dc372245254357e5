"""Two lanes of sync and a server process: what one writes the other has within a second, and nobody wakes itself."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.server.process import Server, running_server
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.sync import backoff
from tracker.sync.report import SyncReport
from tracker.tasks.sync_lane import SyncLane

PASSWORD = "an ordinary sentence"
LONG = 10_000


class Device:
    """A profile with its lane, signed in and waiting for news."""

    def __init__(self, profile: Path, qtbot: QtBot) -> None:
        self.profile = profile
        self.qtbot = qtbot
        self.lane = SyncLane(profile)
        self.reports: list[SyncReport] = []
        self.lane.finished.connect(self.reports.append)

    def enter(self, server: Server, email: str, *, new: bool = False) -> None:
        """Sign in and see the first sync through."""
        with self.qtbot.waitSignal(self.lane.finished, timeout=LONG):
            (self.lane.register if new else self.lane.login)(server.url, email, PASSWORD, "file")

    def write(self, grams: int = 80_000) -> str:
        """Write a weight, as the window does."""
        id = str(uuid.uuid4())
        body: dict[str, Any] = {
            "kind": "weight", "at": 0, "zone": "UTC", "day": "2026-01-01", "value": grams, "value2": None,
            "typed": "80", "unit": "kg", "note": "",
        }  # fmt: skip
        with Store.open(self.profile) as store, store.step("Add"):
            records.write_bodies(store, BY_NAME["measurement"], {id: body})
        self.lane.edited()
        return id

    def grams(self, id: str) -> int | None:
        with Store.open(self.profile, readonly=True) as store:
            rows = store.rows("SELECT value FROM measurement WHERE id = ?", (id,))
        return rows[0][0] if rows else None

    @property
    def listens(self) -> bool:
        return self.lane._waiting._lane.busy


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def device(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[str], Device]]:
    made: list[Device] = []

    def make(name: str) -> Device:
        made.append(Device(tmp_path / name, qtbot))
        return made[-1]

    yield make
    for one in made:
        assert one.lane.shutdown()


@pytest.fixture
def pair(device: Callable[[str], Device], server: Server) -> tuple[Device, Device]:
    desktop, laptop = device("desktop"), device("laptop")
    email = f"{uuid.uuid4().hex}@example.org"
    desktop.enter(server, email, new=True)
    laptop.enter(server, email)
    return desktop, laptop


def test_what_one_device_writes_is_on_the_other_within_a_second(pair: tuple[Device, Device], qtbot: QtBot) -> None:
    desktop, laptop = pair
    took: list[float] = []
    for there, here, grams in ((desktop, laptop, 80_000), (laptop, desktop, 79_000), (desktop, laptop, 78_000)):
        qtbot.waitUntil(lambda: desktop.listens and laptop.listens, timeout=LONG)
        begun = time.monotonic()
        id = there.write(grams=grams)
        with qtbot.waitSignal(here.lane.changes, timeout=LONG) as arrived:
            pass
        took.append(time.monotonic() - begun)
        assert arrived.args[0].ids == (id,)
        assert here.grams(id) == grams
    assert min(took) < 1  # a busy machine may be late now and then


def test_what_a_device_writes_itself_wakes_it_only_for_the_sending(pair: tuple[Device, Device], qtbot: QtBot) -> None:
    desktop, laptop = pair
    qtbot.waitUntil(lambda: desktop.listens and laptop.listens, timeout=LONG)
    before = len(desktop.reports), len(laptop.reports)
    desktop.write()
    qtbot.waitUntil(lambda: len(laptop.reports) > before[1], timeout=LONG)
    qtbot.wait(400)
    assert len(desktop.reports) == before[0] + 1
    assert len(laptop.reports) == before[1] + 1
    assert (desktop.reports[-1].sent, laptop.reports[-1].received) == (1, 1)
    assert desktop.listens
    assert laptop.listens


def test_news_come_while_a_question_waits(pair: tuple[Device, Device], qtbot: QtBot) -> None:
    desktop, laptop = pair
    with Store.open(desktop.profile) as store, store.step("Add"):
        body: dict[str, Any] = {"key": "theme", "value": "dark"}
        ids = [derived_id("preference", str(number)) for number in range(30)]
        bodies = {id: {**body, "key": f"{id}"} for id in ids}
        records.write_bodies(store, BY_NAME["preference"], bodies)
    desktop.lane.sync_now()
    qtbot.waitUntil(lambda: laptop.reports[-1].received == 30, timeout=LONG)
    with Store.open(desktop.profile) as store, store.step("Delete"):
        records.delete_records(store, BY_NAME["preference"], ids)
    desktop.lane.sync_now()
    qtbot.waitUntil(lambda: laptop.reports[-1].state == "asking", timeout=LONG)
    qtbot.waitUntil(lambda: laptop.listens and desktop.listens, timeout=LONG)
    id = desktop.write()
    qtbot.waitUntil(lambda: laptop.grams(id) is not None, timeout=LONG)
    assert laptop.reports[-1].state == "asking"


def test_a_server_that_was_away_is_found_again_without_anything_to_send(
    device: Callable[[str], Device], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        desktop, laptop = device("desktop"), device("laptop")
        desktop.enter(server, "ada@example.org", new=True)
        laptop.enter(server, "ada@example.org")
        monkeypatch.setattr(backoff, "FIRST_S", 0.1)
        monkeypatch.setattr(backoff, "LONGEST_S", 0.2)
        server.kill()
        qtbot.waitUntil(lambda: desktop.lane._waiting._lost and laptop.lane._waiting._lost, timeout=LONG)
        id = desktop.write()
        qtbot.waitUntil(lambda: desktop.reports[-1].state == "offline", timeout=LONG)
        server.start()
        qtbot.waitUntil(lambda: laptop.grams(id) is not None, timeout=LONG)


@pytest.mark.parametrize("how", ["pause", "logout", "local", "shutdown"])
def test_it_stops_listening_at_once(pair: tuple[Device, Device], qtbot: QtBot, how: str) -> None:
    _, laptop = pair
    qtbot.waitUntil(lambda: laptop.listens, timeout=LONG)
    begun = time.monotonic()
    if how == "local":
        laptop.lane.set_mode("local")
    else:
        getattr(laptop.lane, how)()
    qtbot.waitUntil(lambda: not laptop.listens, timeout=LONG)
    assert time.monotonic() - begun < 5
    qtbot.wait(100)
    assert not laptop.listens


def test_what_was_written_during_a_pause_comes_with_its_end(pair: tuple[Device, Device], qtbot: QtBot) -> None:
    desktop, laptop = pair
    laptop.lane.pause()
    id = desktop.write()
    qtbot.waitUntil(lambda: desktop.reports[-1].sent == 1, timeout=LONG)
    qtbot.wait(200)
    assert laptop.grams(id) is None
    laptop.lane.resume()
    qtbot.waitUntil(lambda: laptop.grams(id) is not None, timeout=LONG)
