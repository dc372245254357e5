"""Energy and macronutrients as four numbers side by side; an empty one is unknown."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.fixed import AMOUNT, ENERGY, MACRO
from tracker.ui.widgets.text import Text
from tracker.ui.words import KILOJOULES, Words, to_amount

NAMES = ("Protein, g", "Carbs, g", "Fat, g")


class NutritionFields(QWidget):
    """Shows and takes energy (0.1 kcal, shown in this person's unit), protein, carbs and fat (mg)."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.touched = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.fields = tuple(QLineEdit() for _ in range(4))
        for name, field in zip((f"Energy, {words.energy_unit}", *NAMES), self.fields, strict=True):
            column = QVBoxLayout()
            column.setSpacing(1)
            label = Text(name, "small")
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.textEdited.connect(self._touch)
            column.addWidget(field)
            column.addWidget(label)
            row.addLayout(column, 1)
        self.setFocusProxy(self.fields[0])
        self._shown: tuple[int | None, ...] = (None,) * 4
        self._texts: tuple[str, ...] = ("",) * 4

    def show_values(self, values: tuple[int | None, ...]) -> None:
        """Show these; `touched` is False from here until one is typed over."""
        self.touched = False
        self._shown = values
        for field, value, scale in zip(self.fields, values, self._scales(), strict=True):
            field.setText("" if value is None else f"{round(value / scale, 1):g}".replace(".", self._words.decimal))
        self._texts = self.texts()

    def texts(self) -> tuple[str, ...]:
        """What stands in the fields."""
        return tuple(field.text() for field in self.fields)

    @property
    def valid(self) -> bool:
        """Whether each is empty or a number that is not negative."""
        numbers = [to_amount(text) for text in self.texts() if text.strip()]
        return all(number is not None and number >= 0 for number in numbers)

    def values(self) -> tuple[int | None, ...]:
        """The numbers as stored; one that was not typed over stays to its last digit."""
        return tuple(
            shown if text == before else _stored(text, scale)
            for text, before, shown, scale in zip(self.texts(), self._texts, self._shown, self._scales(), strict=True)
        )

    def _scales(self) -> tuple[float, ...]:
        energy = ENERGY / KILOJOULES if self._words.energy_unit == "kJ" else ENERGY
        return (energy, MACRO, MACRO, MACRO)

    @Slot()
    def _touch(self) -> None:
        self.touched = True


def _stored(text: str, scale: float) -> int | None:
    number = to_amount(text)
    return None if number is None else round(number / AMOUNT * scale)
