"""Commands: one declaration, and everything that is built from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SmallPage
from tracker.ui import keys
from tracker.ui.commands import Command, Registry
from tracker.ui.shell import Shell


def page(shell: Shell, name: str) -> SmallPage:
    found = shell.page(name)
    assert isinstance(found, SmallPage)
    return found


def shortcut_problems(registry: Registry) -> list[str]:
    """What is wrong with the keys of a window: used twice where both live, or never to be used."""
    problems = []
    every = registry.every()
    for name, commands in every.items():
        living = [*every[""], *commands] if name else commands
        used: dict[str, str] = {}
        for command in living:
            for key in command.shortcut:
                if key in used:
                    problems.append(f"{key}: {used[key]} and {command.id}")
                used[key] = command.id
                if not command.in_list and keys.is_taken(key):
                    problems.append(f"{key}: {command.id} takes it from text editing or the desktop")
    return problems


def test_no_shortcut_of_the_window_is_ambiguous_or_taken(shell: Shell):
    page(shell, "rides")
    assert len(shell.registry.every()) == 3
    assert shortcut_problems(shell.registry) == []


def test_the_check_finds_a_key_used_twice_and_a_key_that_is_taken(shell: Shell):
    for key in ("Ctrl+L", "Ctrl+D", "Ctrl+Alt+Q"):
        shell.registry.add(Command(f"bad.{key}", "Bad", "Edit", lambda: None, (key,)))
    assert [problem.split(":")[0] for problem in shortcut_problems(shell.registry)] == [
        *["Ctrl+L", "Ctrl+D", "Ctrl+Alt+Q"], "Ctrl+L", "Ctrl+D", "Ctrl+Alt+Q",
    ]  # fmt: skip


def test_every_living_command_is_in_a_menu_exactly_once(shell: Shell):
    for name in ("meals", "rides"):
        shell.show_page(name)
        in_menus = [action.objectName() for menu in shell.registry.menus() for action in menu.actions()]
        assert sorted(in_menus) == sorted(command.id for command in shell.registry.living())


def test_menus_stand_in_their_order_with_help_at_the_end(shell: Shell):
    shell.registry.add(Command("x.y", "Something", "Unheard of", lambda: None))
    titles = [menu.title() for menu in shell.registry.menus()]
    assert titles == ["File", "Edit", "View", "Go", "Day", "Food", "Unheard of", "Help"]


def test_a_shortcut_works_while_no_menu_was_ever_shown(shell: Shell, qtbot: QtBot):
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page(shell, "meals").done == ["new"]


def test_one_key_does_on_each_page_what_that_page_means_by_it(shell: Shell, qtbot: QtBot):
    shell.show_page("rides")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page(shell, "rides").done == ["new"]
    assert page(shell, "meals").done == ["leave"]


def test_a_command_that_cannot_run_says_why(shell: Shell, qtbot: QtBot):
    page(shell, "meals").reason = "Yesterday is empty."
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(shell.registry.refused) as refused:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Y, both)
    assert refused.args == ["Yesterday is empty."]
    assert page(shell, "meals").done == []
    assert shell.stage.toast.isVisible()


def test_it_is_grey_only_while_a_menu_is_open(shell: Shell):
    page(shell, "meals").reason = "Yesterday is empty."
    action = shell.registry.action("meal.same")
    menu = next(menu for menu in shell.registry.menus() if menu.title() == "Day")
    menu.aboutToShow.emit()
    assert not action.isEnabled()
    assert action.toolTip() == "Yesterday is empty."
    menu.aboutToHide.emit()
    assert action.isEnabled()


def test_keys_of_a_list_leave_text_fields_and_buttons_alone(shell: Shell, qtbot: QtBot):
    meals = page(shell, "meals")
    meals.field.setFocus()
    meals.field.setText("egg")
    meals.field.setCursorPosition(0)
    qtbot.keyClick(meals.field, Qt.Key.Key_Delete)
    assert meals.field.text() == "gg"
    assert meals.done == []


def test_a_context_menu_holds_the_same_actions(shell: Shell):
    menu = shell.registry.menu(["meal.new", "", "meal.delete"], shell)
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions() if not action.isSeparator()] == [
        "meal.new",
        "meal.delete",
    ]
    assert menu.actions()[0] is shell.registry.action("meal.new")
    menu.deleteLater()


def test_a_command_cannot_be_declared_twice(shell: Shell):
    with pytest.raises(ValueError, match="palette"):
        shell.registry.add(Command("palette", "Again", "Go", lambda: None))


@pytest.mark.parametrize(
    ("key", "shown"), [("Ctrl+Return", "Ctrl ⏎"), ("Ctrl+PgDown", "Ctrl PgDn"), ("Ctrl++", "Ctrl +"), ("F5", "F5")]
)
def test_keys_are_written_as_in_the_pictures(key: str, shown: str):
    assert keys.hint(key) == shown
