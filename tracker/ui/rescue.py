"""Offering a backup at the start, where the data is damaged and no window can be opened on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from tracker.errors import BadFile, KnownError
from tracker.store import restore
from tracker.store.backup import backups
from tracker.store.clock import SystemClock, local, today
from tracker.sync import restoring
from tracker.ui.words import short_date


def rescued(profile: Path, error: BadFile) -> bool:
    """Offer the newest backup that can be read; returns whether it was restored. The damaged file is kept.

    Raises:
        KnownError: it could not be restored.
    """
    clock = SystemClock()
    for one in backups(profile):
        try:
            made = local(restore.describe(one.path).made_at, clock.zone())
        except KnownError:
            continue
        when = f"{short_date(made.date(), today(clock))} {made:%H:%M}"
        if not ask(error.sentence, f"Tracker has a backup of {when}. Restore it? The damaged file is kept."):
            return False
        try:
            restoring.restore(profile, one.path)
        except BadFile:
            continue
        return True
    return False


def ask(sentence: str, question: str) -> bool:
    """Ask before there is a window; where nobody can see it, the answer is no."""
    if QApplication.platformName() == "offscreen":
        return False
    box = QMessageBox(QMessageBox.Icon.Critical, "Tracker", sentence)
    box.setInformativeText(question)
    yes = box.addButton("Restore the backup", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Close", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return bool(box.clickedButton() is yes)
