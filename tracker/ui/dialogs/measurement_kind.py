"""Making a kind of measurement of one's own, and changing one."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from tracker.operations import measurement_kinds
from tracker.store.rows_of_body import OwnKind
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.fields import FormRows

NUMBER_WIDTH = 110


class MeasurementKindDialog(WritingDialog):
    """Asks for name, unit and decimals."""

    def __init__(self, desk: Desk, over: QWidget, before: OwnKind | None = None) -> None:
        title = "Change this kind of measurement" if before else "New kind of measurement"
        super().__init__(
            desk, over, title, "Anything that has a number: grip strength, blood glucose, peak flow.",
            save="Save" if before else "Add", width=460,
        )  # fmt: skip
        self._before = before
        self._name = QLineEdit(before.name if before else "")
        self._name.setPlaceholderText("Grip strength")
        self._unit = QLineEdit(before.unit if before else "")
        self._unit.setPlaceholderText("kg")
        self._decimals = QSpinBox()
        self._decimals.setRange(0, measurement_kinds.MOST_DECIMALS)
        self._decimals.setValue(before.decimals if before else 1)
        self._decimals.setFixedWidth(NUMBER_WIDTH)
        form = FormRows()
        form.add("Name", self._name)
        form.add("Unit", self._unit, "May stay empty.")
        form.add("Decimals", self._decimals, "In the plot; a reading is shown as you typed it.")
        self.body.addWidget(form)
        self.blame(form, self._name)
        self._prefilled = self._values()
        self.guard(self._changed)
        self.saved.connect(self._save)

    def open(self) -> None:
        super().open()
        self._name.setFocus()

    def _values(self) -> tuple[str, str, int]:
        return (self._name.text().strip(), self._unit.text().strip(), self._decimals.value())

    def _changed(self) -> bool:
        return self._values() != self._prefilled

    @Slot()
    def _save(self) -> None:
        write = self._desk.lane.write
        if self._before:
            write(measurement_kinds.edit, self._before.id, *self._values(), on_done=self.done, on_failed=self.failed)
        else:
            write(measurement_kinds.add, *self._values(), on_done=self.done, on_failed=self.failed)
