"""Asking whether the data should become as it was in a backup, and in which."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.store import backup, restore
from tracker.sync import ledger
from tracker.ui import choosing
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text

WHAT = "Everything in Tracker becomes as it was then. What is here now is backed up first, so that you can come back."
SYNCED = (
    "This computer syncs: the next sync brings back what changed on the server since. Then the Sync page asks whether "
    "all your devices should go back as well."
)


class RestoreDialog(Dialog):
    """Shows which backup it would be, and lets another file be chosen; `chosen` carries its path.

    Args:
        desk: the window's.
        over: any widget of the window.
        file: the backup that is proposed.
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, file: Path) -> None:
        super().__init__(over, "Restore a backup", save="Restore", width=500)
        self._desk = desk
        self._file = file
        self.body.addWidget(Text(WHAT, wrap=True))
        if ledger.meta(desk.store).account_id is not None:
            self.body.addWidget(Text(SYNCED, "muted", wrap=True))
        self._other = Button("Choose a file…")
        self._other.clicked.connect(self._choose)
        self.add_left(self._other)
        self.saved.connect(self._restore)
        self._propose(file)

    def _propose(self, file: Path) -> None:
        """Say which backup it would be; one that cannot be read is told and not taken."""
        try:
            note = restore.describe(file)
        except KnownError as error:
            self.show_error(error)
            return
        self._file = file
        self.error.clear()
        when = self._desk.moment(note.made_at).replace("Today", "today").replace("Yesterday", "yesterday")
        is_ours = file.parent == backup.folder_of(self._desk.store.profile)
        self.set_words(f"Go back to {when}?", f"Made {note.why}" if is_ours else file.name)

    @Slot()
    def _choose(self) -> None:
        file = choosing.backup_to_read(self, Path.home())
        if file is not None:
            self._propose(file)

    @Slot()
    def _restore(self) -> None:
        self.chosen.emit(self._file)
        self.accept()
