"""Editing one entry: how much, of what unit, in which meal of which day, with a note."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tracker.errors import BadInput, KnownError
from tracker.operations import amounts, entries
from tracker.store.changes import Changes
from tracker.store.queries import days, foods, recipes
from tracker.store.rows import Entry
from tracker.ui.desk import Desk
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import to_amount


class EntryDialog(Dialog):
    """Changes one entry."""

    def __init__(self, desk: Desk, over: QWidget, entry: Entry) -> None:
        super().__init__(over, entry.title, width=460)
        self._desk, self._entry = desk, entry
        form = FormRows()
        words = desk.words
        self._amount = QLineEdit(words.amount(entry.amount, "").strip() if entry.amount is not None else "")
        self._unit = QComboBox()
        self._unit.addItems(_units(desk, entry))
        self._unit.setCurrentText(entry.unit or "")
        self._meal = QComboBox()
        for slot in days.slots(desk.store):
            self._meal.addItem(slot.name, slot.id)
        self._meal.setCurrentIndex(max(0, self._meal.findData(entry.slot)))
        self._day = DateField(date.fromisoformat(entry.day))
        self._note = QLineEdit(entry.note)
        if entry.amount is not None:
            form.add("Amount", self._amount)
            form.add("Unit", self._unit)
        form.add("Meal", self._meal)
        form.add("Day", self._day)
        form.add("Note", self._note)
        self._form = form
        self.body.addWidget(form)
        self._before = self._values()
        self.guard(self._unsaved_text)
        self.saved.connect(self._save)
        self._amount.returnPressed.connect(self._save)
        self._note.returnPressed.connect(self._save)

    def _values(self) -> tuple[str, str, str, str, str]:
        day = self._day.day.isoformat()
        return (self._amount.text(), self._unit.currentText(), self._meal.currentData(), day, self._note.text())

    def _unsaved_text(self) -> bool:
        return self._values() != self._before

    @Slot()
    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return  # Ctrl+Enter in a field says "save" twice
        typed, unit, slot, day, note = self._values()
        amount = to_amount(typed) if self._entry.amount is not None else None
        if self._entry.amount is not None and not amount:
            self._form.show_wrong(self._amount, "Type a number, such as 150 or 1.5.")
            return
        self.save_button.setEnabled(False)
        self._desk.lane.write(
            entries.edit, self._entry, amount, unit, slot, day, note, on_done=self._saved, on_failed=self._failed
        )

    @Slot(object)
    def _saved(self, _: Changes) -> None:
        self.accept()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be saved."))


def _units(desk: Desk, entry: Entry) -> list[str]:
    """The units to choose from; only the entry's own where its food or recipe is gone."""
    find = recipes.recipe if entry.source_kind == "recipe" else foods.food
    source = find(desk.store, entry.source or "")
    own = entry.unit or ""
    return amounts.units_of(source, own) if source else [own]
