"""Fields for the numbers of a target, and rows of them for sorts of days."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.body.sorts import DAYS
from tracker.domain.fixed import ENERGY, MACRO, to_fixed
from tracker.errors import BadInput
from tracker.store.rows import Target
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import KILOJOULES, Words

NUMBERS = (
    ("energy", "Energy", ENERGY),
    ("protein", "Protein", MACRO),
    ("carbs", "Carbs", MACRO),
    ("fat", "Fat", MACRO),
)
DAY_WIDTH = 152


class TargetFields(QWidget):
    """Energy, protein, carbs and fat side by side. Empty fields aim at nothing. `of` names the days they are for."""

    changed = Signal()

    def __init__(self, target: Target, words: Words, *, of: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._joule = words.energy_unit == "kJ"
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self.fields: dict[str, QLineEdit] = {}
        for column, (key, label, scale) in enumerate(NUMBERS):
            unit = words.energy_unit if key == "energy" else "g"
            field = QLineEdit(self._text(getattr(target, key), key, scale))
            field.setAccessibleName(f"{label}, {unit}, {of}" if of else f"{label}, {unit}")
            field.textChanged.connect(self.changed)
            if of:
                field.setPlaceholderText(unit if key == "energy" else label.lower())
            else:
                caption = Text(f"{label}, {unit}", "small")
                caption.setBuddy(field)
                grid.addWidget(caption, 0, column)
            grid.addWidget(field, 1, column)
            self.fields[key] = field

    def _text(self, value: int | None, key: str, scale: int) -> str:
        if value is None:
            return ""
        return f"{value / scale * (KILOJOULES if key == 'energy' and self._joule else 1):.0f}"

    def show_energy(self, energy: int) -> None:
        """Put an energy in 0.1 kcal into its field."""
        self.fields["energy"].setText(self._text(energy, "energy", ENERGY))

    def target(self) -> Target:
        """What the fields say.

        Raises:
            BadInput: one of them is no number.
        """
        energy, protein, carbs, fat = (self._read(key, scale) for key, _, scale in NUMBERS)
        return Target(energy, protein, carbs, fat)

    def _read(self, key: str, scale: int) -> int | None:
        text = self.fields[key].text().strip().replace(",", ".")
        try:
            number = float(text) if text else None
        except ValueError as error:
            raise BadInput(f"“{text}” is not a number.", "Type a number, or leave it empty.") from error
        if number is None:
            return None
        return to_fixed(number / KILOJOULES if key == "energy" and self._joule else number, scale)


class OtherDays(QWidget):
    """Sorts of days that aim at something else: a row for each. `changed`: something was typed, added or removed."""

    changed = Signal()

    def __init__(self, others: Mapping[str, Target], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._name = Text("Other days", "heading")
        self.add_link = LinkButton("Training days or a day of the week aim at something else…", tone="accent")
        self.add_link.clicked.connect(self.add)
        self._column.addWidget(self._name)
        self._column.addWidget(self.add_link)
        for key, target in others.items():
            self._append(key, target)
        self._settle()

    def targets(self) -> dict[str, Target]:
        """What each sort of days aims at.

        Raises:
            BadInput: a field is no number, or one sort of days stands there twice.
        """
        found: dict[str, Target] = {}
        for row in self._rows:
            if row.which in found:
                raise BadInput(f"{dict(DAYS)[row.which]} are there twice.", "Remove one of them.")
            found[row.which] = row.numbers.target()
        return found

    def scale(self, energies: Mapping[str, int]) -> None:
        """Put other energies (0.1 kcal) into the rows of these days."""
        for row in self._rows:
            if row.which in energies:
                row.numbers.show_energy(energies[row.which])

    @Slot()
    def add(self) -> None:
        """Add a row for the first sort of days that has none."""
        used = {row.which for row in self._rows}
        free = next((key for key, _ in DAYS if key not in used), None)
        if free is None:
            return
        self._append(free, Target()).numbers.fields["energy"].setFocus()
        self._settle()
        self.changed.emit()

    def _append(self, key: str, target: Target) -> _Row:
        row = _Row(key, target, self._words)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    @Slot(object)
    def _remove(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle()
        self.add_link.setFocus()
        self.changed.emit()

    def _settle(self) -> None:
        shown_if(self._name, bool(self._rows))
        shown_if(self.add_link, len(self._rows) < len(DAYS))
        words = "Another sort of days…" if self._rows else "Training days or a day of the week aim at something else…"
        self.add_link.setText(words)


class _Row(QWidget):
    """One sort of days with its numbers."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, which: str, target: Target, words: Words) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._which = QComboBox()
        self._which.setAccessibleName("Sort of days")
        self._which.setFixedWidth(DAY_WIDTH)
        for key, label in DAYS:
            self._which.addItem(label, key)
        self._which.setCurrentIndex(self._which.findData(which))
        self._which.currentIndexChanged.connect(self.changed)
        self.numbers = TargetFields(target, words, of=dict(DAYS)[which].lower())
        self.numbers.changed.connect(self.changed)
        gone = IconButton("×", "Remove these days", "")
        gone.clicked.connect(self._leave)
        row.addWidget(self._which)
        row.addWidget(self.numbers, 1)
        row.addWidget(gone)

    @property
    def which(self) -> str:
        """The key of its sort of days."""
        return str(self._which.currentData())

    @Slot()
    def _leave(self) -> None:
        self.removed.emit(self)
