"""Cropping a workout to a part of it, and splitting it at a moment, with the numbers of what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.activity import Summary
from tracker.domain.quick_add.durations import read_duration
from tracker.errors import KnownError
from tracker.operations import workout_edits
from tracker.operations.imported import Report
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.looking import LookingDialog
from tracker.ui.training.workout import numbers
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.stat_row import StatRow
from tracker.ui.words import duration

SHOWN = ("time", "distance", "avg power", "avg bpm", "ascent", "energy")
KEPT = "The original stays with the workout: undo brings it back, and Put the original back does later."
WHEN = "Type a moment since the start, such as 0:42:10."
EVER = 1 << 53
"""The end of every recording."""


class MomentField(LineField):
    """A moment of a recording, h:mm:ss since its start; exact to the millisecond until somebody types another."""

    def __init__(self, name: str, shown: int, exact: int | None = None) -> None:
        super().__init__("0:42:10", name=name)
        self._before = duration(shown), shown if exact is None else exact
        self.setText(self._before[0])
        self.textChanged.connect(self._echo)

    @property
    def moment(self) -> int | None:
        """The moment in ms; None where nothing of the kind is typed."""
        text = self.text().strip()
        return self._before[1] if text == self._before[0] else read_duration(text)

    @Slot()
    def _echo(self) -> None:
        """Say how it is understood, since 1:05 could be two things."""
        ms, text = self.moment, self.text().strip()
        self.set_ghost("" if ms is None or text == self._before[0] or text == duration(ms) else f"→ {duration(ms)}")


class CropWorkout(LookingDialog):
    """Asks which part stays."""

    def __init__(self, desk: Desk, over: QWidget, workout: Workout, span: tuple[int, int] | None = None) -> None:
        super().__init__(
            desk, over, f"Crop {workout.title}", f"What lies outside is cut off. {KEPT}", save="Crop", width=620
        )
        self._workout = workout
        start, end = span or (0, length(workout))
        self._from, self._to = MomentField("From", start), MomentField("To", end, None if span else EVER)
        self._form = FormRows()
        for name, field in (("From", self._from), ("To", self._to)):
            self._form.add(name, field)
            field.textChanged.connect(self.look)
        self.body.addWidget(self._form)
        self.body.addWidget(SectionHeader("What stays"))
        self._stays = StatRow("What stays")
        self.body.addWidget(self._stays)
        _tell(self._stays, workout.sport, None, desk)
        self.look()

    def _span(self) -> tuple[int, int] | None:
        start, end = self._from.moment, self._to.moment
        for field, moment in ((self._from, start), (self._to, end)):
            self._form.show_wrong(field, WHEN if moment is None else "")
        return None if start is None or end is None else (start, end)

    def question(self) -> Callable[[Store], Summary] | None:
        span = self._span()
        return partial(_ask_crop, self._workout.id, span) if span else None

    def show_answer(self, answer: Summary) -> None:
        _tell(self._stays, self._workout.sport, answer, self._desk)

    def show_refusal(self, error: KnownError) -> None:
        self._form.show_wrong(self._to, str(error))
        _tell(self._stays, self._workout.sport, None, self._desk)

    def deed(self) -> Callable[[Store, Report], Changes]:
        start, end = self._span() or (0, 0)
        return lambda store, report: workout_edits.crop(store, self._workout.id, start, end, report=report)


class SplitWorkout(LookingDialog):
    """Asks where the second workout begins."""

    def __init__(self, desk: Desk, over: QWidget, workout: Workout, moment: int | None = None) -> None:
        words = f"Notes, effort and sets stay with the first. {KEPT}"
        super().__init__(desk, over, f"Split {workout.title}", words, save="Split", width=620)
        self._workout = workout
        self._at = MomentField("At", length(workout) // 2 if moment is None else moment)
        self._at.textChanged.connect(self.look)
        self._form = FormRows()
        self._form.add("At", self._at)
        self.body.addWidget(self._form)
        self._parts: list[StatRow] = []
        for name in ("First", "Second"):
            self.body.addWidget(SectionHeader(name))
            self._parts.append(StatRow(name))
            self.body.addWidget(self._parts[-1])
            _tell(self._parts[-1], workout.sport, None, desk)
        self.look()

    def question(self) -> Callable[[Store], tuple[Summary, Summary]] | None:
        moment = self._at.moment
        self._form.show_wrong(self._at, WHEN if moment is None else "")
        return None if moment is None else partial(_ask_split, self._workout.id, moment)

    def show_answer(self, answer: tuple[Summary, Summary]) -> None:
        for card, summary in zip(self._parts, answer, strict=True):
            _tell(card, self._workout.sport, summary, self._desk)

    def show_refusal(self, error: KnownError) -> None:
        self._form.show_wrong(self._at, str(error))
        for card in self._parts:
            _tell(card, self._workout.sport, None, self._desk)

    def deed(self) -> Callable[[Store, Report], Changes]:
        moment = self._at.moment or 0
        return lambda store, report: workout_edits.split(store, self._workout.id, moment, report=report)


def length(workout: Workout) -> int:
    """How long a workout went on, in ms."""
    return workout.elapsed or workout.duration or 0


def _ask_crop(record: str, span: tuple[int, int], store: Store) -> Summary:
    return workout_edits.cropped(store, record, *span)


def _ask_split(record: str, moment: int, store: Store) -> tuple[Summary, Summary]:
    return workout_edits.halves(store, record, moment)


def _tell(card: StatRow, sport: str, summary: Summary | None, desk: Desk) -> None:
    """The numbers of a part, or dashes while they are not known."""
    card.show_numbers(numbers.like(list(SHOWN), numbers.of_part(sport, summary or Summary()), desk.words))
