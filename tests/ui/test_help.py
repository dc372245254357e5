"""Every screen explains itself on F1."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import with_page
from tracker.paths import resources
from tracker.ui.desk import Desk
from tracker.ui.help import Help, HelpDialog
from tracker.ui.pages.today import TodayPage
from tracker.ui.screens import PAGES
from tracker.ui.shell import Shell


@pytest.mark.parametrize("page", [page_id for page_id, *_ in PAGES])
def test_every_screen_has_words(page: str) -> None:
    assert len((resources() / "help" / f"{page}.md").read_text(encoding="utf-8")) > 100


def test_f1_opens_the_words_of_the_screen(empty_desk: Desk, qtbot: QtBot) -> None:
    shell = empty_desk.window
    assert isinstance(shell, Shell)
    with_page(empty_desk, "today", TodayPage)
    Help(shell).show()
    (dialog,) = shell.findChildren(HelpDialog)
    assert "Log in one line" in dialog._words.toPlainText()
    dialog.accept()
