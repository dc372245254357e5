"""A lane: one thread that does one thing after another with a resource of its own.

The controller lives on the GUI thread and keeps thread and worker. It asks by emitting a signal and hears through
bound slots, the only kind that Qt runs on the right thread. What the work is, the lane does not know.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot
from shiboken6 import isValid

from tracker.errors import KnownError
from tracker.tasks.task import Cancelled, Progress, Task
from tracker.values import Frozen

R = TypeVar("R")
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]

log = logging.getLogger(__name__)


class _Request(Frozen):
    number: int
    work: Callable[..., object]
    progress: Progress


class _Outcome(Frozen):
    number: int
    value: object
    error: Exception | None


class _Asked(Frozen):
    task: Task
    on_done: Done | None
    on_failed: Failed | None


class _Worker(QObject):
    """Lives on the lane's thread; opens the resource at the first request and closes it there."""

    finished = Signal(object)

    def __init__(self, open_resource: Callable[[], Any], close_resource: Callable[[Any], None]) -> None:
        super().__init__()
        self._open = open_resource
        self._close = close_resource
        self._resource: Any = None
        self._is_open = False

    @Slot(object)
    def do(self, request: _Request) -> None:
        try:
            request.progress.check()
            if not self._is_open:
                self._resource = self._open()
                self._is_open = True
            outcome = _Outcome(request.number, request.work(self._resource, request.progress), None)
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: whoever asked is told
            outcome = _Outcome(request.number, None, error)
        self.finished.emit(outcome)

    @Slot()
    def stop(self) -> None:
        try:
            if self._is_open:
                self._close(self._resource)
        except Exception:
            log.exception("The resource of a lane could not be closed")
        self._is_open, self._resource = False, None
        QThread.currentThread().quit()


class _Thread(QThread):
    """Runs its loop from Python, which keeps one Python thread state from slot to slot.

    Qt's own `run` makes a new one for every slot, and what a library holds by thread is gone each time: peewee's
    connection would count as never opened.
    """

    def run(self) -> None:
        self.exec()


class Lane(QObject, Generic[R]):
    """Runs work in order on a named thread and brings results back to the GUI thread.

    Args:
        name: the thread's name, for debuggers and logs.
        open_resource: makes what every piece of work gets; called on the lane's thread before the first one.
        close_resource: undoes it on the same thread at shutdown.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)

    _requested = Signal(object)
    _stopping = Signal()

    def __init__(
        self,
        name: str,
        open_resource: Callable[[], R],
        close_resource: Callable[[R], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asked: dict[int, _Asked] = {}
        self._count = 0
        self._closed = False
        self._thread = _Thread()
        self._thread.setObjectName(name)
        self._worker = _Worker(open_resource, close_resource)
        self._worker.moveToThread(self._thread)
        self._requested.connect(self._worker.do)
        self._stopping.connect(self._worker.stop)
        self._worker.finished.connect(self._receive)
        self._thread.finished.connect(self._worker.deleteLater)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._asked)

    @property
    def closed(self) -> bool:
        """Whether it was shut down and takes nothing more."""
        return self._closed

    def ask(
        self, work: Callable[[R, Progress], object], on_done: Done | None = None, on_failed: Failed | None = None
    ) -> Task:
        """Run `work(resource, progress)` after everything asked before.

        Args:
            work: runs on the lane's thread; returns an immutable value.
            on_done: bound method of a QObject; gets that value on the GUI thread.
            on_failed: bound method of a QObject; gets the exception. Without it a `KnownError` goes to `failed`.
                An exception that is no `KnownError` is reported as a bug in any case.
        """
        if self._closed:
            raise RuntimeError(f"The lane {self._thread.objectName()} was shut down")
        task = Task(self)
        self._count += 1
        self._asked[self._count] = _Asked(task, on_done, on_failed)
        if len(self._asked) == 1:
            self.busy_changed.emit(True)
        self._requested.emit(_Request(self._count, work, task.progress))
        return task

    def cancel_all(self) -> None:
        """Ask everything under way and waiting to stop."""
        for asked in self._asked.values():
            asked.task.cancel()

    def shutdown(self, *, drain: bool = True, wait_ms: int = 10_000) -> bool:
        """Finish, close the resource on its thread, end the thread. Safe to call twice.

        Args:
            drain: do what waits (writes); otherwise cancel it (the network).
            wait_ms: how long to wait for the thread.

        Returns:
            Whether the thread ended in time.
        """
        if self._closed:
            return self._thread.isFinished()
        self._closed = True
        if not drain:
            self.cancel_all()
        self._stopping.emit()
        ended = self._thread.wait(wait_ms)
        if not ended:
            log.error("The lane %s did not end within %d ms", self._thread.objectName(), wait_ms)
        QCoreApplication.sendPostedEvents(self)
        return ended

    @Slot(object)
    def _receive(self, outcome: _Outcome) -> None:
        asked = self._asked.pop(outcome.number)
        asked.task.running = False
        asked.task.finished.emit()
        asked.task.deleteLater()
        if not self._asked:
            self.busy_changed.emit(False)
        if outcome.error is None:
            self._accept(outcome.value)
            _call(asked.on_done, outcome.value)
            return
        if asked.on_failed is not None:
            _call(asked.on_failed, outcome.error)
        elif isinstance(outcome.error, KnownError):
            self.failed.emit(outcome.error)
        if not isinstance(outcome.error, KnownError | Cancelled):
            sys.excepthook(type(outcome.error), outcome.error, outcome.error.__traceback__)

    def _accept(self, value: object) -> None:
        """A lane that does something with every result overrides this."""


def _call(method: Callable[[Any], None] | None, value: object) -> None:
    """Tell the asker, unless it is a widget that was destroyed meanwhile."""
    if method is None:
        return
    owner = getattr(method, "__self__", None)
    if isinstance(owner, QObject) and not isValid(owner):
        return
    method(value)
