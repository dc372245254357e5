"""A workout that goes on in this window: it takes in what sensors say, writes it down every second, and ends it.

What it shows is `live`'s; what it keeps is `store.live`'s.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from tracker.domain.training.live import Event, Live, Mark
from tracker.errors import KnownError
from tracker.operations import live as operations
from tracker.store import live as files
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.tasks.lane import Lane
from tracker.tasks.sensor_lane import Found, Measured, SensorLane, State
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk

KEEP_MS = 1000
"""How often what was measured goes to the disk: a crash loses less than two of these."""
TELL_MS = 30_000
"""How often the record follows, and with it the other devices."""


class LiveSession(QObject):
    """One workout that is being recorded.

    Signals: `changed` when there is something else to show; `ended` with the changes when it was finished, and
    `failed` with the error when it could not be kept.

    Args:
        desk: the window's.
        workout: what is recorded.
        recording: what is on the disk of it.
        sensors: hears the sensors.
    """

    changed = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, workout: Workout, recording: files.Recording, sensors: SensorLane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.workout = workout
        self.live = Live(recording.events)
        self.states: dict[Found, str] = {}
        self.saved_at: int | None = None
        self._desk = desk
        self._start = recording.start
        self._base = _monotonic() - max(desk.store.now() - recording.start, self.live.last)
        self._kept = len(self.live.events)
        self._in_flight: int | None = None
        self._ending = False
        self._finish_with: tuple[int, int | None, str] = (0, None, "")
        self._disk: Lane[Path] = Lane("live", lambda: desk.store.profile, _nothing, self)
        self._sensors = sensors
        sensors.measured.connect(self._measured)
        sensors.state_changed.connect(self._state_changed)
        self._keep_timer, self._tell_timer = QTimer(self), QTimer(self)
        self._keep_timer.timeout.connect(self._second)
        self._tell_timer.timeout.connect(self.tell)
        self._keep_timer.start(KEEP_MS)
        self._tell_timer.start(TELL_MS)

    @property
    def now(self) -> int:
        """Ms since the start."""
        return _monotonic() - self._base

    def connect_to(self, sensors: tuple[Found, ...]) -> None:
        """Listen to these sensors."""
        for sensor in sensors:
            self.states[sensor] = "connecting"
            self._sensors.listen(sensor)

    # What the person does

    def pause_or_resume(self) -> None:
        """Stop the timer, or let it go on."""
        self._mark("resume" if self.live.is_paused else "pause")
        self.tell()

    def lap(self) -> None:
        """Begin a new lap; while paused there is none."""
        self._mark("lap")

    def go_on(self) -> None:
        """Count the time since the last event as a pause, and go on from now."""
        if not self.live.is_paused:
            self.live.add(Event(self.live.last, mark="pause"))
        self._mark("resume")
        self.tell()

    def _mark(self, mark: Mark) -> None:
        if self.live.add(Event(max(self.now, self.live.last), mark=mark)):
            self._keep()
            self.changed.emit()

    def finish(self, effort: int | None, notes: str) -> None:
        """End it and keep everything; `ended` or `failed` tells.

        Args:
            effort: how hard it felt, in tenths from 10 to 100, or None.
            notes: what the person wrote.
        """
        self._finish_with = (self.live.last if self.live.is_paused else self.now, effort, notes)
        self._ending = True
        self._keep_timer.stop()
        self._tell_timer.stop()
        self._keep()

    def _finish(self) -> None:
        end, effort, notes = self._finish_with

        def work(store: Store) -> Changes:
            return operations.finish(store, self.workout.id, end, effort=effort, notes=notes)

        self._desk.lane.write(work, on_done=self._finished, on_failed=self._not_finished)

    @Slot(object)
    def _finished(self, changes: Changes) -> None:
        self.close()
        self.ended.emit(changes)

    @Slot(object)
    def _not_finished(self, error: Exception) -> None:
        """It goes on, and says why; what was not written yet is tried again."""
        if self._ending:
            self._ending = False
            self._keep_timer.start(KEEP_MS)
            self._tell_timer.start(TELL_MS)
        if isinstance(error, KnownError):
            self.failed.emit(error)

    # What happens by itself

    @Slot(object)
    def _measured(self, measured: Measured) -> None:
        at = measured.at - self._base
        if not self._ending and at >= 0:
            self.live.add(Event(max(at, self.live.last), measured.values))

    @Slot(object)
    def _state_changed(self, state: State) -> None:
        if state.sensor in self.states:
            self.states[state.sensor] = state.state
            self.changed.emit()

    @Slot()
    def _second(self) -> None:
        self._keep()
        self.changed.emit()

    def _keep(self) -> None:
        """Write down what is new. Nothing waits for the disk here; what fails is tried again a second later."""
        if self._in_flight is not None or self._disk.closed:
            return
        events = tuple(self.live.events[self._kept :])
        self._in_flight = len(events)

        def work(profile: Path, _progress: Progress) -> None:
            if events:
                files.append(profile, self.workout.id, events)

        self._disk.ask(work, on_done=self._written, on_failed=self._not_written)

    @Slot(object)
    def _written(self, _: object) -> None:
        self._kept += self._in_flight or 0
        self._in_flight = None
        self.saved_at = self.now
        if self._ending and self._kept < len(self.live.events):
            self._keep()
        elif self._ending:
            self._finish()

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        self._in_flight = None
        self._not_finished(error)

    @Slot()
    def tell(self) -> None:
        """Let the record say how far it has come."""
        if not self._ending and not self._desk.lane.closed:
            self._desk.lane.write(operations.tell, self.workout.id, self.now, on_failed=self._not_told)

    @Slot(object)
    def _not_told(self, _error: Exception) -> None:
        """Other devices see it later; what was measured is on the disk all the same."""

    def close(self) -> None:
        """Let the sensors go and end; what was measured until now is on the disk."""
        self._keep_timer.stop()
        self._tell_timer.stop()
        for sensor in self.states:
            self._sensors.forget(sensor)
        if not self._disk.closed:
            self._keep()
            self._disk.shutdown(drain=True)


def _nothing(_profile: Path) -> None:
    """Nothing is held open."""


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000
