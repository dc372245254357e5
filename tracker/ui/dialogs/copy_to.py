"""Copying entries to another day or meal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from tracker.errors import BadInput, KnownError
from tracker.operations import entries
from tracker.store.changes import Changes
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import count, done


class CopyTo(Dialog):
    """Asks for the day and the meal. With `move` the entries leave where they were."""

    def __init__(self, desk: Desk, over: QWidget, ids: Sequence[str], day: date, *, move: bool = False) -> None:
        verb = "Move" if move else "Copy"
        super().__init__(over, f"{verb} {count(len(ids), 'entry', 'entries')}", save=verb, width=420)
        self._desk, self._ids, self._move = desk, tuple(ids), move
        self._day = DateField(day + timedelta(days=1))
        self._meal = QComboBox()
        if not move:
            self._meal.addItem("The same meal", None)
        for slot in days.slots(desk.store):
            self._meal.addItem(slot.name, slot.id)
        self._eaten = QCheckBox("Eaten already")
        form = FormRows()
        form.add("Day", self._day)
        form.add("Meal", self._meal)
        if not move:
            form.add("", self._eaten)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        day, slot = self._day.day.isoformat(), self._meal.currentData()
        if self._move:
            self._desk.lane.write(entries.move, self._ids, day, slot, on_done=self._saved, on_failed=self._failed)
            return
        eaten = self._eaten.isChecked()
        self._desk.lane.write(entries.copy, self._ids, day, slot, eaten, on_done=self._saved, on_failed=self._failed)

    @Slot(object)
    def _saved(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be copied."))
