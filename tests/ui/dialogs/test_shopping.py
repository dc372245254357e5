"""The shopping list in the window, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press
from tracker.store.queries import shopping as queries
from tracker.ui.desk import Desk
from tracker.ui.dialogs.shopping import ShoppingDialog
from tracker.ui.pages.meal_plan import MealPlanPage
from tracker.ui.printing import shopping_html
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> ShoppingDialog:
    with_page(desk, "plan", MealPlanPage)
    press(Key.Key_L, modifiers=CTRL | Qt.KeyboardModifier.ShiftModifier)
    found = desk.window.findChild(ShoppingDialog)
    assert found is not None
    return found


def names(desk: Desk) -> list[str]:
    return [one.name for one in queries.items(desk.store)]


def test_the_list_is_made_from_the_week_and_ticked_off(dialog: ShoppingDialog, desk: Desk, qtbot: QtBot) -> None:
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    listed = names(desk)
    assert listed
    view = dialog.findChild(RowsView)
    view.setFocus()
    view.select_first()
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert [one.bought for one in queries.items(desk.store)].count(True) == 1
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert len(names(desk)) == len(listed) - 1


def test_lines_are_added_and_changed_by_hand(dialog: ShoppingDialog, desk: Desk, qtbot: QtBot) -> None:
    line = dialog.findChild(LineField)
    line.setFocus()
    QTest.keyClicks(line, "2 l milk")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk) == ["milk"]
    view = dialog.findChild(RowsView)
    view.setFocus()
    view.select_first()
    press(Key.Key_F2)
    assert line.text() == "2 l milk"
    QTest.keyClicks(line, "6 eggs")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk) == ["eggs"]


def test_escape_clears_the_line_before_it_closes(dialog: ShoppingDialog, desk: Desk) -> None:
    line = dialog.findChild(LineField)
    line.setFocus()
    QTest.keyClicks(line, "mil")
    press(Key.Key_Escape)
    assert (line.text(), dialog.isVisible()) == ("", True)
    press(Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_left_is_copied_as_text_and_printed_by_aisle(dialog: ShoppingDialog, desk: Desk, qtbot: QtBot) -> None:
    line = dialog.findChild(LineField)
    line.setFocus()
    QTest.keyClicks(line, "3 onions, <b>")
    press(Key.Key_Return)
    settle(qtbot, desk)
    dialog.copy_text()
    assert QGuiApplication.clipboard().text() == "Vegetables and fruit\n- 3 onions, <b>"
    printed = shopping_html(queries.items(desk.store))
    assert "<h2>Vegetables and fruit</h2>" in printed
    assert "onions, &lt;b&gt;" in printed
    assert "Nothing is left" in shopping_html(())
