"""Comparing two workouts by keyboard: choosing one, both in the plot, the numbers of a part, and leaving again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.formats.rides import RUNNING, START, ride
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key
from tests.ui.pages.test_workouts import has_read, listing, plot, press, words, write
from tracker.operations.activities import import_files
from tracker.store.queries import workouts as query
from tracker.ui.desk import Desk
from tracker.ui.dialogs.compare import CompareDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.training.workout.comparison import NO_LINES, ComparisonCard
from tracker.ui.words import UNKNOWN

DAY = 86_400


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> WorkoutsPage:
    """The page on a ride of 20 minutes; others are of 10 minutes a day, and of 15 a month before, one is a run."""
    files = [
        ride(tmp_path / "now.fit"),
        ride(tmp_path / "yesterday.fit", start=START - DAY, seconds=600),
        ride(tmp_path / "before.fit", start=START - 30 * DAY, seconds=900, power=False),
        ride(tmp_path / "run.fit", start=START - 2 * DAY, sport=RUNNING),
    ]
    desk.lane.write(import_files, files)
    settle(qtbot, desk)
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    page.open_item(recorded(desk, files[0].name))
    has_read(qtbot, page)
    return page


def recorded(desk: Desk, file_name: str) -> str:
    return str(desk.store.rows("SELECT id FROM workout WHERE file_name = ?", (file_name,))[0][0])


def dialog(desk: Desk) -> CompareDialog:
    (found,) = [one for one in desk.window.findChildren(CompareDialog) if one.isVisible()]
    return found


def compare(qtbot: QtBot, desk: Desk, page: WorkoutsPage, *keys: Key) -> ComparisonCard:
    """Open the dialog as the palette does, press keys in it, and wait for the other recording."""
    desk.window.run("workouts.compare")
    press(*keys)
    card = page.findChild(ComparisonCard)
    qtbot.waitUntil(card.isVisible)
    return card


def lengths(page: WorkoutsPage) -> list[tuple[int, int | None]]:
    return [
        (len(strip.own.x), None if strip.other is None else len(strip.other.x)) for strip in plot(page).strips
    ]  # fmt: skip


def test_the_nearest_of_the_same_sport_stand_first_and_a_filter_finds_others(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.window.run("workouts.compare")
    rows = dialog(desk).list.rows
    assert [rows.row_at(number).cell(2).text for number in range(rows.rowCount())] == ["0:10:00", "0:15:00"]
    press(Key.Key_F, modifiers=Qt.KeyboardModifier.ControlModifier)
    write("2026-10")
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    write("x")
    qtbot.waitUntil(lambda: not dialog(desk).save_button.isEnabled())
    assert "No workout fits." in words(dialog(desk))


def test_both_are_drawn_and_their_numbers_stand_side_by_side(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    card = compare(qtbot, desk, page, Key.Key_Return)
    assert plot(page).hasFocus()
    assert lengths(page) == [(1200, 600)] * 4
    told = words(card).split("\n")
    assert told[told.index("time") :][:4] == ["time", "0:20:00", "0:10:00", "10:00 longer"]
    assert told[told.index("avg power") :][:4] == ["avg power", "200 W", "200 W", "the same"]
    press(Key.Key_Home, Key.Key_Right)
    assert plot(page).accessibleName().count("150 W") == 2
    press(Key.Key_End)
    assert "other Power –" in plot(page).accessibleName(), "it has ended there"


def test_a_selected_part_is_compared_with_the_same_part_of_the_other(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    card = compare(qtbot, desk, page, Key.Key_Return)
    plot(page).select(300_000, 599_000)
    told = words(card).split("\n")
    assert told[told.index("avg power") :][:4] == ["avg power", "150 W", "250 W", "100 W less"]
    desk.window.run("workouts.over")
    settle(qtbot, desk)
    assert plot(page).over == "distance"
    assert lengths(page) == [(1200, 600)] * 4


def test_what_the_other_did_not_measure_is_a_dash(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    card = compare(qtbot, desk, page, Key.Key_Down, Key.Key_Return)
    assert [other for _, other in lengths(page)] == [None, 900, 900, 900]
    told = words(card).split("\n")
    assert told[told.index("avg power") :][:4] == ["avg power", "200 W", UNKNOWN, ""]
    assert NO_LINES not in words(card)


def test_esc_leaves_it_and_so_does_going_on_to_another_workout(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    card = compare(qtbot, desk, page, Key.Key_Return)
    plot(page).select(300_000, 599_000)
    press(Key.Key_Escape)
    assert card.isVisible(), "Esc first lets go of the selection"
    press(Key.Key_Escape)
    assert not card.isVisible()
    assert lengths(page) == [(1200, None)] * 4
    assert plot(page).hasFocus()
    card = compare(qtbot, desk, page, Key.Key_Return)
    listing(page).setFocus()
    press(Key.Key_Down)
    assert not card.isVisible()
    assert query.workout(desk.store, listing(page).current_id) is not None


def test_samples_that_are_not_here_are_told_and_nothing_changes(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    for path in (desk.store.profile / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    desk.window.run("workouts.compare")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "samples" in words(desk.window).lower() and not desk.lane.busy)
    assert lengths(page) == [(1200, None)] * 4
