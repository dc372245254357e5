"""Editing a recording in the window: by its commands, with what is selected and pointed at in the plot, and undone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from tests.formats.fit_writer import FitWriter, fit_time
from tests.formats.rides import START, ride
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, press
from tracker.operations.activities import import_files
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.cut_workout import CropWorkout, SplitWorkout
from tracker.ui.dialogs.fix_spikes import FixSpikes
from tracker.ui.dialogs.merge_workouts import MergeWorkouts
from tracker.ui.dialogs.workout import WorkoutDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.training.workout.effort_field import EffortField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import RadioList
from tracker.ui.widgets.text import Text

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
MINUTE = 60_000
AnyDialog = TypeVar("AnyDialog", bound=Dialog)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> WorkoutsPage:
    """The page on two rides of a morning, the first of them chosen and its recording shown."""
    files = [ride(tmp_path / "a.fit"), ride(tmp_path / "b.fit", start=START + 4800, seconds=600)]
    desk.lane.write(import_files, files)
    settle(qtbot, desk)
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    show(qtbot, page, mornings(desk)[0])
    return page


def mornings(desk: Desk) -> list[Workout]:
    """The imported rides and what was made of them, in the order of time."""
    rows = desk.store.rows("SELECT id FROM workout WHERE file_name <> '' AND status <> 'deleted' ORDER BY start_at")
    found = [query.workout(desk.store, row[0]) for row in rows]
    return [one for one in found if one is not None]


def show(qtbot: QtBot, page: WorkoutsPage, workout: Workout) -> None:
    page.open_item(workout.id)
    qtbot.waitUntil(plot(page).isVisible, timeout=20_000)
    qtbot.wait(30)


def plot(page: WorkoutsPage) -> TelemetryPlot:
    return page.findChild(TelemetryPlot)


def run(desk: Desk, command: str) -> None:
    assert isinstance(desk.window, Shell)
    desk.window.run(command)


def dialog(qtbot: QtBot, desk: Desk, kind: type[AnyDialog]) -> AnyDialog:
    """The one that is open, once it has looked."""
    assert isinstance(desk.window, Shell)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.window.findChildren(kind)))
    (found,) = (one for one in desk.window.findChildren(kind) if one.isVisible())
    return found


def ready(qtbot: QtBot, one: Dialog) -> None:
    qtbot.waitUntil(one.save_button.isEnabled)


def write(text: str) -> None:
    press(Key.Key_A, modifiers=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), text)


def said(desk: Desk) -> str:
    assert isinstance(desk.window, Shell)
    return "\n".join(label.text() for label in desk.window.stage.toast.findChildren(Text))


def refusal(desk: Desk, command: str) -> str | None:
    assert isinstance(desk.window, Shell)
    return desk.window.registry.command(command).enabled()


def test_what_is_selected_stays_and_the_undo_says_what_it_undoes(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    assert "Select a part" in (refusal(desk, "workouts.crop_here") or "")
    plot(page).select(5 * MINUTE, 15 * MINUTE)
    run(desk, "workouts.crop_here")
    settle(qtbot, desk)
    assert mornings(desk)[0].duration == 10 * MINUTE
    assert "Cropped Morning ride." in said(desk)
    run(desk, "edit.undo")
    settle(qtbot, desk)
    assert mornings(desk)[0].duration == 20 * MINUTE
    assert "Undone: Crop Morning ride." in said(desk)


def test_cropping_by_keyboard_shows_what_stays_before(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    run(desk, "workouts.crop")
    crop = dialog(qtbot, desk, CropWorkout)
    write("0:10:00")
    ready(qtbot, crop)
    assert "250 W avg power" in [stat.accessibleName() for stat in crop.findChildren(type(crop._stays._stats[0]))]
    press(Key.Key_Tab)
    write("0:05:00")
    qtbot.waitUntil(lambda: "Nothing was recorded" in "".join(text.text() for text in crop.findChildren(Text)))
    assert not crop.save_button.isEnabled()
    write("nonsense")
    qtbot.waitUntil(lambda: "since the start" in "".join(text.text() for text in crop.findChildren(Text)))
    write("0:12:30")
    ready(qtbot, crop)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    one = mornings(desk)[0]
    assert (one.duration, one.avg_power, one.is_edited) == (150_000, 250, True)
    run(desk, "workouts.original")
    settle(qtbot, desk)
    assert mornings(desk)[0].duration == 20 * MINUTE
    assert refusal(desk, "workouts.original") == "The recording of this workout was not edited."


def test_splitting_where_the_cursor_is(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    assert "Point at a moment" in (refusal(desk, "workouts.split_here") or "")
    plot(page).setFocus()
    press(Key.Key_Home, *[Key.Key_Right] * 50)
    run(desk, "workouts.split_here")
    settle(qtbot, desk)
    first, second, _ = mornings(desk)
    assert abs((first.duration or 0) - 10 * MINUTE) <= 12_000
    assert second.title == "Morning ride, part 2"
    run(desk, "edit.undo")
    settle(qtbot, desk)
    assert len(mornings(desk)) == 2


def test_the_plot_has_a_menu_of_what_can_be_done_there(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    plot(page).select(5 * MINUTE, 15 * MINUTE)
    plot(page).setFocus()
    where = plot(page).rect().center()
    QApplication.sendEvent(
        plot(page), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, plot(page).mapToGlobal(where))
    )
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    can = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    assert can == {
        "Crop to the selection": True,
        "Split at the cursor": False,
        "Fix spikes…": True,
        "Show the whole recording": True,
    }


def test_the_dialog_for_splitting_tells_both_parts(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    plot(page).select(5 * MINUTE, 15 * MINUTE)
    run(desk, "workouts.split")
    split = dialog(qtbot, desk, SplitWorkout)
    ready(qtbot, split)
    assert [card._stats[0].accessibleName() for card in split._parts] == ["0:05:00 time", "0:15:00 time"]
    write("0:00:00")
    qtbot.waitUntil(lambda: "one side" in "".join(text.text() for text in split.findChildren(Text)))
    write("8 min")
    ready(qtbot, split)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [one.duration for one in mornings(desk)] == [8 * MINUTE, 12 * MINUTE, 10 * MINUTE]


def test_merging_with_one_of_the_same_day(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    run(desk, "workouts.merge")
    merge = dialog(qtbot, desk, MergeWorkouts)
    assert merge._between.text() == "The 1 h 00 min between them becomes a pause."
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    (one,) = mornings(desk)
    assert one.duration == 30 * MINUTE
    assert "Merged Morning ride and Morning ride." in said(desk)


def test_spikes_are_counted_before_they_go(qtbot: QtBot, desk: Desk, page: WorkoutsPage, tmp_path: Path) -> None:
    desk.lane.write(import_files, [with_spikes(tmp_path / "s.fit")])
    settle(qtbot, desk)
    show(qtbot, page, mornings(desk)[-1])
    run(desk, "workouts.spikes")
    fix = dialog(qtbot, desk, FixSpikes)
    ready(qtbot, fix)
    assert fix._told.text() == "2 of 300 values would be removed. Highest 3\u202f000 W → 200 W, average 219 W → 200 W."
    assert fix._where.text() == "0:01:40 3\u202f000 W, 0:03:20 3\u202f000 W"
    fix.findChild(QComboBox).setCurrentIndex(1)
    qtbot.waitUntil(lambda: "No value of heart rate" in fix._told.text())
    assert not fix.save_button.isEnabled()
    choose(fix, "above")
    qtbot.waitUntil(lambda: "Type the highest" in fix._told.text())
    fix._limit.setFocus()
    write("139")
    ready(qtbot, fix)
    assert fix._told.text().startswith("300 of 300 values")
    fix.findChild(QComboBox).setCurrentIndex(0)
    choose(fix, "spikes")
    qtbot.waitUntil(lambda: fix.save_button.isEnabled() and "2 of 300" in fix._told.text())
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert mornings(desk)[-1].max_power == 200
    assert "Removed 2 values of power from" in said(desk)


def choose(fix: FixSpikes, what: str) -> None:
    radios = fix.findChild(RadioList)
    radios.choose(what)
    radios.chosen.emit(what)


def with_spikes(path: Path) -> Path:
    now = fit_time(START + 30_000)
    writer = FitWriter().add("file_id", type=4, manufacturer=1, product=1836, time_created=now)
    for second in range(300):
        writer.add(
            "record", local=1, timestamp=now + second, power=3000 if second in (100, 200) else 200, heart_rate=140
        )
    writer.add("session", local=3, timestamp=now + 300, start_time=now, sport=2, total_elapsed_time=300_000,
               total_timer_time=300_000)  # fmt: skip
    path.write_bytes(writer.file())
    return path


def test_what_has_no_recording_says_so(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    strength = next(
        row[0] for row in desk.store.rows("SELECT id FROM workout WHERE title = 'Strength' AND status = 'completed'")
    )
    page.open_item(strength)
    for command in ("workouts.crop", "workouts.split", "workouts.spikes", "workouts.crop_here", "workouts.split_here"):
        assert "no recording" in (refusal(desk, command) or ""), command
    run(desk, "workouts.merge")
    assert "no other workout of this sport" in said(desk)
    planned = desk.store.rows("SELECT id FROM workout WHERE status = 'planned'")[0][0]
    page.open_item(planned)
    assert refusal(desk, "workouts.merge") == "Only a workout that was done can be edited so."


def test_effort_and_sport_can_be_changed_afterwards(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(
        lambda store: store.database.execute_sql("UPDATE workout SET sub_sport = 'road' WHERE sport = 'cycling'")
    )
    settle(qtbot, desk)
    run(desk, "workouts.edit")
    edit = dialog(qtbot, desk, WorkoutDialog)
    effort = edit.findChild(EffortField)
    assert effort.currentText() == "Not said"
    effort.setCurrentIndex(7)
    sport = edit.findChildren(QComboBox)[0]
    sport.setCurrentIndex(sport.findData("running"))
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    one = mornings(desk)[0]
    assert (one.effort, one.sport, one.sub_sport, one.distance) == (70, "running", "", 96_000)
    assert "felt 7 of 10" in "\n".join(text.text() for text in page.findChildren(Text))


def test_an_effort_between_two_numbers_stays_exact(qtbot: QtBot) -> None:
    field = EffortField(75)
    qtbot.addWidget(field)
    assert (field.effort, field.currentIndex()) == (75, 8)
    field.setCurrentIndex(9)
    assert field.effort == 90
    field.setCurrentIndex(0)
    assert field.effort is None


def test_a_crop_that_is_cancelled_changes_nothing_and_can_be_tried_again(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    before, goes_on = mornings(desk), threading.Event()
    plot(page).select(MINUTE, 5 * MINUTE)
    run(desk, "workouts.crop")
    crop = dialog(qtbot, desk, CropWorkout)
    ready(qtbot, crop)
    desk.lane.ask(lambda _store, _progress: goes_on.wait(10))  # so that the crop still waits when it is cancelled
    crop.save_button.click()
    crop._progress._cancel.click()
    goes_on.set()
    ready(qtbot, crop)
    settle(qtbot, desk)
    assert mornings(desk) == before
    assert not crop.error.isVisible()
    crop.save_button.click()
    settle(qtbot, desk)
    assert mornings(desk)[0].is_edited
