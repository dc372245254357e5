"""Settings, Data: backing up, going back, exporting and importing, by keyboard, on a real profile."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, shell, words
from tracker import disk, profiles
from tracker.store.backup import WEEKLY, back_up, backups
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import delete_records
from tracker.sync import ledger
from tracker.ui.desk import Desk
from tracker.ui.dialogs.remove_data import RemoveDataDialog
from tracker.ui.dialogs.restore import RestoreDialog
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.settings.data_panel import DataPanel
from tracker.ui.sync.cards import DataCard
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.strips import ErrorStrip, Toast
from tracker.ui.widgets.text import Text

Choose = Callable[[Path | None], None]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    made = with_page(desk, "settings", SettingsPage)
    made.open_item("data")
    settle(qtbot, desk)
    return made


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Stands for the system's file dialogs: the next one answers with this."""

    def answer(path: Path | None) -> None:
        name = "" if path is None else str(path)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (name, ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: name)

    return answer


def press(page: QWidget, text: str) -> None:
    button = next(one for one in page.window().findChildren(Button) if one.text() == text and one.isVisible())
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)


def rows(page: SettingsPage) -> list[tuple[str, str, str]]:
    model = page.findChild(DataPanel).backups.list.rows
    found = [model.row_at(number) for number in range(model.rowCount())]
    return [(row.cell(0).text, row.cell(1).text, row.cell(2).text) for row in found]


def said(desk: Desk) -> str:
    return shell(desk).findChild(Toast).accessibleName()


def error(desk: Desk) -> str:
    strip = shell(desk).stage.error
    assert isinstance(strip, ErrorStrip)
    return strip.accessibleName() if strip.isVisible() else ""


def recipes(desk: Desk) -> int:
    return int(desk.store.rows("SELECT COUNT(*) FROM main.recipe")[0][0])


def remove_recipes(store: Store) -> None:
    with store.step("Delete recipes"):
        ids = [row[0] for row in store.rows("SELECT id FROM main.recipe")]
        delete_records(store, BY_NAME["recipe"], ids)


def test_a_backup_is_made_and_listed_and_one_goes_back_to_it(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    assert "None yet. Tracker makes one by itself each week" in words(page)
    press(page, "Back up now")
    settle(qtbot, desk)
    assert rows(page) == [("Today 13:58", "by hand", "everything")]
    assert said(desk) == "Backed up."

    desk.lane.write(remove_recipes)
    settle(qtbot, desk)
    assert recipes(desk) == 0
    press(page, "Restore…")
    dialog = page.window().findChild(RestoreDialog)
    assert "Go back to today 13:58?" in words(dialog)
    assert "What is here now is backed up first" in words(dialog)
    assert "This computer syncs" not in words(dialog)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)

    assert recipes(desk) == 8
    assert said(desk) == "Everything is as it was today 13:58. What was here is in the backups."
    assert sorted(why for _, why, _ in rows(page)) == ["before restore", "by hand"]
    assert shell(desk).findChild(RestoreDialog) is None


