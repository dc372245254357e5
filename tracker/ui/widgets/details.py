"""The right side of Favorites: what a recipe, a food or a workout is, with what can be done with it."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.domain.fixed import AMOUNT
from tracker.store.rows import Ingredient, Recipe
from tracker.ui import keys
from tracker.ui.theme import font
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.nutrition_card import NutritionCard
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.star import StarButton
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, cut

GAP = 17
"""Before a heading."""
NARROWEST, WIDEST = 74, 190
"""Of the column with the amounts."""


class Details(QScrollArea):
    """A title with its star and buttons, a line below it, and what a subclass adds to `body`."""

    star_wanted = Signal()
    edit_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, name: str, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 12)
        self.body.setSpacing(8)
        self.title, self.line = LongText("", "section"), LongText("", "muted")
        self.star = StarButton(keys.STAR[0])
        self.edit, self.add = Button("Edit"), PrimaryButton(add)
        self.star.clicked.connect(self.star_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self.add.clicked.connect(self.add_wanted)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.body.addLayout(self._head())
        self.body.addWidget(self.line)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._scrolls)

    @Slot(int, int)
    def _scrolls(self, _: int, most: int) -> None:
        """Keep away from the scroll bar where there is one."""
        self.body.setContentsMargins(0, 0, 8 if most else 0, 12)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.title, 1)
        row.addWidget(self.star, 0, top)
        row.addStretch(0)
        row.addSpacing(8)
        self.buttons.addWidget(self.edit)
        self.buttons.addWidget(self.add)
        row.addLayout(self.buttons)
        row.setAlignment(self.buttons, top)
        return row

    def show_title(self, title: str, line: str, starred: bool) -> None:
        """Show the name with its star, and the line below."""
        self.title.setText(title)
        self.title.setMaximumWidth(round(QFontMetricsF(self.title.font()).horizontalAdvance(cut(title))) + 4)
        self.line.setText(line)
        self.star.show_starred(starred)

    def sizeHint(self) -> QSize:
        return QSize(380, 400)


class Section(QWidget):
    """A heading with wrapped text below it; hidden while there is no text."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP - 8, 0, 0)
        column.setSpacing(6)
        self._text = Text("", "muted", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(SectionHeader(heading))
        column.addWidget(self._text)

    def show_text(self, text: str) -> None:
        """Show it."""
        self._text.setText(text.strip())
        self.setVisible(bool(text.strip()))


class RecipeDetails(Details):
    """A recipe. `ingredient_wanted` carries the id of the ingredient that needs a food."""

    ingredient_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recipe", "Add to plan", parent)
        self._card = NutritionCard()
        self._heading = SectionHeader("Ingredients")
        self._model = RowsModel(_columns(NARROWEST))
        self.ingredients = RowsView(self._model, "Ingredients", header=False, fit=True, multiple=False)
        self.ingredients.opened.connect(self.ingredient_wanted)
        self.ingredients.edit_requested.connect(self.ingredient_wanted)
        self.ingredients.button_clicked.connect(self._clicked)
        self._steps, self._notes = Section("Steps"), Section("Notes")
        self.body.addSpacing(6)
        self.body.addWidget(self._card)
        self.body.addSpacing(GAP - 8)
        self.body.addWidget(self._heading)
        for part in (self.ingredients, self._steps, self._notes):
            self.body.addWidget(part)
        self.body.addStretch(1)

    @Slot(str, str)
    def _clicked(self, ingredient: str, _column: str) -> None:
        self.ingredient_wanted.emit(ingredient)

    def show_recipe(self, recipe: Recipe, words: Words) -> None:
        """Show a recipe."""
        self.show_title(recipe.name, _line(recipe, words), recipe.starred)
        parts = len(recipe.ingredients)
        note = "" if recipe.matched == parts else f"{recipe.matched} of {parts} ingredients matched"
        self._card.show_nutrition(recipe.serving, "serving", words, note)
        self._heading.set("Ingredients", f"for {words.amount(recipe.servings, '')}")
        amounts = [words.amount(one.amount, one.unit, one.name) for one in recipe.ingredients]
        metrics = QFontMetricsF(font(tabular=True))
        widest = max([metrics.horizontalAdvance(text) + 22 for text in amounts], default=0)
        columns = _columns(round(min(max(widest, NARROWEST), WIDEST)))
        if columns != self._model.columns:
            self._model.set_columns(columns)
        self._model.set_rows([
            _ingredient_row(one, amount, words) for one, amount in zip(recipe.ingredients, amounts, strict=True)
        ])  # fmt: skip
        self._steps.show_text(recipe.steps)
        self._notes.show_text(recipe.notes)


def _columns(amount: int) -> tuple[Column, ...]:
    return (Column("", amount, right=True), Column(""), Column("", 128, right=True, key="match", tone="muted"))


def _line(recipe: Recipe, words: Words) -> str:
    servings = words.amount(recipe.servings, "")
    parts = [
        recipe.cuisine,
        f"{servings} serving" if recipe.servings == AMOUNT else f"{servings} servings",
        words.plain(recipe.minutes, "min") if recipe.minutes is not None else "",
        f"{words.amount(recipe.cooked_mass, 'g')} cooked" if recipe.cooked_mass else "",
        f"from {urlsplit(recipe.source).hostname or recipe.source}" if recipe.source else "",
    ]
    return " · ".join(part for part in parts if part)


def _ingredient_row(one: Ingredient, amount: str, words: Words) -> Row:
    tip = one.food_name
    if not one.food_name:
        last = Cell("match a food…", pill="warn", tip="No food is known for this ingredient, so it counts as nothing.")
    elif not one.matched:
        last = Cell("weight?", pill="warn", tip=f"Nobody knows what this amount of {one.food_name} weighs.")
    else:
        last = Cell(words.energy_with_unit(one.nutrition.energy) if one.nutrition else "")
    return Row(one.id, (amount, Cell(one.name, tip=tip), last))
