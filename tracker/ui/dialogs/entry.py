"""Editing one entry: its name, how much, its nutrition, the meal, day and time, and a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from tracker.domain.date_words import time_of
from tracker.domain.quick_add.dates import clock
from tracker.errors import BadInput, KnownError
from tracker.operations import amounts, entry_edit
from tracker.operations.entry_edit import Edited
from tracker.store.queries import days, foods, recipes
from tracker.store.rows import Entry
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.diary.nutrition_fields import NutritionFields
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import to_amount


class EntryDialog(WritingDialog):
    """Changes one entry. Begins with the amount, which is what mostly changes."""

    def __init__(self, desk: Desk, over: QWidget, entry: Entry) -> None:
        super().__init__(desk, over, entry.title, width=500)
        self._entry = entry
        self._before = entry_edit.shown(desk.store, entry)
        self._make_fields()
        self._form = self._lay_out()
        self.body.addWidget(self._form)
        if entry.source_kind == "recipe":
            self._parts = Button("Ingredients…")
            self._parts.clicked.connect(self._change_parts)
            self.add_left(self._parts)
        self._typed = self._texts()
        self.guard(self._unsaved_text)
        self.saved.connect(self._save)
        for field in (self._name, self._amount, self._time, self._note, *self._nutrition.fields):
            field.returnPressed.connect(self._save)
        self._amount.textEdited.connect(self._amount_changed)
        self._unit.currentTextChanged.connect(self._amount_changed)

    def _make_fields(self) -> None:
        desk, entry, before = self._desk, self._entry, self._before
        self._name = QLineEdit(before.title)
        self._amount = QLineEdit(desk.words.amount(entry.amount, "").strip() if entry.amount is not None else "")
        self._amount.setAccessibleName("Amount")
        self._unit = QComboBox()
        self._unit.addItems(_units(desk, entry))
        self._unit.setCurrentText(entry.unit or "")
        self._unit.setAccessibleName("Unit")
        self._nutrition = NutritionFields(desk.words)
        self._nutrition.show_values(before.core)
        self._meal = QComboBox()
        for slot in days.slots(desk.store):
            self._meal.addItem(slot.name, slot.id)
        self._meal.setCurrentIndex(max(0, self._meal.findData(entry.slot)))
        self._day = DateField(date.fromisoformat(entry.day))
        self._time = QLineEdit("" if before.minute is None else clock(before.minute))
        self._time.setPlaceholderText("not known")
        self._note = QLineEdit(entry.note)

    def _lay_out(self) -> FormRows:
        form = FormRows()
        self._how_much = _beside(self._amount, self._unit)
        if self._entry.amount is not None:
            form.add("Amount", self._how_much)
        form.add("Name", self._name)
        if not self._desk.words.hidden:
            form.add("Nutrition", self._nutrition)
        form.add("Meal", self._meal)
        form.add("Day", self._day)
        if self._entry.eaten:
            form.add("Eaten at", self._time)
        form.add("Note", self._note)
        return form

    def open(self) -> None:
        """Begin with the amount, ready to be typed over."""
        super().open()
        numbers = self._name if self._desk.words.hidden else self._nutrition.fields[0]
        first = self._amount if self._entry.amount is not None else numbers
        first.setFocus()
        first.selectAll()

    def _texts(self) -> tuple[str, ...]:
        return (
            self._name.text(), self._amount.text(), self._unit.currentText(), str(self._meal.currentData()),
            self._day.day.isoformat(), self._time.text(), self._note.text(), *self._nutrition.texts(),
        )  # fmt: skip

    def _unsaved_text(self) -> bool:
        return self._texts() != self._typed

    @Slot()
    def _amount_changed(self) -> None:
        """Show what the other amount would have, unless the numbers were typed over."""
        amount = to_amount(self._amount.text())
        if amount and amount > 0 and not self._nutrition.touched:
            same = (amount, self._unit.currentText()) == (self._before.amount, self._before.unit)
            unit = self._unit.currentText()
            found = self._before.core if same else entry_edit.of_amount(self._desk.store, self._entry, amount, unit)
            if found is not None:
                self._nutrition.show_values(found)

    def _edited(self) -> Edited | None:
        """What the fields say; None where one of them is wrong, which then says so."""
        amount = to_amount(self._amount.text()) if self._entry.amount is not None else None
        minute = time_of(self._time.text()) if self._time.text().strip() else None
        wrong = {
            self._nutrition: "" if self._nutrition.valid else "Type numbers, or leave unknown ones empty.",
            self._time: "Type a time, such as 7:30." if self._time.text().strip() and minute is None else "",
        }
        for field, sentence in wrong.items():
            if self._entry.eaten if field is self._time else not self._desk.words.hidden:
                self._form.show_wrong(field, sentence)
        bad_amount = self._entry.amount is not None and not amount
        if self._entry.amount is not None:
            self._form.show_wrong(self._how_much, "Type a number, such as 150 or 1.5." if bad_amount else "")
        if bad_amount or any(wrong.values()):
            return None
        return replace(
            self._before, title=self._name.text(), amount=amount, unit=self._unit.currentText(),
            slot=self._meal.currentData(), day=self._day.day.isoformat(), note=self._note.text(),
            minute=minute if self._entry.eaten else self._before.minute,
            core=self._nutrition.values() if self._nutrition.touched else self._core(amount),
        )  # fmt: skip

    def _core(self, amount: int | None) -> tuple[int | None, ...]:
        """The nutrition that goes with the amount: what was shown, unless the amount brings its own."""
        changed = (amount, self._unit.currentText()) != (self._before.amount, self._before.unit)
        return self._before.core if not changed else ()

    @Slot()
    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return  # Ctrl+Enter in a field says "save" twice
        edited = self._edited()
        if edited is None:
            return
        self.save_button.setEnabled(False)
        self._desk.lane.write(entry_edit.edit, self._entry, edited, on_done=self.done, on_failed=self.failed)

    @Slot()
    def _change_parts(self) -> None:
        """What was in this helping, where it was made in another way than the recipe says."""
        from tracker.ui.dialogs.helping import HelpingDialog

        if self._unsaved_text():
            self.show_error(BadInput("Save or take back what you changed here first."))
            return
        try:
            dialog = HelpingDialog(self._desk, self, self._entry)
        except KnownError as error:
            self.show_error(error)
            return
        dialog.written.connect(self.accept)
        dialog.open()


def _beside(*fields: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for stretch, field in enumerate(fields, start=2):
        row.addWidget(field, stretch)
    holder.setFocusProxy(fields[0])
    return holder


def _units(desk: Desk, entry: Entry) -> list[str]:
    """The units to choose from; only the entry's own where its food or recipe is gone."""
    find = recipes.recipe if entry.source_kind == "recipe" else foods.food
    source = find(desk.store, entry.source or "")
    own = entry.unit or ""
    return amounts.units_of(source, own) if source else [own]
