"""The backup that is made by itself once a week, while nobody waits for anything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from tracker.errors import KnownError
from tracker.ui.desk import Desk
from tracker.ui.shell import Shell

FIRST_MS = 45_000
"""ms after the start when it is first looked; a start has other things to do."""
LATER_MS = 3_600_000
AGAIN_MS = 60_000
"""ms until the next look where something else was going on."""


class Weekly(QObject):
    """Looks now and then whether a backup is due, and has it made."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        shell.closing.connect(self._timer.stop)
        self._timer.start(FIRST_MS)

    @Slot()
    def look(self) -> None:
        """Make the backup if it is due and nothing else is going on."""
        if self._desk.lane.busy or self._desk.care.busy or self._desk.sync.state.running:
            self._timer.start(AGAIN_MS)
            return
        self._timer.start(LATER_MS)
        self._desk.care.back_up_weekly(on_done=self._made, on_failed=self._failed)

    @Slot(object)
    def _made(self, _file: Path | None) -> None:
        self._told = False

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError) and not self._told:  # once, and not every hour
            self._told = True
            self._shell.show_error(KnownError(f"The weekly backup was not made. {error.sentence}", error.hint))
