"""One workout in full: its numbers, its recording with a range selected in it, its laps and notes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.sports import label
from tracker.errors import KnownError, NotFound
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.sync.origin import device_of
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.models import workout_numbers as numbers
from tracker.ui.models.recording import Recording, read_recording
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.laps import LapsCard
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.recording_card import RecordingCard
from tracker.ui.widgets.stat_row import StatRow
from tracker.ui.widgets.text import Text
from tracker.ui.words import MONTHS, WEEKDAYS

READ_AFTER = 90
"""ms that a workout must stay chosen before its samples are read, so that arrowing through the list stays quick."""


class WorkoutDetail(QWidget):
    """What is known of one workout."""

    edit_requested = Signal()
    done_requested = Signal()
    menu_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workout: Workout | None = None
        self._recording: Recording | None = None
        self._task: Task | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(READ_AFTER)
        self._wait.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        self._stats = StatRow("Numbers")
        self._card = RecordingCard()
        self.plot = self._card.plot
        self.plot.selected.connect(self._selected)
        self._laps = LapsCard()
        self.laps = self._laps.view
        self._laps.opened.connect(self.plot.select)
        self._damage, self._notes = Card("Damaged file"), Card("Notes")
        self._damage_text, self._notes_text = Text("", wrap=True), Text("", wrap=True)
        self._damage.body.addWidget(self._damage_text)
        self._notes.body.addWidget(self._notes_text)
        for part in (self._stats, self._damage, self._card, self._laps, self._notes):
            column.addWidget(part)
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(8)
        words.setSpacing(0)
        self._title, self._when = LongText("", "section"), Text("", "muted", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._when)
        row.addLayout(words, 1)
        self._done, self._edit = Button("Mark as done"), Button("Edit", "F2")
        self._more = IconButton("⋯", "More")
        self._done.clicked.connect(self.done_requested)
        self._edit.clicked.connect(self.edit_requested)
        self._more.clicked.connect(self._open_menu)
        for button in (self._done, self._edit, self._more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _open_menu(self) -> None:
        self.menu_requested.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    # What is shown

    def show_workout(self, workout: Workout | None) -> None:
        """Show a workout; its recording follows when it is read."""
        before, self._workout = self._workout, workout
        self.setVisible(workout is not None)
        if workout is None:
            self._forget()
            return
        self._title.setText(workout.title + (" ★" if workout.starred else ""))
        self._when.setText(self._line(workout))
        self._done.setVisible(workout.status == "planned")
        self._show_text(self._damage, self._damage_text, workout.salvaged)
        self._show_text(self._notes, self._notes_text, workout.notes)
        self._laps.show_laps(workout, self._desk.words)
        if before is None or (before.id, before.telemetry) != (workout.id, workout.telemetry):
            self._forget()
            self._card.setVisible(bool(workout.telemetry))
            if workout.telemetry:
                self._card.show_waiting()
                self._wait.start()
        self._selected(self.plot.range)

    def _show_text(self, card: Card, text: Text, words: str) -> None:
        text.setText(words)
        card.setVisible(bool(words))

    def _line(self, workout: Workout) -> str:
        day = date.fromisoformat(workout.day)
        year = "" if day.year == self._desk.today.year else f" {day.year}"
        at = local(workout.start_at, workout.zone or "UTC")
        when = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}, {at:%H:%M}"
        kind = label(workout.sport).lower()
        planned = "planned" if workout.status == "planned" else ""
        return " · ".join(part for part in (when, kind, planned, workout.device) if part)

    # The recording

    def _forget(self) -> None:
        """Show no recording, and let what is being read for another workout be."""
        self._wait.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._recording = None
        self._card.show_recording(None)

    @Slot()
    def _read(self) -> None:
        workout = self._workout
        if workout is None:
            return

        def work(store: Store, progress: Progress) -> Recording:
            return read_recording(store, workout, progress)

        self._task = self._desk.lane.ask(work, self._has_read, self._cannot_read)

    @Slot(object)
    def _has_read(self, recording: Recording) -> None:
        if self._workout is not None and recording.workout == self._workout.id:
            self._task = None
            self._recording = recording
            self._card.show_recording(recording)

    @Slot(object)
    def _cannot_read(self, error: Exception) -> None:
        if isinstance(error, NotFound) and self._workout is not None:
            device = device_of(self._desk.store, "workout", self._workout.id) or "another device"
            self._card.show_words(f"Samples are on {device}.", "The numbers and laps are here.")
        elif isinstance(error, KnownError):
            self._card.show_words(error.sentence, error.hint)

    @Slot(object)
    def _selected(self, span: tuple[int, int] | None) -> None:
        """Show the numbers of the selected range, or of the whole workout."""
        if self._workout is None:
            return
        whole = numbers.of_workout(self._workout)
        words = self._desk.words
        shown = numbers.in_words(whole, words)
        if span is not None and self._recording is not None:
            from tracker.domain.training.part import part
            from tracker.domain.training.summary import summarize

            summary = summarize(part(self._recording.telemetry, *span))
            shown = numbers.like([name for name, _ in shown], numbers.of_part(whole.sport, summary), words)
        self._stats.setVisible(bool(shown))
        self._stats.show_numbers(shown)
