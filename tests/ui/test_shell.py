"""The window: pages, what they are told, strips, panes, files dropped, and where it was last time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SmallPage
from tracker.errors import BadFile
from tracker.store.changes import Changes
from tracker.tasks.task import Step, Task
from tracker.ui.shell import Shell
from tracker.ui.shortcut_sheet import ShortcutSheet
from tracker.ui.widgets.text import Text

FOOD = Changes(frozenset({"food"}), ("f1",), "Edit egg")
RIDE = Changes(frozenset({"workout"}), ("w1",), "Delete ride")


def page(shell: Shell, name: str) -> SmallPage:
    found = shell.page(name)
    assert isinstance(found, SmallPage)
    return found


def test_a_page_is_made_when_it_is_first_shown(qtbot: QtBot):
    made: list[str] = []
    shell = Shell()
    qtbot.addWidget(shell)
    for name in ("meals", "rides"):
        shell.add_page(name, name.title(), "", lambda name=name: made.append(name) or SmallPage(name))
    shell.show_page("rides")
    shell.show_page("rides")
    assert made == ["rides"]
    assert page(shell, "rides").refreshed == [None]
    assert shell.windowTitle() == "Rides – Tracker"


def test_the_page_shown_hears_of_a_change_and_hidden_ones_when_they_are_shown(shell: Shell, qtbot: QtBot):
    meals, rides = page(shell, "meals"), page(shell, "rides")
    shell.show_page("rides")
    shell.changed(FOOD)
    shell.changed(RIDE)
    qtbot.waitUntil(lambda: len(rides.refreshed) == 2)
    both = Changes(frozenset({"food", "workout"}), ("f1", "w1"), "Delete ride")
    assert rides.refreshed == [None, both]
    assert meals.refreshed == [None]
    shell.changed(FOOD)
    qtbot.waitUntil(lambda: len(rides.refreshed) == 3)
    shell.show_page("meals")
    assert meals.refreshed == [None, Changes(frozenset({"food", "workout"}), ("f1", "w1"), "Edit egg")]
    shell.show_page("rides")
    assert len(rides.refreshed) == 3


def test_going_to_a_page_with_an_item_opens_it(shell: Shell):
    shell.show_page("rides", "w1")
    shell.show_page("rides", "w2")
    assert page(shell, "rides").done == ["open w1", "open w2"]


def test_a_page_writes_down_what_was_typed_before_it_is_left_or_the_window_closes(shell: Shell, qtbot: QtBot):
    shell.show_page("rides")
    assert page(shell, "meals").done == ["leave"]
    with qtbot.waitSignal(shell.closing):
        shell.close()
    assert page(shell, "rides").done == ["leave"]


def test_the_keys_of_the_sidebar_show_pages(shell: Shell, qtbot: QtBot):
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert shell.current_page == "rides"
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F9)
    assert shell.current_page == "sync"


def test_f6_goes_through_the_panes_and_the_sidebar_and_back(shell: Shell, qtbot: QtBot):
    meals = page(shell, "meals")
    assert meals.list.hasFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F6)
    assert meals.field.hasFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F6)
    assert shell.sidebar.isAncestorOf(shell.focusWidget())
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Space)
    assert shell.current_page == "rides"
    shell.sidebar.focus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert page(shell, "rides").field.hasFocus()


def test_an_error_stands_above_the_page_with_one_action(shell: Shell, qtbot: QtBot):
    done: list[str] = []
    strip = shell.stage.error
    assert strip.isHidden()
    shell.show_error(BadFile("ride.fit is cut short.", "The rest was read."), "Show", lambda: done.append("shown"))
    assert strip.isVisible()
    assert strip.accessibleName() == "ride.fit is cut short. The rest was read."
    words = [label.text() for label in strip.findChildren(Text) if label.isVisible()]
    assert words == ["ride.fit is cut short.", "The rest was read."]
    strip._button.click()
    assert done == ["shown"]
    assert strip.isHidden()


def test_esc_takes_an_error_away(shell: Shell, qtbot: QtBot):
    shell.show_error(BadFile("ride.fit is cut short."))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert shell.stage.error.isHidden()


def test_the_toast_offers_undo_only_where_there_is_something_to_undo(shell: Shell, qtbot: QtBot):
    shell.say("Copied.")
    assert shell.stage.toast.isVisible()
    assert not shell.stage.toast._undo.isVisible()
    shell.say("Deleted egg.", undo=True)
    with qtbot.waitSignal(shell.undo_requested):
        shell.stage.toast._undo.click()
    assert shell.stage.toast.isHidden()
    assert page(shell, "meals").list.hasFocus()


def test_progress_shows_only_for_what_takes_longer_than_a_moment(shell: Shell, qtbot: QtBot):
    quick, slow = Task(), Task()
    shell.watch(quick, "Reading")
    quick.running = False
    quick.finished.emit()
    shell.watch(slow, "Importing")
    strip = shell.stage.progress
    assert strip.isHidden()
    qtbot.waitUntil(strip.isVisible, timeout=3000)
    slow.progressed.emit(Step(3, 10, "ride.fit"))
    assert "Importing · 3 of 10 · ride.fit" in [label.text() for label in strip.findChildren(Text)]
    slow.progressed.emit(Step(37_000_000, 98_000_000, "Packing"))
    assert "Importing · 37 % · Packing" in [label.text() for label in strip.findChildren(Text)]
    strip._cancel.click()
    assert slow.progress.cancelled
    slow.finished.emit()
    assert strip.isHidden()


def test_files_that_are_dropped_on_the_window_are_told(shell: Shell, qtbot: QtBot, tmp_path: Path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "ride.fit")), QUrl("https://example.org/page")])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(shell.files_dropped) as dropped:
        shell.dropEvent(event)
    assert dropped.args == [(tmp_path / "ride.fit",)]


def test_the_window_comes_back_as_large_as_it_was(qtbot: QtBot, tmp_path: Path):
    for size in ((800, 720), (800, 650)):  # the offscreen display is 800 pixels wide
        first = Shell()
        qtbot.addWidget(first)
        first.remember_in(tmp_path / "window.ini")
        first.resize(*size)
        first.show()
        first.close()
        second = Shell()
        qtbot.addWidget(second)
        second.remember_in(tmp_path / "window.ini")
        assert (second.width(), second.height()) == size


def test_the_status_bar_says_only_what_there_is_and_leads_there(shell: Shell, qtbot: QtBot):
    status = shell.status
    status.show_sync("ok", "Synced 2 min ago")
    status.show_waiting(0)
    status.show_conflicts(1)
    assert not status._waiting.isVisible()
    assert status._conflicts.text() == "1 conflict"
    status.show_conflicts(2)
    assert status._conflicts.accessibleName() == "2 conflicts"
    qtbot.mouseClick(status._conflicts, Qt.MouseButton.LeftButton)
    assert shell.current_page == "sync"


def test_alt_alone_opens_all_menus(shell: Shell, qtbot: QtBot):
    qtbot.keyClick(shell, Qt.Key.Key_Alt)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert [action.text() for action in popup.actions()] == [menu.title() for menu in shell.registry.menus()]
    popup.close()


def test_the_sheet_shows_every_key_of_the_page_and_the_window(shell: Shell):
    shell.show_shortcuts()
    sheet = shell.findChild(ShortcutSheet)
    words = {label.text() for label in sheet.findChildren(Text)}
    assert {command.title for command in shell.registry.living() if command.shortcut} <= words
    sheet.reject()


def test_the_smallest_window_holds_everything(shell: Shell):
    shell.resize(1024, 700)
    QApplication.processEvents()
    assert (shell.width(), shell.height()) == (1024, 700)
    right = shell.status._palette.mapTo(shell, shell.status._palette.rect().topRight()).x()
    assert right <= 1024
    assert shell.stage.width() == 1024 - 208


def test_a_window_that_closed_tells_its_pages_nothing_more(shell: Shell, qtbot: QtBot):
    told = list(page(shell, "meals").refreshed)
    shell.closing.connect(lambda: shell.changed(FOOD))
    shell.close()
    qtbot.wait(60)
    assert page(shell, "meals").refreshed == told
