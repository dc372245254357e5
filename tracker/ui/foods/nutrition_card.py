"""A card with energy, protein, carbs and fat side by side, in their colours."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.nutrients import Nutrition
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.text import Text
from tracker.ui.words import UNKNOWN, Words

MACROS = ("protein", "carbs", "fat")


class NutritionCard(Card):
    """Energy and macronutrients of a serving or of 100 g, with a note where not all of it is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = QHBoxLayout()
        row.setSpacing(24)
        self._numbers: dict[str, Text] = {}
        self._captions: dict[str, Text] = {}
        for key in ("energy", *MACROS):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._numbers[key] = Text("", "number", "" if key == "energy" else key)
            self._captions[key] = Text(key, "muted")
            column.addWidget(self._numbers[key])
            column.addWidget(self._captions[key])
            row.addLayout(column)
        row.addStretch(1)
        self.body.addLayout(row)
        self._note = Text("", "small", wrap=True)
        self.body.addWidget(self._note)

    def show_nutrition(self, nutrition: Nutrition, of: str, words: Words, note: str = "") -> None:
        """Show numbers.

        Args:
            nutrition: what is shown.
            of: what they are for: serving, 100 g.
            words: how this person reads numbers.
            note: how much of them is known, where that is not all.
        """
        self._numbers["energy"].setText(words.energy(nutrition.energy))
        self._captions["energy"].setText(f"{words.energy_unit} / {of}")
        for key in MACROS:
            grams = words.grams(nutrition.get(key))
            self._numbers[key].setText(grams if grams == UNKNOWN else f"{grams} g")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        spoken = [f"{self._numbers[key].text()} {self._captions[key].text()}" for key in self._numbers]
        self.setAccessibleName(", ".join(spoken))
