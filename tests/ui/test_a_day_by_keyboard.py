"""A whole day without a mouse: four meals and a weight are logged, and the next day is planned.

Every key is a real event that goes to whatever has the focus. What is counted is every press but the letters and
figures of what was eaten, which nobody can spare.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle
from tests.ui.hands import CTRL, Key
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.pages.meal_plan import MealPlanPage
from tracker.ui.pages.today import TodayPage
from tracker.ui.shell import Shell

MOST = 60


class Hands:
    """Presses keys and counts them. `look` is told what has just been done."""

    def __init__(self, qtbot: QtBot, desk: Desk, look: Callable[[str], None] = lambda _: None) -> None:
        self._qtbot, self._desk, self.look = qtbot, desk, look
        self.strokes = 0

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
        self._qtbot.wait(90)  # as long as the line waits before it says what it understood

    def press(self, *keys: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key, modifiers)
            self.strokes += 1
        settle(self._qtbot, self._desk)


def live_through(hands: Hands) -> None:
    """The day: what a person presses from opening the window on."""
    for line in (
        "2 eggs and 1 slice rye bread breakfast",
        "200g chicken breast and 150g white rice lunch",
        "180g salmon, 200g broccoli dinner",
        "banana snack",
        "weight 81.2",
    ):
        hands.type(line)
        hands.look(f"typed {line}")
        hands.press(Key.Key_Return)
        hands.look(f"added {line}")
    hands.press(Key.Key_2, modifiers=CTRL)
    hands.press(Key.Key_Right)
    hands.look("the plan, on tomorrow's lunch")
    hands.press(Key.Key_Up)
    for meal, food in (("breakfast", "oats"), ("lunch", "lentils"), ("dinner", "tofu")):
        hands.type(food)
        hands.look(f"typed {food} for {meal}")
        hands.press(Key.Key_Return, Key.Key_Return)
        hands.look(f"planned {food} for {meal}")
        hands.press(Key.Key_Down)
    hands.press(Key.Key_1, modifiers=CTRL)
    hands.press(Key.Key_PageDown, modifiers=CTRL)
    hands.look("tomorrow on Today")


def test_a_day_is_logged_and_the_next_one_planned_in_under_sixty_strokes(qtbot: QtBot, empty_desk: Desk) -> None:
    shell = empty_desk.window
    assert isinstance(shell, Shell)
    shell.add_page("today", "Today", "Ctrl+1", lambda: TodayPage(empty_desk))
    shell.add_page("meal_plan", "Meal plan", "Ctrl+2", lambda: MealPlanPage(empty_desk))
    shell.show_page("today")
    settle(qtbot, empty_desk)
    hands = Hands(qtbot, empty_desk)
    live_through(hands)
    today = days.day(empty_desk.store, TODAY.isoformat())
    assert [(meal.slot.name, [one.title for one in meal.entries]) for meal in today.meals] == [
        ("Breakfast", ["Egg", "Rye bread"]), ("Lunch", ["Chicken breast", "Rice, white, cooked"]),
        ("Dinner", ["Salmon, cooked", "Broccoli"]), ("Snacks", ["Banana"]),
    ]  # fmt: skip
    assert all(one.eaten for one in today.entries)
    assert [one.typed for one in today.measurements] == ["81.2"]
    tomorrow = days.day(empty_desk.store, (TODAY + timedelta(days=1)).isoformat())
    planned = {meal.slot.name: [one.title for one in meal.entries] for meal in tomorrow.meals if meal.entries}
    assert list(planned) == ["Breakfast", "Lunch", "Dinner"]
    assert [titles[0].split(",")[0] for titles in planned.values()] == ["Oats", "Lentils", "Tofu"]
    assert not any(one.eaten for one in tomorrow.entries)
    assert hands.strokes < MOST, hands.strokes
