"""Asking for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.fields import FormRows

Write = Callable[[Store, str], Changes]


class NameDialog(WritingDialog):
    """One field; what is wrong with a name stands under it, and it stays to be changed."""

    def __init__(
        self, desk: Desk, over: QWidget, title: str, subtitle: str = "", name: str = "", label: str = "Name"
    ) -> None:
        super().__init__(desk, over, title, subtitle, width=440)
        self._write: Write | None = None
        self._name = QLineEdit(name)
        form = FormRows()
        form.add(label, self._name)
        self.body.addWidget(form)
        self.blame(form, self._name)
        self.saved.connect(self._save)
        self._name.returnPressed.connect(self._save)

    def ask(self, write: Write) -> None:
        """Open, and write what was typed."""
        self._write = write
        self.open()
        self._name.selectAll()

    @Slot()
    def _save(self) -> None:
        if self._write is None or not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        self._desk.lane.write(self._write, self._name.text(), on_done=self.done, on_failed=self.failed)
