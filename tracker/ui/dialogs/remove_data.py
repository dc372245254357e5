"""Removing the data from this computer: what goes, what stays, and keeping a copy of what is nowhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from tracker import profiles
from tracker.errors import BadInput, KnownError
from tracker.store import doctor
from tracker.sync.only_here import in_words, only_here, way_out
from tracker.sync.own_profile import keep_copy
from tracker.sync.status import SyncStatus, sync_status
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text


class RemoveDataDialog(Dialog):
    """Asks before everything is removed from here. What is only here needs a copy first, or a word that it may go."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, "Remove the data from this computer?", save="Remove the data", danger=True, width=540)
        self._desk = desk
        store, now = desk.store, sync_status(desk.store)
        missing = only_here(store)
        records = doctor.count_records(store)
        goes = (
            f"{desk.words.number(records)} records, the recorded samples, earlier versions, the trash and the backups "
            "in Tracker's folder are removed for good. This cannot be undone."
        )
        self.body.addWidget(Text(goes, wrap=True))
        self.body.addWidget(Text(_what_stays(now, everything=missing >= records), wrap=True))
        self._copy, self._kept = Button("Keep a copy…"), Text("", "muted", wrap=True)
        self._copy.clicked.connect(self.choose_file)
        self._give_up = QCheckBox("Remove it without a copy")
        self._give_up.toggled.connect(self._weigh)
        if missing:
            self._warn(missing)
        line = QHBoxLayout()
        line.addWidget(self._copy)
        line.addWidget(self._kept, 1)
        self.body.addLayout(line)
        self._give_up.setVisible(bool(missing))
        self.body.addWidget(self._give_up)
        self._needs_copy = bool(missing)
        self._has_copy = False
        self._weigh()
        self.saved.connect(self._remove)

    def _warn(self, missing: int) -> None:
        words = f"{in_words(missing)} {way_out(self._desk.store)} first, or keep a copy."
        self.body.addWidget(Text(words, "strong", "warn", wrap=True))

    @Slot()
    def choose_file(self) -> None:
        """Ask where the copy goes."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Keep a copy", str(Path.home() / "Tracker.tracker"), "Backups of Tracker (*.tracker)"
        )
        if name:
            self.keep(Path(name))

    def keep(self, file: Path) -> None:
        """Put everything into a backup there."""
        self._copy.setEnabled(False)
        self._kept.setText("Keeping a copy…")
        self._desk.lane.write(keep_copy, file, on_done=self._copied, on_failed=self._failed, here=True)

    @Slot(object)
    def _copied(self, file: Path) -> None:
        self._has_copy = True
        self._copy.setEnabled(True)
        self._kept.setText(f"Everything is in {file}.")
        self._weigh()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._copy.setEnabled(True)
        self._kept.setText("")
        self.show_error(error if isinstance(error, KnownError) else BadInput("The copy could not be made."))

    @Slot()
    @Slot(bool)
    def _weigh(self, _: bool = False) -> None:
        """It can be removed once nothing is lost by it that was not meant to be."""
        self.save_button.setEnabled(not self._needs_copy or self._has_copy or self._give_up.isChecked())

    @Slot()
    def _remove(self) -> None:
        if self.save_button.isEnabled():
            here = self._desk.store.profile
            self.accept()
            self._desk.leave_for(profiles.first(here), True)


def _what_stays(now: SyncStatus, *, everything: bool) -> str:
    """What the server keeps, as far as that is known; `everything` is only here."""
    if not now.server:
        return "None of it is on a server."
    if everything:
        return f"None of it is known to be on {now.host}."
    if now.state == "signed_out":
        return f"You are signed out of {now.host}: sign in first to be sure that what was synced is still there."
    return f"What is on {now.host} stays there and comes back when you sign in again."
