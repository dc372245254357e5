"""The numbers of a food's label: the usual ones, and all others Tracker knows, which stay folded away until wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.fixed import AMOUNT, ENERGY
from tracker.domain.nutrients import BY_KEY, CORE, Nutrition
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.words import KILOJOULES, Words, to_amount

HUNDRED = 100 * AMOUNT
USUAL = (*CORE, "fiber", "sugars", "saturated_fat", "sodium")
OTHERS = tuple(key for key in BY_KEY if key not in USUAL)
COLUMNS = 4
COARSE = frozenset({"energy", "sodium"})
"""Nutrients that are shown with one decimal; the others have three."""


class NutrientFields(QWidget):
    """Shows and takes the nutrition of 100 g, or of a portion; an empty field is unknown.

    A number that was not touched keeps all its digits. `changed`: something was typed; `resized`: the rest was
    unfolded or folded away.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, words: Words, nutrition: Nutrition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._old = words, nutrition
        self._joule = words.energy_unit == "kJ"
        self._fields: dict[str, QLineEdit] = {}
        self._rows: dict[str, Labelled] = {}
        self._more: QWidget | None = None
        self._unfold = LinkButton("")
        self._unfold.clicked.connect(self._fold)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid(USUAL))
        column.addWidget(self._unfold)
        self._name_unfold()

    def _grid(self, keys: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, key in enumerate(keys):
            nutrient = BY_KEY[key]
            unit = self._words.energy_unit if key == "energy" else nutrient.unit
            field = self._fields[key] = QLineEdit(self._shown(key))
            field.textChanged.connect(self.changed)
            self._rows[key] = Labelled(f"{nutrient.label}, {unit}", field)
            grid.addWidget(self._rows[key], number // COLUMNS, number % COLUMNS)
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
        return grid

    # What stands there

    def show_nutrition(self, nutrition: Nutrition) -> None:
        """Show other numbers, for 100 g."""
        self._old = nutrition
        for key, field in self._fields.items():
            field.setText(self._shown(key))
        self._name_unfold()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in each field that says something other than what is kept."""
        texts = {key: field.text().strip() for key, field in self._fields.items()}
        return {key: text for key, text in texts.items() if text != self._shown(key)}

    def nutrition(self, weight: int | None) -> Nutrition:
        """The nutrition of 100 g, where the numbers are for `weight` (0.001 g), or with None for 100 g."""
        values = {key: self._value(key, weight) for key in self._fields}
        others = dict(self._old.others)
        for key in self._fields.keys() - set(CORE):
            value = values[key]
            if value is None:
                others.pop(key, None)
            else:
                others[key] = value
        return Nutrition(values["energy"], values["protein"], values["carbs"], values["fat"], others)

    def show_wrong(self) -> bool:
        """Say at each field that holds no number what it should be, and go to the first; whether there is one."""
        wrong = False
        for key in reversed(self._fields):
            text = self._fields[key].text().strip()
            number = to_amount(text)
            fine = not text or (number is not None and number >= 0)
            self._rows[key].show_wrong("" if fine else "Type a number or nothing.")
            wrong |= not fine
        return wrong

    def _value(self, key: str, weight: int | None) -> int | None:
        text = self._fields[key].text().strip()
        if text == self._shown(key) and (weight is None or key in OTHERS):
            return self._old.get(key)
        typed = to_amount(text)
        if typed is None:
            return None
        value = typed / AMOUNT * self._scale(key)
        return round(value * HUNDRED / weight) if weight else round(value)

    def _scale(self, key: str) -> float:
        """Stored integers per unit as it is typed here."""
        return ENERGY / KILOJOULES if key == "energy" and self._joule else BY_KEY[key].scale

    def _shown(self, key: str) -> str:
        value = self._old.get(key)
        if value is None:
            return ""
        number = round(value / self._scale(key), 1 if key in COARSE else 3)
        return f"{number:g}".replace(".", self._words.decimal) if number < 1e5 else f"{number:.0f}"

    # What is folded away

    @Slot()
    def _fold(self) -> None:
        if self._more is None:
            self._more = QWidget()
            grid = self._grid(OTHERS)
            grid.setContentsMargins(0, 0, 0, 0)
            self._more.setLayout(grid)
            self._column.addWidget(self._more)
            self._more.show()  # now, so that its first field can have the focus
        else:
            self._more.setVisible(self._more.isHidden())
        if not self._more.isHidden():
            self._fields[OTHERS[0]].setFocus()
        self._name_unfold()
        self.resized.emit()

    def _name_unfold(self) -> None:
        known = sum(self._old.get(key) is not None for key in OTHERS)
        shown = self._more is not None and not self._more.isHidden()
        more = f"More nutrients… ({known} known)" if known else "More nutrients…"
        self._unfold.setText("Fewer nutrients" if shown else more)
        self._unfold.setAccessibleName(self._unfold.text())
        self._unfold.updateGeometry()
