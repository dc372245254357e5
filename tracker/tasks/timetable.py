"""When to sync by itself: soon after an edit, at an interval, and again after a failure.

What a sync is, it does not know.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QDateTime, QElapsedTimer, QObject, QTimer, Signal, Slot

from tracker.sync.backoff import Backoff
from tracker.sync.report import SyncReport

CALM_MS, SETTLE_MS, SETTLE_AT_MOST_MS = 250, 2_000, 10_000
"""A sync follows a single edit at once. While one edit follows another it waits until nothing was edited for the second
time, but no longer than the third."""
UNASKED = ("no_account", "local", "signed_out")
"""States in which only the person can change anything."""


class Timetable(QObject):
    """Says `due` when it is time to sync; `next_at` is when that will be by itself, UTC ms.

    Args:
        interval: seconds between two syncs that nobody asked for.
    """

    due = Signal()

    def __init__(self, interval: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.next_at: int | None = None
        self._interval = interval
        self._backoff = Backoff()
        self._quiet_until = 0.0
        self._next = self._timer(self._fire)
        self._settle = self._timer(self._fire)
        self._edited = QElapsedTimer()
        self._unsettled = QElapsedTimer()

    def edited(self) -> None:
        """Something was written here."""
        calm = not self._edited.isValid() or self._edited.hasExpired(SETTLE_MS)
        self._edited.start()
        if not self._settle.isActive():
            self._unsettled.start()
        left = SETTLE_AT_MOST_MS - self._unsettled.elapsed()
        self._settle.start(CALM_MS if calm else max(0, min(SETTLE_MS, left)))

    def soon(self) -> None:
        """There is a reason to sync: at once, unless the server asked for peace."""
        self._fire()

    def ended(self, report: SyncReport, *, pending: bool) -> None:
        """Plan by how things stand after a sync.

        Args:
            report: what came of it.
            pending: something waits to be sent. As long as that is so it is tried again, whatever happened before.
        """
        if report.state in UNASKED:
            self.clear()
            return
        if report.retry_after:
            self._quiet_until = time.monotonic() + report.retry_after
        if report.is_complete and (report.sent or not pending):
            self._backoff.reset()
        tries = report.more or report.state in ("offline", "busy") or (pending and report.state != "stopped")
        seconds = min(self._backoff.pause(), self._interval) if tries else self._interval
        self._arm(max(seconds, report.retry_after or 0.0))

    def failed(self) -> None:
        """A sync could not even begin."""
        self._arm(min(self._backoff.pause(), self._interval))

    def set_interval(self, seconds: float) -> None:
        """Set the time between two syncs that nobody asked for."""
        self._interval = seconds
        if self._next.isActive() and not self._backoff.failures:
            self._arm(seconds)

    def clear(self) -> None:
        """Whatever was planned is done by the sync that begins, or not wanted any more."""
        self._settle.stop()
        self._next.stop()
        self.next_at = None

    def hurry(self) -> None:
        """Something happened that makes a try worth while now: the network is back, or the person asks."""
        self._backoff.reset()
        self._quiet_until = 0.0

    @Slot()
    def _fire(self) -> None:
        quiet = self._quiet_until - time.monotonic()
        if quiet > 0:
            self._arm(quiet)
        else:
            self.due.emit()

    def _arm(self, seconds: float) -> None:
        ms = round(seconds * 1000)
        self.next_at = QDateTime.currentMSecsSinceEpoch() + ms
        self._next.start(ms)

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer
