"""The lane of look-ups: what a person asks of the web is fetched here, and neither writing nor sync waits for it.

It fetches only what somebody asked for a moment ago; an operation stores what it brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.tasks.lane import Lane
from tracker.tasks.task import Task

if TYPE_CHECKING:
    from tracker.formats.web import Web


class LookupLane(Lane["Web"]):
    """Runs `work(web, progress)` on the network's own thread; give `progress.check` to `web.get(…, stopped=…)`.

    Args:
        name: of the thread: what is fetched.
    """

    def __init__(self, name: str = "look-ups", parent: QObject | None = None) -> None:
        from tracker.formats import web

        self._web: Web = web.Web()
        super().__init__(name, lambda: self._web, lambda opened: opened.close(), parent)

    def give_up(self, task: Task) -> None:
        """Stop waiting for an answer that nobody wants any more, so that the next question need not wait for it."""
        if task.running:
            under_way = next(iter(self._asked.values())).task is task
            task.cancel()
            if under_way:  # and not what somebody else waits for
                self._web.break_off()

    def shutdown(self, *, drain: bool = False, wait_ms: int = 10_000) -> bool:
        """End what is under way and the thread; nobody waits for the web when a window closes."""
        if not drain and not self.closed:
            self.cancel_all()
            self._web.break_off()
        return super().shutdown(drain=drain, wait_ms=wait_ms)
