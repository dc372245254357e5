"""The state of sync at the foot of the window and as a number in the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from tracker.sync.events import to_review
from tracker.sync.status import SyncStatus, sync_status
from tracker.ui.words import ago

if TYPE_CHECKING:
    from tracker.ui.desk import Desk
    from tracker.ui.shell import Shell

TELL_AGAIN = 20_000
"""ms after which “2 min ago” is said anew."""
DOTS = {"ok": "ok", "never": "ok", "busy": "busy", "offline": "offline", "upgrade": "bad", "stopped": "bad",
        "signed_out": "bad"}  # fmt: skip


class SyncLine(QObject):
    """Keeps the status bar and the sidebar's number right."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        desk.sync.state_changed.connect(self.tell)
        self._timer = QTimer(self)
        self._timer.setInterval(TELL_AGAIN)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        shell.closing.connect(self._timer.stop)

    @Slot()
    @Slot(object)
    def tell(self, _: object = None) -> None:
        """Say how things are now."""
        now = sync_status(self._desk.store)
        lane = self._desk.sync.state
        self._shell.status.show_sync("busy" if lane.running else DOTS.get(now.state, "none"), self._sentence(now))
        signed_up = now.server is not None
        self._shell.status.show_waiting(now.waiting if signed_up else 0)
        self._shell.status.show_conflicts(now.conflicts)
        self._shell.status.show_review(to_review(self._desk.store))
        self._shell.set_badge("sync", now.conflicts + now.refused)

    def _sentence(self, now: SyncStatus) -> str:
        lane = self._desk.sync.state
        if lane.running and lane.progress is not None:
            return lane.progress.sentence
        if now.state == "ok" and now.last_sync is not None:
            return f"Synced {ago(now.last_sync, self._desk.store.now())}"
        return {
            "no_account": "On this computer only", "local": "On this computer only", "signed_out": "Signed out",
            "offline": "Offline", "never": "Not synced yet", "upgrade": "Update needed",
            "stopped": "Sync stopped",
        }.get(now.state, now.sentence)  # fmt: skip
