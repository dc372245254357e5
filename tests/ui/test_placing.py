"""Where the window opens: on the screen, whatever the screen is and wherever the window was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tracker.ui.placing import inside
from tracker.ui.shell import Shell

ROOM = QRect(0, 30, 1280, 770)


def test_a_new_window_is_no_larger_than_the_screen(qtbot: QtBot):
    shell = Shell()
    qtbot.addWidget(shell)
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert shell.minimumWidth() <= room.width()
    assert shell.minimumHeight() <= room.height()
    assert (shell.width(), shell.height()) == (min(1280, room.width()), min(800, room.height()))


def test_a_window_that_was_on_a_screen_that_is_gone_comes_back(qtbot: QtBot, tmp_path: Path):
    first = Shell()
    qtbot.addWidget(first)
    first.move(4000, 3000)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/geometry", first.saveGeometry())
    settings.sync()
    second = Shell()
    qtbot.addWidget(second)
    second.remember_in(tmp_path / "window.ini")
    assert QGuiApplication.primaryScreen().availableGeometry().contains(second.geometry())


def test_a_rectangle_stays_where_it_is_if_it_fits_and_moves_or_shrinks_if_not():
    assert inside(QRect(100, 100, 900, 600), ROOM) == QRect(100, 100, 900, 600)
    assert inside(QRect(2000, -900, 900, 600), ROOM) == QRect(380, 30, 900, 600)
    assert inside(QRect(-50, 100, 2560, 1440), ROOM) == ROOM
