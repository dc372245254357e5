"""Writing down an exercise of one's own, and changing one."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.operations import exercises
from tracker.operations.exercises import Said
from tracker.store.queries import exercises as query
from tracker.store.rows import Exercise
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.chip_set import ChipSet
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField

MEASURES = (
    ("weight", "Weight and repetitions"), ("bodyweight", "Repetitions"), ("duration", "Time"), ("distance", "Distance"),
)  # fmt: skip
LABEL_WIDTH = 84
LIKE_THIS = "Sets that were written down under this name count for it, too."


class ExerciseDialog(WritingDialog):
    """Asks for name, muscles, equipment and what is counted.

    Args:
        before: the exercise that changes; None makes a new one.
        name: what a new one is called at first.
    """

    def __init__(self, desk: Desk, over: QWidget, before: Exercise | None = None, name: str = "") -> None:
        title = f"Change {before.name}" if before else "New exercise"
        super().__init__(desk, over, title, "" if before else LIKE_THIS, save="Save" if before else "Add", width=640)
        self._before = before
        store, muscles = desk.store, query.all_muscles(desk.store)
        self._name = LineField("Kroc row", name="Name")
        self._name.setText(before.name if before else name)
        self._working, self._helping = ChipSet(muscles, "Muscles that work"), ChipSet(muscles, "Muscles that help")
        self._working.choose(before.muscles if before else ())
        self._helping.choose(before.secondary if before else ())
        self._equipment, self._measure = QComboBox(), QComboBox()
        self._equipment.addItem("None", "")
        for one in query.all_equipment(store):
            self._equipment.addItem(one[:1].upper() + one[1:], one)
        for key, words in MEASURES:
            self._measure.addItem(words, key)
        self._equipment.setCurrentIndex(max(0, self._equipment.findData(before.equipment if before else "")))
        self._measure.setCurrentIndex(max(0, self._measure.findData(before.measure if before else "weight")))
        form = FormRows(label_width=LABEL_WIDTH)
        form.add("Name", self._name)
        form.add("Muscles", self._working, "Each set counts as one for these.")
        form.add("Helping", self._helping, "Each set counts as half for these.")
        for label, field in (("Equipment", self._equipment), ("Counted in", self._measure)):
            field.setMinimumHeight(34)
            form.add(label, field)
        self.body.addWidget(form)
        self.blame(form, self._name)
        self._prefilled = self._said()
        self.guard(lambda: self._said() != self._prefilled)
        self.saved.connect(self._save)

    def open(self) -> None:
        super().open()
        self._name.setFocus()
        self._name.selectAll()

    def _said(self) -> Said:
        return Said(
            self._name.text(), self._working.chosen, self._helping.chosen, self._equipment.currentData(),
            self._measure.currentData(),
        )  # fmt: skip

    @Slot()
    def _save(self) -> None:
        write, said = self._desk.lane.write, self._said()
        if self._before:
            write(exercises.edit, self._before.id, said, on_done=self.done, on_failed=self.failed)
        else:
            write(exercises.add, said, on_done=self.done, on_failed=self.failed)
