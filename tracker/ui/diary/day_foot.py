"""What stands under a day's meals: its note, whether it is complete or not tracked, and the ways to say so."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.store.rows import DayState
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.long_text import LongText

NOTE_LINES = 3
"""The whole note is in the tool tip, and where it is changed."""
PILLS = {"complete": ("Day complete", "ok"), "not_tracked": ("Not tracked", "neutral")}


class DayFoot(QWidget):
    """Signals: `status_wanted` what the day shall be, `note_wanted`."""

    status_wanted = Signal(str)
    note_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 0, 0)
        column.setSpacing(4)
        self._note = LongText("", "body", NOTE_LINES)
        self._pill = Pill()
        self._complete, self._other = LinkButton("", "muted", underline=False), LinkButton("", "muted", underline=False)
        self._write = LinkButton("", "muted", underline=False)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for part in (self._pill, self._complete, self._other, self._write):
            row.addWidget(part)
        row.addStretch(1)
        column.addWidget(self._note)
        column.addLayout(row)
        self._status = "open"
        self._complete.clicked.connect(self._say_complete)
        self._other.clicked.connect(self._say_other)
        self._write.clicked.connect(self.note_wanted)

    def show_state(self, state: DayState, *, ahead: bool) -> None:
        """Show what was said of a day; of one that lies ahead nothing can be said but a note."""
        self._status = state.status
        self._note.setText(state.note)
        self._note.setVisible(bool(state.note))
        _say(self._write, "Change note…" if state.note else "Note…")
        pill = PILLS.get(state.status)
        if pill:
            self._pill.set(*pill)
        self._pill.setVisible(pill is not None)
        _say(self._complete, "Mark as complete" if pill is None else "Take that back")
        _say(self._other, "Not tracked")
        self._complete.setVisible(not ahead or pill is not None)
        self._other.setVisible(not ahead and pill is None)

    @Slot()
    def _say_complete(self) -> None:
        self.status_wanted.emit("complete" if self._status == "open" else "open")

    @Slot()
    def _say_other(self) -> None:
        self.status_wanted.emit("not_tracked")


def _say(button: LinkButton, text: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    button.updateGeometry()
