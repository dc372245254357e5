"""What a workout was to be beside what it was: time, distance and load, and whether its intervals were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.domain.training.plan.planned import Planned, from_stored
from tracker.domain.training.plan.steps import Aim
from tracker.errors import KnownError
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.theme import SMALL
from tracker.ui.training.records.words import span
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.text import Text
from tracker.ui.words import UNKNOWN, Words, clock, count, duration_in_words, short_date

if TYPE_CHECKING:
    from tracker.domain.training.plan.intervals import Interval

HELD = {"held": "✓ held", "under": "↓ under", "over": "↑ over"}
"""A sign beside the word, and no colour: to be over is not better, to be under not worse."""
WIDTHS = (72, 96, 96, 0)
"""Of the columns: both tables stand in line."""
UNITS = {"power": "W", "heart_rate": "bpm"}


@dataclass(frozen=True, eq=False)
class _Told:
    """What is read off the GUI thread: the load of the done one, its intervals, and how they were found."""

    workout: str
    load: float | None
    intervals: tuple[Interval, ...]
    by_laps: bool


class PlannedCard(Card):
    """Planned against done; hidden where nothing was planned. `part_wanted` asks to take the two apart."""

    part_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Planned and done", parent=parent)
        self._desk = desk
        self._workout: Workout | None = None
        self._task: Task | None = None
        self._grid, self._steps = QGridLayout(), QGridLayout()
        for grid in (self._grid, self._steps):
            grid.setHorizontalSpacing(20)
            grid.setVerticalSpacing(4)
        self._said, self._notes = Text("", "small", wrap=True), Text("", "small", wrap=True)
        part = LinkButton("This was not the planned one", "muted", pixels=SMALL)
        part.clicked.connect(self.part_wanted)
        self.body.setSpacing(8)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._said)
        self.body.addLayout(self._steps)
        self.body.addWidget(self._notes)
        self.body.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines: dict[QGridLayout, list[tuple[Text, ...]]] = {self._grid: [], self._steps: []}
        self.hide()

    def show_workout(self, workout: Workout | None) -> None:
        """Show what was planned of a workout; load and intervals follow when they are read."""
        if workout == self._workout:
            return
        self._workout = workout
        if self._task is not None:
            self._task.cancel()
            self._task = None
        planned = from_stored(workout.planned) if workout else None
        self.setVisible(planned is not None)
        if workout is None or planned is None:
            return
        self.heading.set("Planned and done", self._when(planned, workout))
        self._notes.setText(planned.notes)
        self._notes.setVisible(bool(planned.notes) and planned.notes not in workout.notes)
        self._show_numbers(planned, workout, None)
        self._show_intervals(())
        self._said.hide()
        if workout.status in ("completed", "archived") and not self._desk.lane.closed:
            self._task = self._desk.lane.ask(lambda store, progress: _read(store, progress, workout), self._has_read,
                                             self._cannot_read)  # fmt: skip

    def _when(self, planned: Planned, workout: Workout) -> str:
        """What it is called in the plan, and when it was to be where that was another day."""
        then = local(planned.start_at, workout.zone or "UTC")
        day = "" if then.date().isoformat() == workout.day else f", for {self._day(then)}"
        return f"{planned.title}{day}"

    def _day(self, then: datetime) -> str:
        return short_date(then.date(), self._desk.today)

    @Slot(object)
    def _has_read(self, told: _Told) -> None:
        self._task = None
        workout = self._workout
        planned = from_stored(workout.planned) if workout else None
        if workout is None or planned is None or told.workout != workout.id:
            return
        self._show_numbers(planned, workout, told.load)
        self._show_intervals(told.intervals)
        self._said.setText(_sentence(told))
        self._said.setVisible(bool(self._said.text()))

    @Slot(object)
    def _cannot_read(self, _error: Exception) -> None:
        """It was given up for another workout; a bug is reported by the lane."""

    # Lines

    def _show_numbers(self, planned: Planned, workout: Workout, load: float | None) -> None:
        words = self._desk.words
        rows: list[tuple[str, ...]] = [("", "planned", "done", "")]
        if planned.duration is not None:
            rows.append(
                ("Time", duration_in_words(planned.duration), duration_in_words(workout.duration),
                 _share(workout.duration, planned.duration))
            )  # fmt: skip
        if planned.distance is not None:
            rows.append(
                ("Distance", words.distance(planned.distance), words.distance(workout.distance),
                 _share(workout.distance, planned.distance))
            )  # fmt: skip
        if planned.load is not None:
            done = UNKNOWN if load is None else f"{load:.0f}"
            rows.append(("Load", str(planned.load), done, _share(load, planned.load)))
        self._fill(self._grid, rows if len(rows) > 1 else [])

    def _show_intervals(self, intervals: tuple[Interval, ...]) -> None:
        self._fill(self._steps, [_line(one, self._desk.words) for one in intervals])

    def _fill(self, grid: QGridLayout, rows: list[tuple[str, ...]]) -> None:
        """Put texts into a grid; what is not needed is hidden and kept."""
        kept = self._lines[grid]
        while len(kept) < len(rows):
            made = tuple(Text("", "small", "muted" if column == 0 else "") for column in range(4))
            for column, text in enumerate(made):
                right = Qt.AlignmentFlag.AlignRight if column in (1, 2) else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(text, len(kept), column, right)
                grid.setColumnMinimumWidth(column, WIDTHS[column])
            grid.setColumnStretch(3, 1)
            kept.append(made)
        for number, texts in enumerate(kept):
            for column, text in enumerate(texts):
                text.setVisible(number < len(rows))
                text.setText(rows[number][column] if number < len(rows) else "")


def _read(store: Store, progress: Progress, workout: Workout) -> _Told:
    from tracker.domain.training.plan.intervals import by_laps
    from tracker.store.queries.plans import thresholds_on
    from tracker.store.queries.training import analysis

    progress.check()
    planned = from_stored(workout.planned)
    load = analysis(store, workout).loads.load
    if planned is None or not planned.steps:
        return _Told(workout.id, load, (), by_laps=False)
    known = thresholds_on(store, workout.day, workout.sport)
    found = by_laps(planned.steps, workout.laps, known)
    if found is not None:
        return _Told(workout.id, load, found, by_laps=True)
    return _Told(workout.id, load, _in_samples(store, progress, workout, planned) or (), by_laps=False)


def _in_samples(store: Store, progress: Progress, workout: Workout, planned: Planned) -> tuple[Interval, ...] | None:
    """The intervals where the steps fit best into the recording; None where no samples tell of them."""
    if not workout.telemetry:
        return None
    from tracker.domain.training.distance import speed
    from tracker.domain.training.plan.intervals import by_samples
    from tracker.domain.training.timeline import every_second
    from tracker.operations.activities import samples
    from tracker.store.queries.plans import thresholds_on

    try:
        telemetry = samples(store, workout)
    except KnownError:
        return None
    progress.check()
    channels = {name: telemetry.channels[name] for name in ("power", "heart_rate") if name in telemetry.channels}
    moving = speed(telemetry)
    if moving is not None:
        channels["speed"] = moving
    per_second = {name: every_second(telemetry.time, values) for name, values in channels.items()}
    return by_samples(planned.steps, per_second, thresholds_on(store, workout.day, workout.sport))


def _share(done: float | None, planned: float) -> str:
    return f"{100 * done / planned:.0f} %" if done is not None and planned else ""


def _sentence(told: _Told) -> str:
    """How many intervals were held, and how they were found."""
    known = [one for one in told.intervals if one.held]
    if not known:
        return ""
    held = sum(one.held == "held" for one in known)
    over, under = (sum(one.held == which for one in known) for which in ("over", "under"))
    beside = [f"{number} {which}" for number, which in ((over, "over"), (under, "under")) if number]
    found = "by the laps" if told.by_laps else "where the steps fit best into the recording"
    rest = f", {' and '.join(beside)}" if beside else ""
    return f"{held} of {count(len(known), 'interval')} held within 5 %{rest}, found {found}."


def _line(one: Interval, words: Words) -> tuple[str, str, str, str]:
    step = one.place.step
    length = span(step.time // 1000) if step.time else words.distance(step.distance) if step.distance else "lap"
    number = f"{one.place.round}. " if one.place.rounds else ""
    measured = UNKNOWN if one.measured is None else _value(round(one.measured), one.aim)
    return f"{number}{length}", _aim(one.aim), measured, HELD[one.held] if one.held else "not measured"


def _aim(aim: Aim) -> str:
    low, high = _value(aim.low, aim), _value(aim.high, aim)
    return low if aim.low == aim.high else f"{low.split(' ')[0]}–{high}"


def _value(value: int, aim: Aim) -> str:
    return f"{clock(value)} /km" if aim.measure == "pace" else f"{value} {UNITS[aim.measure]}"
