"""A day and a time of day, side by side in a form."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QWidget

from tracker.ui.widgets.date_field import ENGLISH, DateField
from tracker.ui.widgets.fields import indent


class WhenField(QWidget):
    """A day that is typed or picked, and a time."""

    def __init__(self, at: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._day, self._time = DateField(at.date()), TimeField(QTime(at.hour, at.minute))
        self._day.setAccessibleName("Day")
        self._time.setAccessibleName("Time")
        self._time.setDisplayFormat("HH:mm")
        for field in (self._day, self._time):
            indent(field)
        self._time.setMinimumWidth(100)  # Qt would ask for more than a small window has
        row.addWidget(self._day, 3)
        row.addWidget(self._time, 2)

    @property
    def moment(self) -> datetime:
        """The day and minute that are shown, without a zone."""
        time = self._time.time()
        day = self._day.day
        return datetime(day.year, day.month, day.day, time.hour(), time.minute())  # noqa: DTZ001 - whoever asks knows it


class TimeField(QTimeEdit):
    """A time of day."""

    def __init__(self, time: QTime, parent: QWidget | None = None) -> None:
        super().__init__(time, parent)
        self.setLocale(ENGLISH)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # As in a day: Tab goes to the next field, Left and Right from hour to minute.
        return QWidget.focusNextPrevChild(self, forward)
