"""Writing a reading of the body down, and correcting one."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from tracker.domain.measures import MEASURES, own_measure
from tracker.domain.quick_add.durations import read_duration
from tracker.errors import BadInput
from tracker.operations import measurements, profile
from tracker.operations.measurements import Reading, label_of
from tracker.store.clock import instant, local
from tracker.store.rows import Measurement
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.health.readings import MINUTE, in_words
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.when_field import WhenField
from tracker.ui.words import duration_in_words

UNITS = {"weight": ("kg", "lb", "st"), **{one.key: ("cm", "in") for one in MEASURES.values() if one.unit == "cm"}}
HOUR = 60 * MINUTE
LONGEST_IN_HOURS = 24
"""A bare number of a sleep up to this is hours, beyond it minutes."""


class MeasurementDialog(WritingDialog):
    """Asks for a reading. `written` carries the changes."""

    def __init__(self, desk: Desk, over: QWidget, kind: str, before: Measurement | None = None) -> None:
        self._measures = {one.key: one for one in measurements.measures(desk.store)}
        if before and before.kind not in self._measures:  # another device deleted the kind
            self._measures[before.kind] = own_measure(before.kind, label_of(before), before.unit, 1)
        title = f"Edit {label_of(before).lower()}" if before else "Add measurement"
        super().__init__(desk, over, title, save="Save" if before else "Add", width=460)
        self._before = before
        zone = (before.zone if before else None) or desk.store.clock.zone()
        self._zone = zone
        self._kind = QComboBox()
        for key, one in self._measures.items():
            self._kind.addItem(one.label, key)
        self._kind.setCurrentIndex(max(0, self._kind.findData(before.kind if before else kind)))
        self._kind.currentIndexChanged.connect(self._kind_chosen)
        self._value = LineField(name="Value")
        self._value.textChanged.connect(self._echo)
        self._unit = QComboBox()
        self._when = WhenField(local(before.at if before else desk.store.now(), zone))
        self._note = QLineEdit(before.note if before else "")
        self._form = FormRows()
        self._form.add("What", self._kind)
        self._form.add("Value", self._with_unit())
        self._form.add("When", self._when)
        self._tape = LinkButton("From a tape measure", tone="accent")
        self._tape.clicked.connect(self._by_tape)
        self._tape_words = Text("", "small", wrap=True)
        self._form.add("Note", self._note)
        self.body.addWidget(self._form)
        self.body.addWidget(self._tape, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._tape_words)
        self._kind_chosen()
        if before:
            self._prefill(before)
        self._prefilled = self._values()
        self.guard(self._changed)
        self.saved.connect(self._save)

    def _with_unit(self) -> QWidget:
        """The value, and behind it its unit: to be chosen where there are several."""
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._unit_word = Text("", "muted")
        self._unit.setAccessibleName("Unit")
        self._unit.setMinimumHeight(34)
        row.addWidget(self._value, 1)
        row.addWidget(self._unit)
        row.addWidget(self._unit_word)
        return self._both

    def open(self) -> None:
        super().open()
        self._value.setFocus()
        self._value.selectAll()

    def _prefill(self, before: Measurement) -> None:
        if before.unit in UNITS.get(before.kind, ()):
            self._unit.setCurrentText(before.unit)
        typed = before.kind in ("sleep", "blood_pressure")
        text = (
            in_words(before, replace(self._desk.words, hidden=False))
            if typed
            else before.typed.replace(".", self._desk.words.decimal)
        )
        self._value.setText(text)

    @Slot()
    def _kind_chosen(self) -> None:
        kind = self._kind.currentData()
        self._unit.clear()
        self._unit.addItems(UNITS.get(kind, (self._measures[kind].unit,)))
        self._unit.setCurrentText(measurements.unit_of(self._desk.store, kind))
        self._unit.setVisible(kind in UNITS)
        self._unit_word.setText("" if kind in ("sleep", *UNITS) else self._measures[kind].unit)
        self._unit_word.setVisible(bool(self._unit_word.text()))
        example = _example(kind, self._unit.currentText())
        self._value.setPlaceholderText(example.replace(".", self._desk.words.decimal))
        self._form.show_wrong(self._both, "")
        self._tape.setVisible(kind == "body_fat")
        self._tape_words.setText("")
        self._tape_words.hide()
        self._echo()

    @Slot()
    def _by_tape(self) -> None:
        """Work body fat out from the latest tape measures, or say what that lacks."""
        try:
            percent, said = profile.body_fat_by_tape(self._desk.store)
        except BadInput as error:
            said = error.sentence
        else:
            self._value.setText(self._desk.words.number(percent, 1))
            said = f"From {said}; Hodgdon and Beckett 1984. Right within 3 to 4 points in two of three people."
        self._tape_words.setText(said)
        self._tape_words.show()

    @Slot()
    def _echo(self) -> None:
        """Say how a sleep is understood, since 7:20 and 7.5 both are hours."""
        text = self._value.text().strip()
        ms = _sleep(text) if self._kind.currentData() == "sleep" else None
        said = duration_in_words(ms) if ms is not None else ""
        self._value.set_ghost(f"→ {said}" if said and said != text else "")

    def _values(self) -> tuple[str, ...]:
        at, note = f"{self._when.moment:%Y-%m-%d %H:%M}", self._note.text().strip()
        return (self._kind.currentData(), self._value.text().strip(), self._unit.currentText(), at, note)

    def _changed(self) -> bool:
        return self._values() != self._prefilled

    def _reading(self) -> Reading:
        kind, typed, unit, at, note = self._values()
        same = self._before is not None and at == self._prefilled[3]
        moment = self._when.moment.replace(tzinfo=ZoneInfo(self._zone))
        if kind == "sleep":
            ms = _sleep(typed)
            if ms is None:
                raise BadInput("Type a duration, such as 7h20, 7:20 or 440 min.")
            typed, unit = str(round(ms / MINUTE)), "min"
        elif self._before and (kind, typed, unit) == self._prefilled[:3]:
            typed, unit = self._before.typed, self._before.unit
        return Reading(
            kind, typed, unit, None if same else instant(moment), None if same else moment.date().isoformat(), note
        )

    @Slot()
    def _save(self) -> None:
        try:
            reading = self._reading()
            measurements.check(self._desk.store, reading)
        except BadInput as error:
            self._form.show_wrong(self._both, str(error))
            self._value.setFocus()
            return
        self._form.show_wrong(self._both, "")
        write = self._desk.lane.write
        if self._before:
            write(measurements.edit, self._before.id, reading, on_done=self.done, on_failed=self.failed)
        else:
            write(measurements.add, reading, on_done=self.done, on_failed=self.failed)


def _sleep(text: str) -> int | None:
    """A sleep in ms; a bare number up to 24 is hours."""
    try:
        bare = HOUR if float(text.replace(",", ".")) <= LONGEST_IN_HOURS else MINUTE
    except ValueError:
        bare = HOUR
    return read_duration(text, bare)


def _example(kind: str, unit: str) -> str:
    """What a value looks like."""
    weights = {"kg": "81.4", "lb": "180", "st": "12 st 11 lb"}
    around = {"cm": "84", "in": "33"}
    return {
        "weight": weights.get(unit, ""), "resting_heart_rate": "52", "blood_pressure": "122/78", "sleep": "7h20",
        "waist": around.get(unit, ""), "body_fat": "18",
    }.get(kind, "")  # fmt: skip
