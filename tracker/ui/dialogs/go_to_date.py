"""Asking for a date in the words people use."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.date_words import date_of
from tracker.errors import BadInput
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_field import LineField
from tracker.ui.words import long_date


class GoToDate(Dialog):
    """One field; Enter goes there."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, "Go to date", save="Go", width=420)
        self._desk = desk
        self._field = LineField("yesterday, last mon, -3, 12.3., 2026-03-12", name="Date")
        self._field.textChanged.connect(self._typed)
        self._field.returnPressed.connect(self._go)
        self.body.addWidget(self._field)
        self.saved.connect(self._go)

    @Slot()
    def _typed(self) -> None:
        found = date_of(self._field.text(), self._desk.today)
        self._field.set_ghost(f"→ {long_date(found, self._desk.today)}" if found else "")

    @Slot()
    def _go(self) -> None:
        found = date_of(self._field.text(), self._desk.today)
        if found is None:
            self.show_error(BadInput("This is no date.", "Type yesterday, last mon, -3, 12.3. or 2026-03-12."))
            return
        self.chosen.emit(found)
        self.accept()
