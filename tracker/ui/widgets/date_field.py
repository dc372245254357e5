"""A day in a form: readable, with a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QSize
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QDateEdit, QWidget

from tracker.domain import dates

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
"""As the rest of the window speaks: in the system's language a day has other names, and maybe other digits."""

SPARE = 16
"""px that Qt does not count: it measures the first and the last day, and there are wider ones than these."""


class DateField(QDateEdit):
    """A day that is typed, stepped with Up and Down, or picked from a calendar."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(QDate(day.year, day.month, day.day), parent)
        self.setLocale(ENGLISH)
        self.setDisplayFormat("ddd, d MMM yyyy")
        self.setCalendarPopup(True)
        first, last = min(day, dates.FIRST), max(day, dates.LAST)  # a record beyond them keeps its day
        self.setDateRange(QDate(first.year, first.month, first.day), QDate(last.year, last.month, last.day))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + SPARE, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def day(self) -> date:
        """The day that is shown."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The number of the day, which digits replace; Qt takes the weekday for the day and digits for nothing.
        self.setCurrentSectionIndex(1)
        number = str(self.date().day())
        self.lineEdit().setSelection(self.lineEdit().text().index(number), len(number))

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab goes to the next field at once; Left and Right go from day to month to year.
        return QWidget.focusNextPrevChild(self, forward)
