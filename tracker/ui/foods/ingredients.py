"""The ingredients of a recipe while they are edited: lines that are added, removed and put in order by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from tracker.operations.recipes import Line
from tracker.store.rows import Ingredient
from tracker.ui.desk import Desk
from tracker.ui.foods.ingredient_line import IngredientLine


class Ingredients(QWidget):
    """Lines, at least one. `changed` says that they mean something else, `resized` that there are more or fewer."""

    changed = Signal()
    resized = Signal()

    def __init__(self, desk: Desk, lines: Sequence[Line] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines: list[IngredientLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for line in lines or (None,):
            self._insert(len(self._lines), line)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the lines mean, without the empty ones."""
        return tuple(one.line for one in self._lines if one.line is not None)

    def read(self) -> None:
        """Understand what was typed a moment ago."""
        for one in self._lines:
            one.read()

    def accept_guesses(self) -> None:
        """The foods that were guessed are right."""
        for one in self._lines:
            one.accept_guess()

    def show_matches(self, ingredients: Sequence[Ingredient]) -> None:
        """Show what each line is worth; the ingredients are those of `lines`, in their order."""
        found = iter(ingredients)
        for one in self._lines:
            one.show_match(next(found, None) if one.line is not None else None)

    def open_line(self, ingredient: str) -> None:
        """Go to the ingredient with this id and offer foods for it."""
        for one in self._lines:
            if one.line is not None and one.line.id == ingredient:
                self._focus(one)
                one.choose()

    def _insert(self, place: int, line: Line | None = None) -> IngredientLine:
        made = IngredientLine(self._desk, line)
        made.changed.connect(self.changed)
        made.field.ended.connect(self._end)
        made.field.removed.connect(self._remove)
        made.field.left.connect(self._leave)
        made.field.carried.connect(self._carry)
        made.field.pasted.connect(self._paste)
        self._lines.insert(place, made)
        self._column.insertWidget(place, made)
        made.show()  # now, or it could not take the focus yet
        self._chain()
        return made

    def _chain(self) -> None:
        """Tab goes through the lines in the order shown, whenever they were made."""
        stops = [stop for one in self._lines for stop in (one.field, one.match)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _here(self) -> int:
        """The place of the line that has the focus."""
        focus = QApplication.focusWidget()
        return next((place for place, one in enumerate(self._lines) if focus in (one.field, one.match)), 0)

    def _focus(self, line: IngredientLine) -> None:
        line.field.setFocus()
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(line, 0, 12)

    @Slot()
    def _end(self) -> None:
        """Enter: a new line below; on an empty last line, on to the next field."""
        place = self._here()
        if self._lines[place].line is None:
            self.focusNextChild()
            return
        below = place + 1
        if below == len(self._lines) or self._lines[below].line is not None:
            self._insert(below)
            self.resized.emit()
        self._focus(self._lines[below])

    @Slot()
    def _remove(self) -> None:
        place = self._here()
        if len(self._lines) == 1:
            self._lines[0].field.clear()
            self._lines[0].read()
            return
        gone = self._lines.pop(place)
        self._focus(self._lines[max(0, place - 1)] if place == len(self._lines) else self._lines[place])
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self.resized.emit()
        self.changed.emit()

    @Slot(int)
    def _leave(self, step: int) -> None:
        place = self._here() + step
        if 0 <= place < len(self._lines):
            self._focus(self._lines[place])

    @Slot(int)
    def _carry(self, step: int) -> None:
        place = self._here()
        other = place + step
        if not 0 <= other < len(self._lines):
            return
        line = self._lines.pop(place)
        self._lines.insert(other, line)
        self._column.removeWidget(line)
        self._column.insertWidget(other, line)
        self._chain()
        self._focus(line)
        self.changed.emit()

    @Slot(object)
    def _paste(self, texts: Sequence[str]) -> None:
        """Several lines from elsewhere become as many ingredients."""
        place = self._here()
        if self._lines[place].line is None:
            self._lines[place].field.setText(texts[0])
            texts = texts[1:]
        for text in texts:
            place += 1
            self._insert(place).field.setText(text)
        self.read()
        self.resized.emit()
        self._focus(self._lines[place])
