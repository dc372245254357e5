"""What can be done on another screen is found from every screen, and is done there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import with_page
from tracker.app import Desktop
from tracker.ui.desk import Desk
from tracker.ui.elsewhere import ELSEWHERE
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.pages.today import TodayPage
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog


def test_titles_and_words_are_those_of_the_screens(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    one = Desktop(tmp_path / "profile")
    one.start()
    qtbot.waitExposed(one.shell)
    for page, known in ELSEWHERE.items():
        one.shell.show_page(page)
        there = {command.id: (command.title, command.synonyms) for command in one.shell.registry.living()}
        assert {id: there.get(id) for id, *_ in known} == {id: (title, words) for id, title, words in known}
    one.shell.close()
    one.close()


@pytest.mark.parametrize("view", [id for id, *_ in ELSEWHERE["workouts"] if ".show." in id])
def test_a_workout_is_added_from_today_whichever_view_was_shown_last(desk: Desk, view: str) -> None:
    with_page(desk, "workouts", WorkoutsPage)
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.registry.run(view)
    with_page(desk, "today", TodayPage)
    add = next(one for one in shell.registry.findable() if one.id == "workouts.new")
    add.action()
    assert [one for one in shell.findChildren(Dialog) if one.isVisible()]
    there = {one.id for one in shell.registry.living()}
    assert {id for id, *_ in ELSEWHERE["workouts"]} <= there


def test_a_backup_is_made_from_today_by_typing_its_name(desk: Desk, qtbot: QtBot) -> None:
    today = with_page(desk, "today", TodayPage)
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.add_page("settings", "Settings", "Ctrl+,", lambda: SettingsPage(desk))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    palette = shell.palette_overlay
    qtbot.keyClicks(palette.field, "back up")
    rows = [(row.title, row.detail) for row in palette.list.lines.rows if row.does == "run"]
    assert ("Back up now", "Settings") in rows
    assert today.isVisible()
    while palette.list.current().title != "Back up now":
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert shell.current_page == "settings"
    qtbot.waitUntil(lambda: any((desk.store.profile / "backups").glob("*by-hand.tracker")))
    qtbot.waitUntil(lambda: not desk.care.busy)


@pytest.mark.parametrize("text", [">", "> ", ">verify"])
def test_what_this_window_has_no_screen_for_is_not_offered(desk: Desk, text: str) -> None:
    with_page(desk, "today", TodayPage)
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.palette_overlay.open_with(text)
    assert "Verify sync" not in [row.title for row in shell.palette_overlay.list.lines.rows]
