"""The head of the Sync page: what waits, what conflicts, when it synced, how far it is, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.sync.status import SyncStatus
from tracker.ui.page import NARROW
from tracker.ui.widgets.bars import ProgressBar
from tracker.ui.widgets.cards import StatCard
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import ago

if TYPE_CHECKING:
    from tracker.tasks.sync_desk import LaneState

QUIET = ("ok", "never", "local", "asking")
"""States that need no sentence of their own here."""


class SyncNumbers(QWidget):
    """Four numbers, a bar while a sync runs, and a sentence where something is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._per_line = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._waiting, self._conflicts = StatCard("waiting to be sent"), StatCard("conflicts need you")
        self._last, self._next = StatCard("last complete sync"), StatCard("until the next one")
        column.addLayout(self._cards)
        self._arrange(4)
        column.addWidget(self._build_progress())
        self._off = False
        self._trouble = Text("", "body", "warn", wrap=True)
        column.addWidget(self._trouble)
        shown_if(self._trouble, False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines of cards where there is little room."""
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() < NARROW else 4)

    def _arrange(self, per_line: int) -> None:
        if per_line == self._per_line:
            return
        self._per_line = per_line
        for number, card in enumerate((self._waiting, self._conflicts, self._last, self._next)):
            self._cards.addWidget(card, number // per_line, number % per_line)

    def _build_progress(self) -> QWidget:
        self._bar, self._words = ProgressBar("Sync"), Text("", "muted")
        self._progress = QWidget()
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._words)
        shown_if(self._progress, False)
        return self._progress

    def show_status(self, now: SyncStatus, lane: LaneState) -> None:
        """Show how sync stands and what the lane does."""
        self._waiting.set(str(now.waiting))
        caption = "conflict needs you" if now.conflicts == 1 else "conflicts need you"
        self._conflicts.set(str(now.conflicts), caption, "warn" if now.conflicts else "")
        self._progress.setVisible(lane.running and lane.progress is not None)
        if lane.progress is not None:
            self._bar.set_share(lane.progress.done / lane.progress.of if lane.progress.of else None)
            self._words.setText(lane.progress.sentence)
        self._off = now.mode == "local"
        self._trouble.setText("" if now.state in QUIET else now.sentence)
        self._trouble.setVisible(bool(self._trouble.text()))

    def show_times(self, last_sync: int | None, lane: LaneState, now: int) -> None:
        """Say how long ago and how soon; `now` is UTC ms."""
        self._last.set("never" if last_sync is None else ago(last_sync, now))
        if self._off:
            self._next.set("off", "sync is switched off")
        elif lane.running:
            self._next.set("now", "syncing")
        elif lane.paused:
            self._next.set("paused", "until you resume")
        elif lane.next_at is None:
            self._next.set("–", "until the next one")
        else:
            seconds = max(0, lane.next_at - now) // 1000
            self._next.set(f"{seconds // 60 + 1} min" if seconds >= 60 else f"{seconds} s", "until the next one")
