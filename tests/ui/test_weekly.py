"""The weekly backup of an open window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle
from tracker import disk
from tracker.store.backup import backups
from tracker.ui.desk import Desk
from tracker.ui.shell import Shell
from tracker.ui.weekly import Weekly
from tracker.ui.widgets.strips import ErrorStrip


def weekly(desk: Desk) -> Weekly:
    assert isinstance(desk.window, Shell)
    return Weekly(desk.window, desk)


def test_a_window_left_open_makes_its_backup_once(desk: Desk, qtbot: QtBot) -> None:
    one = weekly(desk)
    one.look()
    settle(qtbot, desk)
    one.look()
    settle(qtbot, desk)
    assert [made.kind for made in backups(desk.store.profile)] == ["weekly"]


def test_it_waits_while_something_is_written(desk: Desk, qtbot: QtBot) -> None:
    one = weekly(desk)
    desk.lane.ask(lambda store, progress: None)
    one.look()
    settle(qtbot, desk)
    assert backups(desk.store.profile) == ()


def test_a_full_disk_is_told_once(desk: Desk, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(disk, "MARGIN", 1 << 60)
    one = weekly(desk)
    one.look()
    settle(qtbot, desk)
    assert isinstance(desk.window, Shell)
    strip = desk.window.findChild(ErrorStrip)
    assert strip.accessibleName().startswith("The weekly backup was not made. The disk has too little room")
    strip.clear()
    one.look()
    settle(qtbot, desk)
    assert not strip.isVisible()
