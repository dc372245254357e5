"""The column at the right of Today: the workout, the weight, what else was measured, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.store.queries.settings import value
from tracker.store.rows import Day, Measurement
from tracker.ui.desk import Desk
from tracker.ui.diary.goals_line import goals_in_words
from tracker.ui.diary.today_cards import LeftToday, MeasuredToday, WeightToday, WorkoutToday, weights
from tracker.ui.widgets.scrolling import Scrolling

WIDTH, NARROW = 300, 240
MEASURED = 2
"""The place of its card."""


class TodaySide(Scrolling):
    """Signals carry a workout's id, `opened` after "start:" where it is to begin."""

    opened = Signal(str)
    move_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        inside = QWidget()
        inside.resize(WIDTH, WIDTH)  # else the scroll area asks for its size, and it has nothing to show yet
        super().__init__(inside, parent)
        self._desk = desk
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._workout, self._weight, self._left = WorkoutToday(), WeightToday(), LeftToday()
        self._measured: MeasuredToday | None = None
        self._others: Sequence[Measurement] = ()
        self._is_painted = False
        self._workout.opened.connect(self.opened)
        self._workout.move_wanted.connect(self.move_wanted)
        for card in (self._workout, self._weight, self._left):
            self._column.addWidget(card)
        self._column.addStretch(1)

    def show_day(self, of: date, day: Day, *, measured: bool) -> None:
        """Show a day; the readings only where they may be other ones than before."""
        words, today = self._desk.words, of == self._desk.today
        goals = goals_in_words(self._desk.store, of, words)
        self._workout.show_workouts(day.workouts, words, today=today, goals=goals)
        self._left.show_day(day, words, today=today)
        if measured:
            unit = str(value(self._desk.store, "weight_unit"))
            self._weight.show_weights(weights(self._desk, of), words, unit)
            self._others = [one for one in day.measurements if one.kind != "weight"]
            if self._is_painted:
                self.show_measured()

    def show_measured(self) -> None:
        """Show what else was measured, from after the first frame on; the card is made for the first day with any."""
        if self._desk.store.closed:
            return
        self._is_painted, others = True, self._others
        if self._measured is None:
            if not others:
                return
            self._measured = MeasuredToday()
            self._column.insertWidget(MEASURED, self._measured)
        self._measured.show_readings(others, self._desk.words)
