"""Looking foods up from anywhere in the window: the command, the palette's line, and the form that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from tracker.ui.commands import Command
from tracker.ui.words import done

if TYPE_CHECKING:
    from tracker.domain.described import DescribedFood
    from tracker.store.changes import Changes
    from tracker.ui.desk import Desk
    from tracker.ui.shell import Shell

TITLE = "Look up in Open Food Facts…"


class Lookups(QObject):
    """Asks Open Food Facts when a person says so; what is found is reviewed in the food form before it is kept."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        words = ("barcode", "scan", "product", "package", "brand", "search online")
        shell.registry.add(Command("food.lookup", TITLE, "Food", self.start, ("Ctrl+Shift+O",), words))
        shell.palette_made.connect(self._connect_palette)

    @Slot()
    def _connect_palette(self) -> None:
        palette = self._shell.palette_overlay
        palette.set_elsewhere(_elsewhere)
        palette.asked_elsewhere.connect(self.look_up)

    @Slot()
    def start(self) -> None:
        """Ask what to look up."""
        self.look_up("")

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Look a barcode or a name up."""
        from tracker.ui.dialogs.lookup import LookupDialog

        dialog = LookupDialog(self._desk, self._shell, text)
        dialog.chosen.connect(self._review)
        dialog.known.connect(self._open)
        dialog.open()

    @Slot(object)
    def _review(self, found: DescribedFood) -> None:
        from tracker.ui.dialogs.food import FoodDialog

        dialog = FoodDialog(self._desk, self._shell, found=found)
        dialog.written.connect(self._written)
        dialog.open()

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        self._shell.say(done(changes.label), undo=True)
        if changes.ids:
            self._open(changes.ids[0])

    @Slot(str)
    def _open(self, food: str) -> None:
        self._shell.show_page("favorites", food)


def _elsewhere(text: str) -> str:
    """The words of the palette's line for a text that can be looked up; "" for one that cannot."""
    from tracker.errors import BadInput
    from tracker.operations.lookup import question

    try:
        asked = question(text)
    except BadInput:
        return ""
    what = f"barcode {asked.text}" if asked.kind == "product" else f"“{asked.text}”"
    return f"Look up {what} in Open Food Facts…"
