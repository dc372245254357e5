"""What Ctrl+L finds of training, and where it leads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.store.bodies import PLAIN
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, words
from tracker.domain.training.plan.week import Item
from tracker.operations import plans, usual_week
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.text import Text


def _fill(store: Store) -> None:
    plans.add(store, "Pyramid", "running", "5x(400m 4:00/km, rest 90s)")
    usual_week.keep(store, "Ramp week", [Item(1, 1080, "", "running")])
    records.write_bodies(store, BY_NAME["exercise"], {"own-1": PLAIN["exercise"]})


def find(qtbot: QtBot, desk: Desk, text: str) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), text)
    qtbot.wait(120)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, desk)


def test_a_plan_and_a_week_open_among_the_plans(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.lane.write(_fill)
    settle(qtbot, desk)
    find(qtbot, desk, "pyramid")
    assert "5 × 400m 4:00/km, rest 1min30s" in words(page)
    find(qtbot, desk, "ramp week")
    assert page.view.panes()[0].current_id == desk.store.rows("SELECT id FROM workout_plan WHERE kind = 'week'")[0][0]


def test_an_exercise_opens_the_latest_workout_it_was_done_in_or_says_that_there_is_none(
    qtbot: QtBot, desk: Desk
) -> None:
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.lane.write(_fill)
    settle(qtbot, desk)
    find(qtbot, desk, "sled push")
    assert isinstance(desk.window, Shell)
    assert "No set of Sled push is written down yet." in [one.text() for one in desk.window.findChildren(Text)]
    record = desk.store.rows("SELECT id FROM workout WHERE sport = 'strength' ORDER BY start_at LIMIT 1")[0][0]
    desk.lane.write(_one_set, record)
    settle(qtbot, desk)
    find(qtbot, desk, "sled push")
    assert page.view.panes()[0].current_id == record


def _one_set(store: Store, record: str) -> None:
    one = {**PLAIN["workout"]["sets"][0], "exercise": "own-1", "name": "Sled push"}
    records.write_bodies(store, BY_NAME["workout"], {record: {"title": "Strength", "sets": [one]}})
