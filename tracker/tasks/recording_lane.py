"""The lane that fetches recorded samples of other devices: what somebody waits for at once, the latest in between.

It has a connection of its own, so that a long sync holds nobody up who opens a workout. What is fetched is decided in
`tracker.sync.recordings`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.sync import recordings
from tracker.sync.blobs import Fetched
from tracker.sync.report import Progress as Told
from tracker.sync.secrets import Vault, vault_of
from tracker.sync.transport import Http
from tracker.tasks.lane import Done, Failed, Lane
from tracker.tasks.task import Cancelled, Progress, Task


@dataclass(eq=False)
class _Errand:
    """One download and what it takes to break it off from another thread."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    task: Task | None = None
    line: Http | None = None

    def connect(self, server: str) -> Http:
        self.line = Http(server, cancelled=self.cancelled)
        return self.line

    def stop(self) -> None:
        self.cancelled.set()
        if self.task is not None and self.task.running:
            self.task.cancel()
        if self.line is not None:
            self.line.abort()


@dataclass(frozen=True)
class _Place:
    """What the lane's thread works with. The profile is opened for each piece of work and closed after it."""

    profile: Path
    vault: Vault


class RecordingLane(QObject):
    """Fetches recorded samples on a thread of its own.

    Args:
        profile: the profile's folder.
    """

    arrived = Signal()

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._asked: _Errand | None = None
        self._background: _Errand | None = None
        self._closed = False
        self._complete = False
        self._again = False
        self._lane: Lane[_Place] = Lane("recordings", self._open, _close, self)

    def fetch(self, workout: Workout, on_done: Done, on_failed: Failed) -> Task:
        """Fetch the samples of a workout, before all others; what was asked for before is given up.

        Args:
            workout: whose samples.
            on_done: bound method of a QObject; hears when they are here.
            on_failed: bound method of a QObject; gets the exception, `Cancelled` where it was given up.
        """
        self.cancel()
        if self._background is not None:
            self._background.stop()

        def work(store: Store, vault: Vault, errand: _Errand, tell: Callable[[Told], None]) -> Fetched:
            return recordings.fetch_workout(
                store, vault, workout, report=tell, cancelled=errand.cancelled, connect=errand.connect
            )

        self._asked = self._ask(work, on_done, on_failed)
        assert self._asked.task is not None
        return self._asked.task

    def fetch_recent(self, *, news: bool = True) -> None:
        """Fetch the samples of the latest workouts in the background, unless that goes on already.

        Args:
            news: workouts may have come; without, it only goes on with what did not come before.
        """
        self._complete = self._complete and not news
        before = self._background
        if before is not None and before.task is not None and before.task.running:
            self._again = self._again or news
            return
        if self._closed or self._complete:
            return

        def work(store: Store, vault: Vault, errand: _Errand, tell: Callable[[Told], None]) -> Fetched:
            return recordings.fetch_recent(
                store, vault, report=tell, cancelled=errand.cancelled, connect=errand.connect
            )

        self._background = self._ask(work, self._came, self._did_not_come)

    def cancel(self) -> None:
        """Give up what somebody waited for; what came stays."""
        if self._asked is not None:
            self._asked.stop()
            self._asked = None

    def pause(self) -> None:
        """Fetch nothing more for now."""
        self.cancel()
        if self._background is not None:
            self._background.stop()

    def shutdown(self, wait_ms: int = 8_000) -> bool:
        """Break off what is under way and end the thread; returns whether it ended in time."""
        self._closed = True
        self.pause()
        return self._lane.shutdown(drain=False, wait_ms=wait_ms)

    # ------------------------------------------------------------------------------------ on the lane's thread

    def _open(self) -> _Place:
        return _Place(self._profile, vault_of(self._profile))

    def _ask(
        self,
        work: Callable[[Store, Vault, _Errand, Callable[[Told], None]], Fetched],
        on_done: Done,
        on_failed: Failed,
    ) -> _Errand:
        errand = _Errand()

        def carried_out(place: _Place, progress: Progress) -> Fetched:
            def tell(told: Told) -> None:
                progress.report(told.done, told.of or 0, told.sentence)

            try:
                with Store.open(place.profile) as store:
                    return work(store, place.vault, errand, tell)
            except KnownError:
                progress.check()  # who gave it up hears of no trouble
                raise
            finally:
                if errand.line is not None:
                    errand.line.close()

        errand.task = self._lane.ask(carried_out, on_done, on_failed)
        return errand

    # ---------------------------------------------------------------------------------- back on the GUI thread

    @Slot(object)
    def _came(self, fetched: Fetched) -> None:
        self._complete = True
        if self._again:
            self._again = False
            self.fetch_recent()
        if fetched.count:
            self.arrived.emit()

    @Slot(object)
    def _did_not_come(self, error: Exception) -> None:
        """Nobody waits for these; they are tried again after the next sync. A bug is reported by the lane."""
        if isinstance(error, KnownError | Cancelled):
            self.arrived.emit()


def _close(_place: _Place) -> None:
    """Nothing is held between two pieces of work."""
