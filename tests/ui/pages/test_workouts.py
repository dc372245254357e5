"""Workouts, by keyboard: the history, one workout, a range of its recording, and what is done with workouts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from tests.formats.rides import RUNNING, START, ride
from tests.ui.desk_content import at
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, NONE, SHIFT, Key, press, words
from tracker.operations import thresholds, workouts
from tracker.operations.activities import import_files
from tracker.operations.workouts import Draft
from tracker.store import records
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.queries.settings import value
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.workout import WorkoutDialog
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.theme import theme
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.widgets.cards import Stat
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.empty import EmptyState
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    return made


@pytest.fixture
def recorded(qtbot: QtBot, desk: Desk, tmp_path: Path) -> WorkoutsPage:
    """The page on a recorded ride, with its recording shown."""
    desk.lane.write(import_files, [ride(tmp_path / "ride.fit")])
    settle(qtbot, desk)
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    page.open_item(named(desk, "Morning ride").id)
    has_read(qtbot, page)
    return page


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def named(desk: Desk, title: str) -> Workout:
    ids = [record for month in query.history(desk.store) for record in month.ids]
    found = next(one for one in query.listed(desk.store, ids) if one.title == title)
    whole = query.workout(desk.store, found.id)
    assert whole is not None
    return whole


def listing(page: WorkoutsPage) -> RowsView:
    return page.findChildren(RowsView)[0]


def plot(page: WorkoutsPage) -> TelemetryPlot:
    return page.findChild(TelemetryPlot)


def strips(page: WorkoutsPage) -> list[str]:
    return [strip.channel.label for strip in plot(page).strips]


def has_read(qtbot: QtBot, page: WorkoutsPage) -> None:
    qtbot.waitUntil(plot(page).isVisible, timeout=20_000)
    qtbot.wait(30)


def rows(page: WorkoutsPage) -> list[str]:
    model = listing(page).rows
    return [
        model.row_at(number).cell(1).text or model.row_at(number).cell(0).text for number in range(model.rowCount())
    ]


def numbers(page: WorkoutsPage) -> dict[str, str]:
    """What the card of numbers says, by caption."""
    told = [stat.accessibleName() for stat in page.findChildren(Stat) if stat.isVisible()]
    captions = (
        "time",
        "distance",
        "avg power",
        "weighted",
        "avg bpm",
        "avg rpm",
        "ascent",
        "pace",
        "intensity",
        "load",
    )
    return {name: text.removesuffix(f" {name}") for text in told for name in captions if text.endswith(f" {name}")}


def dialog(desk: Desk) -> WorkoutDialog:
    assert isinstance(desk.window, Shell)
    found = [one for one in desk.window.findChildren(WorkoutDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def fill(dialog: WorkoutDialog, *texts: str | None) -> None:
    """Go through the fields with Tab, and write what is given; None leaves a field as it is."""
    for text in texts:
        if text is not None:
            press(Key.Key_A, modifiers=CTRL)
            press(Key.Key_Delete)
            write(text)
        press(Key.Key_Tab)


# The history


def test_the_history_stands_by_months_and_the_latest_is_shown(page: WorkoutsPage) -> None:
    assert rows(page)[:3] == ["November · 28 h 15 min", "Sweet spot 3×12", "Morning run"]
    assert listing(page).hasFocus()
    assert "Saturday 21 November, 17:30 · cycling · planned" in words(page)
    assert numbers(page) == {"time": "1:05:00"}


def test_arrows_go_from_workout_to_workout_over_the_months(page: WorkoutsPage) -> None:
    months = [number for number, text in enumerate(rows(page)) if " · " in text]
    assert len(months) == 4
    for _ in range(months[1] - 1):
        press(Key.Key_Down)
    assert listing(page).currentIndex().row() == months[1] + 1
    press(Key.Key_End)
    assert listing(page).currentIndex().row() == len(rows(page)) - 1
    assert numbers(page)["distance"] == "97.4 km"


def test_filters_narrow_the_history_and_esc_takes_them_away(qtbot: QtBot, page: WorkoutsPage, desk: Desk) -> None:
    press(Key.Key_F, modifiers=CTRL)
    write("threshold")
    qtbot.waitUntil(lambda: set(rows(page)[1:2]) == {"Threshold 2×20"})
    assert not [text for text in rows(page) if "ride" in text]
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(rows(page)) == 73 + 4)
    press(Key.Key_Escape)
    assert listing(page).hasFocus()
    sport, status = page.findChildren(QComboBox)
    assert [sport.itemText(number) for number in range(sport.count())] == [
        "All sports", "Cycling", "Running", "Strength"
    ]  # fmt: skip
    sport.setFocus()
    press(Key.Key_Down, Key.Key_Down)
    assert {text for text in rows(page) if "·" not in text} == {"Morning run", "Easy run"}
    status.setFocus()
    press(Key.Key_Down, Key.Key_Down)
    assert listing(page).isHidden()
    assert "No workout fits this filter" in words(page)
    page.open_item(named(desk, "Sweet spot 3×12").id)
    assert listing(page).current_id == named(desk, "Sweet spot 3×12").id
    assert sport.currentText() == "All sports"


def test_thousands_are_read_a_page_at_a_time(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, page: WorkoutsPage
) -> None:
    def many(store: Store) -> object:
        with store.step("Many"):
            for number in range(2000):
                workouts.add(
                    store, workouts.Draft(f"Ride {number}", "cycling", start_at=1_600_000_000_000 + number * 10**8)
                )
        return None

    desk.lane.write(many)
    settle(qtbot, desk)
    asked: list[int] = []
    read = query.listed

    def counting(store: Store, ids: Sequence[str]) -> Sequence[Workout]:
        asked.append(len(tuple(ids)))
        return read(store, ids)

    monkeypatch.setattr(query, "listed", counting)
    page.refresh(None)
    qtbot.wait(20)
    assert len(rows_count := range(listing(page).rows.rowCount())) > 2000
    assert sum(asked) <= 300
    asked.clear()
    listing(page).setFocus()
    press(Key.Key_End)
    assert sum(asked) <= 300
    assert listing(page).currentIndex().row() == rows_count[-1]


def test_an_empty_profile_says_what_comes_here_and_a_key_starts_it(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, empty_desk)
    assert "No workouts yet" in words(page)
    assert page.findChild(EmptyState).isAncestorOf(QApplication.focusWidget()) or listing(page).isHidden()
    press(Key.Key_N, modifiers=CTRL)
    fill(dialog(empty_desk), "First run", None, None)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, empty_desk)
    assert rows(page) == ["November", "First run"]


# The recording


def test_a_recording_has_its_numbers_laps_and_lines(recorded: WorkoutsPage) -> None:
    assert numbers(recorded) == {
        "time": "0:20:00", "distance": "9.6 km", "avg power": "200 W", "weighted": "216 W", "avg bpm": "145",
        "avg rpm": "90", "ascent": "108 m",
    }  # fmt: skip
    assert strips(recorded) == ["Power", "Heart rate", "Speed", "Elevation"]
    laps = recorded.view._detail.laps
    assert [laps.rows.row_at(0).cell(column).text for column in range(5)] == [
        "1", "0:10:00", "4.8 km", "150 W", "130 bpm"
    ]  # fmt: skip


def test_shift_and_arrows_select_a_range_whose_numbers_are_shown(recorded: WorkoutsPage) -> None:
    press(Key.Key_Return)
    assert plot(recorded).hasFocus()
    press(Key.Key_End)
    press(Key.Key_PageUp, modifiers=SHIFT)
    assert plot(recorded).range == (599_500, 1_199_000)
    told = numbers(recorded)
    assert (told["avg power"], told["avg bpm"], told["distance"]) == ("250 W", "160", "4.8 km")
    assert "0:10:00 – 0:19:59" in words(recorded)
    press(Key.Key_Escape)
    assert plot(recorded).range is None
    assert numbers(recorded)["avg power"] == "200 W"


def test_the_cursor_tells_what_was_measured(recorded: WorkoutsPage) -> None:
    press(Key.Key_Return, Key.Key_Home, Key.Key_Right)
    told = "0:00:12 · 0.10 km, Power 150 W, Heart rate 130 bpm, Speed 28.8 km/h, Elevation 101 m"
    assert plot(recorded).accessibleName() == told


def test_keys_zoom_and_pan_and_zero_shows_everything(recorded: WorkoutsPage) -> None:
    press(Key.Key_Return)
    whole = plot(recorded).shown
    assert whole == pytest.approx((0, 1199), abs=1)
    press(Key.Key_Plus, Key.Key_Plus)
    left, right = plot(recorded).shown
    assert right - left < 600
    press(Key.Key_End)
    assert plot(recorded).shown[1] == pytest.approx(1199, abs=1)
    press(Key.Key_0)
    assert plot(recorded).shown == pytest.approx(whole)


def test_a_drag_selects_a_range(recorded: WorkoutsPage) -> None:
    view = plot(recorded)
    middle = view.height() // 2
    start, end = QPoint(view.width() // 2 + 40, middle), QPoint(view.width() - 40, middle)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, start)
    for share in range(1, 6):
        QTest.mouseMove(view, start + (end - start) * share / 5, 20)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, end)
    span = plot(recorded).range
    assert span is not None
    assert 600_000 < span[0] < 800_000 < 1_000_000 < span[1]
    assert numbers(recorded)["avg power"] == "250 W"


def test_enter_in_the_laps_selects_one_in_the_plot(recorded: WorkoutsPage) -> None:
    recorded.view._detail.laps.setFocus()
    press(Key.Key_End, Key.Key_Return)
    assert plot(recorded).range == (600_000, 1_199_000)
    assert numbers(recorded)["avg power"] == "250 W"


def test_a_run_without_power_shows_pace_heart_rate_and_speed(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.lane.write(import_files, [ride(tmp_path / "run.fit", sport=RUNNING, power=False, start=START - 999)])
    settle(qtbot, desk)
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    page.open_item(next(one.id for one in map(query.workout, [desk.store] * 99, ids(desk)) if one and one.samples))
    has_read(qtbot, page)
    assert numbers(page)["pace"] == "2:05 /km"
    assert strips(page) == ["Heart rate", "Pace", "Elevation"]


def ids(desk: Desk) -> list[str]:
    return [record for month in query.history(desk.store) for record in month.ids]


def test_samples_of_another_device_are_told_in_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.lane.write(import_files, [ride(tmp_path / "ride.fit")])
    settle(qtbot, desk)
    for path in (desk.store.profile / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    page.open_item(named(desk, "Morning ride").id)
    qtbot.waitUntil(lambda: "The samples are not on this device." in words(page), timeout=20_000)
    assert numbers(page)["avg power"] == "200 W"
    assert not plot(page).isVisible()


def test_going_on_before_the_samples_are_read_shows_the_right_workout(
    qtbot: QtBot, desk: Desk, recorded: WorkoutsPage
) -> None:
    press(Key.Key_Down)
    press(Key.Key_Up)
    press(Key.Key_Down)
    qtbot.wait(200)
    settle(qtbot, desk)
    assert not plot(recorded).isVisible()
    press(Key.Key_Up)
    has_read(qtbot, recorded)
    assert numbers(recorded)["avg power"] == "200 W"


def test_the_plot_follows_the_theme(recorded: WorkoutsPage) -> None:
    def ground() -> str:
        return plot(recorded).grab().toImage().pixelColor(plot(recorded).width() // 2, 8).name()

    before = ground()
    theme().apply("dark")
    assert (before, ground()) == ("#ffffff", theme().color("surface").name())


def test_lines_are_drawn_and_left_out_by_their_chips_and_the_selection_stays(recorded: WorkoutsPage) -> None:
    card = recorded.view._detail._card
    plot(recorded).select(600_000, 900_000)

    def chip(name: str) -> Chip:
        return next(one for one in card.findChildren(Chip) if one.text() == name and one.isVisible())

    chip("Cadence").click()
    assert strips(recorded) == ["Power", "Heart rate", "Cadence", "Speed", "Elevation"]
    assert plot(recorded).range == (600_000, 900_000)
    for name in ("Power", "Heart rate", "Speed", "Cadence", "Elevation"):
        chip(name).click()
    assert strips(recorded) == ["Elevation"], "one strip stays"
    assert chip("Elevation").isChecked()


def test_a_recording_runs_over_time_or_distance_and_that_is_remembered(
    qtbot: QtBot, desk: Desk, recorded: WorkoutsPage
) -> None:
    card = recorded.view._detail._card
    assert plot(recorded).over == "time"
    plot(recorded).select(600_000, 900_000)
    told = numbers(recorded)
    next(one for one in card.findChildren(Chip) if one.text() == "Distance").click()
    settle(qtbot, desk)
    assert plot(recorded).over == "distance"
    assert plot(recorded).shown == pytest.approx((0, 9592))
    assert (plot(recorded).range, numbers(recorded)) == ((600_000, 900_000), told)
    listing(recorded).setFocus()
    press(Key.Key_Down)
    press(Key.Key_Up)
    has_read(qtbot, recorded)
    assert plot(recorded).over == "distance"
    recorded.view._detail._card.turn_over()
    settle(qtbot, desk)
    assert (plot(recorded).over, value(desk.store, "recording_over")) == ("time", "time")


def test_a_workout_shows_its_power_curve_its_zones_and_its_load(
    qtbot: QtBot, desk: Desk, recorded: WorkoutsPage
) -> None:
    desk.lane.write(thresholds.put, "ftp", 240, "2026-01-01")
    desk.lane.write(thresholds.put, "lthr", 160, "2026-01-01")
    settle(qtbot, desk)
    recorded.refresh(None)
    press(Key.Key_Down)
    press(Key.Key_Up)
    has_read(qtbot, recorded)
    qtbot.waitUntil(lambda: "Zones" in words(recorded), timeout=10_000)
    qtbot.waitUntil(lambda: numbers(recorded).get("intensity") == "0.90")
    assert numbers(recorded)["load"] == "27"
    assert "Threshold" in words(recorded)
    curve = recorded.view._detail._analysis.plot
    curve.setFocus()
    press(Key.Key_Left)
    assert "20 min: 200 W" in words(recorded)
    assert "of power, in W" in words(recorded)
    assert "of heart rate, in bpm" in words(recorded)
    power, heart_rate = recorded.view._detail._analysis._zones
    assert power.y() == heart_rate.y()
    recorded.window().resize(1024, 700)
    qtbot.waitUntil(lambda: heart_rate.y() > power.y())


# What is done with workouts


def test_a_workout_is_added_by_keyboard(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_N, modifiers=CTRL)
    opened = dialog(desk)
    fill(opened, "Track session", None, None, None, None, "1:05", "8,3", "", "152", "640")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    made = named(desk, "Track session")
    assert (made.duration, made.distance, made.avg_power, made.avg_heart_rate, made.energy, made.status) == (
        3_900_000, 83_000, None, 152, 6400, "completed"
    )  # fmt: skip
    assert listing(page).current_id == made.id


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_lost(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    press(Key.Key_N, modifiers=CTRL)
    opened = dialog(desk)
    fill(opened, "Track session", None, None, None, None, "soon", "8 bananas")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    told = "\n".join(label.text() for label in opened.findChildren(Text) if label.isVisible())
    assert "Type a duration, such as 1:05:00 or 65 min." in told
    assert "Type a distance, such as 8.3, 8.3 km, 400 m or 5 mi." in told
    assert QApplication.focusWidget().text() == "soon"
    press(Key.Key_Escape)
    assert "This is not saved yet." in "\n".join(label.text() for label in opened.findChildren(Text))
    assert opened.isVisible()


def test_an_edit_keeps_what_was_not_touched_exactly(qtbot: QtBot, desk: Desk, recorded: WorkoutsPage) -> None:
    before = named(desk, "Morning ride")
    press(Key.Key_F2)
    fill(dialog(desk), "Intervals")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    after = named(desk, "Intervals")
    assert (after.start_at, after.duration, after.distance, after.energy) == (
        before.start_at, before.duration, before.distance, before.energy
    )  # fmt: skip
    assert (after.laps, after.telemetry, after.ascent) == (before.laps, before.telemetry, before.ascent)
    assert "Intervals" in words(recorded)
    assert plot(recorded).isVisible()


def test_delete_asks_nothing_and_is_undone(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_Down)
    press(Key.Key_Down, modifiers=SHIFT)
    gone = listing(page).selected_ids
    assert len(gone) == 2
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert not set(gone) & set(ids(desk))
    assert listing(page).current_id
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert set(gone) <= set(ids(desk))


def test_a_star_and_done(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_B, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert named(desk, "Sweet spot 3×12").starred
    assert "Sweet spot 3×12 ★" in words(page)
    desk.window.run("workouts.done")
    settle(qtbot, desk)
    assert named(desk, "Sweet spot 3×12").status == "completed"
    assert rows(page)[0] == "November · 29 h 20 min"


def test_commands_say_why_they_cannot_run(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_Down)
    desk.window.run("workouts.done")
    assert isinstance(desk.window, Shell)
    assert "Choose a planned workout" in desk.window.stage.toast.findChild(Text).text()


def test_the_filter_field_is_a_pane(page: WorkoutsPage) -> None:
    press(Key.Key_F6)
    assert isinstance(QApplication.focusWidget(), FilterField)


def test_the_history_is_filtered_by_a_month_and_by_what_was_not_done(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.lane.write(workouts.add, Draft("Early spin", "cycling", "planned", at(date(2026, 11, 10), 6)))
    settle(qtbot, desk)
    press(Key.Key_F, modifiers=CTRL)
    write("sep 2026")
    qtbot.waitUntil(lambda: rows(page)[0].startswith("September"))
    assert [text for text in rows(page) if " · " in text] == [rows(page)[0]]
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: rows(page)[0].startswith("November"))
    status = next(one for one in page.findChildren(QComboBox) if one.accessibleName() == "Status")
    status.setCurrentIndex(status.findData("missed"))
    qtbot.waitUntil(lambda: rows(page) == ["November", "Early spin"])


def test_a_date_leads_to_its_workout_or_the_one_before(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    press(Key.Key_J, modifiers=CTRL)
    write("2026-11-14")  # without one
    press(Key.Key_Return)
    assert "Friday 13 November" in words(page)


def test_a_workout_is_archived_found_there_and_taken_out_again(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    ride = named(desk, "Long ride")
    page.open_item(ride.id)
    desk.window.run("workouts.archive")
    settle(qtbot, desk)
    assert ride.id not in [record for month in query.history(desk.store) for record in month.ids]
    assert (
        desk.window.registry.command("workouts.unarchive").enabled() == "Choose an archived workout in the list first."
    )
    page.open_item(ride.id)
    settle(qtbot, desk)
    assert listing(page).current_id == ride.id
    desk.window.run("workouts.unarchive")
    settle(qtbot, desk)
    assert named(desk, "Long ride").status == "completed"


def test_gear_stands_beside_the_device(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    ride = named(desk, "Long ride")
    desk.lane.write(lambda store: records.change(store, "workout", ride.id, gear="Canyon Endurace"))
    page.open_item(ride.id)
    settle(qtbot, desk)
    page.refresh(None)
    assert page.view._detail._head.line.text().endswith("Canyon Endurace")
