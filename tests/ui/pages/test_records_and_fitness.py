"""Records, the power curve, fitness and thresholds in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.formats.rides import START, ride
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press, words
from tracker.operations import derived, settings, thresholds
from tracker.operations.activities import import_files
from tracker.store.database import Store
from tracker.store.queries.thresholds import listed
from tracker.ui.desk import Desk
from tracker.ui.dialogs.threshold import ThresholdDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.plot.lines_plot import LinesPlot
from tracker.ui.training.records.season_curve import SeasonCurve
from tracker.ui.widgets.text import Text


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> WorkoutsPage:
    desk.lane.write(import_files, [ride(tmp_path / "ride.fit")])
    desk.lane.write(_derive)
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    return made


def _derive(store: Store) -> None:
    derived.refresh(store)


def rows(page: WorkoutsPage) -> dict[str, tuple[str, ...]]:
    model = page.view._list.model()
    found = {}
    for number in range(model.rowCount()):
        row = model.row_at(number)
        found[row.cell(0).text] = tuple(row.cell(column).text for column in range(1, len(model.columns)))
    return found


def test_a_record_says_its_best_its_gain_and_its_day_and_opens_its_workout(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.window.run("workouts.show.records")
    qtbot.waitUntil(lambda: "20 min power" in rows(page), timeout=10_000)
    assert rows(page)["20 min power"] == ("200 W", "first", "Thu 19")
    assert rows(page)["Longest ride"][0] == "97.4 km"
    listing = page.view.panes()[0]
    listing.select_first()
    listing.setFocus()
    press(Key.Key_Return)
    assert page.view.panes()[0].accessibleName() == "History of workouts"


def test_the_power_curve_says_what_was_held_and_when(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("workouts.show.records")
    plot = page.view.findChild(LinesPlot)
    qtbot.waitUntil(lambda: "Critical power" in words(page), timeout=10_000)
    plot.setFocus()
    press(Key.Key_Right)
    assert "1 s: " in words(page)
    assert " W, Thu 19" in words(page)


def test_heart_rate_has_a_curve_too_and_the_fit_is_told_with_three_parameters(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.window.run("workouts.show.records")
    qtbot.waitUntil(lambda: "Critical power" in words(page), timeout=10_000)
    curve = page.view.findChild(SeasonCurve)
    assert "With three parameters" in words(curve)
    assert "Model" in [one.name for one in curve.plot._lines]
    curve.what.setCurrentIndex(curve.what.findData("heart_rate"))
    qtbot.waitUntil(lambda: "Critical power" not in words(curve), timeout=10_000)
    curve.plot.setFocus()
    press(Key.Key_Right)
    assert "1 s: " in words(curve)
    assert " bpm, Thu 19" in words(curve)


def test_a_workout_tells_how_even_it_was_and_what_was_left(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    (record,) = desk.store.rows("SELECT id FROM workout WHERE file_name = 'ride.fit'")[0]
    page.open_item(record)
    more = page.view._detail._more_stats
    qtbot.waitUntil(more.isVisible, timeout=10_000)
    told = {stat.findChildren(Text)[1].text(): stat.findChildren(Text)[0].text() for stat in more._stats}
    assert "variability" in told
    assert "decoupling" in told or "W per bpm" in told


def test_fitness_follows_a_threshold_that_is_written_down(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("workouts.show.fitness")
    assert "Load and zones need them" in words(page)
    press(Key.Key_N, modifiers=CTRL)
    press(Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "a lot")
    press(Key.Key_Return, modifiers=CTRL)
    assert isinstance(desk.window, Shell)
    (asked,) = desk.window.findChildren(ThresholdDialog)
    assert "Type a number." in "\n".join(label.text() for label in asked.findChildren(Text))
    press(Key.Key_A, modifiers=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "250")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [(one.kind, one.value, one.since) for one in listed(desk.store)] == [("ftp", 250, "2026-11-21")]
    assert "Threshold power" in {row.cell(0).text for row in page.view._thresholds._model._rows}
    desk.lane.write(thresholds.put, "ftp", 240, "2026-01-01")
    qtbot.waitUntil(lambda: "November 2026" in rows(page), timeout=10_000)
    plot = page.view.findChild(LinesPlot)
    qtbot.waitUntil(lambda: bool(plot._xs), timeout=10_000)
    plot.setFocus()
    press(Key.Key_Left)
    assert "fitness " in words(page)
    assert "form " in words(page)


def test_training_is_summed_by_years_and_by_sport(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("workouts.show.fitness")
    qtbot.waitUntil(lambda: "November 2026" in rows(page))
    view = page.view
    view._period._group.buttons()[1].click()
    view._sport.setCurrentIndex(view._sport.findData("strength"))
    assert {name: cells[0] for name, cells in rows(page).items()} == {"2026": "12"}


def test_two_seasons_lie_over_each_other_and_enter_opens_the_workout_of_a_best(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, tmp_path: Path
) -> None:
    desk.lane.write(import_files, [ride(tmp_path / "old.fit", start=START - 500 * 86_400)])
    desk.lane.write(_derive)
    settle(qtbot, desk)
    desk.window.run("workouts.show.records")
    card = page.view.findChild(SeasonCurve)
    qtbot.waitUntil(lambda: card._told is not None and card._told.seasons == (2026, 2025), timeout=10_000)
    assert [card.period.itemText(number) for number in range(card.period.count())] == [
        "All seasons", "This season", "Last season", "90 days", "2026", "2025",
    ]  # fmt: skip
    card.period.setCurrentIndex(card.period.findData("2025"))
    qtbot.waitUntil(lambda: card._told.asked[1] == "2025", timeout=10_000)
    card.plot.setFocus()
    press(Key.Key_Left)
    assert "200 W, 7 Jul 2025, Morning ride; All seasons: 200 W, " in words(page)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert page.view.panes()[0].accessibleName() == "History of workouts"
    assert "Monday 7 July 2025" in words(page)


def test_a_season_starts_in_the_month_that_the_person_says(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(settings.set_value, "season_starts", "12")
    settle(qtbot, desk)
    desk.window.run("workouts.show.records")
    card = page.view.findChild(SeasonCurve)
    qtbot.waitUntil(lambda: card.period.findText("2025/26") >= 0, timeout=10_000)
    card.period.setCurrentIndex(card.period.findData("before"))
    qtbot.waitUntil(lambda: "No power was recorded then." in words(page), timeout=10_000)
