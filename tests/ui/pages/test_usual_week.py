"""A usual week in the window: written down by keyboard, looked at, laid on weeks."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, SHIFT, Key, press, words
from tracker.domain.training.plan.week import Item
from tracker.operations import plans, usual_week
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries.weeks import weeks
from tracker.ui.desk import Desk
from tracker.ui.dialogs.lay_week import LayWeek
from tracker.ui.dialogs.week import WeekDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.lane.write(plans.add, "Sweet spot", "cycling", "15min 55%, 2x(20min 90%, rest 5min)")
    settle(qtbot, desk)
    desk.window.run("workouts.show.plans")
    return made


def base(store: Store) -> Changes:
    return usual_week.keep(store, "Base week", [Item(1, 1080, "", "running", 2_700_000), Item(5, 540, "", "cycling")])


def dialog(desk: Desk, kind: type[Dialog]) -> Dialog:
    assert isinstance(desk.window, Shell)
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def planned(desk: Desk) -> list[tuple[str, str]]:
    return desk.store.rows("SELECT day, title FROM workout WHERE status = 'planned' AND day > '2026-11-21' ORDER BY 1")


def test_a_week_is_written_down_with_what_is_proposed_and_shown(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("plans.new_week")
    QTest.keyClicks(QApplication.focusWidget(), "Base week")
    asked = dialog(desk, WeekDialog)
    assert isinstance(asked, WeekDialog)
    assert asked._lines[0].length.text() == "1 h 05 min"
    assert not asked._lines[0].length.isEnabled()
    free = asked._lines[1]
    free.what.setCurrentIndex(free.what.findData("sport:running"))
    free.length.setText("soon")
    press(Key.Key_Return, modifiers=CTRL)
    assert "“soon” is no duration." in words(asked)
    free.length.setText("45 min")
    asked._lines[2].away.click()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    (kept,) = weeks(desk.store)
    plan = kept.items[0].plan
    assert plan
    assert kept.items == (Item(1, 1080, plan), Item(3, 1080, "", "running", 2_700_000))
    assert "2 workouts · 1 h 50 min · load ≥ 54" in words(page) or "2 workouts · 1 h 50 min" in words(page)


def test_laying_it_shows_every_day_first_and_is_one_step(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(base)
    settle(qtbot, desk)
    page.view.open_item(weeks(desk.store)[0].id)
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    asked = dialog(desk, LayWeek)
    assert isinstance(asked, LayWeek)
    assert "8 workouts will be planned." in words(asked)
    assert asked.list.rows.row_at(0).cell(0).text == "Tue 24 Nov, 18:00"
    asked._count.setValue(2)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [day for day, _ in planned(desk)] == ["2026-11-24", "2026-11-28", "2026-12-01", "2026-12-05"]
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    again = dialog(desk, LayWeek)
    assert "4 workouts will be planned. 4 others are left out, as said beside." in words(again)
    press(Key.Key_Escape)
    desk.window.run("edit.undo")
    settle(qtbot, desk)
    assert planned(desk) == []


def test_a_week_is_changed_and_deleted_like_a_plan(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(base)
    settle(qtbot, desk)
    page.view.open_item(weeks(desk.store)[0].id)
    press(Key.Key_F2)
    asked = dialog(desk, WeekDialog)
    assert isinstance(asked, WeekDialog)
    asked._name.setText("Easy week")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [(one.name, len(one.items)) for one in weeks(desk.store)] == [("Easy week", 2)]
    page.view.open_item(weeks(desk.store)[0].id)
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert weeks(desk.store) == ()


def test_a_week_of_the_calendar_is_kept_as_a_usual_one(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("workouts.show.calendar")
    settle(qtbot, desk)
    desk.window.run("calendar.keep")
    asked = dialog(desk, WeekDialog)
    assert isinstance(asked, WeekDialog)
    assert [(one.day.currentText(), one.what.currentText()) for one in asked._lines[:2]] == [
        ("Monday", "Running, no plan"), ("Tuesday", "Cycling, no plan"),
    ]  # fmt: skip
    asked._name.setText("That week")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    (kept,) = weeks(desk.store)
    assert (kept.name, len(kept.items), kept.items[0]) == ("That week", 6, Item(0, 430, "", "running", 1_800_000))
