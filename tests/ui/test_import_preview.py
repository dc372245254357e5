"""Files of kinds that are shown first: what was understood is seen before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.formats.rides import ride
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL
from tracker.ui.desk import Desk
from tracker.ui.dialogs.import_preview import ImportPreview
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.text import Text


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk) -> Shell:
    with_page(desk, "favorites", FavoritesPage)
    settle(qtbot, desk)
    assert isinstance(desk.window, Shell)
    return desk.window


def preview(shell: Shell) -> ImportPreview | None:
    return next((one for one in shell.findChildren(ImportPreview) if one.isVisible()), None)


def count(desk: Desk, table: str) -> int:
    return int(desk.store.rows(f"SELECT COUNT(*) FROM {table}")[0][0])


def test_a_table_is_shown_before_it_comes_in_and_undone_at_once(shell: Shell, desk: Desk, qtbot: QtBot, tmp_path: Path):
    table = tmp_path / "mine.csv"
    table.write_text("Name;kcal;Protein;Shop\nRye;220;7,5;Corner\nOdd;x;;\nStrange;20;40;\n")
    shell.files_dropped.emit((table,))
    settle(qtbot, desk)
    shown = preview(shell)
    assert shown is not None
    words = "\n".join(one.text() for one in shown.findChildren(Text))
    assert "2 new, 1 refused" in words
    assert "Columns understood: Name, kcal, Protein.\nNot used: Shop.\nRye · 220 kcal, 7.5 g protein in 100 g" in words
    lists = {one.accessibleName(): one.toPlainText() for one in shown.findChildren(QPlainTextEdit)}
    assert lists["Refused"] == "mine.csv: line 3: “x” in kcal is no number."
    assert "Strange" in lists["May be wrong; it comes in all the same"]
    before = count(desk, "main.food")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert count(desk, "main.food") == before + 2
    shell.registry.run("edit.undo")
    settle(qtbot, desk)
    assert count(desk, "main.food") == before


def test_esc_brings_nothing_in(shell: Shell, desk: Desk, qtbot: QtBot, tmp_path: Path):
    table = tmp_path / "mine.csv"
    table.write_text("Name,kcal\nRye,220\n")
    before = count(desk, "main.food")
    shell.files_dropped.emit((table,))
    settle(qtbot, desk)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert (preview(shell), count(desk, "main.food")) == (None, before)


def test_what_is_here_already_offers_nothing(shell: Shell, desk: Desk, qtbot: QtBot, tmp_path: Path):
    test_a_table_is_shown_before_it_comes_in_and_undone_at_once(shell, desk, qtbot, tmp_path)
    shell.registry.run("edit.redo")
    settle(qtbot, desk)
    shell.files_dropped.emit((tmp_path / "mine.csv",))
    settle(qtbot, desk)
    shown = preview(shell)
    assert shown is not None
    assert shown.accessibleName() == "There is nothing new in it"
    assert not shown.save_button.isVisible()


def test_a_recording_comes_in_without_being_asked_about(shell: Shell, desk: Desk, qtbot: QtBot, tmp_path: Path):
    with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    before = count(desk, "workout")
    shell.files_dropped.emit((ride(tmp_path / "ride.fit", seconds=60),))
    settle(qtbot, desk)
    assert preview(shell) is None
    assert count(desk, "workout") == before + 1


def test_a_file_that_is_refused_whole_says_so_once(shell: Shell, desk: Desk, qtbot: QtBot, tmp_path: Path):
    table, broken = tmp_path / "mine.csv", tmp_path / "broken.zip"
    table.write_text("Name;kcal\nRye;220\n")
    broken.write_bytes(b"PK\x03\x04 nothing")
    shell.files_dropped.emit((broken, table))
    settle(qtbot, desk)
    shown = preview(shell)
    assert shown is not None
    said = [one.text() for one in shown.findChildren(Text)]
    assert said.count("broken.zip is a damaged zip archive. Download it again.") == 1
    assert not shown.findChildren(QPlainTextEdit)
