"""Writing down a threshold: what it is, its value, and from which day it holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.fixed import to_fixed
from tracker.domain.quick_add.numbers import read_number
from tracker.domain.training.thresholds import KINDS
from tracker.operations import thresholds
from tracker.store.changes import Changes
from tracker.store.rows import ThresholdRow
from tracker.ui.desk import Desk
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.words import done


class ThresholdDialog(Dialog):
    """Asks for one threshold. One of the same kind and day is replaced."""

    def __init__(self, desk: Desk, over: QWidget, before: ThresholdRow | None = None) -> None:
        super().__init__(over, "Change a threshold" if before else "New threshold", width=440)
        self._desk, self._before = desk, before
        self._kind = QComboBox()
        self._kind.setMinimumHeight(34)
        for name, kind in KINDS.items():
            self._kind.addItem(f"{kind.label}, {kind.unit}", name)
        self._value = LineField("", name="Value")
        self._since = DateField(date.fromisoformat(before.since) if before else desk.today)
        self._source = LineField("20 minute test", name="Where it comes from")
        self._form = FormRows()
        self._form.add("What", self._kind)
        self._form.add("Value", self._value)
        self._form.add("From", self._since)
        self._form.add("By", self._source)
        self.body.addWidget(self._form)
        if before:
            self._kind.setCurrentIndex(max(0, self._kind.findData(before.kind)))
            scale = KINDS[before.kind].scale if before.kind in KINDS else 1
            self._value.setText(f"{before.value / scale:g}".replace(".", desk.words.decimal))
            self._source.setText(before.source)
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        kind: str = self._kind.currentData()
        numbers: tuple[Fraction, ...] = read_number(self._value.text().strip(), self._desk.decimal_comma)
        if not numbers:
            self._form.show_wrong(self._value, "Type a number.")
            self._value.setFocus()
            return
        self._form.show_wrong(self._value, "")
        value, since = to_fixed(numbers[0], KINDS[kind].scale), self._since.day.isoformat()
        sport = self._before.sport if self._before else ""
        self._desk.lane.write(
            thresholds.replace, self._before.id if self._before else "", kind, value, since, sport,
            self._source.text().strip(), on_done=self._done, on_failed=self.failed,
        )  # fmt: skip

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        if changes:
            self._desk.window.say(done(changes.label), undo=True)
        self.accept()
