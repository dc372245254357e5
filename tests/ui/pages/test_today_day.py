"""Today: the day as a whole, templates, the order of entries, and everything about an entry."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, SHIFT, Key, press
from tracker.operations import diary, measurements, settings
from tracker.store.queries import days, templates
from tracker.store.rows import Entry
from tracker.ui.desk import Desk
from tracker.ui.diary.day_foot import DayFoot
from tracker.ui.diary.dragging import ENTRIES
from tracker.ui.diary.meal_drags import MealDrags
from tracker.ui.diary.meal_rows import MEAL
from tracker.ui.diary.today_cards import MeasuredToday
from tracker.ui.pages.today import TodayPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text

DAY = TODAY.isoformat()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TodayPage:
    made = with_page(desk, "today", TodayPage)
    settle(qtbot, desk)
    return made


@pytest.fixture
def rows(page: TodayPage) -> RowsView:
    found = page.findChild(RowsView)
    found.setFocus()
    return found


def dialog(desk: Desk) -> Dialog:
    assert isinstance(desk.window, Shell)
    return [one for one in desk.window.findChildren(Dialog) if one.isVisible()][-1]


def field(desk: Desk, name: str) -> QLineEdit:
    return next(one for one in dialog(desk).findChildren(QLineEdit) if one.accessibleName() == name)


def titles(desk: Desk, slot: str) -> list[str]:
    return [one.title for one in days.entries(desk.store, DAY, DAY) if one.slot == slot]


def ids(desk: Desk) -> dict[str, str]:
    return {one.title: one.id for one in days.entries(desk.store, DAY, DAY)}


def entry(desk: Desk, record: str) -> Entry:
    found = days.entry(desk.store, record)
    assert found is not None
    return found


def foot(page: TodayPage) -> str:
    return " ".join(label.text() for label in page.findChild(DayFoot).findChildren(Text) if label.isVisible())


def test_a_day_is_marked_as_complete_and_that_is_taken_back(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    desk.window.run("today.complete")
    settle(qtbot, desk)
    assert days.day(desk.store, DAY).state.status == "complete"
    assert page.findChild(DayFoot)._pill.text == "Day complete"
    page.findChild(DayFoot)._complete.click()
    settle(qtbot, desk)
    assert days.day(desk.store, DAY).state.status == "open"
    desk.window.run("today.not_tracked")
    settle(qtbot, desk)
    assert page.findChild(DayFoot)._pill.text == "Not tracked"


def test_of_a_day_to_come_nothing_is_complete_yet(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    page.show_day(TODAY + timedelta(days=1))
    assert not page.findChild(DayFoot)._complete.isVisible()
    assert page.findChild(DayFoot)._write.isVisible()


def test_the_note_of_a_day_is_written_by_keyboard(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    desk.window.run("today.note")
    box = dialog(desk).findChild(QPlainTextEdit)
    assert box.hasFocus()
    qtbot.keyClicks(box, "Knee sore")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert foot(page) == "Knee sore"


def test_a_meal_is_kept_and_put_into_another_day(qtbot: QtBot, desk: Desk, page: TodayPage, rows: RowsView) -> None:
    rows.select(ids(desk)["Skyr, plain"])
    desk.window.run("today.keep")
    settle(qtbot, desk)
    assert field(desk, "Name").text() == "Usual breakfast"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [len(one.items) for one in templates.templates(desk.store)] == [3]
    page.show_day(TODAY + timedelta(days=2))
    desk.window.run("today.templates")
    press(Key.Key_Return)
    settle(qtbot, desk)
    day = (TODAY + timedelta(days=2)).isoformat()
    assert {one.title for one in days.entries(desk.store, day, day)} >= {"Oats, rolled", "Skyr, plain", "Blueberries"}


def test_templates_are_renamed_and_deleted_in_their_list(
    qtbot: QtBot, desk: Desk, page: TodayPage, rows: RowsView
) -> None:
    rows.select(ids(desk)["Skyr, plain"])
    desk.window.run("today.keep")
    settle(qtbot, desk)
    press(Key.Key_Return)
    settle(qtbot, desk)
    desk.window.run("today.templates")
    press(Key.Key_F2)
    field(desk, "Name").setText("Oats")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [one.name for one in templates.templates(desk.store)] == ["Oats"]
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert templates.templates(desk.store) == ()
    assert "No meal is kept yet" in " ".join(one.text() for one in dialog(desk).findChildren(Text))


def test_headings_sum_their_meal_and_say_what_they_leave_out(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    desk.lane.write(_forget_the_fat)
    settle(qtbot, desk)
    page.refresh(None)
    heading = page._model.row_at(page._model.number_of(f"{MEAL}breakfast"))
    assert "24 g protein" in heading.cell(0).suffix or "25 g protein" in heading.cell(0).suffix
    assert "≥" in heading.cell(0).suffix
    assert heading.cell(0).tip == "Known of 3: fat of 2."


def _forget_the_fat(store):
    from tracker.store import records

    (record,) = (one.id for one in days.entries(store, DAY, DAY) if one.title == "Blueberries")
    with store.step("Forget") as step:
        records.change(store, "meal_plan_entry", record, fat=None)
    return step.changes


# The order of entries


def test_an_entry_is_moved_by_keys(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    rows.select(ids(desk)["Blueberries"])
    press(Key.Key_Up, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert titles(desk, "breakfast") == ["Oats, rolled", "Blueberries", "Skyr, plain"]
    assert rows.current_id == ids(desk)["Blueberries"], "the cursor goes along"
    press(Key.Key_Down, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    press(Key.Key_Down, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert titles(desk, "lunch")[0] == "Blueberries"


def drop(rows: RowsView, dragged: list[str], on: str, *, lower: bool = False, copy: bool = False) -> None:
    area = rows.visualRect(rows.rows.index(rows.rows.number_of(on), 0))
    where = QPointF(area.center().x(), area.bottom() - 3 if lower else area.top() + 3)
    data = QMimeData()
    data.setData(ENTRIES, QByteArray(json.dumps(dragged).encode()))
    action = Qt.DropAction.CopyAction if copy else Qt.DropAction.MoveAction
    event = QDropEvent(where, action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.setDropAction(action)
    assert rows.findChild(MealDrags).eventFilter(rows.viewport(), event)


def test_entries_are_dropped_where_the_gap_shows(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    known = ids(desk)
    drop(rows, [known["Blueberries"]], known["Oats, rolled"])
    settle(qtbot, desk)
    assert titles(desk, "breakfast") == ["Blueberries", "Oats, rolled", "Skyr, plain"]
    drop(rows, [known["Blueberries"]], known["Green beans"], lower=True)
    settle(qtbot, desk)
    assert titles(desk, "dinner") == ["Salmon with roast potatoes", "Green beans", "Blueberries"]
    drop(rows, [known["Skyr, plain"]], f"{MEAL}lunch")
    settle(qtbot, desk)
    assert titles(desk, "lunch") == ["Skyr, plain", "Chicken and lentil salad"]


def test_with_ctrl_a_copy_is_dropped(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    drop(rows, [ids(desk)["Blueberries"]], f"{MEAL}lunch", copy=True)
    settle(qtbot, desk)
    assert titles(desk, "lunch") == ["Chicken and lentil salad", "Blueberries"]
    assert "Blueberries" in titles(desk, "breakfast")


# Everything about an entry


def test_everything_about_an_entry_is_edited_in_one_dialog(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    record = ids(desk)["Skyr, plain"]
    rows.select(record)
    press(Key.Key_F2)
    assert QApplication.focusWidget() is field(desk, "Amount"), "the amount is what mostly changes"
    qtbot.keyClicks(field(desk, "Amount"), "300")
    assert field(desk, "Energy, kcal").text() == "189", "the numbers follow the amount"
    field(desk, "Name").setText("Skyr, home made")
    field(desk, "Protein, g").selectAll()
    qtbot.keyClicks(field(desk, "Protein, g"), "30")
    field(desk, "Eaten at").setText("7:45")
    next(one for one in dialog(desk).findChildren(QComboBox) if one.accessibleName() == "Meal").setCurrentText("Snacks")
    press(Key.Key_Return)
    settle(qtbot, desk)
    now = entry(desk, record)
    assert (now.title, now.amount, now.slot, now.nutrition.protein) == ("Skyr, home made", 300_000, "snacks", 30_000)
    assert now.nutrition.energy == 1890
    assert desk.moment(now.eaten_at or 0) == "Today 07:45"


def test_a_wrong_number_or_time_is_told_and_nothing_is_lost(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    rows.select(ids(desk)["Skyr, plain"])
    press(Key.Key_F2)
    field(desk, "Eaten at").setText("25:00")
    field(desk, "Fat, g").selectAll()
    qtbot.keyClicks(field(desk, "Fat, g"), "much")
    press(Key.Key_Return)
    said = " ".join(one.text() for one in dialog(desk).findChildren(Text) if one.isVisible())
    assert "Type a time, such as 7:30." in said
    assert "leave unknown ones empty" in said
    assert field(desk, "Fat, g").text() == "much"
    dialog(desk).accept()


def test_where_numbers_are_hidden_an_entry_is_edited_without_them(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)
    record = ids(desk)["Skyr, plain"]
    rows.select(record)
    press(Key.Key_F2)
    assert not [one for one in dialog(desk).findChildren(QLineEdit) if one.accessibleName().startswith("Energy")
                and one.isVisible()]  # fmt: skip
    qtbot.keyClicks(field(desk, "Amount"), "200")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert (entry(desk, record).amount, entry(desk, record).nutrition.energy) == (200_000, 1260)


def test_the_energy_of_workouts_raises_the_target_of_their_day_where_that_is_wanted(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "today", TodayPage)
    page.open_item("2026-11-20")  # with a run of 389.5 kcal
    desk.lane.write(settings.set_value, "training_energy", True)
    settle(qtbot, desk)
    shown = [label.text() for label in page.findChildren(Text) if label.isVisible()]
    assert "of 2\u202f540 kcal eaten" in shown
    assert "390 of it for training" in shown
    assert "41 min · 8.1 km · done" in shown


def test_what_was_measured_besides_the_weight_stands_on_its_day(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    def said() -> str:
        labels = page.findChild(MeasuredToday).findChildren(Text)
        return " · ".join(label.text() for label in labels if label.isVisible())

    qtbot.waitUntil(lambda: page.findChild(MeasuredToday) is not None)
    desk.lane.write(measurements.add, measurements.Reading("waist", "88", "cm"))
    settle(qtbot, desk)
    assert "Sleep 6 h 50 min" in said()
    assert "Waist 88 cm" in said()
    page.day_before()
    assert "Waist" not in said()


def test_a_long_note_leaves_the_meals_their_room(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    desk.lane.write(diary.set_note, page._day.isoformat(), "word " * 2000)
    settle(qtbot, desk)
    assert page._foot is not None
    assert page._foot.height() < 110
