"""Settings, by keyboard: every declared setting has a field that holds at once; the data is checked and measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from tests.ui import desk_content
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, focus, press, words
from tracker.app import Desktop
from tracker.errors import KnownError
from tracker.operations.settings import set_value
from tracker.settings import SETTINGS
from tracker.store import doctor
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.ui.desk import Desk
from tracker.ui.pages.settings import CHOICES, SettingsPage
from tracker.ui.settings.data_panel import DataPanel
from tracker.ui.shell import Shell
from tracker.ui.sizes import size_in_words
from tracker.ui.theme import theme
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_field import LineField
from tracker.ui.words import Words


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    made = with_page(desk, "settings", SettingsPage)
    settle(qtbot, desk)
    return made


def radio(page: SettingsPage, text: str) -> QRadioButton:
    return next(one for one in page.findChildren(QRadioButton) if one.text() == text)


def data(page: SettingsPage) -> list[tuple[str, str, str]]:
    model = page.findChild(DataPanel).list.rows
    rows = [model.row_at(number) for number in range(model.rowCount())]
    return [(row.cell(0).text, row.cell(1).text, row.cell(2).text) for row in rows]


def test_every_setting_stands_on_the_page_with_its_help(page: SettingsPage):
    seen = ""
    for part, _ in CHOICES:
        page.open_item(part)
        seen += words(page)
    for setting in SETTINGS:
        if not setting.of_person:  # asked for where a target is set
            assert setting.label in seen
            assert setting.help in seen


def test_a_map_server_is_named_and_what_is_none_stays_to_be_put_right(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("general")
    field = next(one for one in page.findChildren(LineField) if one.accessibleName() == "Maps from")
    field.setFocus()
    QTest.keyClicks(field, "https://tiles.example.org/{z}/{x}.png")
    QTest.keyClick(field, Key.Key_Return)
    settle(qtbot, desk)
    assert "The address of a map server says where {y} stand" in words(page)
    page.refresh(None)
    assert (field.text(), value(desk.store, "map_tiles")) == ("https://tiles.example.org/{z}/{x}.png", "")
    field.setText("https://tiles.example.org/{z}/{x}/{y}.png")
    QTest.keyClick(field, Key.Key_Return)
    settle(qtbot, desk)
    assert value(desk.store, "map_tiles") == field.text()
    assert "says where" not in words(page)


def test_the_arrows_go_through_the_parts(page: SettingsPage):
    assert focus().accessibleName() == "General"
    assert "Appearance" in words(page)
    press(Key.Key_Right)
    assert "Energy in" in words(page)
    press(Key.Key_Left, Key.Key_Left)
    assert "Tracker is not a medical device." in words(page)


def test_a_choice_holds_at_once(page: SettingsPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_Tab)
    while focus() is not radio(page, "Monday"):
        press(Key.Key_Tab)
    press(Key.Key_Down)
    settle(qtbot, desk)
    assert radio(page, "Sunday").isChecked()
    assert value(desk.store, "week_starts") == "sunday"


def test_what_was_changed_elsewhere_shows_and_is_not_written_again(page: SettingsPage, desk: Desk, qtbot: QtBot):
    desk.lane.write(set_value, "energy_unit", "kJ")
    settle(qtbot, desk)
    assert radio(page, "Kilojoules (kJ)").isChecked()
    assert desk.store.rows("SELECT COUNT(*) FROM undo_step") == [(1,)]


def test_undo_takes_a_setting_back(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("profile")
    radio(page, "Pounds").setFocus()
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert value(desk.store, "weight_unit") == "lb"
    QTest.keyClick(focus(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)
    assert radio(page, "Kilograms").isChecked()


def test_a_number_is_typed_and_stepped_within_its_bounds(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("sync")
    field = page.findChild(QSpinBox)
    field.setFocus()
    press(Key.Key_Up)
    settle(qtbot, desk)
    assert value(desk.store, "sync_interval") == 16
    field.selectAll()
    QTest.keyClicks(field, "30")
    assert value(desk.store, "sync_interval") == 16, "not while one types"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert value(desk.store, "sync_interval") == 30
    assert (field.minimum(), field.maximum()) == (1, 1440)


def test_the_target_is_shown_and_changed(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("profile")
    assert "2\u202f150 kcal" in words(page)
    assert "140 g protein · 240 g carbs · 70 g fat" in words(page)
    next(one for one in page.findChildren(Button) if one.accessibleName() == "Change the daily target").setFocus()
    press(Key.Key_Space)
    assert page.window().findChild(Dialog).isVisible()
    QTest.keyClick(focus(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), "2000")
    QTest.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)
    assert page.window().findChild(Dialog) is None
    assert "2\u202f000 kcal" in words(page)


def test_without_a_target_it_says_what_one_is_good_for(empty_desk: Desk):
    page = with_page(empty_desk, "settings", SettingsPage)
    page.open_item("profile")
    assert "No target" in words(page)


def test_data_says_what_takes_room(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("data")
    settle(qtbot, desk)
    rows = {name: records for name, records, _ in data(page)}
    assert rows["Recipes"] == "8"
    assert rows["Workouts"] == "73"
    assert rows["Search, history and sync"] == ""
    assert all(size.endswith(("KB", "MB")) for _, _, size in data(page))
    assert str(desk.store.profile).replace("/", "/\u200b") in words(page)


def test_a_full_check_tells_that_all_is_well_and_keeps_the_focus(page: SettingsPage, desk: Desk, qtbot: QtBot):
    page.open_item("data")
    settle(qtbot, desk)
    assert "Not checked yet" in words(page)
    button = next(one for one in page.findChildren(Button) if one.text() == "Full check")
    button.setFocus()
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert "Checked just now, all is well" in words(page)
    assert focus() is button


def test_tidying_up_mends_the_search_and_a_check_sees_what_is_wrong(page: SettingsPage, desk: Desk, qtbot: QtBot):
    def forget(store: Store) -> None:
        store.database.execute_sql("DELETE FROM search_document WHERE kind = 'recipe'")

    desk.lane.write(forget)
    settle(qtbot, desk)
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.registry.run("settings.check")
    settle(qtbot, desk)
    assert "Checked just now, something is wrong" in words(page)
    assert "Search: 8 not found; tidying up mends it" in words(page)
    shell.registry.run("settings.tidy")
    settle(qtbot, desk)
    assert "Checked just now, all is well" in words(page)
    assert doctor.examine(desk.store).healthy


def test_a_check_that_fails_says_so(page: SettingsPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    def broken(_: Store) -> doctor.CheckUp:
        raise KnownError("The disk does not answer.")

    page.open_item("data")
    monkeypatch.setattr(doctor, "examine", broken)
    next(one for one in page.findChildren(Button) if one.text() == "Full check").click()
    settle(qtbot, desk)
    assert "The disk does not answer." in words(page)


def test_the_folder_is_opened_in_the_file_manager(page: SettingsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.open_item("data")
    next(one for one in page.findChildren(Button) if one.text() == "Show folder").click()
    assert [Path(url.toLocalFile()) for url in opened] == [desk.store.profile]


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 KB"), (12, "1 KB"), (43_400, "43 KB"), (620_000, "0.6 MB"), (36_140_000, "36.1 MB")]
)
def test_sizes_read_well(size: int, text: str):
    assert size_in_words(size, Words()) == text


def test_the_theme_switches_while_the_window_is_open(qtbot: QtBot, tmp_path: Path):
    desktop = Desktop(tmp_path / "profile", clock=desk_content.clock())
    qtbot.addWidget(desktop.shell)
    desktop.shell.show_page("settings")
    desktop.shell.show()
    page = desktop.shell.page("settings")
    assert isinstance(page, SettingsPage)
    radio(page, "Dark").click()
    qtbot.waitUntil(lambda: theme().dark)
    radio(page, "Light").click()
    qtbot.waitUntil(lambda: not theme().dark)
    desktop.shell.hide()
    desktop.close()
