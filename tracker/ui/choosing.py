"""Asking for files and folders with the system's own dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

BACKUPS = "Backups (*.tracker *.db);;All files (*)"


def backup_to_read(over: QWidget, folder: Path) -> Path | None:
    """The backup to restore; None where it was called off."""
    name, _ = QFileDialog.getOpenFileName(over.window(), "Restore a backup", str(folder), BACKUPS)
    return Path(name) if name else None


def backup_to_write(over: QWidget, name: str) -> Path | None:
    """The file for a backup; None where it was called off."""
    chosen, _ = QFileDialog.getSaveFileName(over.window(), "Save a backup", str(Path.home() / name), BACKUPS)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".tracker")


def folder(over: QWidget, title: str) -> Path | None:
    """A folder; None where it was called off."""
    name = QFileDialog.getExistingDirectory(over.window(), title, str(Path.home()))
    return Path(name) if name else None
