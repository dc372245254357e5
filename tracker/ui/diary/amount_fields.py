"""How much of a food or recipe: a number, its unit, and what that amounts to."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.nutrients import Nutrition
from tracker.operations import amounts
from tracker.store.queries import foods
from tracker.store.rows import Food, Recipe
from tracker.ui.desk import Desk
from tracker.ui.widgets.text import Text
from tracker.ui.words import to_amount


class AmountFields(QWidget):
    """Begins with the amount of last time. `confirmed` tells Enter in the number."""

    confirmed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source: Food | Recipe | None = None
        self._number, self._unit, self._energy = QLineEdit(), QComboBox(), Text("", "small")
        self._number.setAccessibleName("Amount")
        self._unit.setAccessibleName("Unit")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._number, 2)
        row.addWidget(self._unit, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._energy)
        self.setFocusProxy(self._number)
        self._number.textChanged.connect(self._tell)
        self._number.returnPressed.connect(self.confirmed)
        self._unit.currentTextChanged.connect(self._tell)

    def sizeHint(self) -> QSize:
        # The form puts its label beside the number, not in the middle of both lines.
        return QSize(240, self._number.sizeHint().height())

    def show_source(self, source: Food | Recipe | None, amount: int | None = None, unit: str | None = None) -> None:
        """Ask for an amount of this; `amount` and `unit` are where it starts, else those of last time."""
        self._source = source
        self.setEnabled(source is not None)
        self._unit.clear()
        if source is None:
            self._number.clear()
            return
        last = foods.last_amount(self._desk.store, _kind(source), source.id) or amounts.usual_of(source)
        start = (amount, unit) if amount is not None and unit is not None else last
        self._unit.addItems(amounts.units_of(source, start[1]))
        self._unit.setCurrentText(start[1])
        self._number.setText(self._desk.words.amount(start[0], ""))
        self._tell()

    @property
    def amount(self) -> int | None:
        """What was typed, in 0.001 of the unit; None where it is no amount."""
        typed = to_amount(self._number.text())
        return typed if typed is not None and typed > 0 else None

    @property
    def unit(self) -> str:
        """The unit."""
        return self._unit.currentText()

    def select(self) -> None:
        """Take the focus with the number ready to be typed over."""
        self._number.setFocus()
        self._number.selectAll()

    def _nutrition(self) -> Nutrition | None:
        if self._source is None or self.amount is None:
            return None
        if isinstance(self._source, Recipe):
            return amounts.of_recipe(self._source, self.amount, self.unit)[1]
        return amounts.of_food(self._source, amounts.mass_of(self._source, self.amount, self.unit))

    @Slot()
    def _tell(self) -> None:
        words, nutrition = self._desk.words, self._nutrition()
        typed = bool(self._number.text().strip())
        if nutrition is None:
            self._energy.setText("Type a number, such as 150 or 1.5." if self._source else "")
        else:
            protein = f" · {words.grams(nutrition.protein)} g protein" if nutrition.protein is not None else ""
            self._energy.setText(f"{words.energy_with_unit(nutrition.energy)}{protein}")
        self._energy.set_tone("bad" if nutrition is None and typed and self._source else "")


def _kind(source: Food | Recipe) -> str:
    return "recipe" if isinstance(source, Recipe) else "food"
