"""What can be done with the recipe that is chosen beyond keeping it: cooking, scaling, bringing in, writing out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.store.rows import Recipe
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.foods.recipe_details import RecipeDetails


class RecipeDeeds(QObject):
    """The deeds of a page that shows one recipe at a time. `imported` carries the id of one that came in.

    Args:
        details: where the recipe is shown.
        chosen: the recipe, if one is chosen.
    """

    imported = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, details: RecipeDetails, chosen: Callable[[], Recipe | None]) -> None:
        super().__init__(over)
        self._desk, self._over, self._details, self._chosen = desk, over, details, chosen
        details.cook_wanted.connect(self._cook)

    def commands(self) -> Sequence[Command]:
        """Each of them as a command."""
        one, steps = self._no_recipe, self._no_steps
        return (
            Command("favorites.import", "Import recipe…", "Food", self.import_recipe, (), ("web", "page", "address")),
            Command("favorites.export", "Export recipe…", "Food", self.export_recipe, (), ("json", "share"), one),
            Command("favorites.cook", "Cook step by step", "Food", self._details.cook, (), ("timer",), steps),
            Command("favorites.more", "One serving more", "Food", self._details.scale_up, (), ("scale",), one),
            Command("favorites.fewer", "One serving less", "Food", self._details.scale_down, (), ("scale",), one),
        )

    def _no_recipe(self) -> str | None:
        return None if self._chosen() else "Choose a recipe first."

    def _no_steps(self) -> str | None:
        recipe = self._chosen()
        return None if recipe and recipe.steps.strip() else "Choose a recipe with steps first."

    def photo(self, recipe: Recipe) -> bytes | None:
        """The bytes of its picture, if it has one that is here."""
        if not recipe.photo:
            return None
        from tracker.operations.recipe_import import photo_bytes  # brings formats, which few recipes need

        return photo_bytes(self._desk.store, recipe.photo)

    @Slot()
    def import_recipe(self) -> None:
        """Ask for the address of a recipe's page, or for files."""
        from tracker.ui.dialogs.import_recipe import ImportRecipe

        dialog = ImportRecipe(self._desk, self._over)
        dialog.added.connect(self.imported)
        dialog.files_wanted.connect(self._import_files)
        dialog.open()

    @Slot()
    def _import_files(self) -> None:
        self._desk.window.run("file.import")

    @Slot()
    def export_recipe(self) -> None:
        """Ask for a file and write the recipe into it, as other apps read it."""
        from PySide6.QtWidgets import QFileDialog

        from tracker.operations.recipe_export import write_recipes

        recipe = self._chosen()
        if recipe is None:
            return
        proposed = Path.home() / f"{''.join(c for c in recipe.name if c.isalnum() or c in ' -_')[:80].strip()}.json"
        name, _ = QFileDialog.getSaveFileName(
            self._over.window(), "Export recipe", str(proposed), "schema.org JSON (*.json)"
        )
        if not name:
            return
        try:
            write_recipes(self._desk.store, Path(name), [recipe.id])
        except KnownError as error:
            self._desk.window.show_error(error)
        else:
            self._desk.window.say(f"Wrote {Path(name).name}.")

    @Slot(object)
    def _cook(self, servings: int) -> None:
        from tracker.ui.dialogs.cook import CookDialog

        recipe = self._chosen()
        if recipe is not None and recipe.steps.strip():
            CookDialog(self._desk, self._over, recipe, servings).open()
