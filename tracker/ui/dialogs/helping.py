"""What was in one helping of a recipe: changed here, it changes this entry and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.fixed import AMOUNT
from tracker.operations import helpings, recipes
from tracker.operations.recipes import Draft
from tracker.store.changes import Changes
from tracker.store.rows import Entry
from tracker.ui.desk import Desk
from tracker.ui.dialogs.recipe import KEYS
from tracker.ui.foods.ingredients import Ingredients
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text
from tracker.ui.words import UNKNOWN, done


class HelpingDialog(Dialog):
    """Edits the ingredients of an entry. `written` says that they were changed.

    Raises:
        NotFound: the recipe is gone and the helping has no ingredients of its own.
    """

    written = Signal()

    def __init__(self, desk: Desk, over: QWidget, entry: Entry) -> None:
        lines = helpings.lines_of(desk.store, entry)
        super().__init__(over, f"{entry.title}, this helping", "The recipe and other helpings stay.", width=820)
        self._desk, self._entry = desk, entry
        self._ingredients = Ingredients(desk, lines)
        self._sum = Text("", "strong")
        self.body.addWidget(self._ingredients)
        self.body.addWidget(self._sum)
        self.body.addWidget(Text(KEYS, "small", wrap=True))
        self._before = self._ingredients.lines
        self._ingredients.changed.connect(self._tell)
        self._ingredients.resized.connect(self.place)
        self.guard(self._changed)
        self.saved.connect(self._save)
        self._tell()

    def _changed(self) -> bool:
        self._ingredients.read()
        return self._ingredients.lines != self._before

    @Slot()
    def _tell(self) -> None:
        """Show what each part and the whole helping have now."""
        preview = recipes.preview(self._desk.store, Draft("x", AMOUNT, self._ingredients.lines))
        self._ingredients.show_matches(preview.ingredients)
        words, whole = self._desk.words, preview.serving
        macros = [(words.grams(whole.get(key)), key) for key in ("protein", "carbs", "fat")]
        parts = [words.energy_with_unit(whole.energy), *(f"{g} g {key}" for g, key in macros if g != UNKNOWN)]
        least = "At least " if preview.known < len(preview.parts) else ""
        self._sum.setText(f"{least}{' · '.join(parts)}" if whole.energy is not None and not words.hidden else "")

    @Slot()
    def _save(self) -> None:
        self._ingredients.read()
        if not self._changed():
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._desk.lane.write(
            helpings.change, self._entry.id, self._ingredients.lines, on_done=self._done, on_failed=self.failed
        )

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.accept()
        self._desk.window.say(done(changes.label), undo=True)
        self.written.emit()
