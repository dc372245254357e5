"""Writing a structured workout: its steps are typed in one line, and drawn while they are."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.sports import CHOICES, label
from tracker.domain.training.plan.steps import Part
from tracker.domain.training.plan.text import HINT, read, write
from tracker.domain.training.plan.totals import totals
from tracker.errors import BadInput
from tracker.operations import plans
from tracker.store.queries.plans import thresholds_on
from tracker.store.rows import Plan
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.training.plans.steps_chart import StepsChart
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.notes_field import NotesField
from tracker.ui.widgets.text import Text
from tracker.ui.words import duration_in_words

CHART_HEIGHT = 76


class PlanDialog(WritingDialog):
    """Asks for name, sport and steps. `written` carries the changes."""

    def __init__(self, desk: Desk, over: QWidget, before: Plan | None = None) -> None:
        super().__init__(desk, over, f"Change {before.name}" if before else "New plan", width=640)
        self._before = before
        self._name = LineField("Sweet spot 3×12", name="Name")
        self._sport = QComboBox()
        self._sport.setMinimumHeight(34)
        for sport in CHOICES:
            self._sport.addItem(label(sport), sport)
        self._steps, self._notes = NotesField(), NotesField()
        self._steps.setPlaceholderText(HINT.removeprefix("Write it like: "))
        self._chart, self._said = StepsChart(CHART_HEIGHT), Text("", "small", wrap=True)
        form = FormRows()
        form.add("Name", self._name)
        form.add("Sport", self._sport)
        form.add("Steps", self._steps)
        form.add("Notes", self._notes)
        self.body.addWidget(form)
        self.body.addWidget(self._chart)
        self.body.addWidget(self._said)
        if before:
            self._name.setText(before.name)
            self._sport.setCurrentIndex(max(0, self._sport.findData(before.sport)))
            self._steps.setPlainText(write(before.parts))
            self._notes.setPlainText(before.notes)
        self._prefilled = self._values()
        self._steps.textChanged.connect(self._show)
        self._sport.currentIndexChanged.connect(self._show)
        self.guard(lambda: self._values() != self._prefilled)
        self.saved.connect(self._save)
        self._show()

    def _values(self) -> tuple[str, str, str, str]:
        sport: str = self._sport.currentData()
        return self._name.text().strip(), sport, self._steps.toPlainText().strip(), self._notes.toPlainText().strip()

    def _parts(self) -> tuple[Part, ...] | BadInput:
        try:
            return read(self._steps.toPlainText())
        except BadInput as error:
            return error

    @Slot()
    def _show(self) -> None:
        """Draw what is understood so far, or say what is not."""
        parts = self._parts()
        if isinstance(parts, BadInput):
            empty = not self._steps.toPlainText().strip()
            self._said.setText(HINT if empty else str(parts))
            self._said.set_tone("muted" if empty else "warn")
            return
        known = thresholds_on(self._desk.store, self._desk.today.isoformat(), self._sport.currentData())
        self._chart.show_steps(parts, known)
        sums = totals(parts, known)
        more = "" if sums.is_whole else " and what the open steps take"
        load = f" · load {sums.load}" if sums.load is not None else ""
        self._said.setText(f"{duration_in_words(sums.time)}{more}{load}" if sums.time else "As long as you like")
        self._said.set_tone("muted")

    @Slot()
    def _save(self) -> None:
        write_it = plans.edit if self._before else plans.add
        record = (self._before.id,) if self._before else ()
        self._desk.lane.write(write_it, *record, *self._values(), on_done=self.done, on_failed=self.failed)
