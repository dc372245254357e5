"""Cooking a recipe: its steps one at a time, large enough to read from the stove, with timers for the times in them."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.recipes.steps import Timer, split, timers
from tracker.store.rows import Recipe
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.flow import FlowLayout
from tracker.ui.widgets.text import Text

TICK_MS = 250


class CookDialog(Dialog):
    """Left and Right go through the steps; a timer that was started goes on while others are read.

    Args:
        servings: for how many (0.001) it is cooked.
    """

    def __init__(self, desk: Desk, over: QWidget, recipe: Recipe, servings: int) -> None:
        made = desk.words.amount(servings, "")
        super().__init__(over, recipe.name, f"For {made}", save="Next step", cancel="Close", width=760)
        self._desk = desk
        self._steps = split(recipe.steps)
        self._place = 0
        self._where = Text("", "small")
        self._text = Text("", "section", wrap=True)
        self._text.setMinimumHeight(120)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._offers = QWidget()
        self._flow = FlowLayout(self._offers)
        self._running = QVBoxLayout()
        for part in (self._where, self._text, self._offers):
            self.body.addWidget(part)
        self.body.addLayout(self._running)
        self.add_left(Text("← → steps · 1 to 9 start a timer", "small"))
        self._clocks: list[_Clock] = []
        self._beat = QTimer(self)
        self._beat.setInterval(TICK_MS)
        self._beat.timeout.connect(self._tick)
        self.saved.connect(self.next)
        self.bind("Right", self.next)
        self.bind("Left", self.previous)
        self.bind("Return", self.next)
        for number in range(1, 10):
            self.bind(str(number), partial(self._start_by_key, number - 1))
        self._show()

    def open(self) -> None:
        super().open()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a button or the text would take Left and Right for itself
        self.setFocus()

    # Steps

    @Slot()
    def next(self) -> None:
        """Go to the next step; after the last one, close."""
        if self._place + 1 < len(self._steps):
            self._place += 1
            self._show()
        elif not self._clocks:
            self.accept()

    @Slot()
    def previous(self) -> None:
        """Go back a step."""
        self._place = max(self._place - 1, 0)
        self._show()

    def _show(self) -> None:
        step = self._steps[self._place]
        self._where.setText(f"Step {self._place + 1} of {len(self._steps)}")
        self._text.setText(step)
        self.save_button.setText("Next step" if self._place + 1 < len(self._steps) else "Done")
        self._flow.clear()
        self._timers = timers(step)
        for number, timer in enumerate(self._timers, 1):
            button = Button(f"{number}  Start {timer.words}")
            button.clicked.connect(_Start(self, timer))
            self._flow.addWidget(button)
            button.show()
        self._offers.setVisible(bool(self._timers))
        self._offers.updateGeometry()
        if self.isVisible():
            self.place()

    # Timers

    def _start_by_key(self, place: int) -> None:
        if place < len(self._timers):
            self.start(self._timers[place])

    def start(self, timer: Timer) -> None:
        """Start a timer; it stands below until it has rung and was put away."""
        clock = _Clock(self, timer, self._place + 1)
        self._clocks.append(clock)
        self._running.addWidget(clock)
        clock.show()
        self._beat.start()
        self._tick()
        self.place()

    @Slot()
    def _tick(self) -> None:
        for clock in self._clocks:
            if clock.tick():
                QApplication.beep()
                QApplication.alert(self.window())
                self._desk.window.say(f"{clock.words} are over (step {clock.step}).")

    def put_away(self, clock: QWidget) -> None:
        """Take a timer off the list."""
        self._clocks = [one for one in self._clocks if one is not clock]
        self._running.removeWidget(clock)
        clock.hide()
        clock.deleteLater()
        if not self._clocks:
            self._beat.stop()
        self.place()


class _Start:
    """Starts a timer when its button is pressed."""

    def __init__(self, dialog: CookDialog, timer: Timer) -> None:
        self._dialog, self._timer = dialog, timer

    def __call__(self) -> None:
        self._dialog.start(self._timer)


class _Clock(QWidget):
    """A timer under way. Time is told by the clock that nobody sets, so a window that slept is right again."""

    def __init__(self, dialog: CookDialog, timer: Timer, step: int) -> None:
        super().__init__()
        self._dialog, self.words, self.step = dialog, timer.words, step
        self._end = time.monotonic() + timer.seconds
        self._has_rung = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._left = Text("", "number")
        self._told = Text(f"{timer.words}, step {step}", "muted")
        stop = Button("Stop")
        stop.clicked.connect(self._stop)
        row.addWidget(self._left)
        row.addWidget(self._told, 1)
        row.addWidget(stop)

    def tick(self) -> bool:
        """Show what is left; returns whether it rings now."""
        left = max(0.0, self._end - time.monotonic())
        self._left.setText(_clock_text(left))
        rings = left == 0 and not self._has_rung
        if rings:
            self._has_rung = True
            self._left.set_tone("accent")
            self._told.setText(f"{self.words} are over, step {self.step}")
        return rings

    @Slot()
    def _stop(self) -> None:
        self._dialog.put_away(self)


def _clock_text(seconds: float) -> str:
    whole = int(-(-seconds // 1))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
