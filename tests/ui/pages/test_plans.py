"""Structured workouts in the window, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, SHIFT, Key, press, words
from tracker.operations import plans, thresholds
from tracker.store.queries import plans as query
from tracker.store.queries import workouts
from tracker.ui.desk import Desk
from tracker.ui.dialogs.plan import PlanDialog
from tracker.ui.dialogs.start_workout import StartWorkout
from tracker.ui.dialogs.when import WhenDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog

LINE = "warm-up 15min 55%, 3x(12min 90%, rest 4min 50%)"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    desk.lane.write(thresholds.put, "ftp", 250, "2026-01-01")
    settle(qtbot, desk)
    desk.window.run("workouts.show.plans")
    return made


def dialog(desk: Desk, kind: type[Dialog]) -> Dialog:
    assert isinstance(desk.window, Shell)
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def write(desk: Desk, qtbot: QtBot, name: str = "Sweet spot", line: str = LINE) -> None:
    press(Key.Key_N, modifiers=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), name)
    press(Key.Key_Tab, Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), line)


def test_a_plan_is_typed_drawn_and_kept(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    assert "No plans yet" in words(page)
    write(desk, qtbot)
    assert "1 h 03 min · load 61" in words(dialog(desk, PlanDialog))
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    (kept,) = query.plans(desk.store)
    assert (kept.name, kept.load) == ("Sweet spot", 61)
    assert "3 × 12min 90%, rest 4min 50%" in words(page)
    assert page.view.panes()[0].hasFocus()


def test_a_step_that_is_not_understood_is_told_while_typing_and_nothing_is_lost(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    write(desk, qtbot, line="10min 250wt")
    opened = dialog(desk, PlanDialog)
    assert "“250wt” in “10min 250wt” is no length and no aim" in words(opened)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert opened.isVisible()
    assert query.plans(desk.store) == ()
    press(Key.Key_Backspace)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert len(query.plans(desk.store)) == 1


def test_a_plan_is_put_on_a_day_started_edited_and_deleted(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    write(desk, qtbot)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    dialog(desk, WhenDialog).save_button.click()
    settle(qtbot, desk)
    (planned,) = workouts.workouts(
        desk.store, [row[0] for row in desk.store.rows("SELECT id FROM workout WHERE plan IS NOT NULL")]
    )
    assert (planned.title, planned.status, planned.day) == ("Sweet spot", "planned", "2026-11-22")
    desk.window.run("plans.start")
    assert "Start a workout" in words(dialog(desk, StartWorkout))
    press(Key.Key_Escape)
    page.view.panes()[0].setFocus()
    press(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "s")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert query.plans(desk.store)[0].name in ("s", "Sweet spots")
    page.view.panes()[0].setFocus()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert query.plans(desk.store) == ()
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert len(query.plans(desk.store)) == 1


def test_a_plan_is_saved_for_a_watch(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.lane.write(plans.add, "Sweet spot", "cycling", LINE)
    settle(qtbot, desk)
    target = tmp_path / "sweet.fit"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.window.run("plans.export")
    settle(qtbot, desk)
    assert target.read_bytes()[8:12] == b".FIT"


def test_each_view_has_its_own_commands_and_no_key_twice(desk: Desk, page: WorkoutsPage) -> None:
    assert isinstance(desk.window, Shell)
    for name in ("history", "plans"):
        desk.window.run(f"workouts.show.{name}")
        living = desk.window.registry.living()
        keys = [key for command in living for key in command.shortcut]
        assert len(keys) == len(set(keys))
        assert f"workouts.show.{name}" in {command.id for command in living}
