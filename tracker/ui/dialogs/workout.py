"""Writing a workout down by hand, and correcting one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tracker.domain import units
from tracker.domain.fixed import DISTANCE, ENERGY, to_fixed
from tracker.domain.numerals import exact
from tracker.domain.quick_add.durations import read_duration
from tracker.domain.sports import CHOICES, label, usual_title
from tracker.errors import BadInput
from tracker.operations import workouts
from tracker.operations.workouts import Draft
from tracker.store.clock import instant, local
from tracker.store.queries.workouts import sports
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.training.workout.effort_field import EffortField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.notes_field import NotesField
from tracker.ui.widgets.when_field import WhenField
from tracker.ui.words import KILOJOULES, Words, duration, duration_in_words

STATUSES = {"completed": "Done", "planned": "Planned"}
OTHERS = {"active": "Active", "paused": "Paused", "archived": "Archived"}
"""A status that is not chosen here stays what it is."""
USUAL_TIME = time(17)
"""When a workout on another day is, where nobody says it."""
KILOMETRE = 1000 * DISTANCE


class WorkoutDialog(WritingDialog):
    """Asks for a workout. Numbers may stay empty: unknown is not zero.

    `written` carries the changes. A new one is of `day`, today where None; one that is still to come is planned.
    """

    def __init__(self, desk: Desk, over: QWidget, before: Workout | None = None, *, day: date | None = None) -> None:
        title = f"Edit {before.title}" if before else "Add workout"
        super().__init__(desk, over, title, save="Save" if before else "Add", width=540)
        self._before = before
        self._zone = (before.zone if before else None) or desk.store.clock.zone()
        self._form = FormRows()
        self._make_fields(before, self._proposed(day))
        self.body.addWidget(self._form)
        self._prefilled = self._values()
        self.guard(self._changed)
        self.saved.connect(self._save)

    def _proposed(self, day: date | None) -> datetime:
        """When it is, to begin with: now, or at the usual hour of another day."""
        if self._before:
            return local(self._before.start_at, self._zone)
        now = local(self._desk.store.now(), self._zone)
        return now if day is None or day == now.date() else datetime.combine(day, USUAL_TIME, now.tzinfo)

    def _make_fields(self, before: Workout | None, at: datetime) -> None:
        self._name = QLineEdit(before.title if before else "")
        self._name.setPlaceholderText(usual_title("training", at.hour))
        self._sport = QComboBox()
        for sport in _sports(sports(self._desk.store), before.sport if before else ""):
            self._sport.addItem(label(sport), sport)
        self._sport.setCurrentIndex(max(0, self._sport.findData(before.sport if before else None)))
        self._status = QComboBox()
        own = before.status if before else ""
        for key, text in (STATUSES | {own: OTHERS[own]} if own in OTHERS else STATUSES).items():
            self._status.addItem(text, key)
        usual = "planned" if at.date() > self._desk.today else "completed"
        self._status.setCurrentIndex(max(0, self._status.findData(before.status if before else usual)))
        self._when = WhenField(at)
        self._numbers = {number.key: _field(number, before, self._desk.words) for number in NUMBERS}
        self._numbers["duration"].textChanged.connect(self._echo)
        self._effort = EffortField(before.effort if before else None)
        self._notes = NotesField(before.notes if before else "")
        for name, field in (
            ("Title", self._name), ("Sport", self._sport), ("Status", self._status),
            ("When", self._when),
        ):  # fmt: skip
            self._form.add(name, field)
        for number in NUMBERS:
            self._form.add(number.label_in(self._desk.words), self._numbers[number.key])
        self._form.add("How hard was it?", self._effort)
        self._form.add("Notes", self._notes)

    @Slot()
    def _echo(self) -> None:
        """Say how the duration is understood, since 1:05 could be two things."""
        ms = read_duration(self._numbers["duration"].text())
        exact = ms is not None and ms % 60_000
        self._numbers["duration"].set_ghost(
            "" if ms is None else f"→ {duration(ms) if exact else duration_in_words(ms)}"
        )

    def _values(self) -> tuple[str, ...]:
        return (
            self._name.text().strip(), self._sport.currentData(), self._status.currentData(),
            f"{self._when.moment:%Y-%m-%d %H:%M}",
            *(field.text().strip() for field in self._numbers.values()), str(self._effort.effort),
            self._notes.toPlainText(),
        )  # fmt: skip

    def _changed(self) -> bool:
        return self._values() != self._prefilled

    # Saving

    def _start(self) -> int | None:
        """The start; None where day and time stand as they were, seconds and all."""
        if self._before and self._values()[3] == self._prefilled[3]:
            return None
        return instant(self._when.moment.replace(tzinfo=ZoneInfo(self._zone)))

    def _number(self, number: _Number) -> int | None:
        """A number as stored; one that was not touched stays exactly what it was.

        Raises:
            BadInput: it cannot be read.
        """
        text = self._numbers[number.key].text().strip()
        if self._before and text == _prefill(number, self._before, self._desk.words):
            value: int | None = getattr(self._before, number.key)
            return value
        return number.read(text, self._desk.words) if text else None

    @Slot()
    def _save(self) -> None:
        values: dict[str, int | None] = {}
        wrong = False
        for number in NUMBERS:
            try:
                values[number.key] = self._number(number)
                self._form.show_wrong(self._numbers[number.key], "")
            except BadInput as error:
                self._form.show_wrong(self._numbers[number.key], str(error))
                if not wrong:
                    self._numbers[number.key].setFocus()
                wrong = True
        if wrong:
            return
        title = self._name.text().strip() or usual_title(self._sport.currentData(), self._when.moment.hour)
        draft = Draft(
            title, self._sport.currentData(), self._status.currentData(), self._start(),
            ascent=self._before.ascent if self._before else None, notes=self._notes.toPlainText().strip(),
            effort=self._effort.effort, zone=self._zone, **values,
        )  # fmt: skip
        if self._before:
            opened = workouts.draft_of(self._before)
            self._desk.lane.write(
                workouts.edit, self._before.id, draft, opened, on_done=self.done, on_failed=self.failed
            )
        else:
            self._desk.lane.write(workouts.add, draft, on_done=self.done, on_failed=self.failed)


def _sports(known: Sequence[str], own: str) -> list[str]:
    """The sports to choose from: those the person does come first."""
    return list(dict.fromkeys([*([own] if own else []), *known, *CHOICES]))


@dataclass(frozen=True)
class _Number:
    """A number of a workout as a field shows it."""

    key: str
    label: str
    placeholder: str

    def label_in(self, words: Words) -> str:
        return f"Energy, {words.energy_unit}" if self.key == "energy" else self.label

    def read(self, text: str, words: Words) -> int:
        if self.key == "duration":
            ms = read_duration(text)
            if ms is None:
                raise BadInput("Type a duration, such as 1:05:00 or 65 min.")
            return ms
        if self.key == "distance":
            return _distance(text)
        value = _plain(text)
        if self.key == "energy":
            return to_fixed(value / (Fraction("4.184") if words.energy_unit == "kJ" else 1), ENERGY)
        return round(value)


NUMBERS = (
    _Number("duration", "Duration", "1:05:00 or 65 min"),
    _Number("distance", "Distance", "km, or 400 m, 6 mi"),
    _Number("avg_power", "Average power, W", ""),
    _Number("avg_heart_rate", "Average heart rate, bpm", ""),
    _Number("energy", "Energy", ""),
)


def _field(number: _Number, before: Workout | None, words: Words) -> LineField:
    field = LineField(number.placeholder, name=number.label_in(words))
    field.setText(_prefill(number, before, words) if before else "")
    return field


def _prefill(number: _Number, before: Workout, words: Words) -> str:
    """What a field says of a stored number."""
    value: int | None = getattr(before, number.key)
    if value is None:
        return ""
    if number.key == "duration":
        return duration(value)
    shown = value / {"distance": KILOMETRE, "energy": ENERGY}.get(number.key, 1)
    if number.key == "energy" and words.energy_unit == "kJ":
        shown = round(shown * KILOJOULES)
    return f"{shown:.4f}".rstrip("0").rstrip(".").replace(".", words.decimal)


def _plain(text: str) -> Fraction:
    try:
        value = exact(text)
    except ValueError as error:
        raise BadInput("Type a number, or leave it empty.") from error
    if value < 0:
        raise BadInput("This cannot be less than nothing.")
    return value


def _distance(text: str) -> int:
    """A distance with its unit, km without one, in 0.1 m."""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
    unit = units.find(text[len(number) :] or "km")
    if unit is None or unit.kind != "length":
        raise BadInput("Type a distance, such as 8.3, 8.3 km, 400 m or 5 mi.")
    return to_fixed(units.convert(_plain(number), unit.name, "m"), DISTANCE)
