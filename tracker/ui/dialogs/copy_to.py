"""Copying entries to another day or meal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from tracker.domain import dates
from tracker.operations import entries
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import count


class CopyTo(WritingDialog):
    """Asks what, for which day and which meal. With `move` the entries leave where they were.

    Args:
        desk: the shared things.
        over: the page.
        ids: entries of the day; their meal and the whole day are offered too.
        day: the day they are on.
        move: whether they move.
    """

    def __init__(self, desk: Desk, over: QWidget, ids: Sequence[str], day: date, *, move: bool = False) -> None:
        super().__init__(desk, over, "Move to another day or meal" if move else "Copy to another day or meal",
                         save="Move" if move else "Copy", width=440)  # fmt: skip
        self._move = move
        self._what, self._meal = QComboBox(), QComboBox()
        for text, some in self._choices(tuple(ids), day.isoformat()):
            self._what.addItem(text, some)
        self._day = DateField(dates.moved(day, 1))
        self._meal.addItem("The same meal", None)
        for slot in days.slots(desk.store):
            self._meal.addItem(slot.name, slot.id)
        self._eaten = QCheckBox("Eaten already")
        form = FormRows()
        form.add("What", self._what)
        form.add("Day", self._day)
        form.add("Meal", self._meal)
        if not move:
            form.add("", self._eaten)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    def open(self) -> None:
        """Begin with the day, which is what mostly differs."""
        super().open()
        self._day.setFocus()

    def _choices(self, ids: tuple[str, ...], day: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The entries, their meal, and the whole day, as far as these are more than the ones before."""
        found = days.entries(self._desk.store, day, day)
        chosen = [one for one in found if one.id in ids]
        yield chosen[0].title if len(chosen) == 1 else count(len(ids), "entry", "entries"), ids
        slots = {one.slot for one in chosen}
        meal = tuple(one.id for one in found if one.slot in slots)
        if len(slots) == 1 and len(meal) > len(ids):
            name = next((slot.name for slot in days.slots(self._desk.store) if slot.id in slots), "meal")
            yield f"The whole {name.lower()} ({count(len(meal), 'entry', 'entries')})", meal
        if len(found) > max(len(ids), len(meal)):
            yield f"The whole day ({count(len(found), 'entry', 'entries')})", tuple(one.id for one in found)

    @Slot()
    def _save(self) -> None:
        ids, day, slot = self._what.currentData(), self._day.day.isoformat(), self._meal.currentData()
        lane = self._desk.lane
        if self._move:
            lane.write(entries.move, ids, day, slot, on_done=self.done, on_failed=self.failed)
        else:
            eaten = self._eaten.isChecked()
            lane.write(entries.copy, ids, day, slot, eaten, on_done=self.done, on_failed=self.failed)
