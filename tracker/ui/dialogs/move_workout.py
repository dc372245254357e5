"""Moving a planned workout to another day or hour."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime, Slot
from PySide6.QtWidgets import QTimeEdit, QWidget

from tracker.errors import KnownError
from tracker.operations import workouts
from tracker.store.changes import Changes
from tracker.store.clock import instant, local
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import done


class MoveWorkout(Dialog):
    """Asks for the day and the time."""

    def __init__(self, desk: Desk, over: QWidget, workout: Workout) -> None:
        super().__init__(over, f"Move {workout.title}", save="Move", width=420)
        self._desk, self._workout = desk, workout
        at = local(workout.start_at, desk.store.clock.zone())
        self._day = DateField(at.date())
        self._time = QTimeEdit(QTime(at.hour, at.minute))
        self._time.setDisplayFormat("HH:mm")
        form = FormRows()
        form.add("Day", self._day)
        form.add("Time", self._time)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        day, time = self._day.day, self._time.time()
        zone = ZoneInfo(self._desk.store.clock.zone())
        at = datetime(day.year, day.month, day.day, time.hour(), time.minute(), tzinfo=zone)
        self._desk.lane.write(workouts.move, self._workout.id, instant(at), on_done=self._moved, on_failed=self._failed)

    @Slot(object)
    def _moved(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.show_error(error)
