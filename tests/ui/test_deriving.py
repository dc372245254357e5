"""Records follow a change of a workout while the window is open."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.formats.rides import START, ride
from tests.ui.desk_fixture import settle
from tracker.operations import workouts
from tracker.operations.importing import import_files
from tracker.store import personal_records
from tracker.store.changes import Changes
from tracker.tasks.bus import Bus
from tracker.ui import deriving
from tracker.ui.deriving import Deriving
from tracker.ui.desk import Desk
from tracker.ui.shell import Shell


def best(desk: Desk) -> list[int]:
    return [one.value for one in personal_records.history(desk.store, "cycling", "power", "30")][:1]


def test_a_deleted_workout_takes_its_record_with_it(desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(deriving, "SOON_MS", 0)
    assert isinstance(desk.window, Shell)
    bus = Bus()
    heard: list[Changes] = []
    one = Deriving(desk.window, desk, bus)
    bus.changed.connect(heard.append)
    made: list[str] = []

    def bring(store, _):
        made.extend(import_files(store, [ride(tmp_path / "a.fit", start=START)]).files[0].ids)

    desk.lane.ask(bring)
    settle(qtbot, desk)
    assert best(desk) == [2500]
    desk.lane.ask(lambda store, _: workouts.delete(store, made))
    settle(qtbot, desk)
    bus.publish(Changes(frozenset({"workout"})))
    qtbot.waitUntil(lambda: best(desk) != [2500])
    qtbot.waitUntil(lambda: deriving.RECORDS in heard)
    one.look()
    settle(qtbot, desk)
    assert heard.count(deriving.RECORDS) == 1
