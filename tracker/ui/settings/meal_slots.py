"""The person's own meals in the settings: their order, names and usual times."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.date_words import time_of
from tracker.domain.quick_add.dates import clock
from tracker.errors import KnownError
from tracker.operations import slots
from tracker.store.changes import Changes
from tracker.store.queries import days
from tracker.store.rows import Slot as Meal
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count, done

COLUMNS = (Column("Name"), Column("Usual from", 120, right=True, tone="muted"))
HELP = "What you log without naming a meal goes to the one that began last. F2 changes one, Ctrl+Shift+↑ and ↓ move it."


class MealSlots(QWidget):
    """A list and the ways to change it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meals: dict[str, Meal] = {}
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Meals", fit=True, multiple=False)
        self.list.opened.connect(self._change)
        self.list.edit_requested.connect(self._change)
        self.list.delete_requested.connect(self._remove)
        self.list.shift_requested.connect(self._move)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text("Meals of a day", "strong"))
        column.addWidget(Text(HELP, "small", wrap=True))
        column.addWidget(self.list)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, act in (
            ("Add meal…", self.add), ("Edit…", self._change_chosen), ("Move up", self._up),
            ("Move down", self._down), ("Remove…", self._remove_chosen),
        ):  # fmt: skip
            button = Button(text)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Show the meals as they are now."""
        self._meals = {slot.id: slot for slot in days.slots(self._desk.store)}
        self._model.set_rows([Row(one.id, (one.name, clock(one.starts_at))) for one in self._meals.values()])

    @Slot()
    def add(self) -> None:
        """Ask for another meal."""
        SlotDialog(self._desk, self).open()

    @Slot(str)
    def _change(self, record: str) -> None:
        if record in self._meals:
            SlotDialog(self._desk, self, self._meals[record]).open()

    @Slot()
    def _change_chosen(self) -> None:
        self._change(self._chosen())

    @Slot(str, int)
    def _move(self, record: str, steps: int) -> None:
        if record:
            self._desk.lane.write(slots.move, record, steps, on_failed=self._failed)

    @Slot()
    def _up(self) -> None:
        self._move(self._chosen(), -1)

    @Slot()
    def _down(self) -> None:
        self._move(self._chosen(), 1)

    @Slot(object)
    def _remove(self, ids: tuple[str, ...]) -> None:
        meal = self._meals.get(ids[0]) if ids else None
        if meal is None:
            return
        if slots.used(self._desk.store, meal.id):
            RemoveSlot(self._desk, self, meal, [one for one in self._meals.values() if one != meal]).open()
        else:
            self._desk.lane.write(slots.remove, meal.id, on_done=self._done, on_failed=self._failed)

    @Slot()
    def _remove_chosen(self) -> None:
        self._remove(tuple(filter(None, (self._chosen(),))))

    def _chosen(self) -> str:
        if not self.list.current_id:
            self._desk.window.say("Choose a meal in the list first.")
        return self.list.current_id

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)


class SlotDialog(WritingDialog):
    """A meal's name and the time from which it is the usual one."""

    def __init__(self, desk: Desk, over: QWidget, meal: Meal | None = None) -> None:
        super().__init__(desk, over, f"Change {meal.name}" if meal else "Add a meal", width=420)
        self._meal = meal
        self._name = QLineEdit(meal.name if meal else "")
        self._name.setPlaceholderText("Second breakfast")
        self._from = QLineEdit(clock(meal.starts_at) if meal else "")
        self._from.setPlaceholderText("10:00")
        self._form = FormRows()
        self._form.add("Name", self._name)
        self._form.add("Usual from", self._from)
        self._before = (self._name.text(), self._from.text())
        self.body.addWidget(self._form)
        self.blame(self._form, self._name)
        self.guard(lambda: (self._name.text(), self._from.text()) != self._before)
        self.saved.connect(self._save)
        for field in (self._name, self._from):
            field.returnPressed.connect(self._save)

    @Slot()
    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return
        minute = time_of(self._from.text())
        self._form.show_wrong(self._from, "Type a time of day, such as 10:00." if minute is None else "")
        if minute is None:
            return
        self.save_button.setEnabled(False)
        if self._meal:
            self._desk.lane.write(
                slots.change, self._meal.id, self._name.text(), minute, on_done=self.done, on_failed=self.failed
            )
        else:
            self._desk.lane.write(slots.add, self._name.text(), minute, on_done=self.done, on_failed=self.failed)


class RemoveSlot(WritingDialog):
    """Asks which meal gets what was logged at one that is removed."""

    def __init__(self, desk: Desk, over: QWidget, meal: Meal, others: list[Meal]) -> None:
        number = count(slots.used(desk.store, meal.id), "entry was", "entries were")
        super().__init__(desk, over, f"Remove {meal.name}", f"{number} logged at it. They go to another meal.",
                         save="Remove", width=420)  # fmt: skip
        self._meal = meal
        self._into = QComboBox()
        for other in others:
            self._into.addItem(other.name, other.id)
        form = FormRows()
        form.add("Move them to", self._into)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        self.save_button.setEnabled(False)
        into = self._into.currentData()
        self._desk.lane.write(slots.remove, self._meal.id, into, on_done=self.done, on_failed=self.failed)
