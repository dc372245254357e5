"""Choosing the workout that another one is compared with: those of its sport, the nearest in time first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.store.clock import local
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import duration, short_date

COLUMNS = (
    Column("When", 156, tone="muted"),
    Column("Workout"),
    Column("Time", 84, right=True),
    Column("Distance", 84, right=True),
)
HEIGHT = 320
NONE, NO_MATCH = "There is no other recorded workout of this sport.", "No workout fits."


class CompareDialog(Dialog):
    """Asks which other one; `chosen` carries it."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, workout: Workout) -> None:
        super().__init__(over, f"Compare {workout.title} with", save="Compare", width=620)
        self._desk, self._workout = desk, workout
        self._found: dict[str, Workout] = {}
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Workouts of the same sport, the nearest first", multiple=False)
        self.list.setFixedHeight(HEIGHT)
        self.filter = FilterField("Filter by name, notes or day", self.list, in_dialog=True)
        self.filter.filtered.connect(self._show)
        self.list.filter_requested.connect(self.filter.focus)
        self.list.opened.connect(self._choose)
        self._nothing = Text("", "muted", wrap=True)
        for part in (self.filter, self.list, self._nothing):
            self.body.addWidget(part)
        self.bind("Ctrl+F", self.filter.focus)
        self.saved.connect(self._choose)
        self._show()

    def open(self) -> None:
        super().open()
        self.list.setFocus()

    @Slot()
    def _show(self) -> None:
        text = self.filter.text().strip()
        self._found = {one.id: one for one in query.comparable(self._desk.store, self._workout.id, text)}
        self._model.set_rows([self._row(one) for one in self._found.values()])
        self.list.select_first()
        self.list.setVisible(bool(self._found))
        self.filter.setVisible(bool(self._found) or bool(text))
        self._nothing.setText("" if self._found else NO_MATCH if text else NONE)
        self._nothing.setVisible(not self._found)
        self.save_button.setEnabled(bool(self._found))

    def _row(self, one: Workout) -> Row:
        at = local(one.start_at, one.zone or "UTC")
        when = f"{short_date(date.fromisoformat(one.day), self._desk.today)} {at:%H:%M}"
        gone = self._desk.words.distance(one.distance) if one.distance else ""
        return Row(one.id, (when, Cell(one.title, tip=one.device), duration(one.duration), gone))

    @Slot()
    def _choose(self) -> None:
        found = self._found.get(self.list.current_id)
        if found is not None and self.save_button.isEnabled():
            self.accept()
            self.chosen.emit(found)
