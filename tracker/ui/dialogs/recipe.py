"""Writing down a recipe: what it is called, what goes into it, how it is made, with what a serving has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.domain.fixed import AMOUNT
from tracker.operations import recipes
from tracker.operations.recipes import Draft
from tracker.store.changes import Changes
from tracker.store.rows import Recipe
from tracker.ui.desk import Desk
from tracker.ui.foods.ingredients import Ingredients
from tracker.ui.foods.photo import PhotoField
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.widgets.text import Text
from tracker.ui.words import UNKNOWN, to_amount

if TYPE_CHECKING:
    from tracker.operations.food_past import PastChange
    from tracker.store.database import Store
    from tracker.tasks.task import Progress

KEYS = "Enter adds a line · F4 chooses the food · Ctrl+Del removes the line · Alt+Shift+Up and Down move it"
PROSE_HEIGHT = 92
LINES_OF_FIELDS = (
    (("name", 6),),
    (("cuisine", 2), ("tags", 4)),
    (("servings", 1), ("yields", 1), ("minutes", 1), ("cooked_mass", 1), ("source", 2)),
)
"""The fields by line, with how many of six columns each takes."""


class RecipeDialog(Dialog):
    """Edits a recipe, or a new one. `written` carries the changes.

    Args:
        recipe: the one to change; None for a new one.
        ingredient: the ingredient to match with a food first.
    """

    written = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, recipe: Recipe | None = None, ingredient: str = "") -> None:
        super().__init__(over, f"Edit {recipe.name}" if recipe else "New recipe", width=880)
        self._desk, self._recipe, self._ingredient = desk, recipe, ingredient
        draft = recipes.draft_of(recipe) if recipe else Draft("", AMOUNT)
        self._build_fields(draft)
        self._ingredients = Ingredients(desk, draft.lines)
        self._sum = Text("", "small")
        self._accept = Button("Keep all guesses")
        self._accept.clicked.connect(self._accept_guesses)
        self._heading = SectionHeader("Ingredients", "", self._sum)
        self._photo = PhotoField(desk, draft.photo)
        self.add_left(self._photo, self._accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._ingredients)
        self.body.addWidget(Text(KEYS, "small", wrap=True))
        self._steps, self._notes = QPlainTextEdit(draft.steps), QPlainTextEdit(draft.notes)
        prose = QHBoxLayout()
        prose.setSpacing(16)
        for label, field, share in (("Steps", self._steps, 3), ("Notes", self._notes, 2)):
            field.setTabChangesFocus(True)
            field.setFixedHeight(PROSE_HEIGHT)
            prose.addWidget(Labelled(label, field), share)
        self.body.addLayout(prose)
        self._ingredients.changed.connect(self._tell)
        self._ingredients.resized.connect(self._grow)
        self._fields["servings"].textChanged.connect(self._tell)
        self._before = self._draft()
        self.guard(self._changed)
        self.saved.connect(self._save)
        self._tell()

    def _build_fields(self, draft: Draft) -> None:
        words = self._desk.words
        texts = {
            "name": ("Name", draft.name), "cuisine": ("Cuisine", draft.cuisine),
            "tags": ("Tags, with commas between", ", ".join(draft.tags)),
            "servings": ("Makes", words.amount(draft.servings, "")), "yields": ("of what", draft.yields),
            "minutes": ("Minutes", "" if draft.minutes is None else str(draft.minutes)),
            "cooked_mass": ("Cooked weight, g", words.amount(draft.cooked_mass, "")),
            "source": ("From", draft.source),
        }  # fmt: skip
        self._fields = {key: QLineEdit(text) for key, (_, text) in texts.items()}
        self._rows = {key: Labelled(label, self._fields[key]) for key, (label, _) in texts.items()}
        self._fields["source"].setPlaceholderText("A page's address, a book, a person")
        self._fields["source"].setCursorPosition(0)
        self._fields["yields"].setPlaceholderText("servings")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, line in enumerate(LINES_OF_FIELDS):
            column = 0
            for key, share in line:
                grid.addWidget(self._rows[key], row, column, 1, share)
                column += share
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def open(self) -> None:
        super().open()
        if self._ingredient:
            QTimer.singleShot(0, self, self._open_ingredient)

    @Slot()
    def _open_ingredient(self) -> None:
        self._ingredients.open_line(self._ingredient)

    def _draft(self) -> Draft:
        """What is typed now; a number that cannot be read counts as not given."""
        text = {key: field.text().strip() for key, field in self._fields.items()}
        minutes = to_amount(text["minutes"])
        return Draft(
            text["name"], to_amount(text["servings"]) or 0, self._ingredients.lines,
            self._recipe.id if self._recipe else "", text["cuisine"], tuple(text["tags"].split(",")),
            to_amount(text["cooked_mass"]) or None, None if minutes is None else round(minutes / AMOUNT),
            self._steps.toPlainText(), self._notes.toPlainText(), text["source"], text["yields"], self._photo.photo,
        )  # fmt: skip

    def _changed(self) -> bool:
        self._ingredients.read()
        return self._draft() != self._before

    @Slot()
    def _tell(self) -> None:
        """Show what each line and a serving have now."""
        draft = self._draft()
        preview = recipes.preview(self._desk.store, draft if draft.servings > 0 else _one_serving(draft))
        self._ingredients.show_matches(preview.ingredients)
        parts = len(preview.parts)
        self._heading.set("Ingredients", f"{preview.matched} of {parts} matched" if parts else "")
        self._accept.setVisible(preview.unsure > 0)
        words, serving = self._desk.words, preview.serving
        macros = [(words.grams(serving.get(key)), key) for key in ("protein", "carbs", "fat")]
        shown = [words.energy_with_unit(serving.energy), *(f"{g} g {key}" for g, key in macros if g != UNKNOWN)]
        least = "at least " if preview.known < parts else ""
        self._sum.setText(
            f"A serving has {least}{' · '.join(shown)}" if serving.energy is not None and not words.hidden else ""
        )

    @Slot()
    def _accept_guesses(self) -> None:
        """Every food that was guessed is right."""
        self._ingredients.accept_guesses()
        self._tell()

    @Slot()
    def _grow(self) -> None:
        self.place()

    @Slot()
    def _save(self) -> None:
        self._ingredients.read()
        if self._valid():
            self.save_button.setEnabled(False)  # once
            if self._recipe:
                work = partial(_past, self._draft(), self._before)
                self._desk.lane.ask(work, on_done=self._ask_past, on_failed=self.failed)
            else:
                self._from_now_on()

    @Slot(object)
    def _ask_past(self, past: Sequence[PastChange]) -> None:
        """Ask whether helpings that were logged before are to change as well, where there are any."""
        from tracker.ui.dialogs.food_past import ask_past

        name = self._draft().name.strip()
        ask_past(self, self._desk, name, past, now=self._from_now_on, also=self._past_too, back=self._back)

    @Slot()
    def _from_now_on(self) -> None:
        self._desk.lane.write(recipes.save, self._draft(), self._before, on_done=self._done, on_failed=self.failed)

    @Slot()
    def _past_too(self) -> None:
        from tracker.operations.recipe_past import save_with_past

        self._desk.lane.write(save_with_past, self._draft(), self._before, on_done=self._done, on_failed=self.failed)

    @Slot()
    def _back(self) -> None:
        self.save_button.setEnabled(True)

    def _valid(self) -> bool:
        """Say at the first field that is wrong what it should be."""
        wrong = {"name": "" if self._fields["name"].text().strip() else "Give the recipe a name."}
        for key, needed in (("servings", True), ("minutes", False), ("cooked_mass", False)):
            text = self._fields[key].text().strip()
            number = to_amount(text)
            fine = (number is not None and number > 0) if text else not needed
            wrong[key] = "" if fine else "Type a number, such as 4." if needed else "Type a number or nothing."
        for key, sentence in reversed(wrong.items()):
            self._rows[key].show_wrong(sentence)
        self.place()
        return not any(wrong.values())

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.accept()
        self.written.emit(changes)


def _past(draft: Draft, opened: Draft, store: Store, _progress: Progress) -> list[PastChange]:
    from tracker.operations.recipe_past import past_changes

    return past_changes(store, draft, opened)


def _one_serving(draft: Draft) -> Draft:
    return replace(draft, servings=AMOUNT)
