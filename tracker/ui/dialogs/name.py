"""Asking for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.errors import BadInput, KnownError
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import done

Write = Callable[[Store, str], Changes]


class NameDialog(Dialog):
    """One field; what is wrong with a name stands under it, and it stays to be changed."""

    def __init__(
        self, desk: Desk, over: QWidget, title: str, subtitle: str = "", name: str = "", label: str = "Name"
    ) -> None:
        super().__init__(over, title, subtitle, width=440)
        self._desk = desk
        self._write: Write | None = None
        self._name = QLineEdit(name)
        self._form = FormRows()
        self._form.add(label, self._name)
        self.body.addWidget(self._form)
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
        self._desk.lane.write(self._write, self._name.text(), on_done=self._saved, on_failed=self._failed)

    @Slot(object)
    def _saved(self, changes: Changes) -> None:
        if changes:
            self._desk.window.say(done(changes.label), undo=True)
        self.accept()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, BadInput):
            self._form.show_wrong(self._name, str(error))
        elif isinstance(error, KnownError):
            self.show_error(error)
