"""Writing down a usual week: a line for each workout, with its day, its time, and what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTime, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from tracker.domain.quick_add.durations import read_duration
from tracker.domain.sports import CHOICES, label
from tracker.domain.training.plan.week import MOST_ITEMS, Item
from tracker.domain.weeks import order
from tracker.errors import BadInput
from tracker.operations import usual_week
from tracker.store.queries import plans
from tracker.store.queries.settings import week_begins
from tracker.store.queries.weeks import Week
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.buttons import IconButton, SecondaryButton
from tracker.ui.widgets.fields import FormRows, indent
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.when_field import TimeField
from tracker.ui.words import WEEKDAYS, duration_in_words

SPORT = "sport:"
"""Before a sport, where a workout follows no plan."""
USUAL_TIMES = (18 * 60, 9 * 60)
"""Minutes after midnight that are proposed, on days of work and at the week's end."""
FIRST_DAYS = (1, 3, 5)
"""A new week begins with a workout on Tuesday, Thursday and Saturday."""


class _Line:
    """The fields of one workout."""

    def __init__(self, day: QComboBox, time: TimeField, what: QComboBox, length: LineField, away: IconButton) -> None:
        self.day, self.time, self.what, self.length, self.away = day, time, what, length, away

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.day, self.time, self.what, self.length, self.away


class WeekDialog(WritingDialog):
    """Asks for the workouts of a usual week; `items` are what a new one begins with. `written` carries the changes."""

    def __init__(self, desk: Desk, over: QWidget, before: Week | None = None, items: Sequence[Item] = ()) -> None:
        title = f"Change {before.name}" if before else "New week"
        super().__init__(desk, over, title, "A usual week, to be laid on the weeks that come.", width=680)
        self._before = before
        self._plans = plans.plans(desk.store)
        self._lines: list[_Line] = []
        self._name = LineField("Base week", name="Name")
        self._name.setText(before.name if before else "")
        form = FormRows()
        form.add("Name", self._name)
        self.body.addWidget(form)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        for column, words in enumerate(("Day", "Time", "Workout", "How long")):
            self._grid.addWidget(Text(words, "small", "muted"), 0, column)
        self.body.addLayout(self._grid)
        add = SecondaryButton("Add a workout")
        add.clicked.connect(self._add)
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        for item in before.items if before else items or tuple(map(self._usual, FIRST_DAYS)):
            self._add_line(item)
        self._prefilled = self._values()
        self.guard(lambda: self._values() != self._prefilled)
        self.saved.connect(self._save)

    def _usual(self, day: int) -> Item:
        """What a new line proposes."""
        first = self._plans[0] if self._plans else None
        return Item(day, USUAL_TIMES[day >= 5], first.id if first else "", "" if first else CHOICES[0])

    # Lines

    def _add_line(self, item: Item) -> None:
        day, time, what = QComboBox(), TimeField(QTime(item.minute // 60, item.minute % 60)), QComboBox()
        days = order(week_begins(self._desk.store))
        for number in days:
            day.addItem(WEEKDAYS[number], number)
        day.setCurrentIndex(days.index(item.day))
        time.setDisplayFormat("HH:mm")
        indent(time)
        for plan in self._plans:
            what.addItem(plan.name, plan.id)
        if item.plan and what.findData(item.plan) < 0:
            what.addItem("A plan that is gone", item.plan)
        for sport in dict.fromkeys([*([item.sport] if item.sport else []), *CHOICES]):
            what.addItem(f"{label(sport)}, no plan", SPORT + sport)
        what.setCurrentIndex(max(0, what.findData(item.plan or SPORT + item.sport)))
        length = LineField("45 min", name="How long")
        length.setText("" if item.duration is None else duration_in_words(item.duration))
        away = IconButton("✕", "Take this workout out")
        line = _Line(day, time, what, length, away)
        named: tuple[tuple[QWidget, str], ...] = ((day, "Day"), (time, "Time"), (what, "Workout"))
        for choice, name in named:
            choice.setAccessibleName(name)
            choice.setMinimumHeight(34)
        what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        what.setMinimumContentsLength(12)  # a long name is cut rather than make the dialog wider than the window
        length.setFixedWidth(104)
        row = self._grid.rowCount()
        for column, field in enumerate(line.widgets):
            self._grid.addWidget(field, row, column)
        what.currentIndexChanged.connect(self._show_lengths)
        away.clicked.connect(lambda: self._take_out(line))
        self._lines.append(line)
        self._show_lengths()

    @Slot()
    def _add(self) -> None:
        """One more workout, on the day after the last."""
        if len(self._lines) < MOST_ITEMS:
            last = self._lines[-1].day.currentData() if self._lines else 0
            self._add_line(self._usual((last + 1) % 7))
            self._lines[-1].day.setFocus()

    def _take_out(self, line: _Line) -> None:
        self._lines.remove(line)
        for field in line.widgets:
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()

    @Slot()
    def _show_lengths(self) -> None:
        """A plan says itself how long it is."""
        for line in self._lines:
            is_free = str(line.what.currentData()).startswith(SPORT)
            line.length.setEnabled(is_free)
            plan = next((one for one in self._plans if one.id == line.what.currentData()), None)
            if not is_free:
                line.length.setText("" if plan is None or plan.duration is None else duration_in_words(plan.duration))

    def _values(self) -> tuple[object, ...]:
        lines = (
            (one.day.currentData(), one.time.time().toString(), one.what.currentData(), one.length.text().strip())
            for one in self._lines
        )
        return self._name.text().strip(), *lines

    # Saving

    def _items(self) -> list[Item]:
        """The workouts as typed.

        Raises:
            BadInput: a length cannot be read.
        """
        items = []
        for line in self._lines:
            what, text = str(line.what.currentData()), line.length.text().strip()
            at = line.time.time()
            minute = at.hour() * 60 + at.minute()
            if not what.startswith(SPORT):
                items.append(Item(line.day.currentData(), minute, what))
                continue
            length = read_duration(text) if text else None
            if text and length is None:
                line.length.setFocus()
                raise BadInput(f"“{text}” is no duration.", "Type 45 min or 1:30, or leave it empty.")
            items.append(Item(line.day.currentData(), minute, "", what.removeprefix(SPORT), length))
        return items

    @Slot()
    def _save(self) -> None:
        try:
            items = self._items()
        except BadInput as error:
            self.show_error(error)
            return
        record = self._before.id if self._before else ""
        self._desk.lane.write(
            usual_week.keep, self._name.text(), items, record, on_done=self.done, on_failed=self.failed
        )
