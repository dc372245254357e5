"""The lane of backups, restores and exports: beside the writing, and given up without a trace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from tests.store.bodies import PLAIN
from tracker.locks import window_lock
from tracker.operations.export import Exported
from tracker.store.backup import backups
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import write_bodies
from tracker.store.restore import Restored
from tracker.tasks.care_lane import WEEK, CareLane
from tracker.tasks.task import Cancelled

NOW = round(datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp() * 1000)


class Listener(QObject):
    """Writes down what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @Slot(object)
    def hear(self, value: object) -> None:
        self.heard.append(value)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=clock) as opened:
        yield opened


@pytest.fixture
def lane(qtbot: QtBot, store: Store, clock: FixedClock) -> Iterator[CareLane]:
    made = CareLane(store.profile, clock)
    yield made
    assert made.shutdown()


@pytest.fixture
def listener(qtbot: QtBot) -> Listener:
    return Listener()


def add_food(store: Store, name: str) -> None:
    with store.step("Add"):
        write_bodies(store, BY_NAME["food"], {name: PLAIN["food"] | {"name": name, "portions": []}})


def test_it_backs_up_restores_and_exports(
    qtbot: QtBot, lane: CareLane, store: Store, listener: Listener, tmp_path: Path
) -> None:
    add_food(store, "Old")
    lane.back_up(listener.hear, listener.hear, to=tmp_path / "mine.tracker")
    lane.export(tmp_path / "out", listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    add_food(store, "New")
    lock = window_lock(store.profile)
    assert lock.take(), "as a window does"
    lane.restore(tmp_path / "mine.tracker", listener.hear, listener.hear)
    qtbot.waitUntil(lambda: not lane.busy)
    lock.let_go()
    made, exported, restored = listener.heard
    assert made == tmp_path / "mine.tracker"
    assert isinstance(exported, Exported)
    assert exported.records["food"] == 1
    assert isinstance(restored, Restored)
    assert store.rows("SELECT name FROM main.food") == [("Old",)]


def test_a_weekly_backup_is_made_when_the_last_is_a_week_old_and_something_was_written(
    qtbot: QtBot, lane: CareLane, store: Store, clock: FixedClock, listener: Listener
) -> None:
    def weekly() -> object:
        lane.back_up_weekly(listener.hear, listener.hear)
        qtbot.waitUntil(lambda: not lane.busy)
        return listener.heard[-1]

    def write_at(instant: int) -> None:
        for path in store.profile.glob("tracker.db*"):
            os.utime(path, (instant / 1000, instant / 1000))

    assert weekly() is None, "there is nothing to lose yet"
    add_food(store, "Skyr")
    write_at(NOW)
    assert weekly() == backups(store.profile)[0].path
    assert weekly() is None
    clock.instant += WEEK + 1000
    assert weekly() is None, "nothing was written since"
    write_at(clock.instant)
    assert isinstance(weekly(), Path)
    assert [one.kind for one in backups(store.profile)] == ["weekly", "weekly"]


def test_what_is_cancelled_leaves_nothing(qtbot: QtBot, lane: CareLane, store: Store, listener: Listener) -> None:
    task = lane.back_up(listener.hear, listener.hear)
    task.cancel()
    qtbot.waitUntil(lambda: not lane.busy)
    assert isinstance(listener.heard[0], Cancelled)
    assert not list(store.profile.glob("backups/*"))
