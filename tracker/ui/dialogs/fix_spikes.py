"""Taking wrong values out of a recording: spikes, all above a limit, or all of the selected part, with a preview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from tracker.domain.training import spikes
from tracker.errors import KnownError
from tracker.operations import workout_edits
from tracker.operations.imported import Report
from tracker.operations.workout_edits import NAMES, Found, Mend
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.looking import LookingDialog
from tracker.ui.widgets.fields import FormRows, RadioList
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, count, duration

UNITS = {
    "power": ("W", 1.0), "heart_rate": ("bpm", 1.0), "cadence": ("rpm", 1.0), "speed": ("km/h", 3.6),
    "altitude": ("m", 1.0), spikes.POSITION: ("m", 1.0),
}  # fmt: skip
"""How a channel's values are shown: their unit, and how many of it are one of the channel's own."""
SPIKES, ABOVE, ALL = "spikes", "above", "all"
SHOWN = 5
"""Places that are named; the others are counted."""


class FixSpikes(LookingDialog):
    """Asks which values are taken out. They are missing afterwards, not zero."""

    def __init__(
        self, desk: Desk, over: QWidget, workout: Workout, channels: tuple[str, ...], span: tuple[int, int] | None
    ) -> None:
        words = "What is taken out is missing afterwards, not zero. The original stays with the workout."
        super().__init__(desk, over, f"Fix spikes of {workout.title}", words, save="Remove")
        self._workout, self._span = workout, span
        self._channel = QComboBox()
        for channel in channels:
            self._channel.addItem(NAMES[channel].capitalize(), channel)
        self._channel.setMinimumHeight(34)
        choices = [(SPIKES, "Spikes"), (ABOVE, "Everything above a limit")]
        self._what = RadioList([*choices, *([(ALL, "Everything in the selection")] if span else [])], "What")
        self._what.choose(SPIKES)
        self._limit = LineField(name="Limit")
        self._form = FormRows()
        self._form.add("Channel", self._channel)
        self._rule = Text("", "small", wrap=True)
        self._what.add_below(self._rule)
        self._form.add("Remove", self._what)
        self.body.addWidget(self._form)
        self.body.addWidget(self._limit)
        self._part = QCheckBox("Only in the selection" if span is None else f"Only from {_span_text(span)}")
        self._part.setVisible(span is not None)
        self._part.setChecked(span is not None)
        self.body.addWidget(self._part)
        self._told = Text("", wrap=True)
        self._where = Text("", "muted", wrap=True)
        self.body.addWidget(self._told)
        self.body.addWidget(self._where)
        self._channel.currentIndexChanged.connect(self._changed)
        self._what.chosen.connect(self._changed)
        self._limit.textChanged.connect(self.look)
        self._part.toggled.connect(self._changed)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        """Another channel or another way: say its rule, and look again."""
        channel, what = self._channel.currentData(), self._what.current
        self._rule.setText(_rule(channel, self._desk.words) if what == SPIKES else "")
        self._rule.setVisible(what == SPIKES)
        self._limit.setVisible(what == ABOVE and channel != spikes.POSITION)
        self._limit.set_placeholder(f"The highest that can be right, in {UNITS[channel][0]}")
        self._part.setEnabled(what != ALL)
        self.look()

    # Looking

    def _mend(self) -> Mend | None:
        """What the fields say; None where a limit is missing."""
        channel, what = self._channel.currentData(), self._what.current
        within = self._span if self._span and (self._part.isChecked() or what == ALL) else None
        if what != ABOVE:
            return Mend(channel, within=within, everything=what == ALL)
        try:
            limit = float(self._limit.text().strip().replace(",", ".").removesuffix(UNITS[channel][0]))
        except ValueError:
            return None
        return Mend(channel, above=limit / UNITS[channel][1], within=within)

    def question(self) -> Callable[[Store], Found] | None:
        mend = self._mend()
        if mend is None:
            self._told.setText("Type the highest value that can be right.")
            self._where.setText("")
            return None
        return partial(_ask, self._workout.id, mend)

    def show_answer(self, answer: Found) -> None:
        self._told.setText(self._in_words(answer))
        self._where.setText(self._places(answer))
        self.save_button.setEnabled(answer.count > 0)
        self.save_button.setText(f"Remove {count(answer.count, 'value')}" if answer.count else "Remove")

    def show_refusal(self, error: KnownError) -> None:
        self._told.setText(str(error))
        self._where.setText("")

    def deed(self) -> Callable[[Store, Report], Changes]:
        mend = self._mend() or Mend(self._channel.currentData())
        return lambda store, report: workout_edits.take_out(store, self._workout.id, mend, report=report)

    def _in_words(self, found: Found) -> str:
        words = self._desk.words
        if not found.count:
            return f"No value of {NAMES[self._channel.currentData()]} would be removed."
        said = f"{words.number(found.count)} of {count(found.known, 'value')} would be removed."
        if found.highest[0] is None:
            return said
        highest, average = (" → ".join(self._value(one) for one in pair) for pair in (found.highest, found.average))
        return f"{said} Highest {highest}, average {average}."

    def _places(self, found: Found) -> str:
        told = [
            duration(at) + ("" if value is None else f" {self._value(value)}") for at, value in found.places[:SHOWN]
        ]
        more = found.count - len(told)
        return ", ".join(told) + (f" and {self._desk.words.number(more)} more" if told and more else "")

    def _value(self, value: float | None) -> str:
        unit, scale = UNITS[self._channel.currentData()]
        return "unknown" if value is None else f"{self._desk.words.number(value * scale)} {unit}"


def _rule(channel: str, words: Words) -> str:
    """What counts as a spike of a channel."""
    rule, (unit, scale) = spikes.RULES[channel], UNITS[channel]
    far = f"{words.number(rule.far * scale)} {unit}"
    around = f"the median of the {2 * rule.around_s + 1} seconds around it"
    if channel == spikes.POSITION:
        return f"A position more than {far} from {around}."
    side = "away from" if rule.falls else "above"
    low, high = (words.number(edge * scale) for edge in (rule.low, rule.high))
    return f"What is outside {low} to {high} {unit}, or more than {far} {side} {around}."


def _span_text(span: tuple[int, int]) -> str:
    return " to ".join(map(duration, span))


def _ask(record: str, mend: Mend, store: Store) -> Found:
    return workout_edits.look_for(store, record, mend)
