"""The store's lane in Server first, with a server: a write counts once the server has it, or a draft is offered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from tests.server.process import Server, running_server
from tests.sync.world import recipe
from tracker.errors import NotSaved
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import account, counts, modes
from tracker.sync.engine import synchronise
from tracker.sync.secrets import Vault, vault_of
from tracker.tasks.bus import Bus
from tracker.tasks.store_lane import StoreLane

EMAIL, PASSWORD = "ada@example.org", "an ordinary sentence"
LONG = 10_000


class Asker(QObject):
    """Somebody who saves something and hears what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.failed: list[Exception] = []

    @Slot(object)
    def is_done(self, value: object) -> None:
        self.done.append(value)

    @Slot(object)
    def has_failed(self, error: Exception) -> None:
        self.failed.append(error)


def save(store: Store, id: str, name: str) -> Changes:
    with store.step(f"Save {name}") as step:
        records.write_bodies(store, BY_NAME["recipe"], {id: recipe(name)})
    return step.changes


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        yield server


@pytest.fixture
def profile(tmp_path: Path, server: Server) -> Path:
    profile = tmp_path / "desktop"
    with Store.open(profile) as store:
        account.register(store, vault_of(profile), server.url, EMAIL, PASSWORD, "memory")
        modes.switch(store, vault_of(profile), "cloud")
    return profile


@pytest.fixture
def lane(qapp: object, profile: Path) -> Iterator[StoreLane]:
    made = StoreLane(lambda: Store.open(profile), Bus())
    yield made
    assert made.shutdown()


def names(profile: Path) -> list[str]:
    with Store.open(profile) as store:
        return [row[0] for row in store.rows("SELECT name FROM recipe ORDER BY name")]


def waiting(profile: Path) -> int:
    with Store.open(profile) as store:
        return counts.waiting(store)


def test_a_write_is_on_the_server_before_anybody_hears_of_it(
    lane: StoreLane, server: Server, profile: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    asker = Asker()
    lane.write(save, str(uuid.uuid4()), "Soup", on_done=asker.is_done)
    qtbot.waitUntil(lambda: bool(asker.done), timeout=LONG)
    other = tmp_path / "laptop"
    with Store.open(other) as store:
        account.login(store, Vault(other), server.url, EMAIL, PASSWORD, "file")
        synchronise(store, Vault(other))
    assert names(other) == ["Soup"]
    assert waiting(profile) == 0


def test_without_the_server_nothing_is_written_and_a_draft_is_kept_on_request(
    lane: StoreLane, server: Server, profile: Path, qtbot: QtBot
) -> None:
    asker = Asker()
    server.kill()
    lane.write(save, str(uuid.uuid4()), "Soup", on_done=asker.is_done, on_failed=asker.has_failed)
    qtbot.waitUntil(lambda: bool(asker.failed), timeout=LONG)
    refused = asker.failed[0]
    assert isinstance(refused, NotSaved)
    assert names(profile) == []
    assert refused.keep is not None
    refused.keep()
    qtbot.waitUntil(lambda: bool(asker.done), timeout=LONG)
    assert names(profile) == ["Soup"]
    assert waiting(profile) == 1
    server.start()
    lane.write(save, str(uuid.uuid4()), "Chili", on_done=asker.is_done)
    qtbot.waitUntil(lambda: len(asker.done) == 2, timeout=LONG)
    assert waiting(profile) == 0


def test_what_another_device_wrote_comes_with_a_save_and_is_announced(
    lane: StoreLane, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "laptop"
    id = str(uuid.uuid4())
    with Store.open(other) as store:
        account.login(store, Vault(other), server.url, EMAIL, PASSWORD, "file")
        save(store, id, "Theirs")
        synchronise(store, Vault(other))
    heard: list[Changes] = []
    lane._bus.changed.connect(heard.append)
    lane.write(save, str(uuid.uuid4()), "Ours")
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=LONG)
    assert heard[0].ids == (id,)
    assert heard[1].label == "Save Ours"


def test_two_versions_of_the_same_field_are_told_of(
    lane: StoreLane, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    asker, id, other = Asker(), str(uuid.uuid4()), tmp_path / "laptop"
    lane.write(save, id, "Soup", on_done=asker.is_done)
    qtbot.waitUntil(lambda: bool(asker.done), timeout=LONG)
    with Store.open(other) as store:
        account.login(store, Vault(other), server.url, EMAIL, PASSWORD, "file")
        synchronise(store, Vault(other))
        save(store, id, "Theirs")
        synchronise(store, Vault(other))
    with qtbot.waitSignal(lane.not_simply_saved, timeout=LONG) as told:
        lane.write(save, id, "Ours")
    assert told.args[0].contested == (("recipe", id),)
