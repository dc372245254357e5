"""The question about workouts that are there twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.formats.rides import ride
from tests.formats.tracks import gpx
from tests.ui.desk_fixture import settle, with_page
from tracker.operations import doubles
from tracker.store.changes import Changes
from tracker.ui.desk import Desk
from tracker.ui.dialogs.doubles import DoublesDialog
from tracker.ui.page import Page
from tracker.ui.shell import Shell


class Empty(Page):
    """Where the window goes after an import."""

    def refresh(self, changes: Changes | None) -> None:
        """It shows nothing."""

    def open_item(self, item: str) -> None:
        """It has none."""


@pytest.fixture
def asked(desk: Desk, qtbot: QtBot, tmp_path: Path) -> DoublesDialog:
    """The dialog as an import of two files of one ride opens it."""
    (tmp_path / "b.gpx").write_text(gpx(range(600)))
    assert isinstance(desk.window, Shell)
    with_page(desk, "workouts", lambda _: Empty())
    desk.window.files_dropped.emit((ride(tmp_path / "a.fit", seconds=600), tmp_path / "b.gpx"))
    qtbot.waitUntil(lambda: desk.window.findChild(DoublesDialog) is not None, timeout=30_000)
    settle(qtbot, desk)
    dialog = desk.window.findChild(DoublesDialog)
    assert isinstance(dialog, DoublesDialog)
    return dialog


def left(desk: Desk) -> list[str]:
    rows = desk.store.rows("SELECT file_name FROM workout WHERE file_name <> '' AND status = 'completed' ORDER BY 1")
    return [row[0] for row in rows if row[0] in ("a.fit", "b.gpx")]


def test_it_names_the_pair_and_put_together_leaves_one(desk: Desk, qtbot: QtBot, asked: DoublesDialog) -> None:
    assert asked.accessibleName() == "1 workout is here twice, it seems"
    assert "StravaGPX" in " ".join(str(asked.list.rows.index(0, column).data()) for column in range(3))
    asked.save_button.click()
    settle(qtbot, desk)
    assert len(left(desk)) == 1


def test_keep_both_asks_no_more(desk: Desk, qtbot: QtBot, asked: DoublesDialog) -> None:
    asked.keep_both.click()
    settle(qtbot, desk)
    assert left(desk) == ["a.fit", "b.gpx"]
    assert doubles.find(desk.store) == ()


def test_escape_decides_nothing(desk: Desk, qtbot: QtBot, asked: DoublesDialog) -> None:
    asked.reject()
    settle(qtbot, desk)
    assert left(desk) == ["a.fit", "b.gpx"]
    assert len(doubles.find(desk.store)) == 1
