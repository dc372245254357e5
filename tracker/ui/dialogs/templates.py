"""Meals that were kept: one of them is put into a meal of a day; they are renamed and deleted here."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.nutrients import total
from tracker.operations import entries, templates
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import templates as queries
from tracker.store.queries.templates import MealTemplate
from tracker.store.rows import Slot as Meal
from tracker.ui.desk import Desk
from tracker.ui.dialogs.name import NameDialog
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, done, long_date

COLUMNS = (Column("Name"), Column("Energy", 110, right=True))
NONE = (
    "No meal is kept yet. Choose a meal on Today or in the plan, then run “Keep meal as a template…” (Ctrl+L). "
    "Its name can then be typed like a food, too."
)
HEIGHT = 240


class TemplatesDialog(Dialog):
    """Lists them; Enter puts one into the meal, F2 renames, Del deletes."""

    def __init__(self, desk: Desk, over: QWidget, day: date, meal: Meal, *, eaten: bool) -> None:
        where = f"{meal.name}, {long_date(day, desk.today)}"
        super().__init__(over, "Meal templates", f"Enter puts one into: {where}", save="Put in", width=560)
        self._desk, self._day, self._meal, self._eaten = desk, day.isoformat(), meal, eaten
        self._found: dict[str, MealTemplate] = {}
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Meal templates", header=False, two_lines=True, multiple=False)
        self._list.setMinimumHeight(HEIGHT)
        self._list.opened.connect(self._put)
        self._list.edit_requested.connect(self._rename)
        self._list.delete_requested.connect(self._delete)
        self._nothing = Text(NONE, "muted", wrap=True)
        self.body.addWidget(self._list)
        self.body.addWidget(self._nothing)
        self.add_left(Text("⏎ put in · F2 rename · Del delete", "small"))
        self.saved.connect(self._put_chosen)
        self._show()

    def open(self) -> None:
        super().open()
        if self._found:
            self._list.setFocus()
            mine = (key for key, one in self._found.items() if one.slot == self._meal.id)
            self._list.select(next(mine, next(iter(self._found))))

    def _show(self) -> None:
        words = self._desk.words
        self._found = {one.id: one for one in queries.templates(self._desk.store)}
        self._model.set_rows([_row(one, words) for one in self._found.values()])
        self._list.setVisible(bool(self._found))
        self._nothing.setVisible(not self._found)
        self.save_button.setEnabled(bool(self._found))
        if self.isVisible():
            self.place()

    @Slot()
    def _put_chosen(self) -> None:
        self._put(self._list.current_id)

    @Slot(str)
    def _put(self, record: str) -> None:
        if record in self._found and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._desk.lane.write(
                put, record, self._day, self._meal.id, self._eaten, on_done=self._was_put, on_failed=self.failed
            )

    @Slot(object)
    def _was_put(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()

    @Slot(str)
    def _rename(self, record: str) -> None:
        if record in self._found:
            dialog = NameDialog(self._desk, self, "Rename the template", name=self._found[record].name)
            dialog.closed.connect(self._show_again)
            dialog.ask(lambda store, name: templates.rename(store, record, name))

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        self._desk.lane.write(templates.delete, ids, on_done=self._deleted, on_failed=self.failed)

    @Slot(object)
    def _deleted(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self._show()

    @Slot()
    def _show_again(self) -> None:
        self._show()


def _row(one: MealTemplate, words: Words) -> Row:
    found = total((item.nutrition for item in one.items), "energy")
    energy = words.energy_with_unit(found.value) if found.known else "energy unknown"
    energy = "" if words.hidden else energy if found.complete else f"≥ {energy}"
    parts = [f"{item.title} {words.amount(item.amount, item.unit, item.title)}".strip() for item in one.items]
    return Row(one.id, (Cell(one.name, detail=", ".join(parts)), energy))


def put(store: Store, record: str, day: str, slot: str, eaten: bool) -> Changes:
    """Put a template into a meal; with `eaten` it counts as eaten where that meal has begun."""
    return templates.put(store, record, day, slot, eaten=eaten and slot in entries.begun(store, day))
