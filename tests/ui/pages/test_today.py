"""Today, by keyboard."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tracker.ui.desk import Desk
from tracker.ui.pages.today import TodayPage


def test_the_page_opens(qtbot: QtBot, desk: Desk) -> None:
    page = with_page(desk, "today", TodayPage)
    settle(qtbot, desk)
    assert page.isVisible()
