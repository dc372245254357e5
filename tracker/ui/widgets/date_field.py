"""A day in a form: readable, with a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget


class DateField(QDateEdit):
    """A day that is typed, stepped with Up and Down, or picked from a calendar."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(QDate(day.year, day.month, day.day), parent)
        self.setDisplayFormat("ddd, d MMM yyyy")
        self.setCalendarPopup(True)

    @property
    def day(self) -> date:
        """The day that is shown."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())
