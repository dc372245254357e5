"""Planned against done in the window: shown, asked where unclear, taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from tests.formats.rides import START, ride
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key
from tracker.operations import plans, thresholds, workouts
from tracker.operations.importing import import_files
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.ui.desk import Desk
from tracker.ui.dialogs.planned import PlannedDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.workout.planned_card import PlannedCard
from tracker.ui.widgets.text import Text

HOURS = 3_600_000
DAY = "2026-11-19"


def plan(store: Store, hours: int = 5, line: str = "10min 60%, 10min 100%") -> Changes:
    """A planned ride on the day of the file's, some hours later."""
    made = plans.add(store, "Two by ten", "cycling", line).ids[0]
    return plans.schedule(store, made, START * 1000 + hours * HOURS)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    ids = [one.id for one in query.on_day(desk.store, DAY)]  # the day has a ride of the profile's own
    desk.lane.write(workouts.delete, ids)
    desk.lane.write(thresholds.put, "ftp", 250, "2026-01-01")
    desk.lane.write(plan)
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    return made


def words(page: WorkoutsPage) -> str:
    card = page.view.findChild(PlannedCard)
    return "\n".join(label.text() for label in card.findChildren(Text) if label.isVisible())


def test_the_done_one_shows_time_load_and_intervals_beside_what_was_planned(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, tmp_path: Path
) -> None:
    desk.lane.write(import_files, [ride(tmp_path / "a.fit")])
    settle(qtbot, desk)
    (done,) = query.on_day(desk.store, DAY)
    page.open_item(done.id)
    qtbot.waitUntil(lambda: "found by the laps" in words(page), timeout=10_000)
    said = words(page).splitlines()
    assert said[said.index("Time") :][:4] == ["Time", "20 min", "20 min", "100 %"]
    assert said[said.index("Load") :][:2] == ["Load", "23"]
    assert "2 of 2 intervals held within 5 %, found by the laps." in said
    assert "↑ over" not in words(page)
    desk.window.run("workouts.part")
    settle(qtbot, desk)
    assert words(page) == ""
    assert {one.status for one in query.on_day(desk.store, DAY)} == {"completed", "planned"}
    desk.window.run("edit.undo")
    settle(qtbot, desk)
    assert "Two by ten" in page.view.findChild(PlannedCard).heading._note.text()


def test_two_planned_ones_of_a_day_are_asked_about_after_an_import(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, tmp_path: Path
) -> None:
    desk.lane.write(plan, 8)
    settle(qtbot, desk)
    desk.window.files_dropped.emit((ride(tmp_path / "a.fit"),))
    qtbot.waitUntil(lambda: desk.window.findChild(PlannedDialog) is not None, timeout=20_000)
    settle(qtbot, desk)
    dialog = desk.window.findChild(PlannedDialog)
    choice = dialog.findChild(QComboBox)
    assert [choice.itemText(number).split(" · ")[0] for number in range(choice.count())] == [
        "Two by ten", "Two by ten", "None of them",
    ]  # fmt: skip
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert sorted(one.status for one in query.on_day(desk.store, DAY)) == ["completed", "planned"]
    assert words(page).startswith("Planned and done") or "Time" in words(page)


def test_a_done_one_of_another_day_is_counted_as_planned_where_the_person_says_so(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    done = next(one for one in query.on_day(desk.store, "2026-11-17") if one.sport == "cycling")
    page.open_item(done.id)
    desk.window.run("workouts.planned")
    assert isinstance(desk.window, Shell)
    (dialog,) = desk.window.findChildren(PlannedDialog)
    choice = dialog.findChild(QComboBox)
    choice.setCurrentIndex(next(n for n in range(choice.count()) if choice.itemText(n).startswith("Two by ten")))
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert "Time" in words(page)
    assert "for Thu 19" in page.view.findChild(PlannedCard).heading._note.text()


def test_one_that_was_not_done_says_so_in_neutral_words(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    (ahead,) = query.on_day(desk.store, DAY)
    page.open_item(ahead.id)
    shown = [label.text() for label in page.view.findChildren(Text) if label.isVisible()]
    assert any("cycling · planned, not done" in text for text in shown)
