"""A small display, and an ordinary one whose person reads everything at twice the size: nothing is cut off."""

from __future__ import annotations

import contextlib

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as TimedOut
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle
from tracker.ui.desk import Desk
from tracker.ui.screens import PAGES
from tracker.ui.shell import Shell
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.text import Text

SIZES = ((640, 400), (1024, 700), (1280, 800))
"""Points of 1280 by 800 at twice the size, of a small display, and of an ordinary one."""


def cut_off(page: QWidget) -> list[str]:
    """What has less room than its words need, or reaches beyond the page's edge."""
    found = []
    for one in [*page.findChildren(Text), *page.findChildren(Button), *page.findChildren(Chip)]:
        if not one.isVisible() or isinstance(one, LongText) or not one.text():
            continue
        needed = one.minimumSizeHint() if isinstance(one, Text) else one.sizeHint()
        wraps = isinstance(one, Text) and one.wordWrap()
        height = one.heightForWidth(one.width()) if wraps else needed.height()
        right = one.mapTo(page, QPoint(one.width(), 0)).x()
        if one.height() < height or (not wraps and one.width() < needed.width()) or right > page.width():
            found.append(f"{one.text()!r} {one.size().toTuple()} of {needed.toTuple()}, {height} high, to {right}")
    return found


def with_every_page(desk: Desk) -> Shell:
    window = desk.window
    assert isinstance(window, Shell)
    for page_id, title, key, make, bottom in PAGES:
        window.add_page(page_id, title, key, lambda make=make: make(desk), bottom=bottom)
    window.setMinimumSize(1, 1)  # as on such a display
    return window


@pytest.fixture
def window(desk: Desk) -> Shell:
    return with_every_page(desk)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("profile", ["desk", "empty_desk", "syncing_desk"])
def test_every_page_shows_all_its_words(
    qtbot: QtBot, request: pytest.FixtureRequest, size: tuple[int, int], profile: str
) -> None:
    desk: Desk = request.getfixturevalue(profile)
    window = with_every_page(desk)
    window.resize(*size)
    window.show()
    wrong = {}
    for page_id, *_ in PAGES:
        window.show_page(page_id)
        settle(qtbot, desk)
        qtbot.waitUntil(lambda: window.size().toTuple() == size)
        page = window.page(page_id)
        with contextlib.suppress(TimedOut):  # a busy machine lays out in several rounds
            qtbot.waitUntil(lambda page=page: not cut_off(page), timeout=2000)
        wrong[page_id] = cut_off(page)
    assert not any(wrong.values()), wrong


def test_the_views_of_a_page_take_a_line_of_their_own_only_where_they_must(
    qtbot: QtBot, desk: Desk, window: Shell
) -> None:
    window.show_page("workouts")
    title, chips = window.page("workouts")._head.title, window.page("workouts")._chips

    def beside() -> bool:
        return abs(chips.geometry().center().y() - title.geometry().center().y()) < 4

    for width, expected in ((1280, True), (640, False), (1280, True)):
        window.resize(width, 700)
        qtbot.waitUntil(lambda expected=expected: beside() == expected)


def test_the_week_goes_along_with_the_cursor_where_it_is_wider_than_the_window(
    qtbot: QtBot, desk: Desk, window: Shell
) -> None:
    window.show_page("meal_plan")
    window.resize(640, 400)
    settle(qtbot, desk)
    grid = window.page("meal_plan")._grid
    for column in (0, 6):
        grid.move_to(0, column)
        cell = grid.visualRect(grid.currentIndex())
        assert grid.viewport().rect().contains(cell.center()), column
        assert cell.width() >= 84


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_parts_of_settings_show_all_their_words(
    qtbot: QtBot, desk: Desk, window: Shell, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_page("settings")
    page = window.page("settings")
    for part in page._parts:
        page.show_part(part)
        settle(qtbot, desk)
        with contextlib.suppress(TimedOut):
            qtbot.waitUntil(lambda: not cut_off(page), timeout=2000)
        assert cut_off(page) == [], part
