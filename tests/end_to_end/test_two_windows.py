"""Two windows of the app and a server process: planned on one, seen on the other; a conflict decided by keys alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.end_to_end.world import EMAIL, PASSWORD, Visitor, bodies, every_body, told, without_defaults
from tests.server.process import Server
from tests.ui.hands import Key
from tracker.app import Desktop
from tracker.store.queries import days
from tracker.sync.status import sync_status
from tracker.tasks import timetable
from tracker.ui.dialogs.conflict import FieldsDialog
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.status_bar import StatusBar, StatusWord
from tracker.ui.widgets.dialog import Dialog

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PATIENCE = 30_000
SALAD = "Chicken and lentil salad"


class Person:
    """Somebody at a window, with nothing but a keyboard."""

    def __init__(self, qtbot: QtBot, profile: Path) -> None:
        self._qtbot = qtbot
        self.profile = profile
        self.desktop = Desktop(profile)
        self.window = self.desktop.shell
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.desktop.start()

    def come(self) -> None:
        """Turn to this window."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press keys, each where the focus is then."""
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()

    def write(self, text: str) -> None:
        """Type over what is in the field."""
        assert isinstance(self.focus, QLineEdit)
        QTest.keyClick(self.focus, Key.Key_A, CTRL)
        QTest.keyClicks(self.focus, text)

    @property
    def focus(self) -> QWidget:
        found: QWidget | None = QApplication.focusWidget()
        assert found is not None
        assert found.window() is self.window
        return found

    def settle(self) -> None:
        """Wait until all is written and shown."""
        self._qtbot.waitUntil(lambda: not self.desktop.lane.busy)
        self._qtbot.wait(40)

    def wait(self, ms: int) -> None:
        """Do nothing for a moment."""
        self._qtbot.wait(ms)

    def watch(self, condition: Callable[[], bool]) -> None:
        """Look all the time, for what is measured."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE)
        self.settle()

    def sync(self) -> None:
        """F5, and wait for the end of that sync."""
        lane = self.desktop.sync
        self.until(lambda: not lane.state.running)
        with self._qtbot.waitSignal(lane.finished, timeout=PATIENCE):
            self.press(Key.Key_F5)
        self.until(lambda: not lane.state.running)

    def words(self, where: QWidget | None = None) -> list[str]:
        """Everything that can be read in the window."""
        labels: list[Any] = [*(where or self.window).findChildren(QLabel)]
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def status(self) -> list[str]:
        """The words at the foot of the window."""
        (bar,) = self.window.findChildren(StatusBar)
        return [word.text() for word in bar.findChildren(StatusWord) if word.isVisible()]

    def dialog(self) -> Dialog:
        (found,) = [one for one in self.window.findChildren(Dialog) if one.isVisible()]
        return found

    def leave(self) -> None:
        """Close the window, once."""
        self.window.close()
        assert self.desktop.closed


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Person, Person]]:
    people = [Person(qtbot, tmp_path / name) for name in ("desktop", "laptop")]
    yield people[0], people[1]
    for one in people:
        one.leave()


def sign_in(one: Person, server: Server, *, new: bool) -> None:
    """Through the form on the Sync page, the sign-in kept in a file."""
    one.come()
    one.press(Key.Key_F9)
    one.write(server.url)
    one.press(Key.Key_Tab)
    one.write(EMAIL)
    one.press(Key.Key_Tab)
    one.write(PASSWORD)
    one.press(Key.Key_Tab, Key.Key_Space)
    one.press(Key.Key_Tab, *(() if new else (Key.Key_Tab,)))
    assert isinstance(one.focus, QPushButton)
    assert one.focus.text() == ("Create an account" if new else "Sign in")
    one.press(Key.Key_Space)
    one.until(lambda: sync_status(one.desktop.store).last_sync is not None)
    one.until(lambda: any(f"signed in as {EMAIL}" in words for words in one.words()))
    assert any("kept in a file" in words for words in one.words())


def plan(one: Person, text: str) -> None:
    """Plan something on the Meal plan, at the meal of this hour."""
    one.come()
    one.press(Key.Key_2, modifiers=CTRL)
    one.press(Key.Key_N, modifiers=CTRL)
    one.write(text)
    one.wait(120)  # the search follows the typing
    one.press(Key.Key_Return, modifiers=CTRL)


def planned(one: Person) -> list[str]:
    """What the grid of the Meal plan shows."""
    (grid,) = one.window.findChildren(WeekGrid)
    return [entry.title for day in grid.week.days for entry in day.entries]


def tab_to(one: Person, field: str) -> None:
    """Go on with Tab to the field of this name."""
    for _ in range(40):
        if one.focus.accessibleName() == field:
            return
        one.press(Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {field}")


def write_recipe(one: Person) -> None:
    one.come()
    one.press(Key.Key_3, modifiers=CTRL)
    one.press(Key.Key_N, modifiers=CTRL)
    one.write(SALAD)
    for field, text in (("Makes", "2"), ("Minutes", "30"), ("Ingredient", "500 g chicken breast")):
        tab_to(one, field)
        one.write(text)
    one.press(Key.Key_Return)
    one.press(Key.Key_Return, modifiers=CTRL)


def edit_recipe(one: Person, name: str, minutes: str) -> None:
    one.come()
    one.press(Key.Key_3, modifiers=CTRL)
    one.press(Key.Key_F2)
    one.write(name)
    tab_to(one, "Minutes")
    one.write(minutes)
    one.press(Key.Key_Return, modifiers=CTRL)


def recipes_of(one: Person) -> list[tuple[str, int]]:
    return one.desktop.store.rows("SELECT name, minutes FROM recipe ORDER BY id")


def test_two_windows_agree_after_a_conflict_decided_by_keys(windows: tuple[Person, Person], server: Server) -> None:
    desktop, laptop = windows
    sign_in(desktop, server, new=True)
    sign_in(laptop, server, new=False)

    plan(desktop, "2 eggs")
    assert planned(desktop) == ["Egg"]
    desktop.sync()
    laptop.come()
    laptop.press(Key.Key_2, modifiers=CTRL)
    laptop.sync()
    laptop.until(lambda: planned(laptop) == ["Egg"])

    write_recipe(desktop)
    assert recipes_of(desktop) == [(SALAD, 30)]
    desktop.sync()
    laptop.come()
    laptop.sync()
    assert recipes_of(laptop) == [(SALAD, 30)]

    server.stop()
    edit_recipe(desktop, "Big salad", "20")
    edit_recipe(laptop, "Small salad", "10")
    for one in (desktop, laptop):
        one.come()
        one.sync()
        assert "Offline" in one.status()
        one.press(Key.Key_F9)
        assert any(words.startswith("Offline: could not reach 127.0.0.1:") for words in one.words())

    laptop.desktop.sync.pause()  # whoever heard of the server first would send first, and the other be asked
    server.start()
    desktop.come()
    desktop.sync()
    laptop.come()
    laptop.sync()
    laptop.desktop.sync.resume()
    laptop.until(lambda: not laptop.desktop.sync.state.running)
    assert "1 conflict" in laptop.status()
    laptop.until(lambda: "conflict needs you" in laptop.words())
    assert recipes_of(laptop) == [("Small salad", 10)]

    laptop.press(Key.Key_F9)
    laptop.press(Key.Key_Return)
    dialog = laptop.dialog()
    assert isinstance(dialog, FieldsDialog)
    assert "Two versions of “Small salad”" in laptop.words(dialog)
    laptop.press(Key.Key_Right, Key.Key_Down, Key.Key_Left)
    laptop.press(Key.Key_Return, modifiers=CTRL)
    assert recipes_of(laptop) == [("Big salad", 10)]
    laptop.sync()
    assert not [words for words in laptop.status() if "conflict" in words]

    desktop.come()
    desktop.sync()
    assert recipes_of(desktop) == [("Big salad", 10)]
    there = Visitor(server.url).every_body()
    assert [body["name"] for body in there["recipe"].values()] == ["Big salad"]
    for one in (desktop, laptop):
        assert without_defaults(every_body(one.profile)) == there
        status = sync_status(one.desktop.store)
        assert (status.state, status.waiting, status.conflicts, status.refused) == ("ok", 0, 0, 0)
    assert days.day(desktop.desktop.store, desktop.desktop.desk.today.isoformat()) == days.day(
        laptop.desktop.store, laptop.desktop.desk.today.isoformat()
    )


def test_what_is_planned_on_one_shows_on_the_other_within_a_second(
    windows: tuple[Person, Person], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetable, "SETTLE_MS", 100)  # what follows this long after the last edit is none of a row
    desktop, laptop = windows
    sign_in(desktop, server, new=True)
    sign_in(laptop, server, new=False)
    laptop.press(Key.Key_2, modifiers=CTRL)
    took: list[float] = []
    for text, wanted in (("2 eggs", ["Egg"]), ("150 g skyr", ["Egg", "Skyr, plain"])):
        desktop.wait(150)
        desktop.come()
        desktop.press(Key.Key_2, modifiers=CTRL)
        desktop.press(Key.Key_N, modifiers=CTRL)
        desktop.write(text)
        desktop.wait(120)
        QTest.keyClick(desktop.focus, Key.Key_Return, CTRL)
        begun = time.monotonic()
        desktop.watch(lambda wanted=wanted: planned(laptop) == wanted)
        took.append(time.monotonic() - begun)
    assert min(took) < 1  # a busy machine may be late now and then


def test_a_window_that_closes_in_the_middle_of_a_sync_leaves_nothing_behind(
    windows: tuple[Person, Person], server: Server
) -> None:
    desktop, laptop = windows
    sign_in(desktop, server, new=True)
    plan(desktop, "2 eggs")
    desktop.press(Key.Key_F5)
    desktop.leave()
    server.stop()
    server.start()
    sign_in(laptop, server, new=False)
    again = told(desktop.profile, "sync")
    laptop.sync()
    assert again["online"]
    assert bodies(laptop.profile, "meal_plan_entry") == bodies(desktop.profile, "meal_plan_entry")
    assert [body["title"] for body in bodies(laptop.profile, "meal_plan_entry").values()] == ["Egg"]


def test_what_the_command_line_writes_shows_in_the_open_window(windows: tuple[Person, Person]) -> None:
    desktop, _ = windows
    desktop.come()
    desktop.press(Key.Key_2, modifiers=CTRL)
    assert planned(desktop) == []
    told(desktop.profile, "add", "2 eggs")
    desktop.until(lambda: planned(desktop) == ["Egg"])
