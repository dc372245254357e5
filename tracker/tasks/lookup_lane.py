"""The lane of look-ups: what a person asks of the web is fetched here, and neither writing nor sync waits for it.

It fetches only what somebody asked for a moment ago; an operation stores what it brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.tasks.lane import Lane

if TYPE_CHECKING:
    from tracker.formats.web import Web


def _opened() -> Web:
    from tracker.formats.web import Web

    return Web()


class LookupLane(Lane["Web"]):
    """Runs `work(web, progress)` on the network's own thread; give `progress.check` to `web.get(…, stopped=…)`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("look-ups", _opened, lambda web: web.close(), parent)
