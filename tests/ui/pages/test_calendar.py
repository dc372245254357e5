"""The calendar of training, by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY, at
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, NONE, SHIFT, Key, press
from tracker.operations import settings, workouts
from tracker.operations.workouts import Draft
from tracker.store.queries import workouts as query
from tracker.ui.desk import Desk
from tracker.ui.dialogs.workout import WorkoutDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.calendar.grid import CalendarGrid
from tracker.ui.widgets.text import Text


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    desk.window.run("workouts.show.calendar")
    qtbot.waitUntil(lambda: bool(grid(made).days.weeks))
    return made


def grid(page: WorkoutsPage) -> CalendarGrid:
    return page.view.panes()[0]


def words(page: WorkoutsPage) -> str:
    return "\n".join(label.text() for label in page.view.findChildren(Text) if label.isVisible())


def said(page: WorkoutsPage) -> str:
    return grid(page).accessibleDescription()


def test_the_month_shows_what_was_done_and_what_is_planned_and_what_its_weeks_add_up_to(page: WorkoutsPage) -> None:
    assert "November 2026" in words(page)
    assert "18 workouts · 28 h 15 min" in words(page)
    assert "1 planned" in words(page)
    assert said(page) == "Saturday 21 November, today: Sweet spot 3×12, cycling, planned, 1 h 05 min. Enter opens."
    model = grid(page).days
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 6, 7)] == ["Mon", "Sun", "Week"]
    assert model.spoken(3, 7) == "This week; 5 workouts, 5 h 48 min; 111.5 km; + 1 h 05 min planned"


def test_until_it_is_read_the_month_has_its_name_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.window.run("workouts.show.calendar")
    assert "November 2026\nReading…" in words(page)
    qtbot.waitUntil(lambda: "18 workouts" in words(page))


def test_arrows_go_from_day_to_day_and_over_the_end_of_the_month(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_Left)
    assert said(page).startswith("Friday 20 November: Morning run, running, done, 41 min, 8.1 km.")
    press(Key.Key_Down, Key.Key_Down)
    settle(qtbot, desk)
    assert "December 2026" in words(page)
    assert grid(page).day == date(2026, 12, 4)
    press(Key.Key_PageUp)
    settle(qtbot, desk)
    assert (grid(page).day, "November 2026" in words(page)) == (date(2026, 11, 4), True)
    press(Key.Key_PageUp, Key.Key_PageUp)
    press(Key.Key_Home, modifiers=Qt.KeyboardModifier.AltModifier)
    settle(qtbot, desk)
    assert grid(page).day == TODAY


def test_the_last_day_of_a_month_leads_to_the_last_day_of_a_shorter_one(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    grid(page).go_to(date(2026, 10, 31))
    settle(qtbot, desk)
    press(Key.Key_PageDown)
    settle(qtbot, desk)
    assert grid(page).day == date(2026, 11, 30)


def test_enter_opens_the_workout_of_the_day(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_Return)
    assert page.view.panes()[0].accessibleName() == "History of workouts"
    assert "Sweet spot 3×12" in words(page)


def test_two_workouts_of_a_day_are_gone_through_before_the_next_week(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.lane.write(workouts.add, Draft("Late swim", "swimming", "planned", at(TODAY, 20)))
    settle(qtbot, desk)
    press(Key.Key_Down)
    assert grid(page).deed is not None
    assert grid(page).deed.title == "Late swim"
    press(Key.Key_Down)
    assert grid(page).day == date(2026, 11, 28)


def test_an_empty_day_gets_a_workout_and_one_that_is_to_come_is_planned(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    grid(page).go_to(date(2026, 11, 25))
    press(Key.Key_Return)
    assert isinstance(desk.window, Shell)
    assert len(desk.window.findChildren(WorkoutDialog)) == 1
    QTest.keyClicks(QApplication.focusWidget(), "Club ride")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    (made,) = query.on_day(desk.store, "2026-11-25")
    assert (made.title, made.status, made.start_at) == ("Club ride", "planned", at(date(2026, 11, 25), 17))
    assert "2 planned" in words(page)


def test_a_planned_workout_is_moved_by_keys_and_one_that_was_done_is_not(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    press(Key.Key_Right, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert [one.title for one in query.on_day(desk.store, "2026-11-22")] == ["Sweet spot 3×12"]
    assert (grid(page).day, grid(page).deed is not None) == (date(2026, 11, 22), True)
    desk.window.run("edit.undo")
    settle(qtbot, desk)
    assert [one.title for one in query.on_day(desk.store, "2026-11-21")] == ["Sweet spot 3×12"]
    grid(page).go_to(date(2026, 11, 20))
    press(Key.Key_Right, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert len(query.on_day(desk.store, "2026-11-20")) == 1


def test_what_was_planned_and_not_done_says_so_without_blame(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(workouts.add, Draft("Easy spin", "cycling", "planned", at(date(2026, 11, 14), 9)))
    settle(qtbot, desk)
    grid(page).go_to(date(2026, 11, 14))
    assert "Easy spin, cycling, planned, not done" in said(page)
    assert "1 planned" in words(page)  # what is over is not ahead


def test_weeks_begin_on_sunday_where_the_person_says_so(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(settings.set_value, "week_starts", "sunday")
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: grid(page).days.headerData(0, Qt.Orientation.Horizontal) == "Sun")
    desk.lane.write(settings.set_value, "week_starts", "saturday")
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: grid(page).days.headerData(0, Qt.Orientation.Horizontal) == "Sat")
    assert grid(page).day == TODAY


def test_only_one_sport_is_shown_and_summed(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    choice = page.view.panes()[1]
    choice.setCurrentIndex(choice.findData("running"))
    settle(qtbot, desk)
    assert "6 workouts" in words(page)


def test_the_view_that_was_chosen_is_there_again_at_the_next_start(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    settle(qtbot, desk)
    again = WorkoutsPage(desk)
    qtbot.addWidget(again)
    assert again.view.panes()[0].accessibleName() == "Calendar of workouts"


def test_a_planned_workout_is_dragged_to_another_day_and_a_done_one_stays(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    def drag(source: date, target: date) -> None:
        view = grid(page)
        places = [view.visualRect(view.days.index(*view.days.cell_of(day))).center() for day in (source, target)]
        card = view._cells.boxes[view.days.cell_of(source)][0].area.center().toPoint()
        start = view.visualRect(view.days.index(*view.days.cell_of(source))).topLeft() + card
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, start)
        for where in places:
            move = QMouseEvent(
                QEvent.Type.MouseMove, QPointF(where), QPointF(view.viewport().mapToGlobal(where)),
                Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, NONE,
            )  # fmt: skip
            QApplication.sendEvent(view.viewport(), move)
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, places[1])
        settle(qtbot, desk)

    drag(TODAY, date(2026, 11, 24))
    assert [one.title for one in query.on_day(desk.store, "2026-11-24")] == ["Sweet spot 3×12"]
    drag(date(2026, 11, 20), date(2026, 11, 26))
    assert query.on_day(desk.store, "2026-11-26") == ()
