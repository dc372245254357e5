"""Putting a recipe or a food into a meal: which day, which meal, how much, planned or eaten."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from tracker.domain.nutrients import Nutrition
from tracker.operations import amounts, entries
from tracker.operations.entries import Wanted
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days, foods
from tracker.store.rows import Food, Recipe
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.text import Text
from tracker.ui.words import to_amount


class AddToPlan(WritingDialog):
    """Asks for all of it, beginning with the amount of last time."""

    def __init__(self, desk: Desk, over: QWidget, source: Recipe | Food) -> None:
        super().__init__(desk, over, f"Add {source.name}", save="Add", width=440)
        self._source = source
        self._kind = "recipe" if isinstance(source, Recipe) else "food"
        amount, unit = foods.last_amount(desk.store, self._kind, source.id) or amounts.usual_of(source)
        self._amount = QLineEdit(desk.words.amount(amount, ""))
        self._unit = QComboBox()
        self._unit.addItems(amounts.units_of(source, unit))
        self._unit.setCurrentText(unit)
        self._unit.setAccessibleName("Unit")
        self._energy = Text("", "small")
        self._day = DateField(desk.today)
        self._meal = QComboBox()
        for slot in days.slots(desk.store):
            self._meal.addItem(slot.name, slot.id)
        self._meal.setCurrentIndex(self._meal.findData(days.slot_now(desk.store).id))
        self._eaten = QCheckBox("Eaten already")
        form = FormRows()
        form.add("Amount", self._amount_row())
        form.add("", self._energy)
        form.add("Meal", self._meal)
        form.add("Day", self._day)
        form.add("", self._eaten)
        self.body.addWidget(form)
        self._amount.textChanged.connect(self._tell)
        self._unit.currentTextChanged.connect(self._tell)
        self._amount.returnPressed.connect(self._save)
        self.saved.connect(self._save)
        self._tell()

    def _amount_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._amount, 2)
        row.addWidget(self._unit, 3)
        self._amount.setAccessibleName("Amount")
        return holder

    def open(self) -> None:
        super().open()
        self._amount.selectAll()

    def _nutrition(self) -> Nutrition | None:
        """What the amount has; None where it is no amount."""
        amount, unit = to_amount(self._amount.text()), self._unit.currentText()
        if not amount or amount < 0:
            return None
        if isinstance(self._source, Recipe):
            return amounts.of_recipe(self._source, amount, unit)[1]
        return amounts.of_food(self._source, amounts.mass_of(self._source, amount, unit))

    @Slot()
    def _tell(self) -> None:
        words, nutrition = self._desk.words, self._nutrition()
        if nutrition is None:
            self._energy.setText("Type a number, such as 150 or 1.5.")
        else:
            grams = f" · {words.grams(nutrition.protein)} g protein" if nutrition.protein is not None else ""
            self._energy.setText("" if words.hidden else f"{words.energy_with_unit(nutrition.energy)}{grams}")
        self._energy.set_tone("bad" if nutrition is None and self._amount.text().strip() else "")

    @Slot()
    def _save(self) -> None:
        if not self.save_button.isEnabled():  # Ctrl+Enter is Enter as well, to a field
            return
        if self._nutrition() is None:
            self._energy.set_tone("bad")
            self._amount.setFocus()
            return
        wanted = Wanted(self._kind, self._source.id, to_amount(self._amount.text()), self._unit.currentText())
        self.save_button.setEnabled(False)
        self._desk.lane.write(
            put, self._day.day.isoformat(), self._meal.currentData(), wanted, self._eaten.isChecked(),
            on_done=self.done, on_failed=self.failed,
        )  # fmt: skip


def put(store: Store, day: str, slot: str, wanted: Wanted, eaten: bool) -> Changes:
    """Put one thing into a meal."""
    return entries.add(store, day, slot, [wanted], eaten=eaten)
