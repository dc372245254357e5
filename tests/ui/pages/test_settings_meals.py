"""Settings: the meals of a day."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, press
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.settings.meal_slots import MealSlots
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def meals(qtbot: QtBot, desk: Desk) -> MealSlots:
    page = with_page(desk, "settings", SettingsPage)
    settle(qtbot, desk)
    found = page.findChild(MealSlots)
    found.list.setFocus()
    return found


def names(desk: Desk) -> list[str]:
    return [slot.name for slot in days.slots(desk.store)]


def dialog(desk: Desk) -> Dialog:
    assert isinstance(desk.window, Shell)
    return next(one for one in desk.window.findChildren(Dialog) if one.isVisible())


def write(desk: Desk, name: str, text: str) -> None:
    field = next(one for one in dialog(desk).findChildren(QLineEdit) if one.accessibleName() == name)
    field.setText(text)
    field.setFocus()


def test_a_meal_is_added_moved_changed_and_removed_by_keys(qtbot: QtBot, desk: Desk, meals: MealSlots) -> None:
    desk.window.run("settings.meal")
    write(desk, "Name", "Second breakfast")
    write(desk, "Usual from", "later")
    press(Key.Key_Return)
    assert dialog(desk).isVisible(), "later is no time of day"
    write(desk, "Usual from", "10:00")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk)[-1] == "Second breakfast"
    meals.list.setFocus()
    meals.list.select(days.slots(desk.store)[-1].id)
    press(Key.Key_Up, modifiers=BOTH)
    settle(qtbot, desk)
    assert names(desk)[-2] == "Second breakfast"
    press(Key.Key_F2)
    write(desk, "Name", "Breakfast")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert dialog(desk).isVisible(), "there is a breakfast already"
    write(desk, "Name", "Elevenses")
    press(Key.Key_Return)
    settle(qtbot, desk)
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert names(desk) == ["Breakfast", "Lunch", "Dinner", "Snacks"]


def test_what_was_logged_at_a_removed_meal_is_asked_about(qtbot: QtBot, desk: Desk, meals: MealSlots) -> None:
    meals.list.select("snacks")
    press(Key.Key_Delete)
    box = dialog(desk).findChild(QComboBox)
    box.setCurrentText("Dinner")
    press(Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)
    assert "Snacks" not in names(desk)
    assert desk.store.rows("SELECT COUNT(*) FROM meal_plan_entry WHERE slot = 'snacks'") == [(0,)]
