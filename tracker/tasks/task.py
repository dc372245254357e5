"""One piece of background work as both sides see it: `Task` for the asker, `Progress` for the doer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tracker.values import Frozen

REPORT_EVERY = 0.05


class Cancelled(Exception):
    """The user cancelled, or the window is closing; work that raises it leaves nothing half done."""


class Step(Frozen):
    """How far a task is: `total` 0 means that nobody knows."""

    done: int
    total: int
    text: str


class Progress:
    """What work on another thread holds: it reports steps and looks whether it should stop."""

    def __init__(self, report: Callable[[Step], None]) -> None:
        self._report = report
        self._cancel = threading.Event()
        self._last = 0.0

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far the work is and raise `Cancelled` if it should stop. Cheap: most calls are not sent."""
        self.check()
        now = time.monotonic()
        if now - self._last >= REPORT_EVERY or done == total:
            self._last = now
            self._report(Step(done, total, text))

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop."""
        if self._cancel.is_set():
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report; from any thread."""
        self._cancel.set()


class Task(QObject):
    """What the GUI thread holds of work under way. Its signals arrive on the GUI thread."""

    progressed = Signal(object)
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress = Progress(self.progressed.emit)
        self.running = True

    def cancel(self) -> None:
        """Ask the work to stop; it ends as failed with `Cancelled`."""
        self.progress.cancel()
