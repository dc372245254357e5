"""Moving a planned workout to another day or hour."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.operations import workouts
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.when import WhenDialog


class MoveWorkout(WhenDialog):
    """Asks for the day and the time."""

    def __init__(self, desk: Desk, over: QWidget, workout: Workout) -> None:
        def move(store: Store, at: int) -> Changes:
            return workouts.move(store, workout.id, at)

        at = local(workout.start_at, desk.store.clock.zone())
        super().__init__(desk, over, f"Move {workout.title}", at, move, save="Move")
