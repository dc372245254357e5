"""Server first in the window, with a real server: what is typed stays in its form until it is saved or a draft."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from tests.server.process import Server, running_server
from tests.ui.desk_fixture import Opened, settle, shown, with_page
from tests.ui.hands import Key
from tracker.app import Desktop
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.sync import account, counts, modes
from tracker.sync.conflicts import open_conflicts
from tracker.sync.direct import Saved
from tracker.sync.engine import synchronise
from tracker.sync.secrets import vault_of
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict_base import ConflictDialog
from tracker.ui.dialogs.entry import EntryDialog
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.pages.sync import SyncPage
from tracker.ui.pages.today import TodayPage
from tracker.ui.shell import Shell
from tracker.ui.sync.line import SyncLine
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.strips import KEEP_AS_DRAFT

LONG = 15_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        yield server


@pytest.fixture
def cloud_desk(
    qtbot: QtBot, qapp: QApplication, filled_profile: Path, tmp_path: Path, server: Server
) -> Iterator[Desk]:
    """A window in Server first, all of whose data is on the server."""
    profile = tmp_path / "profile"
    shutil.copytree(filled_profile, profile)
    with Store.open(profile) as store:
        account.register(store, vault_of(profile), server.url, "ada@example.org", "an ordinary sentence", "memory")
        assert synchronise(store, vault_of(profile)).state == "ok"
        modes.switch(store, vault_of(profile), "cloud")
    yield from shown(qtbot, Opened(profile))


def waiting(desk: Desk) -> int:
    return counts.waiting(desk.store)


def first_entry_note(desk: Desk) -> str:
    return next(iter(days.day(desk.store, desk.today.isoformat()).entries)).note


def draft_button(widget: EntryDialog | Shell) -> Button:
    return next(one for one in widget.findChildren(Button) if one.text() == KEEP_AS_DRAFT and one.isVisible())


def test_a_form_that_cannot_be_saved_keeps_its_content_and_offers_a_draft(
    cloud_desk: Desk, server: Server, qtbot: QtBot
) -> None:
    desk = cloud_desk
    page = with_page(desk, "today", TodayPage)
    entry = next(iter(days.day(desk.store, desk.today.isoformat()).entries))
    server.kill()
    dialog = EntryDialog(desk, page, entry)
    dialog.open()
    note = dialog.findChildren(QLineEdit)[-1]
    note.setFocus()
    note.setText("with lemon")
    QTest.keyClick(note, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "cannot be reached" in dialog.error.accessibleName(), timeout=LONG)
    assert dialog.isVisible()
    assert note.text() == "with lemon"
    assert first_entry_note(desk) == entry.note
    assert waiting(desk) == 0
    with qtbot.waitSignal(dialog.closed, timeout=LONG):
        QTest.keyClick(draft_button(dialog), Key.Key_Space)
    settle(qtbot, desk)
    assert first_entry_note(desk) == "with lemon"
    assert waiting(desk) == 1


def test_a_quick_line_that_cannot_be_saved_comes_back_and_goes_once_it_is_kept(
    cloud_desk: Desk, server: Server, qtbot: QtBot
) -> None:
    desk = cloud_desk
    page = with_page(desk, "today", TodayPage)
    shell = desk.window
    assert isinstance(shell, Shell)
    before = len(days.day(desk.store, desk.today.isoformat()).entries)
    server.kill()
    line = page.findChild(QuickAdd)
    line.setFocus()
    QTest.keyClicks(line, "150g skyr @lunch")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: shell.stage.error.isVisible(), timeout=LONG)
    assert line.text() == "150g skyr @lunch"
    assert len(days.day(desk.store, desk.today.isoformat()).entries) == before
    QTest.keyClick(draft_button(shell), Key.Key_Space)
    qtbot.waitUntil(lambda: line.text() == "", timeout=LONG)
    settle(qtbot, desk)
    assert len(days.day(desk.store, desk.today.isoformat()).entries) == before + 1
    assert waiting(desk) == 1


def test_what_is_saved_is_on_the_server_at_once(cloud_desk: Desk, server: Server, qtbot: QtBot) -> None:
    desk = cloud_desk
    page = with_page(desk, "today", TodayPage)
    line = page.findChild(QuickAdd)
    line.setFocus()
    QTest.keyClicks(line, "weight 81.4")
    QTest.keyClick(line, Key.Key_Return)
    settle(qtbot, desk)
    assert line.text() == ""
    assert waiting(desk) == 0
    assert desk.store.rows("SELECT COUNT(*) FROM sync_rec WHERE c = 'measurement' AND rev = 0") == [(0,)]


def test_the_status_bar_says_from_where_and_of_when_the_data_is(cloud_desk: Desk, server: Server, qtbot: QtBot) -> None:
    desk = cloud_desk
    shell = desk.window
    assert isinstance(shell, Shell)
    with_page(desk, "sync", SyncPage)
    line = SyncLine(shell, desk)

    def words() -> str:
        return shell.status._sync.text()

    line.tell()
    assert words().startswith("From 127.0.0.1:")
    server.kill()
    with qtbot.waitSignal(desk.sync.finished, timeout=LONG):
        desk.sync.sync_now()
    line.tell()
    assert words().startswith("Stale, as of ")


def test_a_mode_is_chosen_in_the_settings_and_server_first_is_not_left_without_the_rest(
    cloud_desk: Desk, server: Server, qtbot: QtBot
) -> None:
    desk = cloud_desk
    page = with_page(desk, "settings", SettingsPage)
    page.open_item("sync")
    choice = {one.text(): one for one in page.findChildren(QRadioButton)}
    server.kill()
    with qtbot.waitSignal(desk.sync.failed, timeout=LONG):
        choice["This computer only"].click()
    assert choice["Server first"].isChecked()
    assert modes.mode(desk.store) == "cloud"
    anyway = next(one for one in page.findChildren(Button) if one.text() == "Switch anyway")
    with qtbot.waitSignal(desk.sync.mode_changed, timeout=LONG):
        anyway.click()
    qtbot.waitUntil(lambda: choice["This computer only"].isChecked(), timeout=LONG)
    assert modes.mode(desk.store) == "local"


def test_a_save_that_met_another_version_opens_the_conflict_after_its_form(
    qtbot: QtBot, qapp: QApplication, syncing_profile: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(syncing_profile, profile)
    desktop = Desktop(profile)
    desktop.sync.pause()
    with qtbot.waitSignal(desktop.complete, timeout=LONG):
        desktop.start()
    one = open_conflicts(desktop.store)[0]
    desktop.lane.not_simply_saved.emit(Saved(None, contested=((one.c, one.id),), notice="It waits as a draft."))
    qtbot.waitUntil(lambda: bool(desktop.shell.findChildren(ConflictDialog)), timeout=LONG)
    assert one.title in desktop.shell.findChildren(ConflictDialog)[0].accessibleName()
    desktop.shell.close()
    desktop.close()
