"""Laying a usual week on the weeks that come, with a look at every day before."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from tracker.domain.training.plan.week import MOST_WEEKS
from tracker.errors import KnownError
from tracker.operations import usual_week
from tracker.operations.usual_week import Laid
from tracker.store.queries.weeks import Week
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.theme import ROW
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import MONTHS, WEEKDAYS, count, duration_in_words

WEEK = timedelta(days=7)
USUAL_WEEKS = 4
ROWS = 8
STANDS = {"new": "", "there": "there already", "over": "over", "gone": "its plan is gone"}


class LayWeek(WritingDialog):
    """Asks from which week on and for how many; what is there already stays and is not planned again."""

    def __init__(self, desk: Desk, over: QWidget, week: Week, first: date) -> None:
        super().__init__(desk, over, f"Lay {week.name} on weeks", save="Plan", width=560)
        self._week, self._first = week, first
        self._day, self._count = DateField(first + WEEK), QSpinBox()
        self._count.setRange(1, MOST_WEEKS)
        self._count.setValue(USUAL_WEEKS)
        form = FormRows()
        form.add("From the week of", self._day)
        form.add("For how many weeks", self._count)
        self.body.addWidget(form)
        columns = (Column("Day", 156, tone="muted"), Column("Workout"), Column("", 120, right=True, tone="muted"))
        self._model = RowsModel(columns)
        self.list = RowsView(self._model, "What will be planned", header=False, multiple=False)
        self.list.setFixedHeight(ROWS * ROW + 2)
        self._said = Text("", "small", wrap=True)
        self.body.addWidget(self.list)
        self.body.addWidget(self._said)
        self._day.dateChanged.connect(self._look)
        self._count.valueChanged.connect(self._look)
        self.saved.connect(self._save)
        self._look()

    @property
    def first(self) -> date:
        """The first day of the week that was chosen, as this person's weeks begin."""
        day = self._day.day
        return day - timedelta(days=(day - self._first).days % 7)

    @Slot()
    def _look(self) -> None:
        """Show what would be planned."""
        try:
            found = usual_week.preview(self._desk.store, self._week.id, self.first, self._count.value())
        except KnownError as error:
            self._said.setText(str(error))
            self.save_button.setEnabled(False)
            return
        self._model.set_rows([self._row(number, one) for number, one in enumerate(found)])
        new = sum(one.stands == "new" for one in found)
        left = len(found) - new
        rest = f" {count(left, 'other is', 'others are')} left out, as said beside." if left else ""
        self._said.setText(f"{count(new, 'workout')} will be planned.{rest}")
        self.save_button.setEnabled(bool(new))

    def _row(self, number: int, one: Laid) -> Row:
        day, minute = one.day, one.item.minute
        when = (
            f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}, {minute // 60:02}:{minute % 60:02}"
        )
        tone = "" if one.stands == "new" else "muted"
        length = duration_in_words(one.duration) if one.duration else ""
        return Row(str(number), (when, Cell(one.title, tone=tone), STANDS[one.stands] or length))

    @Slot()
    def _save(self) -> None:
        self._desk.lane.write(
            usual_week.lay, self._week.id, self.first, self._count.value(), on_done=self.done, on_failed=self.failed
        )
