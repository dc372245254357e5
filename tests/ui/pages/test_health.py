"""Health, by keyboard: one kind over time, all readings, and what they come to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY, at
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, NONE, SHIFT, Key, press, words
from tracker.operations import measurements, profile, settings, targets
from tracker.operations.measurements import Reading
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import measurements as query
from tracker.store.rows import Measurement
from tracker.ui.desk import Desk
from tracker.ui.dialogs.how_computed import HowComputed
from tracker.ui.dialogs.measurement import MeasurementDialog
from tracker.ui.dialogs.measurement_kind import MeasurementKindDialog
from tracker.ui.dialogs.target import TargetDialog
from tracker.ui.health.trend_plot import TrendPlot
from tracker.ui.pages.health import HealthPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> HealthPage:
    made = with_page(desk, "health", HealthPage, "Ctrl+5")
    settle(qtbot, desk)
    return made


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def listing(page: HealthPage) -> RowsView:
    return page.findChild(RowsView)


def rows(page: HealthPage) -> list[tuple[str, ...]]:
    model = listing(page).rows
    found = [model.row_at(number) for number in range(model.rowCount())]
    return [tuple(row.cell(column).text for column in range(4)) for row in found]


def dialog(desk: Desk, kind: type[Dialog] = MeasurementDialog) -> Dialog:
    assert isinstance(desk.window, Shell)
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def latest(desk: Desk, kind: str) -> Measurement:
    return query.latest(desk.store, kind, 1)[0]


def choose(page: HealthPage, kind: str) -> None:
    bar = page.findChildren(ChipBar)[0]
    bar.setFocus()
    for _ in range(12):
        if bar.current == kind:
            return
        press(Key.Key_Right)
    raise AssertionError(kind)


# What is shown


def test_every_reading_is_listed_as_it_was_typed_latest_first(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.lane.write(measurements.add, Reading("weight", "180", "lb", note="after travel"))
    settle(qtbot, desk)
    assert rows(page)[0] == ("Today 13:58", "Weight", "180 lb", "after travel")
    assert rows(page)[1] == ("Today 08:00", "Blood pressure", "118 / 74", "")
    assert {row[2] for row in rows(page)[2:5]} == {"51 bpm", "81.4 kg", "6 h 50 min"}
    assert listing(page).hasFocus()


def test_the_cards_tell_trend_target_and_what_is_usual(page: HealthPage) -> None:
    told = words(page)
    assert "81.7 kg" in told
    assert "−0.2 kg this week, −2.6 kg in 90 days" in told
    assert "2\u202f150 kcal" in told
    assert "140 g protein · 240 g carbs · 70 g fat" in told
    assert "51 bpm" in told
    assert "usual range 51 – 55" in told


def test_the_chosen_kind_and_span_are_plotted(page: HealthPage, desk: Desk) -> None:
    plot = page.findChild(TrendPlot)
    weights = [one for one in query.values(desk.store, "weight") if one[0] >= (TODAY - timedelta(days=90)).isoformat()]
    assert len(plot._series.dots) == len(weights)
    choose(page, "blood_pressure")
    assert len(plot._series.lines) == 2
    choose(page, "waist")
    assert not plot.isVisible()
    assert "No readings in these 90 days. Ctrl+N adds one." in words(page)


def test_the_plot_tells_day_by_day_what_was_measured(page: HealthPage) -> None:
    press(Key.Key_F6)
    plot = page.findChild(TrendPlot)
    assert plot.hasFocus()
    press(Key.Key_End)
    assert "Today: 81.4 kg, trend 81.7 kg" in words(page)
    press(Key.Key_Left)
    assert plot.day == TODAY - timedelta(days=1)
    press(Key.Key_Escape)
    assert "dots: as measured" in words(page)
    choose(page, "sleep")
    plot.setFocus()
    press(Key.Key_End)
    assert "Today: 6 h 50 min, trend" in words(page)


def test_the_axis_has_the_unit_of_the_person_and_typed_values_stay(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.lane.write(settings.set_value, "weight_unit", "lb")
    settle(qtbot, desk)
    page.refresh(None)
    plot = page.findChild(TrendPlot)
    assert plot._series.unit == "lb"
    assert plot._series.dots[-1][1] == pytest.approx(81.4 / 0.45359237)
    assert "180.1 lb" in words(page)
    assert "81.4 kg" in {row[2] for row in rows(page)}


def test_who_takes_inches_reads_and_types_them(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.lane.write(settings.set_value, "length_unit", "in")
    desk.lane.write(measurements.add, Reading("waist", "34", "in"))
    settle(qtbot, desk)
    page.refresh(None)
    choose(page, "waist")
    assert page.findChild(TrendPlot)._series.dots[-1][1] == pytest.approx(34, abs=0.05)
    press(Key.Key_N, modifiers=CTRL)
    opened = dialog(desk, MeasurementDialog)
    assert opened._unit.currentText() == "in"
    write("34.5")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert ("34.5", "in") in {(one.typed, one.unit) for one in query.latest(desk.store, "waist")}


def test_filter_and_escape(qtbot: QtBot, page: HealthPage) -> None:
    everything = len(rows(page))
    press(Key.Key_Slash)
    write("pressure")
    qtbot.waitUntil(lambda: {row[1] for row in rows(page)} == {"Blood pressure"})
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(rows(page)) == everything)


def test_an_empty_profile_says_how_to_begin(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "health", HealthPage, "Ctrl+5")
    settle(qtbot, empty_desk)
    assert "No readings yet" in words(page)
    assert "weight 81.4" in words(page)
    press(Key.Key_N, modifiers=CTRL)
    write("81,4")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, empty_desk)
    assert rows(page) == [("Today 13:58", "Weight", "81.4 kg", "")]
    assert latest(empty_desk, "weight").typed == "81,4"


# What is done


def test_a_blood_pressure_is_added_while_it_is_shown(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    choose(page, "blood_pressure")
    press(Key.Key_N, modifiers=CTRL)
    write("122/78")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    made = latest(desk, "blood_pressure")
    assert (made.value, made.value2, made.at) == (122, 78, at(TODAY, 13, 58))
    assert listing(page).current_id == made.id


def test_a_sleep_is_read_as_people_write_it_and_echoed(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    choose(page, "sleep")
    press(Key.Key_N, modifiers=CTRL)
    write("7:20")
    assert QApplication.focusWidget().accessibleDescription() == "→ 7 h 20 min"
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert latest(desk, "sleep").value == 440


def test_a_weight_in_stone_and_pounds(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    press(Key.Key_N, modifiers=CTRL)
    write("12 st 11 lb")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert rows(page)[0][2] == "12 st 11 lb"
    press(Key.Key_F2)
    assert QApplication.focusWidget().text() == "12 st 11 lb"


def test_what_is_no_reading_is_said_and_nothing_typed_is_lost(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    press(Key.Key_N, modifiers=CTRL)
    write("814")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    opened = dialog(desk)
    assert "Weight must be between 1 and 700 kg." in words(opened)
    assert QApplication.focusWidget().text() == "814"
    press(Key.Key_Escape)
    assert opened.isVisible()
    assert "This is not saved yet." in words(opened)


def test_an_edit_keeps_the_time_and_adds_a_note(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    before = latest(desk, "weight")
    page.open_item(before.id)
    press(Key.Key_F2)
    press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    write("after travel")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    after = latest(desk, "weight")
    assert (after.id, after.typed, after.unit, after.at, after.note) == (
        before.id, before.typed, before.unit, before.at, "after travel"
    )  # fmt: skip


def test_the_kind_decides_what_unit_can_be_chosen(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    press(Key.Key_N, modifiers=CTRL)
    opened = dialog(desk)
    kind, unit = opened.findChildren(QComboBox)
    assert unit.isVisible()
    kind.setFocus()
    press(Key.Key_Down)
    assert kind.currentText() == "Resting heart rate"
    assert not unit.isVisible()
    assert "bpm" in words(opened)


def test_delete_asks_nothing_and_is_undone(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    before = set(query.ids(desk.store))
    press(Key.Key_Down, modifiers=SHIFT)
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert len(query.ids(desk.store)) == len(before) - 2
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert set(query.ids(desk.store)) == before


def test_the_target_is_changed_from_here(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.window.run("health.target")
    assert dialog(desk, TargetDialog).isVisible()
    press(Key.Key_A, modifiers=CTRL)
    write("2300")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert days.target_on(desk.store, TODAY.isoformat()).energy == 23_000
    assert "2\u202f300 kcal" in words(page)


def test_several_readings_of_a_day_are_dots_of_their_own(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    for number in ("82.6", "81.9", "82.0"):
        desk.lane.write(measurements.add, Reading("weight", number, "kg"))
    settle(qtbot, desk)
    plot = page.findChild(TrendPlot)
    assert sorted(value for day, value in plot._series.dots if day == TODAY) == [81.4, 81.9, 82.0, 82.6]
    plot.setFocus()
    press(Key.Key_End)
    assert "Today: 81.4 kg, " in words(page)
    assert "and 1 more, trend 81.7 kg" in words(page)


def test_zooming_by_keys_shows_fewer_days_and_0_shows_all_again(page: HealthPage) -> None:
    plot = page.findChild(TrendPlot)
    plot.setFocus()
    before = plot.view
    QTest.keyClicks(plot, "++")
    assert plot.view.days == pytest.approx(90 * 0.7**2, abs=1)
    assert "0 shows all again" in words(page)
    last = plot.view.last
    press(Key.Key_Left, modifiers=SHIFT)
    assert plot.view.last < last
    QTest.keyClicks(plot, "0")
    assert plot.view == before
    QTest.keyClicks(plot, "-" * 30)
    assert plot.view.first == plot.view.earliest


def test_the_wheel_and_the_pointer_zoom_and_move(page: HealthPage) -> None:
    plot = page.findChild(TrendPlot)
    spot = QPointF(plot.width() / 2, plot.height() / 2)
    wheel = QWheelEvent(
        spot, plot.mapToGlobal(spot), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, wheel)
    shown = plot.view
    assert shown.days < 90
    middle = plot.rect().center()
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(plot, middle + QPoint(200, 0))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=middle + QPoint(200, 0))
    assert plot.view.first < shown.first
    assert plot.view.days == shown.days


def test_a_kind_of_ones_own_is_made_used_changed_and_deleted(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.window.run("health.kind")
    write("Grip strength")
    press(Key.Key_Tab)
    write("kg")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    bar = page.findChildren(ChipBar)[0]
    kind = bar.current
    assert query.own_kind(desk.store, kind).name == "Grip strength"
    assert "No readings in these 90 days" in words(page)
    press(Key.Key_N, modifiers=CTRL)
    write("-41,5")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert rows(page)[0] == ("Today 13:58", "Grip strength", "-41.5 kg", "")
    assert latest(desk, kind).value == -41_500
    desk.window.run("health.kind_edit")
    write("Grip")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert rows(page)[0][1] == "Grip"
    desk.window.run("health.kind_delete")
    settle(qtbot, desk)
    assert query.own_kind(desk.store, kind) is None
    assert "Grip" not in {row[1] for row in rows(page)}
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert rows(page)[0][1] == "Grip"


def test_a_kind_that_is_there_already_is_refused_where_its_name_is(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.window.run("health.kind")
    write("waist")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert "There is a kind “waist” already." in words(dialog(desk, MeasurementKindDialog))


def test_body_fat_comes_from_a_tape(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.lane.write(profile.save, {"height": 1750, "sex": "male"})
    for kind, number in (("waist", "85"), ("neck", "38")):
        desk.lane.write(measurements.add, Reading(kind, number, "cm"))
    settle(qtbot, desk)
    press(Key.Key_N, modifiers=CTRL)
    opened = dialog(desk)
    assert isinstance(opened, MeasurementDialog)
    opened._kind.setCurrentIndex(opened._kind.findData("body_fat"))
    opened._tape.click()
    assert opened._value.text() == "16.9"
    assert "From waist 85 cm, neck 38 cm" in words(opened)


def test_how_it_is_computed_has_the_persons_own_numbers(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    told = {"birth_year": 1986, "height": 1800, "sex": "male", "activity": "moderate", "goal": "lose"}
    desk.lane.write(profile.save, told)
    desk.lane.write(_computed, TODAY.isoformat(), told)
    settle(qtbot, desk)
    assert "Mifflin–St Jeor 1\u202f747 × 1.55, less 449." in words(page)
    desk.window.run("health.how")
    said = words(dialog(desk, HowComputed))
    assert "As it was set: Mifflin–St Jeor 1\u202f747 × 1.55, less 449." in said
    assert "10 × 81.7 + 6.25 × 180.0 − 5 × 40 + 5" in said
    assert "It takes 14 complete days; there are none. A day is complete" in said


def _computed(store: Store, since: str, told: dict[str, str | int]) -> object:
    return targets.set_computed(store, since, {**profile.of(store), **told}, by_measure=False)


def test_the_body_mass_index_shows_only_on_request(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    desk.lane.write(profile.save, {"birth_year": 1986, "height": 1800})
    settle(qtbot, desk)
    assert "Body mass index" not in words(page)
    desk.lane.write(settings.set_value, "body_mass_index", True)
    settle(qtbot, desk)
    assert "25.2" in words(page)
    assert "knows nothing of muscle" in words(page)


def test_the_chips_stand_below_the_title_in_a_narrow_window(qtbot: QtBot, desk: Desk, page: HealthPage) -> None:
    bar = page.findChildren(ChipBar)[0]
    assert isinstance(desk.window, Shell)

    def top() -> int:
        return bar.mapTo(page, bar.rect().topLeft()).y()

    desk.window.resize(1280, 800)
    qtbot.waitUntil(lambda: page.width() > 1000)
    beside = top()
    desk.window.resize(960, 700)
    qtbot.waitUntil(lambda: top() > beside + 20)
    desk.window.resize(1280, 800)
    qtbot.waitUntil(lambda: top() == beside)
