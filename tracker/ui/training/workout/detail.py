"""One workout in full: its numbers, its recording with a range selected in it, its laps and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.fixed import EFFORT
from tracker.domain.sports import is_strength, label
from tracker.errors import KnownError, NotFound
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.sync.origin import device_of
from tracker.tasks.task import Progress, Step, Task
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.training.plot.recording import Recording, read_recording
from tracker.ui.training.plot.recording_card import RecordingCard
from tracker.ui.training.plot.track_card import TrackCard
from tracker.ui.training.workout import numbers
from tracker.ui.training.workout.analysis_cards import AnalysisCards, Analyst, Told
from tracker.ui.training.workout.comparison import ComparisonCard
from tracker.ui.training.workout.laps import LapsCard
from tracker.ui.training.workout.more_numbers import more_numbers
from tracker.ui.training.workout.planned_card import PlannedCard
from tracker.ui.training.workout.sets_card import SetsCard
from tracker.ui.widgets.buttons import Button, IconButton, PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.head import TitledHead
from tracker.ui.widgets.stat_row import StatRow
from tracker.ui.widgets.text import Text
from tracker.ui.words import MONTHS, WEEKDAYS

READ_AFTER = 90
"""ms that a workout must stay chosen before its samples are read, so that arrowing through the list stays quick."""
DONE = ("completed", "archived")
HERE = "The numbers and laps are here."


class WorkoutDetail(QWidget):
    """What is known of one workout."""

    edit_requested = Signal()
    done_requested = Signal()
    start_requested = Signal()
    menu_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workout: Workout | None = None
        self._recording: Recording | None = None
        self._task: Task | None = None
        self._fetching: Task | None = None
        self._missing = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(READ_AFTER)
        self._wait.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._head = self._build_head()
        column.addWidget(self._head)
        self._stats = StatRow("Numbers")
        self._more_stats = StatRow("More numbers")
        self._card = RecordingCard(desk)
        self._card.download_requested.connect(self._fetch)
        self.plot = self._card.plot
        self.plot.selected.connect(self._selected)
        self._comparison = ComparisonCard(desk, self.plot)
        self._comparison.changed.connect(self._compared)
        self._card.turned.connect(self._compared)
        self._compare.clicked.connect(self._comparison.ask)
        self._track = TrackCard(desk)
        self.plot.selected.connect(self._track.track.show_span)
        self.plot.pointed.connect(self._track.track.show_moment)
        self._laps = LapsCard()
        self.laps = self._laps.view
        self._laps.opened.connect(self.plot.select)
        self.sets = SetsCard(desk)
        self.planned = PlannedCard(desk)
        self._damage, self._notes = Card("Damaged file"), Card("Notes")
        self._damage_text, self._notes_text = Text("", wrap=True), Text("", wrap=True)
        self._damage.body.addWidget(self._damage_text)
        self._notes.body.addWidget(self._notes_text)
        self._analysis = AnalysisCards()
        self.curve = self._analysis.plot
        self._analyst = Analyst(desk, self)
        self._analyst.told.connect(self._analyzed)
        self._told: Told | None = None
        for part in (
            self._stats,
            self._damage,
            self.planned,
            self._card,
            self._comparison,
            self.sets,
            self._more_stats,
            self._analysis,
            self._laps,
            self._track,
            self._notes,
        ):
            column.addWidget(part)
        column.addStretch(1)

    def _build_head(self) -> TitledHead:
        self._start, self._done, self._edit = PrimaryButton("Start"), Button("Mark as done"), Button("Edit", "F2")
        self._start.clicked.connect(self.start_requested)
        self._compare, self._more = Button("Compare…"), IconButton("⋯", "More")
        self._done.clicked.connect(self.done_requested)
        self._edit.clicked.connect(self.edit_requested)
        self._more.clicked.connect(self._open_menu)
        return TitledHead(self._start, self._done, self._edit, self._compare, self._more)

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
        self._head.title.setText(workout.title + (" ★" if workout.starred else ""))
        self._head.line.setText(self._line(workout))
        for button in (self._start, self._done):
            button.setVisible(workout.status == "planned")
        self._compare.setVisible(bool(workout.telemetry))
        self._comparison.show_workout(workout)
        self._show_text(self._damage, self._damage_text, workout.salvaged)
        self.planned.show_workout(workout)
        self._show_text(self._notes, self._notes_text, workout.notes)
        self._laps.show_laps(workout, self._desk.words)
        self.sets.setVisible(is_strength(workout.sport))
        if is_strength(workout.sport):
            self.sets.show_workout(workout)
        if before != workout:
            self._told = None
            self._analysis.hide()
            self._more_stats.hide()
            if workout.status in DONE:
                self._analyst.ask(workout)
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
        over = workout.day < self._desk.today.isoformat()
        planned = "" if workout.status != "planned" else "planned, not done" if over else "planned"
        felt = "" if workout.effort is None else f"felt {self._desk.words.number(workout.effort / EFFORT)} of 10"
        edited = "edited" if workout.is_edited else ""
        return " · ".join(part for part in (when, kind, planned, felt, workout.device, workout.gear, edited) if part)

    # The recording

    def _forget(self) -> None:
        """Show no recording, and let what is being read or fetched for another workout be."""
        self._wait.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._fetching is not None:
            self._fetching = None
            self._desk.sync.recordings.cancel()
        self._missing = False
        self._recording = None
        self._comparison.leave()
        self._card.show_recording(None)
        self._track.show_recording(None)

    @Slot()
    def _read(self) -> None:
        workout = self._workout
        if workout is None or self._desk.lane.closed:
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
            self._show_zones()
            self._show_more()
            self._track.show_recording(recording)

    @Slot(object)
    def _cannot_read(self, error: Exception) -> None:
        if not isinstance(error, KnownError) or self._workout is None or self._desk.lane.closed:
            return
        from tracker.sync.recordings import can_fetch, elsewhere  # sync comes after the first frame

        if not elsewhere(self._desk.store, self._workout):
            self._card.show_words(error.sentence, error.hint)
        elif can_fetch(self._desk.store):
            self._fetch()
        elif isinstance(error, NotFound):
            self._say_where(HERE)
        else:
            self._card.show_words(error.sentence, error.hint)

    # Samples that are elsewhere

    @Slot()
    def _fetch(self) -> None:
        """Fetch the samples from the server, however long that takes; another workout may be chosen meanwhile."""
        if self._workout is None:
            return
        self._missing = False
        self._card.show_waiting("Fetching samples…", HERE)
        recordings = self._desk.sync.recordings
        recordings.arrived.connect(self._look_again, Qt.ConnectionType.UniqueConnection)
        self._fetching = recordings.fetch(self._workout, self._has_come, self._has_not_come)
        self._fetching.progressed.connect(self._show_progress)

    @Slot(object)
    def _show_progress(self, step: Step) -> None:
        if self._fetching is not None and self._fetching.running:
            self._card.show_waiting(f"{step.text}…", HERE)

    @Slot(object)
    def _has_come(self, _: object) -> None:
        if self._fetching is None or self._fetching.running:
            return  # these were for another workout
        self._fetching = None
        self._read()

    @Slot(object)
    def _has_not_come(self, error: Exception) -> None:
        if self._fetching is None or self._fetching.running or not isinstance(error, KnownError):
            return
        self._fetching = None
        self._missing = True
        self._say_where(f"{error.sentence} {error.hint}".strip(), download=True)

    @Slot()
    def _look_again(self) -> None:
        """Samples came in the background, perhaps those that could not be fetched before."""
        from tracker.sync.recordings import elsewhere

        if self._missing and self._workout is not None and not elsewhere(self._desk.store, self._workout):
            self._missing = False
            self._read()

    def _say_where(self, detail: str, *, download: bool = False) -> None:
        assert self._workout is not None
        device = device_of(self._desk.store, "workout", self._workout.id)
        where = f"Samples are on {device}." if device else "The samples are not on this device."
        self._card.show_words(where, detail, download=download)

    @Slot(object)
    def _analyzed(self, told: Told) -> None:
        self._told = told
        self._analysis.show_told(told, self._desk.words, self._desk.today)
        self._show_zones()
        self._show_more()
        self._selected(self.plot.range)

    def _show_more(self) -> None:
        """The numbers of the whole workout that tell how it was ridden or run."""
        if self._workout is not None and self._told is not None:
            told = more_numbers(self._workout, self._told.analysis, self._recording, self._desk.words)
            self._more_stats.show_numbers(told)
            self._more_stats.setVisible(bool(told))

    def _show_zones(self) -> None:
        """The plot's zones are those of the card below it."""
        if self._told is not None:
            found = self._told.analysis
            zones = {"power": found.power_zones, "heart_rate": found.heart_rate_zones}
            self._card.show_zones({key: one.lower for key, one in zones.items() if one})

    @Slot(object)
    def _selected(self, span: tuple[int, int] | None) -> None:
        """Show the numbers of the selected range, or of the whole workout."""
        if self._workout is None:
            return
        loads = self._told.analysis.loads if self._told else None
        whole = numbers.of_workout(self._workout, loads)
        words = self._desk.words
        shown = numbers.in_words(whole, words)
        told = whole
        if span is not None and self._recording is not None:
            told = numbers.of_span(whole, self._recording.telemetry, *span)
            shown = numbers.like([name for name, _ in shown], told, words)
        self._stats.setVisible(bool(shown))
        self._stats.show_numbers(shown)
        self._comparison.show_numbers(told, is_part=told is not whole)

    @Slot()
    def _compared(self) -> None:
        self._selected(self.plot.range)
        self._card.name_others(self._comparison.is_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._comparison.is_on:
            self._comparison.leave()
        else:
            super().keyPressEvent(event)

    # What can be done with the recording

    def commands(self) -> Sequence[Command]:
        """What can be done with the plot."""
        return (
            Command("workouts.whole", "Show the whole recording", "View", self.plot.show_all, (), ("zoom",)),
            Command(
                "workouts.over", "Recording over time or distance", "View", self._card.turn_over, (),
                ("axis", "kilometres", "plot"), self._no_distance,
            ),
            Command(
                "workouts.compare", "Compare workout with…", "Workout", self._comparison.ask, (),
                ("beside", "difference", "versus"), self._no_recording,
            ),
            Command(
                "workouts.alone", "Stop comparing", "Workout", self._comparison.leave, (), ("alone",), self._is_alone
            ),
        )  # fmt: skip

    def _no_distance(self) -> str | None:
        return None if self._card.has_distance else "This workout has no recorded distance."

    def _no_recording(self) -> str | None:
        return None if self._recording is not None else "Choose a recorded workout in the list first."

    def _is_alone(self) -> str | None:
        return None if self._comparison.is_on else "No other workout is shown beside this one."
