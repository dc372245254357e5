"""Settings, Data: taking everything along as files, and bringing such files in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.operations.export import Exported
from tracker.operations.imported import Imported
from tracker.operations.reading_back import ReadBack, read_back
from tracker.store.database import Store
from tracker.tasks.task import Progress
from tracker.ui import choosing
from tracker.ui.desk import Desk
from tracker.ui.dialogs.refused_files import RefusedFiles, refusal
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card, row_of
from tracker.ui.widgets.text import Text
from tracker.ui.words import count


class TakeCard(Card):
    """Export and import of everything."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Take it with you", parent=parent)
        self._desk = desk
        self._busy = False
        words = "Everything as files that you and other programs can read. Tracker reads them back in."
        self.body.addWidget(Text(words, "muted", wrap=True))
        self.export, self.bring_in = Button("Export…"), Button("Import…")
        self.tables = Button("Export as tables…")
        self.export.clicked.connect(self.choose_export)
        self.tables.clicked.connect(self.choose_tables)
        self.bring_in.clicked.connect(self.choose_import)
        self.body.addWidget(row_of(self.export, self.tables, self.bring_in))

    # Export

    @Slot()
    def choose_export(self) -> None:
        """Ask for a folder and write everything into a new one in it."""
        self._choose(tables=False)

    @Slot()
    def choose_tables(self) -> None:
        """The same as tables (CSV), for spreadsheets."""
        self._choose(tables=True)

    def _choose(self, *, tables: bool) -> None:
        if self._busy:
            return
        chosen = choosing.folder(self, "Export into a new folder in")
        if chosen is not None:
            self._busy = True
            into = chosen / f"Tracker {'tables' if tables else 'export'} {self._desk.today.isoformat()}"
            task = self._desk.care.export(into, self._exported, self._failed, tables=tables)
            self._desk.window.watch(task, "Exporting everything")

    @Slot(object)
    def _exported(self, done: Exported) -> None:
        self._busy = False
        lacking = f" The samples of {count(done.lacking, 'workout')} are not on this computer." if done.lacking else ""
        records = self._desk.words.number(sum(done.records.values()))
        self._desk.window.say(f"{records} records are in “{done.folder.name}”.{lacking}")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    # Import

    @Slot()
    def choose_import(self) -> None:
        """Ask for the folder of an export and bring in what is not here yet."""
        if self._busy:
            return
        chosen = choosing.folder(self, "Import an export of Tracker's")
        if chosen is not None:
            self._busy = True
            task = self._desk.lane.write_long(_read_back, chosen, on_done=self._imported, on_failed=self._failed)
            self._desk.window.watch(task, "Importing")

    @Slot(object)
    def _imported(self, done: ReadBack) -> None:
        self._busy = False
        kept = sum(one.kept for one in done.files)
        parts = [f"{count(done.new, 'record')} imported" if done.new else "All of it was here already"]
        parts += [f"{count(kept, 'record is', 'records are')} different here and stayed so"] if kept else []
        self._desk.window.say(f"{', '.join(parts)}.", undo=bool(done.changes))
        failed = [Imported(one.file, "failed", error=one.error) for one in done.files if one.error]
        failed += [Imported(one.file, "failed", error=reason) for one in done.files for reason in one.refused]
        if failed:
            self._desk.window.show_error(refusal(failed), "Details…", lambda: RefusedFiles(self, failed).open())


def _read_back(store: Store, folder: Path, *, progress: Progress) -> ReadBack:
    return read_back(store, folder, report=progress.report)
