"""Goals in the window: set, shown above the calendar and on Today, changed, deleted."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press
from tracker.operations import goals
from tracker.store.queries.goals import goals as kept
from tracker.ui.desk import Desk
from tracker.ui.dialogs.goal import GoalDialog
from tracker.ui.pages.today import TodayPage
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.calendar.goals_strip import GoalsStrip
from tracker.ui.widgets.text import Text

HOUR = 3_600_000


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.window.run("workouts.show.calendar")
    settle(qtbot, desk)
    return made


def told(page: WorkoutsPage) -> list[tuple[str, str]]:
    tiles = page.view.findChild(GoalsStrip).tiles
    return [(tile.accessibleName(), tile.accessibleDescription().split(". ")[0]) for tile in tiles]


def dialog(desk: Desk) -> GoalDialog:
    assert isinstance(desk.window, Shell)
    (found,) = desk.window.findChildren(GoalDialog)
    return found


def test_a_goal_is_set_by_keyboard_and_shown_against_an_even_pace(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("goals.new")
    asked = dialog(desk)
    press(Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "much")
    press(Key.Key_Return, modifiers=CTRL)
    assert "How much is not understood." in "\n".join(one.text() for one in asked.findChildren(Text))
    press(Key.Key_A, modifiers=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "7")
    assert asked._wanted._ghost == "→ 7 h 00 min"
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [(one.period, one.measure, one.sport, one.wanted) for one in kept(desk.store)] == [
        ("week", "time", "", 7 * HOUR)
    ]
    assert told(page) == [("This week: 5 h 48 min of 7 h 00 min", "48 min ahead of an even pace")]


def test_a_goal_is_changed_with_enter_and_deleted_with_del(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(goals.put, "month", "distance", "cycling", 8_000_000)
    settle(qtbot, desk)
    assert told(page)[0][0] == "Cycling this month: 585.0 km of 800.0 km"
    page.view.findChild(GoalsStrip).tiles[0].setFocus()
    press(Key.Key_Return)
    asked = dialog(desk)
    assert asked._wanted.text() == "800.0 km"
    asked._wanted.setText("500")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert told(page)[0][1] == "Reached"
    page.view.findChild(GoalsStrip).tiles[0].setFocus()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert told(page) == []
    desk.window.run("edit.undo")
    settle(qtbot, desk)
    assert len(told(page)) == 1


def test_a_goal_of_load_says_of_how_many_workouts_it_knows_nothing(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.lane.write(goals.put, "week", "load", "", 400)
    settle(qtbot, desk)
    tile = page.view.findChild(GoalsStrip).tiles[0]
    assert tile.accessibleName() == "This week: load 0 of 400"
    assert "5 of the workouts say too little to count." in tile.toolTip()


def test_today_says_how_far_the_goals_are(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "today", TodayPage)
    desk.lane.write(goals.put, "week", "count", "", 6)
    settle(qtbot, desk)
    shown = [one.text() for one in page.findChildren(Text) if one.isVisible()]
    assert "This week: 5 of 6 workouts" in shown
