"""A dialog that ends with something written: it says so with the way back, or why it could not be, and where."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import BadInput
from tracker.store.changes import Changes
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import done


class WritingDialog(Dialog):
    """Give a write `on_done=self.done, on_failed=self.failed`. Signal: `written` with the changes.

    Args:
        desk: where it writes and says what was done.
        over, title, subtitle, save, cancel, width, danger: as `Dialog` has them.
    """

    written = Signal(object)

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        title: str,
        subtitle: str = "",
        *,
        save: str = "Save",
        cancel: str = "Cancel",
        width: int = 560,
        danger: bool = False,
    ) -> None:
        super().__init__(over, title, subtitle, save=save, cancel=cancel, width=width, danger=danger)
        self._desk = desk
        self._blamed: tuple[FormRows, QWidget] | None = None

    def blame(self, form: FormRows, field: QWidget) -> None:
        """What is wrong with the input is the fault of this field, and is said under it."""
        self._blamed = form, field

    @Slot(object)
    def done(self, changes: Changes) -> None:
        """Say what was written, and close."""
        if changes:
            self._desk.window.say(done(changes.label), undo=True)
        self.written.emit(changes)
        self.accept()

    @Slot(object)
    def failed(self, error: Exception) -> None:
        if self._blamed and isinstance(error, BadInput):
            self.save_button.setEnabled(True)
            form, field = self._blamed
            form.show_wrong(field, str(error))
        else:
            super().failed(error)
