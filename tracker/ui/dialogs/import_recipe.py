"""Bringing a recipe in: from the address of a page, which is fetched because it is asked for, or from files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.domain.recipes.found import FoundRecipe
from tracker.errors import KnownError
from tracker.operations.recipe_import import Added
from tracker.store.database import Store
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text

if TYPE_CHECKING:
    from tracker.formats.web import Web

TOLD = (
    "Tracker asks this one site for this page and its picture, and sends nothing else. "
    "From a file it works without a network: a page that your browser saved, schema.org JSON, or an export of Paprika, "
    "Nextcloud Cookbook, Tandoor, Mealie or Plan to Eat."
)


class ImportRecipe(Dialog):
    """Asks for the address. `added` carries the id of the recipe, `files_wanted` asks for files instead."""

    added = Signal(str)
    files_wanted = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, "Import a recipe", save="Fetch it", width=560)
        self._desk = desk
        self._task: Task | None = None
        self._address = LineField("https://", name="Address of the recipe's page")
        self._address.setText(_copied())
        self._row = Labelled("Address of the recipe's page", self._address)
        self._told = Text(TOLD, "small", wrap=True)
        self._files = Button("Choose files…")
        self.add_left(self._files)
        self.body.addWidget(self._row)
        self.body.addWidget(self._told)
        self._address.returnPressed.connect(self._fetch)
        self.saved.connect(self._fetch)
        self._files.clicked.connect(self._choose_files)
        self.closed.connect(self._give_up)

    def open(self) -> None:
        super().open()
        self._address.setFocus()
        self._address.selectAll()

    @Slot()
    def _choose_files(self) -> None:
        self.accept()
        self.files_wanted.emit()

    @Slot()
    def _fetch(self) -> None:
        address = self._address.text().strip()
        if not address:
            self._row.show_wrong("Paste the address of a recipe's page.")
            self.place()
            return
        if self._task is not None and self._task.running:
            return
        self._row.show_wrong("")
        self.error.clear()
        self._busy(True)
        self._task = self._desk.lookups.ask(partial(_fetched, address), self._found, self._failed)

    def _busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self._told.setText("Fetching the page…" if busy else TOLD)
        self.place()

    @Slot(object)
    def _found(self, found: FoundRecipe) -> None:
        self._desk.lane.write(_keep, found, on_done=self._kept, on_failed=self._failed)

    @Slot(object)
    def _kept(self, done: Added) -> None:
        self.accept()
        self._desk.window.say("This recipe is here already." if done.duplicate else f"Imported {_name(done)}.",
                              undo=not done.duplicate)  # fmt: skip
        self.added.emit(done.id)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, KnownError):
            self.show_error(error)

    @Slot()
    def _give_up(self) -> None:
        if self._task is not None and self._task.running:
            self._task.cancel()


def _fetched(address: str, web: Web, progress: Progress) -> FoundRecipe:
    from tracker.formats.recipes.fetch import fetch_recipe

    return fetch_recipe(web, address, progress.check)


def _keep(store: Store, found: FoundRecipe) -> Added:
    from tracker.operations.recipe_import import add_found

    return add_found(store, found)


def _name(done: Added) -> str:
    return done.changes.label.removeprefix("Import ")


def _copied() -> str:
    """An address that is on the clipboard is most likely the one that is meant."""
    text = QGuiApplication.clipboard().text().strip()
    return text if text.startswith(("http://", "https://")) and len(text) < 2000 and " " not in text else ""
