"""With numbers hidden no screen shows energy, nutrients or readings of the body, in a chart or to a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tracker.operations import settings
from tracker.ui.desk import Desk
from tracker.ui.page import Page
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.screens import PAGES
from tracker.ui.widgets.rows_view import RowsView

NUMBER = re.compile(r"\d[\d\u202f.,]* ?(kcal|kJ|kg|bpm)|\d+ g (protein|carbs|fat)|\d+ / \d+")
SHOWN = {"today", "meal_plan", "favorites", "health", "reports"}


def said(page: QWidget) -> Iterator[str]:
    """Everything that can be read or is read aloud."""
    for label in page.findChildren(QLabel):
        if label.isVisible():
            yield label.text()
    for widget in page.findChildren(QWidget):
        if widget.isVisible():
            yield widget.accessibleName()
            yield widget.accessibleDescription()
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisible() or model is None:
            continue
        for row in range(min(model.rowCount(), 40)):
            for column in range(model.columnCount()):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                    yield str(model.index(row, column).data(role) or "")
    for rows in page.findChildren(RowsView):
        for number in range(min(rows.rows.rowCount(), 40)):
            row = rows.rows.row_at(number)
            yield from (row.cell(column).text for column in range(len(rows.rows.columns)))


def numbers(page: QWidget) -> list[str]:
    """What tells a number of food or of the body; times and distances of workouts are none."""
    return [text for text in said(page) if NUMBER.search(text) and "workout" not in text.casefold()]


@pytest.mark.parametrize(
    ("page_id", "factory"), [pytest.param(one[0], one[3], id=one[0]) for one in PAGES if one[0] in SHOWN]
)
def test_no_number_is_left(qtbot: QtBot, desk: Desk, page_id: str, factory: Callable[[Desk], Page]) -> None:
    page = with_page(desk, page_id, factory)
    settle(qtbot, desk)
    assert numbers(page), "the test must see the numbers that are to go"
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)
    page.refresh(None)
    assert numbers(page) == []
    desk.lane.write(settings.set_value, "hide_numbers", False)
    settle(qtbot, desk)
    page.refresh(None)
    assert numbers(page)


def test_no_nutrient_of_a_food_is_left(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "favorites", FavoritesPage)
    settle(qtbot, desk)
    desk.window.registry.run("favorites.foods")
    settle(qtbot, desk)
    assert "Fiber" in list(said(page)), "the test must see what is to go"
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)
    page.refresh(None)
    assert not {"Fiber", "Cholesterol"} & set(said(page))
    assert not [text for text in said(page) if "··· g" in text]


def test_search_and_toasts_keep_quiet_too(qtbot: QtBot, desk: Desk) -> None:
    assert "kcal" in desk.search("egg")[0].detail
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)
    assert "kcal" not in desk.search("egg")[0].detail
