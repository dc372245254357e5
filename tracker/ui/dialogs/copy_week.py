"""Copying the meals of a week to another one."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import entries
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.text import Text
from tracker.ui.words import count, week_range

WEEK = timedelta(days=7)


class CopyWeek(WritingDialog):
    """Asks for the week, which is `target` then."""

    def __init__(self, desk: Desk, over: QWidget, first: date) -> None:
        super().__init__(
            desk, over, "Copy week", f"The meals of {week_range(first)}, all as planned.", save="Copy", width=460
        )
        self._first = first
        self._day = DateField(first + WEEK)
        self._note = Text("", "small", wrap=True)
        form = FormRows()
        form.add("To the week of", self._day)
        self.body.addWidget(form)
        self.body.addWidget(self._note)
        self._day.dateChanged.connect(self._tell)
        self.saved.connect(self._save)
        self._tell()

    @property
    def target(self) -> date:
        """The first day of the week that was chosen."""
        day = self._day.day
        return day - timedelta(days=(day - self._first).days % 7)

    @Slot()
    def _tell(self) -> None:
        last = self.target + WEEK - timedelta(days=1)
        there = len(days.entries(self._desk.store, self.target.isoformat(), last.isoformat()))
        stays = f" {count(there, 'entry', 'entries')} there already; they stay." if there else ""
        self._note.setText(f"Goes to {week_range(self.target)}.{stays}")
        self.save_button.setEnabled(self.target != self._first)

    @Slot()
    def _save(self) -> None:
        self._desk.lane.write(entries.copy_days, self._first, self.target, 7, on_done=self.done, on_failed=self.failed)