def test_a_row_is_opened_to_go_back_to_it_and_escape_changes_nothing(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    shell(desk).registry.run("settings.backup")
    settle(qtbot, desk)
    view = page.findChild(DataPanel).backups.list
    view.setFocus()
    QTest.keyClick(view, Key.Key_Return)
    assert page.window().findChild(RestoreDialog).isVisible()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    settle(qtbot, desk)
    assert len(backups(desk.store.profile)) == 1


def test_whoever_syncs_is_told_what_the_next_sync_does(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    def sign_up(store: Store) -> None:
        ledger.set_meta(store, account_id="a", server="https://home.example.org")

    desk.lane.write(sign_up)
    shell(desk).registry.run("settings.backup")
    settle(qtbot, desk)
    press(page, "Restore…")
    assert "the Sync page asks whether all your devices should go back" in words(page.window().findChild(RestoreDialog))


def test_a_copy_is_saved_where_one_says_and_restored_from_there(
    page: SettingsPage, desk: Desk, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "mine")
    press(page, "Save a copy…")
    settle(qtbot, desk)
    assert said(desk) == "Backed up to mine.tracker."
    assert (tmp_path / "mine.tracker").exists()
    assert rows(page) == []

    desk.lane.write(remove_recipes)
    settle(qtbot, desk)
    choose(tmp_path / "mine.tracker")
    press(page, "Restore…")
    assert "mine.tracker" in words(page.window().findChild(RestoreDialog))
    press(page, "Restore")
    settle(qtbot, desk)
    assert recipes(desk) == 8


def test_a_file_that_is_no_backup_is_told_in_the_dialog_and_not_taken(
    page: SettingsPage, desk: Desk, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"a picture")
    shell(desk).registry.run("settings.backup")
    settle(qtbot, desk)
    press(page, "Restore…")
    choose(tmp_path / "photo.jpg")
    press(page, "Choose a file…")
    dialog = page.window().findChild(RestoreDialog)
    assert "photo.jpg is damaged, or no backup of Tracker's." in dialog.error.accessibleName()
    assert "Go back to today 13:58?" in words(dialog)


def test_nothing_happens_where_the_file_dialog_is_called_off(
    page: SettingsPage, desk: Desk, qtbot: QtBot, choose: Choose
) -> None:
    choose(None)
    for text in ("Save a copy…", "Restore…", "Export…", "Import…"):
        press(page, text)
    settle(qtbot, desk)
    assert not backups(desk.store.profile)
    assert error(desk) == ""


def test_a_full_disk_is_told_at_once_and_the_button_works_again(
    page: SettingsPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(disk, "MARGIN", 1 << 60)
        press(page, "Back up now")
        settle(qtbot, desk)
    assert error(desk).startswith("The disk has too little room for a backup")
    press(page, "Back up now")
    settle(qtbot, desk)
    assert len(rows(page)) == 1


def test_everything_is_exported_into_a_new_folder_and_comes_back_once(
    page: SettingsPage, desk: Desk, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path)
    press(page, "Export…")
    settle(qtbot, desk)
    folder = tmp_path / "Tracker export 2026-11-21"
    assert "records are in “Tracker export 2026-11-21”." in said(desk)
    assert len(json.loads((folder / "recipe.json").read_text())["records"]) == 8

    desk.lane.write(remove_recipes)
    settle(qtbot, desk)
    choose(folder)
    press(page, "Import…")
    settle(qtbot, desk)
    assert said(desk) == "8 records imported."
    assert recipes(desk) == 8
    press(page, "Import…")
    settle(qtbot, desk)
    assert said(desk) == "All of it was here already."
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)
    assert recipes(desk) == 0, "an import is undone as one step"


def test_a_damaged_file_of_an_export_is_named(
    page: SettingsPage, desk: Desk, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path)
    press(page, "Export…")
    settle(qtbot, desk)
    folder = tmp_path / "Tracker export 2026-11-21"
    (folder / "food.json").write_text("{")
    choose(folder)
    press(page, "Import…")
    settle(qtbot, desk)
    assert error(desk) == "food.json: It is damaged, or not from Tracker."
    choose(tmp_path)
    press(page, "Import…")
    settle(qtbot, desk)
    assert "holds no export of Tracker's" in error(desk)


def test_the_data_page_fits_a_small_window(page: SettingsPage) -> None:
    assert page.minimumSizeHint().width() <= 816


def states(page: SettingsPage) -> list[str]:
    model = page.findChild(DataPanel).backups.list.rows
    return [model.row_at(number).cell(4).text for number in range(model.rowCount())]


def last_backup(desk: Desk) -> str:
    card = DataCard(shell(desk))
    card.show_size(desk.store, desk.words)
    return next(one.text() for one in card.findChildren(Text) if "ackup" in one.text())


def test_a_backup_says_whether_it_was_read_back_and_can_be_checked(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    with Store.open(desk.store.profile) as store:
        file = back_up(store, WEEKLY)
    page.findChild(DataPanel).refresh()
    settle(qtbot, desk)
    assert states(page) == ["not checked"]
    assert last_backup(desk).endswith(", not checked yet")
    press(page, "Check")
    settle(qtbot, desk)
    assert states(page) == ["checked"]
    assert said(desk) == "The backup was read whole and can be restored."
    assert last_backup(desk).endswith(", checked")
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 64] = bytes(64)
    file.write_bytes(data)
    page.findChild(DataPanel).refresh()
    settle(qtbot, desk)
    assert states(page) == ["not checked"], "it is another file now"
    press(page, "Check")
    settle(qtbot, desk)
    assert states(page) == ["damaged"]
    assert "damaged" in error(desk)
    assert last_backup(desk).endswith(", damaged")


def test_what_one_backs_up_by_hand_is_checked_at_once(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    press(page, "Back up now")
    settle(qtbot, desk)
    assert states(page) == ["checked"]


def test_looking_inside_opens_a_copy_beside_what_is_here(
    page: SettingsPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("tracker.ui.another_window.open_window", lambda copy: opened.append(copy) is None)
    press(page, "Back up now")
    settle(qtbot, desk)
    before = recipes(desk)
    assert before
    with Store.open(desk.store.profile) as store:
        remove_recipes(store)
    press(page, "Look inside")
    settle(qtbot, desk)
    (copy,) = opened
    assert profiles.is_inside(copy)
    with Store.open(copy) as inside:
        assert inside.rows("SELECT COUNT(*) FROM main.recipe")[0][0] == before
    assert recipes(desk) == 0
    assert copy not in profiles.all_of(desk.store.profile)
    assert "What is here stays as it is." in said(desk)


def test_the_data_page_leads_to_removing_everything(page: SettingsPage, desk: Desk) -> None:
    press(page, "Remove everything…")
    assert page.window().findChild(RemoveDataDialog).isVisible()
