"""A card with energy, protein, carbs and fat side by side, in their colours."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.domain.nutrients import Nutrition
from tracker.ui.widgets.stat_row import StatRow
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words

MACROS = ("protein", "carbs", "fat")


class NutritionCard(StatRow):
    """Energy and macronutrients of a serving or of 100 g, with a note where not all of it is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nutrition", parent)
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
        numbers = [(f"{words.energy_unit} / {of}", words.energy(nutrition.energy))]
        numbers += [(key, words.grams_with_unit(nutrition.get(key))) for key in MACROS]
        self.show_numbers(numbers, ("", *MACROS))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(", ".join(f"{number} {caption}" for caption, number in numbers))
