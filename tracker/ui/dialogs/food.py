"""Writing down a food of one's own, from its label: per 100 g or per portion."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.domain.fixed import AMOUNT, ENERGY
from tracker.domain.nutrients import BY_KEY, Nutrition
from tracker.errors import BadInput, KnownError
from tracker.operations import foods
from tracker.operations.foods import Draft
from tracker.store.changes import Changes
from tracker.store.rows import Food, Portion
from tracker.ui.desk import Desk
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.widgets.portions import Portions
from tracker.ui.widgets.text import Text
from tracker.ui.words import KILOJOULES, to_amount

HUNDRED = 100 * AMOUNT
OTHERS = ("fiber", "sugars", "saturated_fat", "sodium")
KEYS = ("energy", "protein", "carbs", "fat", *OTHERS)
COLUMNS = 4
PROSE_HEIGHT = 64


class FoodDialog(Dialog):
    """Edits a food of one's own, or a new one. `written` carries the changes."""

    written = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, food: Food | None = None, name: str = "") -> None:
        super().__init__(over, f"Edit {food.name}" if food else "New food", width=640)
        self._desk = desk
        self._old = foods.draft_of(food) if food else Draft(name)
        self._joule = desk.words.energy_unit == "kJ"
        self._build_names()
        self._build_basis()
        self._build_numbers()
        self._portions = Portions(self._old.portions, desk.words)
        self._portions.resized.connect(self.place)
        self._portions_row = Labelled("Portions, such as 1 slice = 30 g; Enter adds one", self._portions)
        self._notes = QPlainTextEdit(self._old.notes)
        self._notes.setTabChangesFocus(True)
        self._notes.setFixedHeight(PROSE_HEIGHT)
        self.body.addWidget(self._portions_row)
        self.body.addWidget(Labelled("Notes", self._notes))
        self._before = self._typed()
        self.guard(self._changed)
        self.saved.connect(self._save)

    def _build_names(self) -> None:
        self._name, self._brand = QLineEdit(self._old.name), QLineEdit(self._old.brand)
        self._name_row = Labelled("Name", self._name)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._name_row, 3)
        row.addWidget(Labelled("Brand", self._brand), 2)
        self.body.addLayout(row)

    def _build_basis(self) -> None:
        self._basis = ChipBar([("100", "per 100 g"), ("portion", "per portion")], "What the numbers are for")
        self._basis.chosen.connect(self._basis_chosen)
        self._weight = QLineEdit()
        self._weight.setFixedWidth(90)
        self._weight.setAccessibleName("Weight of the portion, g")
        self._of, self._grams, self._weight_wrong = Text("of", "muted"), Text("g", "muted"), Text("", "small", "bad")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(SectionHeader("Nutrition"))
        row.addWidget(self._basis)
        for part in (self._of, self._weight, self._grams, self._weight_wrong):
            part.hide()
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)

    def _build_numbers(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self._numbers: dict[str, QLineEdit] = {}
        self._rows: dict[str, Labelled] = {}
        for number, key in enumerate(KEYS):
            nutrient = BY_KEY[key]
            unit = self._desk.words.energy_unit if key == "energy" else nutrient.unit
            self._numbers[key] = QLineEdit(self._shown(key))
            self._rows[key] = Labelled(f"{nutrient.label}, {unit}", self._numbers[key])
            grid.addWidget(self._rows[key], number // COLUMNS, number % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _scale(self, key: str) -> float:
        """Stored integers per unit as it is typed here."""
        return ENERGY / KILOJOULES if key == "energy" and self._joule else BY_KEY[key].scale

    def _shown(self, key: str) -> str:
        value = self._old.nutrition.get(key)
        if value is None:
            return ""
        number = round(value / self._scale(key), 1 if key in ("energy", "sodium") else 3)
        return f"{number:g}".replace(".", self._desk.words.decimal) if number < 1e5 else f"{number:.0f}"

    @Slot(str)
    def _basis_chosen(self, basis: str) -> None:
        for part in (self._of, self._weight, self._grams):
            part.setVisible(basis == "portion")
        self._weight_wrong.hide()

    def _typed(self) -> tuple[object, ...]:
        numbers = tuple(field.text().strip() for field in self._numbers.values())
        return (
            self._name.text().strip(), self._brand.text().strip(), self._basis.current, self._weight.text(), numbers,
            self._portions.typed, self._notes.toPlainText(),
        )  # fmt: skip

    def _changed(self) -> bool:
        return self._typed() != self._before

    # Saving

    @Slot()
    def _save(self) -> None:
        if self._valid():
            self.save_button.setEnabled(False)  # once
            self._desk.lane.write(foods.save, self._draft(), self._old, on_done=self._done, on_failed=self._failed)

    def _valid(self) -> bool:
        """Say at the first field that is wrong what it should be."""
        wrong = [self._portions_wrong(), self._weight_missing()]
        self._portions_row.show_wrong(wrong[0])
        self._weight_wrong.setText(wrong[1])
        self._weight_wrong.setVisible(bool(wrong[1]))
        if wrong[1]:
            self._weight.setFocus()
        for key in reversed(KEYS):
            text = self._numbers[key].text().strip()
            number = to_amount(text)
            fine = not text or (number is not None and number >= 0)
            wrong.append("" if fine else "Type a number or nothing.")
            self._rows[key].show_wrong(wrong[-1])
        wrong.append("" if self._name.text().strip() else "Give the food a name.")
        self._name_row.show_wrong(wrong[-1])
        self.place()
        return not any(wrong)

    def _portions_wrong(self) -> str:
        return "A portion needs a name and a weight in grams." if self._portions.incomplete else ""

    def _weight_missing(self) -> str:
        if self._basis.current != "portion":
            return ""
        weight = to_amount(self._weight.text())
        return "" if weight is not None and weight > 0 else "What does the portion weigh?"

    def _draft(self) -> Draft:
        """The food per 100 g. A number that was not touched keeps all its digits."""
        old = self._old
        weight = to_amount(self._weight.text()) if self._basis.current == "portion" else None
        values = {key: self._value(key, weight) for key in KEYS}
        others = {key: value for key, value in old.nutrition.others.items() if key not in OTHERS}
        others |= {key: value for key in OTHERS if (value := values[key]) is not None}
        nutrition = Nutrition(values["energy"], values["protein"], values["carbs"], values["fat"], others)
        return Draft(
            self._name.text(), nutrition, self._with_serving(weight), old.id, self._brand.text(), old.category,
            old.barcode, old.source, self._notes.toPlainText(),
        )  # fmt: skip

    def _value(self, key: str, weight: int | None) -> int | None:
        text = self._numbers[key].text().strip()
        if weight is None and text == self._shown(key):
            return self._old.nutrition.get(key)
        typed = to_amount(text)
        if typed is None:
            return None
        value = typed / AMOUNT * self._scale(key)
        return round(value * HUNDRED / weight) if weight else round(value)

    def _with_serving(self, weight: int | None) -> tuple[Portion, ...]:
        """The portions, with the one that the numbers were given for."""
        portions = self._portions.portions
        if weight is None or any(portion.mass == weight or portion.name == "serving" for portion in portions):
            return portions
        return (Portion("serving", weight), *portions)

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.accept()
        self.written.emit(changes)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be saved."))
