"""Dialogs: keys stay inside, nothing typed is lost, the focus goes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.conftest import SmallPage
from tracker.errors import BadInput
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows


class Form(Dialog):
    """Two fields."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "New food", "As on the packet.")
        rows = FormRows()
        self.name, self.energy = QLineEdit(), QLineEdit()
        rows.add("Name", self.name)
        rows.add("Energy", self.energy, "In kcal.")
        self.rows = rows
        self.body.addWidget(rows)


@pytest.fixture
def form(shell: Shell, qtbot: QtBot) -> Form:
    made = Form(shell)
    made.open()
    qtbot.waitUntil(made.name.hasFocus)
    return made


def test_the_first_field_has_the_focus_and_tab_stays_inside(form: Form, qtbot: QtBot):
    visited = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert visited == [form.energy, form.cancel_button, form.save_button, form.name]
    qtbot.keyClick(form.name, Qt.Key.Key_Backtab)
    assert form.save_button.hasFocus()


def test_making_a_dialog_shows_no_other_window(shell: Shell, form: Form):
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [shell]
    assert shell.isActiveWindow()


def test_ctrl_enter_saves_once_and_only_if_saving_is_possible(form: Form, qtbot: QtBot):
    saved: list[int] = []
    form.saved.connect(lambda: saved.append(1))
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == [1]
    form.save_button.setEnabled(False)
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == [1]


def test_no_shortcut_of_the_window_works_below_it(shell: Shell, form: Form, qtbot: QtBot):
    qtbot.keyClick(form.name, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.name, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert shell.current_page == "meals"
    assert not shell.palette_overlay.isVisible()


def test_the_keys_of_text_editing_still_work_in_it(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.name, "Chili")
    qtbot.keyClick(form.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.name, Qt.Key.Key_Delete)
    assert form.name.text() == ""
    qtbot.keyClick(form.name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.name.text() == "Chili"


def test_esc_closes_it_and_the_focus_goes_back(shell: Shell, form: Form, qtbot: QtBot):
    told: list[str] = []
    form.rejected.connect(lambda: told.append("rejected"))
    form.closed.connect(lambda: told.append("closed"))
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert told == ["rejected", "closed"]
    qtbot.waitUntil(lambda: not isValid(form))
    page = shell.page("meals")
    assert isinstance(page, SmallPage)
    assert page.list.hasFocus()


def test_esc_asks_while_something_typed_would_be_lost(form: Form, qtbot: QtBot):
    form.guard(lambda: bool(form.name.text()))
    qtbot.keyClicks(form.name, "Chili")
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert form.error.isVisible()
    form.error._button.click()
    assert not form.isVisible()


def test_an_error_stands_in_it_and_what_was_typed_stays(form: Form):
    form.name.setText("Chili")
    form.show_error(BadInput("There is a recipe with this name."))
    assert form.error.isVisible()
    assert form.name.text() == "Chili"
    form.rows.show_wrong(form.energy, "Write a number.")
    assert form.energy.accessibleDescription() == "Write a number."
    form.rows.show_wrong(form.energy, "")
    assert form.energy.accessibleDescription() == "In kcal."


def test_the_mouse_does_not_reach_the_page_and_does_not_close_it(shell: Shell, form: Form, qtbot: QtBot):
    qtbot.mouseClick(form, Qt.MouseButton.LeftButton, pos=QPoint(60, 110))
    assert shell.current_page == "meals"
    assert form.isVisible()


def test_it_stays_inside_the_page_when_the_window_shrinks(shell: Shell, form: Form):
    for _ in range(30):
        form.rows.add("More", QLineEdit())
    form.place()
    shell.resize(1024, 700)
    QApplication.processEvents()
    assert shell.stage_rect().contains(form.card.geometry())
    assert form.card.geometry().contains(form.save_button.mapTo(form, form.save_button.rect().bottomRight()))


def test_a_dialog_grows_with_what_is_wrong_in_it(qtbot: QtBot, shell: Shell) -> None:
    dialog = Dialog(shell, "Add", width=420)
    form, field = FormRows(), QLineEdit()
    form.add("Value", field)
    form.add("Note", QLineEdit())
    dialog.body.addWidget(form)
    dialog.open()
    qtbot.wait(20)
    before = dialog.card.height()
    form.show_wrong(field, "Type a number.")
    qtbot.waitUntil(lambda: dialog.card.height() > before)
    form.show_wrong(field, "")
    qtbot.waitUntil(lambda: dialog.card.height() == before)


def test_a_text_that_is_too_long_shows_its_beginning(shell: Shell, qtbot: QtBot):
    made = Form(shell)
    made.name.setText("Quark")
    made.energy.setText("670, as it stands on the packet, on the side where nobody looks for it, in small letters")
    made.open()
    qtbot.waitUntil(made.name.hasFocus)
    assert (made.name.selectedText(), made.energy.cursorPosition()) == ("Quark", 0)
