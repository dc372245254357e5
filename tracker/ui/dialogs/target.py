"""Setting what a day aims at, from a day on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.fixed import ENERGY, MACRO, to_fixed
from tracker.errors import BadInput, KnownError
from tracker.operations import targets
from tracker.store.changes import Changes
from tracker.store.rows import Target
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import KILOJOULES, short_date

FIELDS = (
    ("energy", "Energy", ENERGY),
    ("protein", "Protein, g", MACRO),
    ("carbs", "Carbs, g", MACRO),
    ("fat", "Fat, g", MACRO),
)


class TargetDialog(Dialog):
    """Asks for energy and macronutrients. Empty fields aim at nothing."""

    def __init__(self, desk: Desk, over: QWidget, since: date, before: Target) -> None:
        when = short_date(since, desk.today)
        from_when = when if when[0].isdigit() else when.lower() if when in ("Today", "Tomorrow", "Yesterday") else when
        super().__init__(
            over, "Daily target", f"It holds from {from_when} on. Leave a field empty to aim at nothing.", width=460
        )
        self._desk, self._since = desk, since
        self._joule = desk.words.energy_unit == "kJ"
        form = FormRows()
        self._fields: dict[str, QLineEdit] = {}
        for key, label, scale in FIELDS:
            value = getattr(before, key)
            number = None if value is None else value / scale * (KILOJOULES if key == "energy" and self._joule else 1)
            field = QLineEdit("" if number is None else f"{number:.0f}")
            name = f"{label}, {desk.words.energy_unit}" if key == "energy" else label
            form.add(name, field)
            self._fields[key] = field
        form.add_note("Tracker is not a medical device. Ask a doctor or dietitian if you are ill, pregnant or unsure.")
        self._form = form
        self._before = self._typed()
        self.body.addWidget(form)
        self.guard(self._changed)
        self.saved.connect(self._save)

    def _typed(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self._fields.items()}

    def _changed(self) -> bool:
        return self._typed() != self._before

    @Slot()
    def _save(self) -> None:
        values: dict[str, int | None] = {}
        for key, _, scale in FIELDS:
            text = self._fields[key].text().strip().replace(",", ".")
            try:
                number = float(text) if text else None
            except ValueError:
                self._form.show_wrong(self._fields[key], "Type a number, or leave it empty.")
                return
            if number is not None and key == "energy" and self._joule:
                number /= KILOJOULES
            values[key] = None if number is None else to_fixed(number, scale)
        target = Target(**values)
        self._desk.lane.write(
            targets.set_target, self._since.isoformat(), target, on_done=self._saved, on_failed=self._failed
        )

    @Slot(object)
    def _saved(self, _: Changes) -> None:
        self.accept()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be saved."))
