"""Asking for a day and a time, and doing something with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime, Slot
from PySide6.QtWidgets import QWidget

from tracker.store.changes import Changes
from tracker.store.clock import instant
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.when_field import TimeField
from tracker.ui.words import done


class WhenDialog(Dialog):
    """Asks when, as the clock on the wall shows it here; it stays open while the operation cannot be done.

    Args:
        desk: the window's.
        over: any widget of the window.
        title: what it is about.
        moment: what is proposed.
        operation: gets the store and the instant in ms UTC.
        save: words of the button.
    """

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        title: str,
        moment: datetime,
        operation: Callable[[Store, int], Changes],
        save: str = "Plan",
    ) -> None:
        super().__init__(over, title, save=save, width=420)
        self._desk, self._operation = desk, operation
        self._day = DateField(moment.date())
        self._time = TimeField(QTime(moment.hour, moment.minute))
        self._time.setDisplayFormat("HH:mm")
        form = FormRows()
        form.add("Day", self._day)
        form.add("Time", self._time)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        shown, zone = self._time.time(), ZoneInfo(self._desk.store.clock.zone())
        at = datetime.combine(self._day.day, time(shown.hour(), shown.minute()), tzinfo=zone)
        self._desk.lane.write(self._operation, instant(at), on_done=self._done, on_failed=self.failed)

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()
