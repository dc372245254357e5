"""The one place where a write is announced: every page hears which tables and records changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tracker.store.changes import Changes


class Bus(QObject):
    """Carries `Changes` from whoever wrote to whoever shows."""

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tell every listener on the GUI thread."""
        self.changed.emit(changes)
