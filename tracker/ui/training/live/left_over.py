"""A workout that was being recorded when Tracker ended: it can go on, or be finished as far as it came."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from tracker.errors import KnownError
from tracker.operations import live
from tracker.store.changes import Changes
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import Card, row_of
from tracker.ui.widgets.text import Text
from tracker.ui.words import done


class LeftOver(Card):
    """Asks about one such workout after the other; `go_on` carries the one that is to be recorded further."""

    go_on = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._workout: Workout | None = None
        self._words = Text("", "body", wrap=True)
        on, finish = PrimaryButton("Go on"), Button("Finish it")
        on.clicked.connect(self._go_on)
        finish.clicked.connect(self._finish)
        self.body.addWidget(self._words)
        self.body.addWidget(row_of(on, finish))
        self.hide()

    def show_those(self, workouts: tuple[Workout, ...]) -> None:
        """Ask about the first of these; hidden where there is none."""
        self._workout = workouts[0] if workouts else None
        if self._workout:
            since = self._desk.moment(self._workout.start_at)
            self._words.setText(
                f"{self._workout.title}, started {since}, was being recorded when Tracker ended. Everything until then "
                "is there; the time since is a pause."
            )
        self.setVisible(self._workout is not None)

    @Slot()
    def _go_on(self) -> None:
        if self._workout:
            self.go_on.emit(self._workout)

    @Slot()
    def _finish(self) -> None:
        if self._workout:
            self._desk.lane.write(live.finish, self._workout.id, on_done=self._finished, on_failed=self._failed)

    @Slot(object)
    def _finished(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)
