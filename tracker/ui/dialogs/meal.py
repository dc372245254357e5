"""The entries of one meal, where several share a card of the plan."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import entries
from tracker.store.changes import Changes
from tracker.store.queries import days
from tracker.store.rows import Entry
from tracker.store.rows import Slot as Meal
from tracker.ui.desk import Desk
from tracker.ui.dialogs.entry import EntryDialog
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import long_date

COLUMNS = (Column("Food"), Column("Energy", 100, right=True))


class MealDialog(Dialog):
    """Lists them; Enter edits one, Space ticks, Del deletes."""

    def __init__(self, desk: Desk, over: QWidget, day: date, meal: Meal) -> None:
        super().__init__(over, meal.name, long_date(day, desk.today), save="", cancel="Close", width=520)
        self._desk, self._day, self._slot = desk, day.isoformat(), meal.id
        self._entries: dict[str, Entry] = {}
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, meal.name, header=False, fit=True)
        self._list.opened.connect(self._edit)
        self._list.edit_requested.connect(self._edit)
        self._list.ticked.connect(self._tick)
        self._list.delete_requested.connect(self._delete)
        self.body.addWidget(self._list)
        self.add_left(Text("⏎ edit · Space tick · Del delete", "small"))
        self._show()

    def open(self) -> None:
        super().open()
        self._list.setFocus()
        self._list.select(next(iter(self._entries), ""))

    def _show(self) -> None:
        words = self._desk.words
        found = [one for one in days.entries(self._desk.store, self._day, self._day) if one.slot == self._slot]
        self._entries = {one.id: one for one in found}
        self._model.set_rows([
            Row(
                one.id,
                (
                    Cell(one.title, f" · {words.amount(one.amount, one.unit, one.title)}" if one.amount else "",
                         star=one.starred),
                    words.energy_with_unit(one.nutrition.energy),
                ),
                checked=one.eaten,
            )
            for one in found
        ])  # fmt: skip
        if self.isVisible():
            self.place()

    @Slot(str)
    def _edit(self, record: str) -> None:
        if record in self._entries:
            editing = EntryDialog(self._desk, self, self._entries[record])
            editing.closed.connect(self._show_again)
            editing.open()

    @Slot(object)
    def _tick(self, ids: tuple[str, ...]) -> None:
        eaten = not all(self._entries[record].eaten for record in ids)
        self._desk.lane.write(entries.set_eaten, ids, eaten, on_done=self._changed)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        self._desk.lane.write(entries.delete, ids, on_done=self._changed)

    @Slot(object)
    def _changed(self, _: Changes) -> None:
        self._show_again()

    @Slot()
    def _show_again(self) -> None:
        self._show()
        if not self._entries:
            self.accept()
