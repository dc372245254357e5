"""A recipe in Favorites: nutrition of a serving, ingredients for as many as are hungry, steps with their timers."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain import units
from tracker.domain.fixed import AMOUNT
from tracker.domain.recipes.steps import split
from tracker.formats.addresses import host
from tracker.store.rows import Ingredient, Recipe
from tracker.ui.foods.nutrition_card import NutritionCard
from tracker.ui.foods.photo import Photo
from tracker.ui.theme import font
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.details import GAP, Details, Section
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import Words, count

NARROWEST, WIDEST = 74, 190
"""Of the column with the amounts."""
PHOTO = QSize(124, 82)
EIGHTH = AMOUNT // 8
MOST_SERVINGS = 200 * AMOUNT


class RecipeDetails(Details):
    """A recipe. `ingredient_wanted` carries the id of the ingredient that needs a food; `cook_wanted` the servings."""

    ingredient_wanted = Signal(str)
    cook_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recipe", "Add to plan", parent)
        self._recipe: Recipe | None = None
        self._words = Words(".", "kcal")
        self._servings = AMOUNT
        self._card, self._photo = NutritionCard(), Photo(PHOTO)
        self._heading = SectionHeader("Ingredients", "", self._scaling())
        self._model = RowsModel(_columns(NARROWEST))
        self.ingredients = RowsView(self._model, "Ingredients", header=False, fit=True, multiple=False)
        self.ingredients.opened.connect(self.ingredient_wanted)
        self.ingredients.edit_requested.connect(self.ingredient_wanted)
        self.ingredients.button_clicked.connect(self._clicked)
        self._steps, self._notes = Section("Steps"), Section("Notes")
        self._cook = Button("Cook step by step")
        self._cook.clicked.connect(self.cook)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._card, 1)
        top.addWidget(self._photo, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addSpacing(6)
        self.body.addLayout(top)
        self.body.addSpacing(GAP - 8)
        for part in (self._heading, self.ingredients, self._steps):
            self.body.addWidget(part)
        self.body.addWidget(self._cook, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._notes)
        self.body.addStretch(1)

    def _scaling(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._fewer, self._more = IconButton("−", "For one serving less"), IconButton("+", "For one serving more")
        self._fewer.clicked.connect(self.scale_down)
        self._more.clicked.connect(self.scale_up)
        row.addWidget(self._fewer)
        row.addWidget(self._more)
        return holder

    @property
    def servings(self) -> int:
        """For how many (0.001) the ingredients are shown."""
        return self._servings

    @Slot()
    def scale_up(self) -> None:
        """Show the ingredients for one serving more."""
        self._scale(self._servings // AMOUNT * AMOUNT + AMOUNT)

    @Slot()
    def scale_down(self) -> None:
        """Show the ingredients for one serving less."""
        self._scale(-(-self._servings // AMOUNT) * AMOUNT - AMOUNT)

    def _scale(self, servings: int) -> None:
        if self._recipe is not None and AMOUNT <= servings <= MOST_SERVINGS:
            self._servings = servings
            self._show_ingredients(self._recipe)

    @Slot()
    def cook(self) -> None:
        """Ask for the steps one by one."""
        self.cook_wanted.emit(self._servings)

    @Slot(str, str)
    def _clicked(self, ingredient: str, _column: str) -> None:
        self.ingredient_wanted.emit(ingredient)

    def show_recipe(self, recipe: Recipe, words: Words, photo: bytes | None = None) -> None:
        """Show a recipe; what it was scaled to stays while it is the same one."""
        if self._recipe is None or (self._recipe.id, self._recipe.servings) != (recipe.id, recipe.servings):
            self._servings = recipe.servings
        self._recipe, self._words = recipe, words
        self.show_title(recipe.name, _line(recipe, words), recipe.starred)
        self._card.show_nutrition(recipe.serving, _one(recipe), words, _known(recipe))
        self._photo.show_bytes(photo)
        self._show_ingredients(recipe)
        steps = split(recipe.steps)
        told = (f"{number}. {step}" for number, step in enumerate(steps, 1)) if len(steps) > 1 else steps
        self._steps.show_text("\n".join(told))
        self._cook.setVisible(bool(recipe.steps.strip()))
        self._notes.show_text(recipe.notes)

    def _show_ingredients(self, recipe: Recipe) -> None:
        words, scale = self._words, Fraction(self._servings, recipe.servings)
        made = "" if scale == 1 else f", made for {words.amount(recipe.servings, '')}"
        self._heading.set("Ingredients", f"for {words.amount(self._servings, '')}{made}")
        amounts = [_amount(one, scale, words) for one in recipe.ingredients]
        metrics = QFontMetricsF(font(tabular=True))
        widest = max([metrics.horizontalAdvance(text) + 22 for text in amounts], default=0)
        columns = _columns(round(min(max(widest, NARROWEST), WIDEST)))
        if columns != self._model.columns:
            self._model.set_columns(columns)
        self._model.set_rows([
            _ingredient_row(one, amount, scale, words)
            for one, amount in zip(recipe.ingredients, amounts, strict=True)
        ])  # fmt: skip


def _amount(one: Ingredient, scale: Fraction, words: Words) -> str:
    return words.amount(None if one.amount is None else scaled(one.amount, one.unit, scale), one.unit, one.name)


def scaled(amount: int, unit: str | None, scale: Fraction) -> int:
    """An amount for more or fewer, in parts that a spoon has: eighths of what is said in fractions."""
    exact = amount * scale
    known = units.find(unit) if unit else None
    spoken = unit is None or (known is not None and known.spoken)
    if scale == 1 or not spoken or exact < EIGHTH:
        return round(exact)
    return round(exact / EIGHTH) * EIGHTH


def _columns(amount: int) -> tuple[Column, ...]:
    return (Column("", amount, right=True), Column(""), Column("", 128, right=True, key="match", tone="muted"))


def _one(recipe: Recipe) -> str:
    """What one of it is called: serving, slice."""
    if not recipe.told:
        return "the whole"
    word = recipe.yields.casefold()
    return "serving" if not word else word.removesuffix("s") if len(word) > 3 else word


def _known(recipe: Recipe) -> str:
    """How much of the numbers is known, and how much of that is a guess."""
    parts = len(recipe.parts)
    said = []
    if recipe.known < parts:
        said.append(f"At least: {recipe.known} of {count(parts, 'ingredient')} known")
    if recipe.unsure:
        said.append(f"{count(recipe.unsure, 'food is a guess', 'foods are guesses')}")
    return " · ".join(said)


def _line(recipe: Recipe, words: Words) -> str:
    servings = words.amount(recipe.servings, "")
    word = recipe.yields or ("serving" if recipe.servings == AMOUNT else "servings")
    parts = [
        recipe.cuisine,
        f"{servings} {word}" if recipe.told else "makes: not known",
        words.plain(recipe.minutes, "min") if recipe.minutes is not None else "",
        f"{words.amount(recipe.cooked_mass, 'g')} cooked" if recipe.cooked_mass else "",
        f"from {host(recipe.source) or recipe.source}" if recipe.source else "",
    ]
    return " · ".join(part for part in parts if part)


def _ingredient_row(one: Ingredient, amount: str, scale: Fraction, words: Words) -> Row:
    if one.heading:
        return Row(one.id, ("", Cell(one.name, strong=True), ""), selectable=True)
    tip = one.food_name
    if not one.food_name:
        last = Cell("match a food…", pill="warn", tip="No food is known for this ingredient, so it counts as nothing.")
    elif not one.matched:
        last = Cell("weight?", pill="warn", tip=f"Nobody knows what this amount of {one.food_name} weighs.")
    elif one.doubt == "food":
        last = Cell(f"{one.food_name}?", pill="warn", tip=f"{one.food_name} is a guess. Enter looks at it.")
    elif one.nutrition is None or one.nutrition.energy is None:
        last = Cell("")
    else:
        last = Cell(words.energy_with_unit(round(one.nutrition.energy * scale)))
        tip += f", about {words.amount(one.mass, 'g')}" if one.doubt == "weight" else ""
    return Row(one.id, (amount, Cell(one.name, tip=tip), last))
