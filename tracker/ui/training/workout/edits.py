"""What can be done with the recording of the workout that is shown: its commands, and the dialogs that they open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QWidget

from tracker.operations.imported import Report
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.tasks.task import Progress
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.words import done

MENU = ("workouts.crop", "workouts.split", "workouts.merge", "workouts.spikes", "workouts.original")
HERE = ("workouts.crop_here", "workouts.split_here", "workouts.spikes", "", "workouts.whole")
"""The menu of the plot: what has to do with what is selected and pointed at in it."""
DONE = ("completed", "archived")
CHOOSE = "Choose a workout in the list first."


class WorkoutEdits(QObject):
    """The commands that edit a recording.

    Args:
        desk: what they work with.
        over: the view whose workout it is.
        current: the workout that is shown.
        plot: tells what is selected, and which moment is pointed at.
    """

    def __init__(self, desk: Desk, over: QWidget, current: Callable[[], Workout | None], plot: TelemetryPlot) -> None:
        super().__init__(over)
        self._desk, self._over, self._current, self._plot = desk, over, current, plot
        self._moment: int | None = None
        plot.pointed.connect(self._pointed)
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._open_menu)

    def commands(self) -> Sequence[Command]:
        """Cropping, splitting, merging, taking spikes out, and putting the original back."""
        recorded = self._not_recorded
        return (
            Command("workouts.crop", "Crop…", "Workout", self.crop, (), ("cut", "trim", "shorten"), recorded),
            Command(
                "workouts.crop_here", "Crop to the selection", "Workout", self.crop_here, (), ("cut", "trim"),
                self._not_selected,
            ),
            Command("workouts.split", "Split…", "Workout", self.split, (), ("divide", "two"), recorded),
            Command(
                "workouts.split_here", "Split at the cursor", "Workout", self.split_here, (), ("divide", "two"),
                self._not_pointed,
            ),
            Command("workouts.merge", "Merge…", "Workout", self.merge, (), ("join", "combine"), self._not_done),
            Command("workouts.spikes", "Fix spikes…", "Workout", self.fix, (), ("errors", "wrong", "sensor"), recorded),
            Command(
                "workouts.original", "Put the original back", "Workout", self.put_back, (), ("restore", "revert"),
                self._not_edited,
            ),
        )  # fmt: skip

    # When they can run

    def _not_done(self) -> str | None:
        workout = self._current()
        if workout is None:
            return CHOOSE
        return None if workout.status in DONE else "Only a workout that was done can be edited so."

    def _not_recorded(self) -> str | None:
        workout = self._current()
        if workout is not None and workout.status in DONE and not workout.telemetry:
            return "This workout has no recording; Edit changes its numbers."
        return self._not_done()

    def _not_selected(self) -> str | None:
        chosen = "Select a part of the recording first: drag over the plot, or hold Shift and press the arrows in it."
        return self._not_recorded() or (None if self._plot.range else chosen)

    def _not_pointed(self) -> str | None:
        pointed = "Point at a moment of the recording first: click the plot, or press the arrows in it."
        return self._not_recorded() or (None if self._moment else pointed)

    def _not_edited(self) -> str | None:
        workout = self._current()
        if workout is None:
            return CHOOSE
        return None if workout.is_edited else "The recording of this workout was not edited."

    @Slot(object)
    def _pointed(self, seconds: float | None) -> None:
        self._moment = None if seconds is None else round(seconds * 1000)

    @Slot(QPoint)
    def _open_menu(self, where: QPoint) -> None:
        self._desk.window.show_menu(HERE, self._plot.mapToGlobal(where))

    # What they do

    def crop(self) -> None:
        """Ask which part stays."""
        from tracker.ui.dialogs.cut_workout import CropWorkout

        workout = self._current()
        if workout:
            CropWorkout(self._desk, self._over, workout, self._plot.range).open()

    def crop_here(self) -> None:
        """Keep what is selected."""
        from tracker.operations import workout_edits

        workout, span = self._current(), self._plot.range
        if workout and span:
            self._carry_out(lambda it, report: workout_edits.crop(it, workout.id, *span, report=report), "Crop")

    def split(self) -> None:
        """Ask where the second workout begins."""
        from tracker.ui.dialogs.cut_workout import SplitWorkout

        workout = self._current()
        if workout:
            span = self._plot.range
            SplitWorkout(self._desk, self._over, workout, self._moment or (span[0] if span else None)).open()

    def split_here(self) -> None:
        """Let the second workout begin where the cursor is."""
        from tracker.operations import workout_edits

        workout, moment = self._current(), self._moment
        if workout and moment:
            self._carry_out(lambda it, report: workout_edits.split(it, workout.id, moment, report=report), "Split")

    def _carry_out(self, deed: Callable[[Store, Report], Changes], words: str) -> None:
        """Do what may take long, with its progress in the window."""
        from tracker.ui.dialogs.looking import carried

        task = self._desk.lane.write_long(carried, deed, on_done=self._did)
        self._desk.window.watch(task, words)

    def merge(self) -> None:
        """Ask which other workout is a part of this one."""
        from tracker.operations.workout_merge import partners
        from tracker.ui.dialogs.merge_workouts import MergeWorkouts

        workout = self._current()
        others = partners(self._desk.store, workout.id) if workout else ()
        if workout and others:
            MergeWorkouts(self._desk, self._over, workout, others).open()
        elif workout:
            self._desk.window.say("There is no other workout of this sport within a day of it.")

    def fix(self) -> None:
        """Look which channels there are, then ask what is taken out."""
        workout = self._current()
        if workout:
            self._desk.lane.ask(lambda store, _: _channels(store, workout, _), self._ask_what)

    @Slot(object)
    def _ask_what(self, found: tuple[Workout, tuple[str, ...]]) -> None:
        from tracker.ui.dialogs.fix_spikes import FixSpikes

        workout, channels = found
        if channels:
            FixSpikes(self._desk, self._over, workout, channels, self._plot.range).open()
        else:
            self._desk.window.say("This recording has nothing that could have spikes.")

    def put_back(self) -> None:
        """Make the workout what it was before it was edited."""
        from tracker.operations import originals

        workout = self._current()
        if workout:
            self._desk.lane.write(originals.put_back, workout.id, on_done=self._did)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)


def _channels(store: Store, workout: Workout, _: Progress) -> tuple[Workout, tuple[str, ...]]:
    """A workout and the channels of its recording in which spikes can be."""
    from tracker.domain.training.spikes import fixable
    from tracker.operations.workout_edits import read

    return workout, fixable(read(store, workout.id)[1])
