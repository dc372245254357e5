"""Merging a workout with another one of its sport and day, chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import workout_merge
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.cut_workout import length
from tracker.ui.dialogs.looking import carried
from tracker.ui.theme import ROW
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.strips import ProgressStrip
from tracker.ui.widgets.text import Text
from tracker.ui.words import done, duration, duration_in_words, short_date

MOST_ROWS = 6
KEPT = (
    "Notes and sets of both stay; the other one leaves the list. Undo brings both back, and Put the original back does "
    "later."
)


class MergeWorkouts(Dialog):
    """Asks which other one."""

    def __init__(self, desk: Desk, over: QWidget, workout: Workout, others: Sequence[Workout]) -> None:
        super().__init__(over, f"Merge {workout.title} with", KEPT, save="Merge", width=600)
        self._desk, self._workout = desk, workout
        self._others = {other.id: other for other in others}
        columns = (
            Column("Workout"),
            Column("When", 130),
            *(Column(name, 92, right=True) for name in ("Time", "Distance")),
        )
        model = RowsModel(columns)
        model.set_rows([self._row(other) for other in others])
        self.list = RowsView(model, "Workouts that it can be merged with", multiple=False)
        self.list.setFixedHeight((min(MOST_ROWS, len(others)) + 1) * ROW + 2)
        self.body.addWidget(self.list)
        self._between = Text("", "muted", wrap=True)
        self.body.addWidget(self._between)
        self._progress = ProgressStrip()
        self.body.addWidget(self._progress)
        self.list.current_changed.connect(self._show_between)
        self.list.opened.connect(self._merge)
        self.list.select_first()
        self._show_between()
        self.saved.connect(self._merge)

    def _row(self, other: Workout) -> Row:
        at = local(other.start_at, other.zone or "UTC")
        when = f"{short_date(date.fromisoformat(other.day), self._desk.today)} {at:%H:%M}"
        return Row(
            other.id,
            (
                Cell(other.title, tip=other.device),
                when,
                duration(other.duration),
                self._desk.words.distance(other.distance),
            ),
        )

    @Slot()
    def _show_between(self) -> None:
        """Say what becomes of the time between the two."""
        other = self._others.get(self.list.current_id)
        if other is None:
            return
        first, second = sorted((self._workout, other), key=lambda one: one.start_at)
        between = second.start_at - first.start_at - length(first)
        if between >= 1000:
            self._between.setText(
                f"The {duration_in_words(between) if between >= 60_000 else 'moment'} between them becomes a pause."
            )
        elif between > -1000:
            self._between.setText("One goes over into the other.")
        else:
            self._between.setText("They overlap: recordings of the same time cannot be merged.")

    @Slot()
    def _merge(self) -> None:
        if self.list.current_id:
            self.save_button.setEnabled(False)
            one, other = self._workout.id, self.list.current_id
            task = self._desk.lane.write_long(
                carried, lambda store, report: workout_merge.merge(store, one, other, report=report),
                on_done=self._done, on_failed=self.failed,
            )  # fmt: skip
            self._progress.watch(task, "Merge")

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()
