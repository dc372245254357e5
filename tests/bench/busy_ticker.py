"""Gaps of a window as its own program makes them: how long it computed between two ticks, whatever runs beside it."""

from __future__ import annotations

import time

from PySide6.QtCore import Slot

from tests.bench.bench_stall import Ticker


class BusyTicker(Ticker):
    """Notes the most CPU time of this process, all threads together, between two ticks since it was last asked."""

    def __init__(self) -> None:
        self._busy_at, self._busiest = time.process_time(), 0.0
        super().__init__()

    @Slot()
    def _tick(self) -> None:
        now = time.process_time()
        self._busiest = max(self._busiest, now - self._busy_at)
        self._busy_at = now
        super()._tick()

    def busiest(self) -> float:
        """The most CPU time in ms; the next stretch begins now."""
        found, self._busiest, self._busy_at = self._busiest, 0.0, time.process_time()
        return found * 1000
