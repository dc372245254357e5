"""Ending a workout: how hard it felt, what there is to say, or going on."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.store.changes import Changes
from tracker.ui.desk import Desk
from tracker.ui.training.live.session import LiveSession
from tracker.ui.training.workout.effort_field import EffortField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.notes_field import NotesField
from tracker.ui.words import clock


class FinishWorkout(Dialog):
    """Asks how it was. The workout goes on until it is finished here."""

    def __init__(self, desk: Desk, over: QWidget, session: LiveSession) -> None:
        length = clock(session.live.timer(session.now))
        super().__init__(
            over, f"Finish {session.workout.title}?", f"{length} so far", save="Finish", cancel="Go on", width=460
        )
        self._desk, self._session = desk, session
        self._effort = EffortField()
        self._notes = NotesField()
        form = FormRows()
        form.add("How hard was it?", self._effort)
        form.add("Notes", self._notes)
        self.body.addWidget(form)
        self.saved.connect(self._finish)
        session.ended.connect(self._ended)
        session.failed.connect(self.failed)

    @Slot()
    def _finish(self) -> None:
        self.save_button.setEnabled(False)
        self._session.finish(self._effort.effort, self._notes.toPlainText().strip())

    @Slot(object)
    def _ended(self, _: Changes) -> None:
        self.accept()
