"""Signing another device out from here."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text


class RemoveDeviceDialog(Dialog):
    """Asks before a device is signed out from afar: that cannot be undone from here."""

    def __init__(self, desk: Desk, over: QWidget, device: str, name: str) -> None:
        sentence = "It keeps its data, and stops syncing until somebody signs in on it again."
        super().__init__(over, f"Sign out “{name}”?", save="Sign it out", danger=True, width=460)
        self.body.addWidget(Text(sentence, wrap=True))
        self._desk, self._device = desk, device
        self.saved.connect(self._remove)

    @Slot()
    def _remove(self) -> None:
        self._desk.sync.remove_device(self._device)
        self.accept()
