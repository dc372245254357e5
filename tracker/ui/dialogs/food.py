"""Writing down a food of one's own, from its label: per 100 g or per portion, with the other computed.

What was looked up is reviewed here before it is kept, and what was eaten before is asked about when a food changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.domain.barcodes import is_barcode
from tracker.domain.described import DescribedFood
from tracker.domain.nutrients import BY_KEY, MACROS, Nutrition
from tracker.domain.plausible import doubts
from tracker.operations import foods, lookup
from tracker.operations.foods import Draft
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.rows import Food, Portion
from tracker.ui.desk import Desk
from tracker.ui.foods.nutrient_fields import HUNDRED, NutrientFields
from tracker.ui.foods.portions import Portions
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import to_amount

if TYPE_CHECKING:
    from tracker.operations.food_past import PastChange
    from tracker.tasks.task import Progress

PROSE_HEIGHT = 64


class FoodDialog(Dialog):
    """Edits a food of one's own, or a new one. `written` carries the changes."""

    written = Signal(object)

    def __init__(
        self, desk: Desk, over: QWidget, food: Food | None = None, name: str = "", found: DescribedFood | None = None
    ) -> None:
        super().__init__(over, f"Edit {food.name}" if food else "New food", _subtitle(food, found), width=640)
        self._desk = desk
        self._old = foods.draft_of(food) if food else Draft(name)
        self._opened = self._old
        self._source, self._key, self._category = self._old.source, "", self._old.category
        self._doubts = Text("", "small", "warn", wrap=True)
        self._doubts.hide()
        self.body.addWidget(self._doubts)
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
        self.look_up = Button("Look up in Open Food Facts…")
        self.look_up.clicked.connect(self._look_up)
        self.add_left(self.look_up)
        self.guard(self._changed)
        self.saved.connect(self._save)
        if found is not None:
            self.fill(found)
        self._compute()

    def _build_names(self) -> None:
        self._name, self._brand = QLineEdit(self._old.name), QLineEdit(self._old.brand)
        self._barcode = QLineEdit(self._old.barcode)
        self._name_row, self._barcode_row = Labelled("Name", self._name), Labelled("Barcode", self._barcode)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._name_row, 4)
        row.addWidget(Labelled("Brand", self._brand), 3)
        row.addWidget(self._barcode_row, 3)
        self.body.addLayout(row)

    def _build_basis(self) -> None:
        self._basis = ChipBar([("100", "per 100 g"), ("portion", "per portion")], "What the numbers are for")
        self._basis.chosen.connect(self._basis_chosen)
        self._weight = QLineEdit()
        self._weight.setFixedWidth(90)
        self._weight.setAccessibleName("Weight of the portion, g")
        self._weight.textChanged.connect(self._compute)
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
        self._numbers = NutrientFields(self._desk.words, self._old.nutrition)
        self._numbers.changed.connect(self._compute)
        self._numbers.resized.connect(self.place)
        self.body.addWidget(self._numbers)
        self._computed, self._unlikely = Text("", "small", wrap=True), Text("", "small", "warn", wrap=True)
        self._unlikely.hide()
        self.body.addWidget(self._computed)
        self.body.addWidget(self._unlikely)

    @Slot(str)
    def _basis_chosen(self, basis: str) -> None:
        for part in (self._of, self._weight, self._grams):
            part.setVisible(basis == "portion")
        self._weight_wrong.hide()
        self._compute()

    @Slot()
    def _compute(self) -> None:
        """Tell the numbers for the other amount: for 100 g, or for the first portion."""
        if not hasattr(self, "_portions"):
            return  # still being built
        weight = to_amount(self._weight.text()) if self._basis.current == "portion" else None
        nutrition = self._numbers.nutrition(weight)
        portions = self._portions.portions
        if weight:
            said = f"In 100 g: {self._in_words(nutrition)}"
        elif portions and nutrition != Nutrition():
            grams = self._desk.words.amount(portions[0].mass, "g")
            of_portion = self._in_words(nutrition.scaled(portions[0].mass, HUNDRED))
            said = f"In 1 {portions[0].name} ({grams}): {of_portion}"
        else:
            said = ""
        self._computed.setText(said)
        shown_if(self._computed, bool(said))
        self._doubt(nutrition)

    def _doubt(self, nutrition: Nutrition) -> None:
        """Say what cannot be right, once there is enough to tell; it can be kept all the same."""
        complete = None not in (nutrition.energy, nutrition.protein, nutrition.carbs, nutrition.fat)
        said = [] if not complete or self._doubts.isVisibleTo(self) else doubts(nutrition)
        self._unlikely.setText("\n".join(f"Is this right? {sentence}" for sentence in said))
        if self._unlikely.isVisibleTo(self) != bool(said):
            self._unlikely.setVisible(bool(said))
            if self.isVisible():
                self.place()

    def _in_words(self, nutrition: Nutrition) -> str:
        words = self._desk.words
        parts = [words.energy_with_unit(nutrition.energy)]
        for key in MACROS:
            value = nutrition.get(key)
            parts.append(f"{words.number(value / BY_KEY[key].scale, 1)} g {key}" if value is not None else f"– {key}")
        return ", ".join(parts)

    def _typed(self) -> tuple[object, ...]:
        return (
            *(field.text().strip() for field in (self._name, self._brand, self._barcode)), self._basis.current,
            self._weight.text(), self._numbers.typed, self._portions.typed, self._notes.toPlainText(),
        )  # fmt: skip

    def _changed(self) -> bool:
        return self._typed() != self._before

    # Looking up

    @Slot()
    def _look_up(self) -> None:
        """Ask Open Food Facts for the barcode that stands here, or else for brand and name."""
        from tracker.ui.dialogs.lookup import LookupDialog

        words = f"{self._brand.text()} {self._name.text()}".strip()
        dialog = LookupDialog(self._desk, self, self._barcode.text().strip() or words, refill=True)
        dialog.chosen.connect(self.fill)
        dialog.open()

    @Slot(object)
    def fill(self, found: DescribedFood) -> None:
        """Take what was looked up: all numbers, and name, brand, barcode and portions where there are none yet."""
        draft = lookup.draft_of(found)
        self._source, self._key = draft.source, "" if self._old.id else draft.key
        self._category = self._category or draft.category
        for field, text in ((self._name, draft.name), (self._brand, draft.brand), (self._barcode, draft.barcode)):
            field.setText(field.text().strip() or text)
            field.setCursorPosition(0)  # the beginning of a long name tells more than its end
        self._basis.choose("100")
        self._basis_chosen("100")
        self._numbers.show_nutrition(draft.nutrition)
        self._portions.add(draft.portions)
        notes = self._notes.toPlainText().strip()
        if draft.notes not in notes:
            self._notes.setPlainText(f"{notes}\n{draft.notes}".strip())
        self._doubts.setText("\n".join(["Look at the label, this may be wrong:", *found.doubts]))
        self._doubts.setVisible(bool(found.doubts))
        self._compute()
        self.place()

    # Saving

    @Slot()
    def _save(self) -> None:
        if not self._valid():
            return
        self.save_button.setEnabled(False)  # once
        draft, opened = self._draft(), self._opened
        if opened.id:
            self._desk.lane.ask(partial(_past, draft, opened), on_done=self._ask_past, on_failed=self.failed)
        else:
            self._desk.lane.write(foods.save, draft, opened, on_done=self._done, on_failed=self.failed)

    @Slot(object)
    def _ask_past(self, past: Sequence[PastChange]) -> None:
        """Ask whether what was eaten before is to change as well, where there is any."""
        from tracker.ui.dialogs.food_past import ask_past

        name = self._draft().name.strip()
        ask_past(self, self._desk, name, past, now=self._from_now_on, also=self._past_too, back=self._back)

    @Slot()
    def _from_now_on(self) -> None:
        self._desk.lane.write(foods.save, self._draft(), self._opened, on_done=self._done, on_failed=self.failed)

    @Slot()
    def _past_too(self) -> None:
        from tracker.operations.food_past import save_with_past

        self._desk.lane.write(save_with_past, self._draft(), self._opened, on_done=self._done, on_failed=self.failed)

    @Slot()
    def _back(self) -> None:
        self.save_button.setEnabled(True)

    def _valid(self) -> bool:
        """Say at the first field that is wrong what it should be."""
        wrong = [self._portions_wrong(), self._weight_missing()]
        self._portions_row.show_wrong(wrong[0])
        self._weight_wrong.setText(wrong[1])
        self._weight_wrong.setVisible(bool(wrong[1]))
        if wrong[1]:
            self._weight.setFocus()
        wrong.append("no number" if self._numbers.show_wrong() else "")
        code = re.sub(r"[\s-]", "", self._barcode.text())
        fine = not code or code == self._opened.barcode or is_barcode(code)
        wrong.append("" if fine else "These digits do not fit together.")
        self._barcode_row.show_wrong(wrong[-1])
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
        old = self._opened
        weight = to_amount(self._weight.text()) if self._basis.current == "portion" else None
        return Draft(
            self._name.text(), self._numbers.nutrition(weight), self._with_serving(weight), old.id, self._brand.text(),
            self._category, re.sub(r"[\s-]", "", self._barcode.text()), self._source, self._notes.toPlainText(),
            self._key,
        )  # fmt: skip

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


def _subtitle(food: Food | None, found: DescribedFood | None) -> str:
    if found is not None:
        return "From Open Food Facts, where everybody can type. Compare it with the package before you keep it."
    if food is not None and not food.own:
        return "Yours will stand in the place of the catalogue's. Deleting it brings that one back."
    return ""


def _past(draft: Draft, opened: Draft, store: Store, _progress: Progress) -> list[PastChange]:
    from tracker.operations.food_past import past_changes

    return past_changes(store, draft, opened)
