"""Bugs: a report without personal data, from every thread, and the app goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tracker.errors import BadFile
from tracker.tasks.task import Cancelled
from tracker.ui.bug_report import BugDialog, report_of
from tracker.ui.bugs import BugHook, install
from tracker.ui.shell import Shell

SECRET = "81.4 kg, me@example.org"


@pytest.fixture
def hook(shell: Shell) -> Iterator[BugHook]:
    before = sys.excepthook, threading.excepthook
    yield install(shell)
    sys.excepthook, threading.excepthook = before


def failing() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def caught() -> BaseException:
    try:
        failing()
    except KeyError as error:
        return error
    raise AssertionError


def tell(hook: BugHook) -> None:
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)


def test_a_report_names_types_and_places_and_nothing_the_user_typed():
    report = report_of(caught(), "store").text
    assert "builtins.KeyError" in report
    assert "builtins.ValueError" in report
    assert "test_bugs.py:" in report
    assert "in failing" in report
    assert "thread store" in report
    assert SECRET not in report
    assert "/home" not in report
    assert "me@example.org" not in report


def test_places_inside_the_package_keep_their_path_without_the_folders_above(shell: Shell):
    with pytest.raises(KeyError) as caught:
        shell.show_page("nowhere")
    assert "  tracker/ui/shell.py:" in report_of(caught.value, "main").text


def test_a_bug_opens_a_dialog_whose_report_can_be_copied(
    shell: Shell, hook: BugHook, qtbot: QtBot, expect_log: Callable[[str], None]
):
    expect_log("A bug")
    tell(hook)
    dialog = shell.findChild(BugDialog)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == dialog.report
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    shell.show_page("rides")
    assert shell.current_page == "rides"


def test_the_whole_story_stays_in_the_log_of_this_device(
    hook: BugHook, caplog: pytest.LogCaptureFixture, expect_log: Callable[[str], None]
):
    expect_log("A bug")
    with caplog.at_level(logging.ERROR):
        tell(hook)
    assert SECRET in caplog.text


def test_the_same_bug_again_is_not_repeated_in_an_open_dialog(
    shell: Shell, hook: BugHook, expect_log: Callable[[str], None]
):
    expect_log("A bug")
    for _ in range(3):
        tell(hook)
    dialogs = shell.findChildren(BugDialog)
    assert len(dialogs) == 1
    assert dialogs[0].report.count("builtins.KeyError") == 1
    dialogs[0].reject()


def test_a_bug_on_another_thread_is_shown_on_the_gui_thread(
    shell: Shell, hook: BugHook, qtbot: QtBot, expect_log: Callable[[str], None]
):
    expect_log("A bug")
    thread = threading.Thread(target=failing, name="decoder")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: shell.findChild(BugDialog) is not None)
    dialog = shell.findChild(BugDialog)
    assert "thread decoder" in dialog.report
    dialog.reject()


def test_what_the_world_does_is_no_bug(shell: Shell, hook: BugHook):
    error = BadFile("ride.fit is cut short.")
    sys.excepthook(BadFile, error, None)
    assert shell.stage.error.isVisible()
    assert shell.findChild(BugDialog) is None


def test_cancelling_is_nothing_to_tell(shell: Shell, hook: BugHook):
    sys.excepthook(Cancelled, Cancelled(), None)
    assert shell.findChild(BugDialog) is None
    assert shell.stage.error.isHidden()
