"""Setting a goal of training: how much of what, every week, month or year."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.sports import CHOICES, label
from tracker.domain.training.goals import Goal, Measure, read_amount, wanted_in_words
from tracker.errors import BadInput
from tracker.operations import goals
from tracker.store.queries.workouts import sports
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField

PERIODS = (("week", "Every week"), ("month", "Every month"), ("year", "Every year"))
MEASURES = (("time", "Time"), ("distance", "Distance"), ("load", "Load"), ("count", "Workouts"))
EXAMPLES = {"time": "8 h", "distance": "150 km", "load": "400", "count": "4"}


class GoalDialog(WritingDialog):
    """Asks for a goal, or for what changes of one."""

    def __init__(self, desk: Desk, over: QWidget, before: Goal | None = None) -> None:
        super().__init__(desk, over, "Change the goal" if before else "New goal", width=460)
        self._before = before
        self._measure, self._period, self._sport = QComboBox(), QComboBox(), QComboBox()
        for field, choices in ((self._measure, MEASURES), (self._period, PERIODS)):
            for key, text in choices:
                field.addItem(text, key)
        self._sport.addItem("All sports", "")
        for sport in dict.fromkeys(
            [*([before.sport] if before and before.sport else []), *sports(desk.store), *CHOICES]
        ):
            self._sport.addItem(label(sport), sport)
        self._wanted = LineField(EXAMPLES["time"], name="How much")
        form = FormRows()
        for field in (self._measure, self._period, self._sport):
            field.setMinimumHeight(34)
        form.add("Of", self._measure)
        form.add("How much", self._wanted)
        form.add("How often", self._period)
        form.add("Sport", self._sport)
        self.body.addWidget(form)
        if before:
            for field, key in ((self._measure, before.measure), (self._period, before.period),
                               (self._sport, before.sport)):  # fmt: skip
                field.setCurrentIndex(max(0, field.findData(key)))
            words = wanted_in_words(before.measure, before.wanted, desk.words.decimal)
            self._wanted.setText(words.removeprefix("load ").removesuffix(" workouts").removesuffix(" workout"))
            delete = Button("Delete goal", danger=True)
            delete.clicked.connect(self._delete)
            self.add_left(delete)
        self._measure.currentIndexChanged.connect(self._show_example)
        self._wanted.textChanged.connect(self._echo)
        self._prefilled = self._values()
        self.guard(lambda: self._values() != self._prefilled)
        self.saved.connect(self._save)
        self._show_example()

    def _values(self) -> tuple[str, ...]:
        chosen = (str(field.currentData()) for field in (self._measure, self._period, self._sport))
        return *chosen, self._wanted.text().strip()

    def _read(self) -> int | None:
        measure: Measure = self._measure.currentData()
        return read_amount(measure, self._wanted.text().replace("\u202f", ""))

    @Slot()
    def _show_example(self) -> None:
        self._wanted.setPlaceholderText(EXAMPLES[self._measure.currentData()])
        self._echo()

    @Slot()
    def _echo(self) -> None:
        """Say how the amount is understood."""
        wanted = self._read()
        words = wanted_in_words(self._measure.currentData(), wanted, self._desk.words.decimal) if wanted else ""
        self._wanted.set_ghost(f"→ {words}" if words and words != self._wanted.text().strip() else "")

    @Slot()
    def _save(self) -> None:
        wanted = self._read()
        if wanted is None:
            example = EXAMPLES[self._measure.currentData()]
            self._wanted.setFocus()
            self.show_error(BadInput("How much is not understood.", f"Type it like {example}."))
            return
        self._desk.lane.write(
            goals.put, self._period.currentData(), self._measure.currentData(), self._sport.currentData(), wanted,
            self._before.id if self._before else "", on_done=self.done, on_failed=self.failed,
        )  # fmt: skip

    @Slot()
    def _delete(self) -> None:
        if self._before:
            self._desk.lane.write(goals.delete, self._before.id, on_done=self.done, on_failed=self.failed)
