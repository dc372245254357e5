"""A workout is recorded in the window, by keyboard, with made-up sensors."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press, words
from tracker.domain.training.live import Event
from tracker.operations import live, plans
from tracker.store import live as files
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.tasks import radios
from tracker.ui.desk import Desk
from tracker.ui.dialogs.finish_workout import FinishWorkout
from tracker.ui.dialogs.start_workout import StartWorkout
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.live import session as live_session
from tracker.ui.training.live.view import LiveView
from tracker.ui.widgets.buttons import Button, LinkButton


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of the made-up ride takes 10 ms, and what was measured is kept as often."""
    monkeypatch.setattr(radios.Radios, "__init__", _fast_radios)
    monkeypatch.setattr(live_session, "KEEP_MS", 20)


def _fast_radios(self: radios.Radios) -> None:
    self._bluetooth, self._made_up = radios.Bluetooth(), radios.MadeUpRadio(0.01)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    return made


def dialog(desk: Desk, kind: type) -> StartWorkout | FinishWorkout:
    assert isinstance(desk.window, Shell)
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def under_way(desk: Desk) -> list[Workout]:
    ids = [row[0] for row in desk.store.rows("SELECT id FROM workout WHERE status IN ('active', 'paused')")]
    return list(query.workouts(desk.store, ids))


def begin(qtbot: QtBot, desk: Desk, page: WorkoutsPage, *, sensors: bool = True) -> LiveView:
    press(Key.Key_R, modifiers=CTRL | Qt.KeyboardModifier.ShiftModifier)
    opened = dialog(desk, StartWorkout)
    if sensors:
        opened.findChild(LinkButton).click()
        assert [box.text() for box in opened.findChildren(QCheckBox)] == [
            "Made-up power meter · power", "Made-up heart-rate belt · heart rate",
        ]  # fmt: skip
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: page.findChild(LiveView) is not None)
    found = page.findChild(LiveView)
    qtbot.waitUntil(found.hasFocus)
    return found


def finish(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.window.run("live.finish")
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: page.findChild(LiveView) is None or not page.findChild(LiveView).isVisible())
    settle(qtbot, desk)


def test_a_ride_is_recorded_paused_lapped_and_finished(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    shown = begin(qtbot, desk, page)
    qtbot.waitUntil(lambda: "power and heart rate connected" in words(page))
    qtbot.waitUntil(lambda: "saved 0 s ago" in words(page))
    (active,) = under_way(desk)
    assert (active.title, active.sport, active.status) == ("Lunch ride", "cycling", "active")
    press(Key.Key_L)
    qtbot.waitUntil(lambda: shown._model.rowCount() == 2)
    press(Key.Key_Space)
    assert "paused" in {pill.accessibleName() for pill in shown.findChildren(type(shown._pill))}
    press(Key.Key_Space)
    before = len(shown._session.live.events)
    qtbot.waitUntil(lambda: len(shown._session.live.events) > before + 4)
    desk.window.run("live.finish")
    asked = dialog(desk, FinishWorkout)
    asked.findChild(QComboBox).setCurrentIndex(7)
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: not under_way(desk))
    settle(qtbot, desk)
    done = query.workout(desk.store, active.id)
    assert done is not None
    assert (done.status, done.effort, len(done.laps)) == ("completed", 70, 2)
    assert done.samples > 3
    assert done.avg_power is not None
    assert "Lunch ride" in words(page)
    assert files.running(desk.store.profile) == ()


def test_each_step_of_a_plan_is_a_lap_and_says_its_goal(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    desk.lane.write(plans.add, "Openers", "cycling", "warm-up 1s 120w, 2x(1s 245w, rest 600s 140w)")
    settle(qtbot, desk)
    page.start(plan=desk.store.rows("SELECT id FROM workout_plan")[0][0])
    opened = dialog(desk, StartWorkout)
    assert [box.currentText() for box in opened.findChildren(QComboBox)] == ["Cycling", "Openers"]
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: "goal 245" in words(page), timeout=8000)
    assert "Interval 1 of 2" in words(page)
    qtbot.waitUntil(lambda: "next: work 1s 245w" in words(page), timeout=8000)
    press(Key.Key_L)
    qtbot.waitUntil(lambda: "Interval 2 of 2" in words(page))
    finish(qtbot, desk, page)
    assert not under_way(desk)


def test_what_was_going_on_when_tracker_ended_can_go_on_or_be_finished(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.lane.write(live.start, "running")
    settle(qtbot, desk)
    (left,) = under_way(desk)
    files.append(desk.store.profile, left.id, [Event(0, {"heart_rate": 120.0}), Event(1000, {"heart_rate": 122.0})])
    page.refresh(None)
    assert "Lunch run, started Today 13:58, was being recorded when Tracker ended." in words(page)
    (on,) = [button for button in page.findChildren(Button) if button.text() == "Go on"]
    on.click()
    shown = page.findChild(LiveView)
    qtbot.waitUntil(shown.hasFocus)
    finish(qtbot, desk, page)
    done = query.workout(desk.store, left.id)
    assert done is not None
    assert (done.status, done.avg_heart_rate) == ("completed", 121)
    assert "was being recorded" not in words(page)


def test_a_window_that_closes_leaves_it_to_be_gone_on_with(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    """The fixture closes the window while it is recorded; a thread that goes on would fail the test."""
    begin(qtbot, desk, page)
    qtbot.waitUntil(lambda: "saved 0 s ago" in words(page))
    assert len(live.left_over(desk.store)) == 1


def test_the_dialog_of_the_end_can_be_left_and_it_goes_on(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    shown = begin(qtbot, desk, page, sensors=False)
    desk.window.run("live.finish")
    press(Key.Key_Escape)
    assert shown.is_running
    assert len(under_way(desk)) == 1
