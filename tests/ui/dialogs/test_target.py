"""The target by keyboard: from the profile with its sum, by own numbers, on other days, and none."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press, words
from tracker.operations import measurements, profile
from tracker.operations.measurements import Reading
from tracker.store.queries.targets import set_on, target_on
from tracker.store.rows_of_body import Targets
from tracker.ui.desk import Desk
from tracker.ui.dialogs.target import TargetDialog
from tracker.ui.pages.health import HealthPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.chips import ChipBar

DAY = TODAY.isoformat()


def write(text: str) -> None:
    press(Key.Key_A, modifiers=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), text)


def opened(desk: Desk) -> TargetDialog:
    assert isinstance(desk.window, Shell)
    desk.window.run("health.target")
    (found,) = [one for one in desk.window.findChildren(TargetDialog) if one.isVisible()]
    return found


def choose(dialog: TargetDialog, way: str) -> None:
    bar = dialog.findChild(ChipBar)
    bar.setFocus()
    while bar.current != way:
        press(Key.Key_Right)


def save(qtbot: QtBot, desk: Desk) -> None:
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)


def kept(desk: Desk) -> Targets:
    found = set_on(desk.store, DAY)
    assert found is not None
    return found


@pytest.fixture
def weighed(qtbot: QtBot, empty_desk: Desk) -> Desk:
    """A window in which only a weight is known."""
    with_page(empty_desk, "health", HealthPage, "Ctrl+5")
    empty_desk.lane.write(measurements.add, Reading("weight", "80", "kg"))
    settle(qtbot, empty_desk)
    return empty_desk


def test_a_profile_is_asked_for_and_its_target_kept_with_how_it_came_about(qtbot: QtBot, weighed: Desk) -> None:
    dialog = opened(weighed)
    assert "Tracker needs your year of birth and your height" in words(dialog)
    write("1986")
    press(Key.Key_Tab)
    write("1,80 m")
    assert "2\u202f260 kcal" in words(dialog)
    save(qtbot, weighed)
    assert profile.of(weighed.store)["height"] == 1800
    found = kept(weighed)
    assert (found.basis.formula, found.basis.resting, found.basis.factor) == ("mifflin_st_jeor", 16_470, 1375)
    assert found.usual.energy == 22_600


def test_the_sum_is_shown_on_request(qtbot: QtBot, weighed: Desk) -> None:
    dialog = opened(weighed)
    write("1986")
    press(Key.Key_Tab)
    write("180")
    assert "10 × 80.0" not in words(dialog)
    dialog._computed._how.click()
    assert "10 × 80.0 + 6.25 × 180.0 − 5 × 40 − 78" in words(dialog)
    assert "Am J Clin Nutr 1990" in words(dialog)


def test_what_cannot_be_a_height_is_said_at_its_field_and_nothing_is_kept(qtbot: QtBot, weighed: Desk) -> None:
    dialog = opened(weighed)
    write("1986")
    press(Key.Key_Tab)
    write("18")
    save(qtbot, weighed)
    assert dialog.isVisible()
    assert "A height is between 50 and 275 cm." in words(dialog)
    assert set_on(weighed.store, DAY) is None


def test_own_numbers_say_how_they_go_together_and_what_is_low(qtbot: QtBot, desk: Desk) -> None:
    with_page(desk, "health", HealthPage, "Ctrl+5")
    dialog = opened(desk)
    assert QApplication.focusWidget().accessibleName() == "Energy, kcal"  # own numbers were set before
    for number in ("2000", "150", "220", "58"):
        write(number)
        press(Key.Key_Tab)
    assert "come to 2\u202f002 kcal, 2 kcal more" in words(dialog)
    dialog._own.fields.fields["energy"].setFocus()
    write("1300")
    assert "Below 1500 kcal a day" in words(dialog)
    write("900")
    save(qtbot, desk)
    assert dialog.isVisible()
    assert "Tracker sets no target below 1000 kcal." in dialog.error.accessibleName()
    press(Key.Key_Escape)
    assert dialog.isVisible()  # nothing typed is thrown away unasked


def test_other_days_aim_at_something_else_and_the_week_can_keep_its_total(qtbot: QtBot, desk: Desk) -> None:
    with_page(desk, "health", HealthPage, "Ctrl+5")
    dialog = opened(desk)
    write("2000")
    dialog._others.add_link.click()
    write("2600")  # training days
    dialog._others.add_link.click()
    write("2700")  # Mondays
    dialog._own._week.click()
    fields = [field.text() for field in dialog._others.findChildren(QLineEdit) if "Energy" in field.accessibleName()]
    assert (dialog._own.fields.fields["energy"].text(), fields) == ("1900", ["2600", "2570"])
    save(qtbot, desk)
    found = kept(desk)
    assert {key: one.energy for key, one in found.others.items()} == {"training": 26_000, "mon": 25_700}
    assert target_on(desk.store, "2026-11-23").energy == 25_700


def test_no_target_is_a_choice(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "health", HealthPage, "Ctrl+5")
    assert "Energy target" in words(page)
    choose(opened(desk), "none")
    save(qtbot, desk)
    assert not target_on(desk.store, DAY)
    assert "Energy target" not in words(page)
