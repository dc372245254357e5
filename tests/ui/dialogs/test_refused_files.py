"""Files that an import refused are named with their reasons, and all of them are listed on request."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle
from tracker.ui.desk import Desk
from tracker.ui.dialogs.refused_files import RefusedFiles
from tracker.ui.everywhere import Everywhere
from tracker.ui.shell import Shell
from tracker.ui.widgets.strips import ErrorStrip


def refuse(qtbot: QtBot, desk: Desk, folder: Path, number: int) -> ErrorStrip:
    """Bring in so many files that are no recordings."""
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.show()
    files = [folder / f"ride{one}.fit" for one in range(number)]
    for file in files:
        file.write_bytes(b"no recording at all")
    shell.findChild(Everywhere).import_files(tuple(files))
    settle(qtbot, desk)
    return shell.stage.error


def test_three_are_named_with_their_reasons_and_the_rest_is_counted(qtbot: QtBot, desk: Desk, tmp_path: Path):
    said = refuse(qtbot, desk, tmp_path, 5).accessibleName()
    assert said.startswith("5 files were refused.")
    assert all(f"ride{number}.fit" in said for number in range(3))
    assert "ride3.fit" not in said
    assert said.endswith("And 2 more.")


def test_details_list_every_file(qtbot: QtBot, desk: Desk, tmp_path: Path):
    strip = refuse(qtbot, desk, tmp_path, 5)
    details = next(one for one in strip.findChildren(QPushButton) if one.text() == "Details…")
    details.setFocus()
    qtbot.keyClick(details, Qt.Key.Key_Return)
    dialog = strip.window().findChild(RefusedFiles)
    lines = dialog.findChild(QPlainTextEdit).toPlainText().splitlines()
    assert len(lines) == 5
    assert all(f"ride{number}.fit" in line for number, line in enumerate(lines))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_one_is_told_without_a_list(qtbot: QtBot, desk: Desk, tmp_path: Path):
    strip = refuse(qtbot, desk, tmp_path, 1)
    assert "ride0.fit" in strip.accessibleName()
    assert not any(one.text() == "Details…" for one in strip.findChildren(QPushButton))
