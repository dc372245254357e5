"""What can be done about planned and done: saying which planned workout a done one was, and taking the two apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import planned
from tracker.operations.planned import Question
from tracker.store.changes import Changes
from tracker.store.rows import Workout
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.words import done

DONE = ("completed", "archived")


class PlannedDeeds(QObject):
    """Commands of a view that shows workouts.

    Args:
        desk: the window's.
        view: over which the question is asked.
        current: the workout that is chosen, or None.
    """

    def __init__(self, desk: Desk, view: QWidget, current: Callable[[], Workout | None]) -> None:
        super().__init__(view)
        self._desk, self._view, self._current = desk, view, current

    def commands(self) -> Sequence[Command]:
        """Saying which, and taking apart."""
        words = ("planned", "plan", "link")
        return (
            Command("workouts.planned", "Count as a planned one…", "Workout", self.ask, (), words, self._not_done),
            Command("workouts.part", "Take apart from its plan", "Workout", self.part, (), words, self._not_planned),
        )

    def _not_done(self) -> str | None:
        workout = self._current()
        if workout is None or workout.status not in DONE:
            return "Choose a workout that was done first."
        return "It counts as a planned one already." if workout.planned else None

    def _not_planned(self) -> str | None:
        workout = self._current()
        return None if workout and workout.planned else "Choose a workout first that was planned."

    def ask(self) -> None:
        """Ask which planned workout the chosen one was."""
        workout = self._current()
        if workout is None:
            return
        found = planned.candidates(self._desk.store, workout)
        if not found:
            self._desk.window.say("No workout is planned for the week around it.")
            return
        from tracker.ui.dialogs.planned import PlannedDialog

        PlannedDialog(self._desk, self._view, [Question(workout, found)]).open()

    @Slot()
    def part(self) -> None:
        """Give the planned workout its place back."""
        workout = self._current()
        if workout:
            self._desk.lane.write(planned.part, workout.id, on_done=self._did)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
