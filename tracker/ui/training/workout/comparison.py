"""The card of a second workout beside the one that is shown: their numbers side by side, its lines in the plot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.training.plot.recording import Recording, read_recording
from tracker.ui.training.plot.recording_card import AS_HIGH_AS_WIDE_ASKS
from tracker.ui.training.plot.strip import OTHER
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.training.workout import numbers
from tracker.ui.training.workout.differences import Difference, differences
from tracker.ui.training.workout.numbers import Numbers
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card, SectionHeader
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.head import Head
from tracker.ui.widgets.text import Text
from tracker.ui.words import short_date

if TYPE_CHECKING:
    from tracker.store.queries.training import Loads

NARROW = 380
"""Pixels below which a number takes two lines."""
NO_LINES = "Its distance is not known, so that its lines show over time only."


@dataclass(frozen=True, eq=False)
class Other:
    """The workout that is compared with, read off the GUI thread."""

    workout: Workout
    recording: Recording
    loads: Loads


class ComparisonCard(Card):
    """Hidden until somebody compares; `changed` says that it begins, ends or changes.

    Args:
        desk: of the window.
        plot: which draws the other workout's lines beside its own.
    """

    changed = Signal()

    def __init__(self, desk: Desk, plot: TelemetryPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Compared with another workout")
        self.setSizePolicy(*AS_HIGH_AS_WIDE_ASKS)
        self._desk, self._plot = desk, plot
        self._workout: Workout | None = None
        self._other: Other | None = None
        self._mine: Numbers | None = None
        self._task: Task | None = None
        self._change, self._stop = LinkButton("Another…"), LinkButton("Stop comparing")
        self._change.clicked.connect(self.ask)
        self._stop.clicked.connect(self.leave)
        self._name = Text("", "strong", OTHER, wrap=True)
        self._hint = Text(NO_LINES, "small", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        self._is_narrow = False
        self._lines: list[tuple[Text, Text, Text, Text]] = []
        self._title, words = SectionHeader("Compared with"), QVBoxLayout()
        words.addWidget(self._title)
        self.body.addWidget(Head(words, FlowRow(self._change, self._stop)))
        self.body.addWidget(self._name)
        self.body.addWidget(self._hint)
        self.body.addLayout(self._grid)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether another workout is shown beside this one."""
        return self._other is not None

    def show_workout(self, workout: Workout | None) -> None:
        """Compare this one from now on; a comparison of another one ends."""
        if workout is None or self._workout is None or workout.id != self._workout.id:
            self.leave()
        self._workout = workout

    # Which

    @Slot()
    def ask(self) -> None:
        """Ask which other one."""
        if self._workout is None:
            return
        from tracker.ui.dialogs.compare import CompareDialog

        dialog = CompareDialog(self._desk, self, self._workout)
        dialog.chosen.connect(self._read)
        dialog.open()

    @Slot()
    def leave(self) -> None:
        """Show the workout by itself again."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._other is not None:
            self._other = None
            self._plot.show_other(None)
            if self._change.hasFocus() or self._stop.hasFocus():
                self._plot.setFocus()
            self.hide()
            self.changed.emit()

    @Slot(object)
    def _read(self, chosen: Workout) -> None:
        def work(store: Store, progress: Progress) -> Other:
            from tracker.store.queries.training import analysis

            whole = query.workout(store, chosen.id) or chosen
            return Other(whole, read_recording(store, whole, progress), analysis(store, whole).loads)

        if not self._desk.lane.closed:
            self._task = self._desk.lane.ask(work, self._has_read, self._cannot_read)
            self._desk.window.watch(self._task, "Reading samples")

    @Slot(object)
    def _has_read(self, other: Other) -> None:
        self._task = None
        if self._workout is None or other.workout.id == self._workout.id:
            return
        self._other = other
        self._plot.show_other(other.recording)
        self._plot.setFocus()
        self.changed.emit()

    @Slot(object)
    def _cannot_read(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    # What is shown

    def show_numbers(self, mine: Numbers, *, is_part: bool) -> None:
        """Show the numbers of both, of the whole or of the part of the axis that is selected."""
        other = self._other
        self.setVisible(other is not None)
        if other is None:
            return
        when = short_date(date.fromisoformat(other.workout.day), self._desk.today)
        self._name.setText(f"{other.workout.title}, {when}")
        self._title.set("Compared with", "the selected part" if is_part else "")
        self._hint.setVisible(not self._plot.shows_other)
        found = differences(mine, self._theirs(other, is_part=is_part), self._desk.words)
        while len(self._lines) < len(found):
            self._add_line()
        for number, parts in enumerate(self._lines):
            for part in parts:
                part.setVisible(number < len(found))
            if number < len(found):
                _fill(parts, found[number])

    def _theirs(self, other: Other, *, is_part: bool) -> Numbers:
        whole = numbers.of_workout(other.workout, other.loads)
        span = self._plot.span_of_other() if is_part else None
        return whole if span is None else numbers.of_span(whole, other.recording.telemetry, *span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._is_narrow:
            self._is_narrow = not self._is_narrow
            for row, line in enumerate(self._lines):
                self._place(row, line)

    def _place(self, row: int, line: tuple[Text, Text, Text, Text]) -> None:
        """All in one line, or caption and difference above the numbers."""
        below = ((0, 0), (1, 0), (1, 1), (0, 1))
        for column, part in enumerate(line):
            self._grid.removeWidget(part)
            down, across = below[column] if self._is_narrow else (0, column)
            self._grid.addWidget(part, 2 * row + down, across)

    def _add_line(self) -> None:
        line = (Text("", "small", "muted"), Text("", "strong"), Text("", "strong", OTHER), Text("", "small", wrap=True))
        self._place(len(self._lines), line)
        self._lines.append(line)


def _fill(parts: tuple[Text, Text, Text, Text], found: Difference) -> None:
    told = (found.caption, found.mine, found.theirs, found.words)
    for part, text in zip(parts, told, strict=True):
        part.setText(text)
