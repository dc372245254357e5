"""The state of sync at the foot of the window and as a number in the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from tracker.store.queries.settings import value
from tracker.sync.events import to_review
from tracker.sync.status import SyncStatus, sync_status
from tracker.ui.words import ago

if TYPE_CHECKING:
    from tracker.tasks.sync_desk import LaneState
    from tracker.ui.desk import Desk
    from tracker.ui.shell import Shell

TELL_AGAIN = 20_000
"""ms after which “2 min ago” is said anew."""
LATE = 2_000
"""ms that a read in Server first waits; then what is here counts as stale."""
DOTS = {"ok": "ok", "never": "ok", "busy": "busy", "offline": "offline", "asking": "offline", "upgrade": "bad",
        "stopped": "bad", "signed_out": "bad"}  # fmt: skip


class SyncLine(QObject):
    """Keeps the status bar and the sidebar's number right."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        self._late = False
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(LATE)
        self._waiting.timeout.connect(self._is_late)
        desk.sync.state_changed.connect(self._changed)
        desk.lane.busy_changed.connect(self._saving)
        self._timer = QTimer(self)
        self._timer.setInterval(TELL_AGAIN)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        shell.closing.connect(self._timer.stop)

    @Slot(object)
    def _changed(self, state: LaneState) -> None:
        """While records are on their way only the sentence moves: counting thousands for each step would be felt."""
        if state.running and state.progress is not None:
            self._shell.status.show_sync("busy", state.progress.sentence)
        else:
            self.tell()

    @Slot()
    def tell(self) -> None:
        """Say how things are now."""
        now = sync_status(self._desk.store)
        running = self._desk.sync.state.running
        if not running:
            self._late = False
            self._waiting.stop()
        elif not self._waiting.isActive() and not self._late:
            self._waiting.start()
        self._shell.status.show_sync("busy" if running else DOTS.get(now.state, "none"), self._sentence(now))
        signed_up = now.server is not None
        self._shell.status.show_waiting(now.waiting if signed_up else 0)
        self._shell.status.show_conflicts(now.conflicts)
        self._shell.status.show_review(to_review(self._desk.store))
        self._shell.set_badge("sync", now.conflicts + now.refused + (now.state == "asking"))

    @Slot(bool)
    def _saving(self, _: bool) -> None:
        """A save in Server first takes a moment, so that it goes on is said."""
        if value(self._desk.store, "sync_mode") == "cloud":
            self.tell()

    @Slot()
    def _is_late(self) -> None:
        """The server takes longer than a read waits."""
        self._late = True
        self.tell()

    def _sentence(self, now: SyncStatus) -> str:
        lane = self._desk.sync.state
        if lane.running and lane.progress is not None:
            return lane.progress.sentence
        if lane.paused and now.state in ("ok", "never", "offline", "busy"):
            return "Sync is paused"
        if now.mode == "cloud" and now.state in ("ok", "never", "offline", "busy"):
            return self._from_server(now)
        if now.state == "ok" and now.last_sync is not None:
            return f"Synced {ago(now.last_sync, self._desk.store.now())}"
        return {
            "no_account": "On this computer only", "local": "On this computer only", "signed_out": "Signed out",
            "offline": "Offline", "never": "Not synced yet", "upgrade": "Update needed",
            "stopped": "Sync stopped", "asking": "Sync asks something",
        }.get(now.state, now.sentence)  # fmt: skip

    def _from_server(self, now: SyncStatus) -> str:
        """Server first: whether what is shown is what the server has."""
        if self._desk.lane.busy:
            return f"Saving on {now.host}"
        when = "nothing fetched yet" if now.last_sync is None else f"as of {ago(now.last_sync, self._desk.store.now())}"
        if now.state in ("ok", "never") and not self._late:
            return f"From {now.host}, {when}"
        return f"Stale, {when}"
