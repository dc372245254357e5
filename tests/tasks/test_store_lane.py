"""The store's lane: operations get the store, and the bus hears before whoever asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.tasks.bus import Bus
from tracker.tasks.store_lane import StoreLane
from tracker.tasks.task import Progress


@dataclass(frozen=True)
class Imported:
    """What a larger operation gives back."""

    files: int
    changes: Changes


class Listener(QObject):
    """Writes down what it hears, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []

    @Slot(object)
    def changed(self, changes: Changes) -> None:
        self.heard.append(("bus", changes))

    @Slot(object)
    def done(self, value: object) -> None:
        self.heard.append(("done", value))


def rename(store: Store, row: str, to: str) -> Changes:
    assert isinstance(store, Store)
    return Changes(frozenset({"recipe"}), (row,), f"Rename to {to}")


def import_files(_store: Store, count: int, *, progress: Progress) -> Imported:
    progress.report(count, count)
    return Imported(count, Changes(frozenset({"workout"}), (), "Import"))


def read_only(_store: Store) -> int:
    return 42


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def lane(qapp: object, listener: Listener, tmp_path: Path) -> Iterator[StoreLane]:
    bus = Bus()
    bus.changed.connect(listener.changed)
    made = StoreLane(lambda: Store.open(tmp_path), bus)
    yield made
    assert made.shutdown()


def test_the_bus_hears_of_a_write_before_whoever_asked_for_it(lane: StoreLane, listener: Listener, qtbot: QtBot):
    lane.write(rename, "r1", "Chili", on_done=listener.done)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    changes = Changes(frozenset({"recipe"}), ("r1",), "Rename to Chili")
    assert listener.heard == [("bus", changes), ("done", changes)]


def test_a_result_that_carries_changes_is_announced_too(lane: StoreLane, listener: Listener, qtbot: QtBot):
    lane.write_long(import_files, 3, on_done=listener.done)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard[0] == ("bus", Changes(frozenset({"workout"}), (), "Import"))
    assert listener.heard[1] == ("done", Imported(3, Changes(frozenset({"workout"}), (), "Import")))


def test_a_result_without_changes_is_not_announced(lane: StoreLane, listener: Listener, qtbot: QtBot):
    lane.write(read_only, on_done=listener.done)
    qtbot.waitUntil(lambda: len(listener.heard) == 1)
    assert listener.heard == [("done", 42)]
