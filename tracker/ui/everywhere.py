"""What can be done on every screen: undo and redo, bringing files in, syncing, help."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Slot

from tracker.errors import KnownError, NotFound
from tracker.store import undo
from tracker.store.changes import Changes
from tracker.store.queries.contested import contested
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.contested import RESOLVE, open_conflict
from tracker.ui.words import count

if TYPE_CHECKING:
    from tracker.operations.doubles import Twice
    from tracker.operations.imported import Imported, ImportReport
    from tracker.store.database import Store
    from tracker.tasks.task import Progress
    from tracker.ui.desk import Desk
    from tracker.ui.shell import Shell


PAGES = {
    "readings": "health",
    "workout": "workouts", "strength": "workouts", "apple_health": "workouts",
    "foods_usda": "favorites", "foods_sr": "favorites", "foods_off": "favorites",
    "foods_table": "favorites", "recipe": "favorites",
}  # fmt: skip
"""Where what a kind of file brings is shown."""
OPENED_AFTER = 25
"""ms after an import until the last of it is opened: the page has told its news by then, and neither waits for both."""


class Everywhere(QObject):
    """The commands of the whole window."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        shell.registry.add(*self._commands())
        shell.undo_requested.connect(self.undo)
        shell.files_dropped.connect(self.import_files)

    def _commands(self) -> list[Command]:
        return [
            Command("edit.undo", "Undo", "Edit", self.undo, keys.UNDO, ("take back",), self._nothing_to_undo),
            Command("edit.redo", "Redo", "Edit", self.redo, keys.REDO, ("again",), self._nothing_to_redo),
            Command(
                "file.import", "Import files…", "File", self.choose_files, ("Ctrl+Shift+I",), ("fit", "ride", "watch")
            ),
            Command(
                "file.calendar", "Export the plan as a calendar…", "File", self.write_calendar, (), ("ical", "ics")
            ),
            Command("file.folder", "Show the data folder", "File", self.show_folder, (), ("profile", "where")),
            Command(
                RESOLVE, "Resolve this conflict…", "Sync", self.resolve, (), ("decide", "versions"),
                self._nothing_contested,
            ),
            Command(
                "sync.now", "Sync now", "Sync", self.sync_now, keys.SYNC_NOW, ("refresh", "send"), self._no_account
            ),
        ]  # fmt: skip

    # Undo

    def _nothing_to_undo(self) -> str | None:
        return None if undo.next_undo(self._desk.store) else "There is nothing to undo."

    def _nothing_to_redo(self) -> str | None:
        return None if undo.next_redo(self._desk.store) else "There is nothing to redo."

    @Slot()
    def undo(self) -> None:
        """Take back what was done last."""
        self._desk.lane.write(undo.undo, on_done=self._undone, on_failed=self._nothing)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        self._desk.lane.write(undo.redo, on_done=self._redone, on_failed=self._nothing)

    @Slot(object)
    def _undone(self, changes: Changes) -> None:
        self._shell.say(f"Undone: {changes.label}.")

    @Slot(object)
    def _redone(self, changes: Changes) -> None:
        self._shell.say(f"Done again: {changes.label}.")

    @Slot(object)
    def _nothing(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._shell.say(error.sentence)
        elif isinstance(error, KnownError):
            self._shell.show_error(error)

    # Files

    def choose_files(self) -> None:
        """Ask for files and bring them in."""
        from PySide6.QtWidgets import QFileDialog

        from tracker.operations.kinds import KINDS

        patterns = " ".join(dict.fromkeys(pattern for kind in KINDS for pattern in kind.patterns))
        names, _ = QFileDialog.getOpenFileNames(
            self._shell, "Import files", str(Path.home()), f"What Tracker reads ({patterns});;All files (*)"
        )
        if names:
            self.import_files(tuple(Path(name) for name in names))

    @Slot(object)
    def import_files(self, files: tuple[Path, ...]) -> None:
        """Bring files in, in the background; some kinds are shown first. What became of them is told at the end."""
        task = self._desk.lane.ask(partial(_look, files), on_done=self._looked)
        self._shell.watch(task, f"Reading {count(len(files), 'file')}")

    @Slot(object)
    def _looked(self, found: _Looked) -> None:
        if found.report is None:
            self._bring_in(found.files)
            return
        from tracker.ui.dialogs.import_preview import ImportPreview

        dialog = ImportPreview(self._shell, found.report.files)
        dialog.saved.connect(lambda: self._bring_in(found.files))
        dialog.open()

    def _bring_in(self, files: Sequence[Path]) -> None:
        task = self._desk.lane.write_long(_bring_in, files, on_done=self._imported)
        self._shell.watch(task, f"Importing {count(len(files), 'file')}")

    @Slot(object)
    def _imported(self, done: _Brought) -> None:
        from tracker.operations.importing import brought

        report = done.report
        parts = [f"{words} imported" for words in brought(report.files)]
        again = report.count("duplicate")
        parts += [f"{count(again, 'file was', 'files were')} here already"] if again else []
        failed = [one for one in report.files if one.status == "failed"]
        if parts:
            self._shell.say(f"{', '.join(parts)}.", undo=bool(report.changes))
        if failed:
            self._show_refused(failed)
        QTimer.singleShot(OPENED_AFTER, self, partial(self._open, done))

    def _open(self, done: _Brought) -> None:
        """Show the last of what was brought in, and ask about what is there twice."""
        if self._desk.lane.closed:
            return
        for one in reversed(done.report.files):
            if one.new and one.ids and one.kind in PAGES:
                self._shell.show_page(PAGES[one.kind], one.ids[-1])
                break
        if done.twice:  # until somebody says which, all stay
            from tracker.ui.dialogs.doubles import DoublesDialog

            dialog = DoublesDialog(self._desk, self._shell, done.twice)
            dialog.closed.connect(partial(self._ask_planned, done.new))
            dialog.open()
        elif done.unclear:
            self._ask_planned(done.new)

    def _ask_planned(self, new: Sequence[str]) -> None:
        """Ask which planned workouts new ones are, where that is not clear and nothing else is asked."""
        from tracker.operations.planned import unclear

        questions = unclear(self._desk.store, new)
        if questions:
            from tracker.ui.dialogs.planned import PlannedDialog

            PlannedDialog(self._desk, self._shell, questions).open()

    def _show_refused(self, failed: Sequence[Imported]) -> None:
        from tracker.ui.dialogs.refused_files import RefusedFiles, refusal

        def details() -> None:
            RefusedFiles(self._shell, failed).open()

        if len(failed) > 1:
            self._shell.show_error(refusal(failed), "Details…", details)
        else:
            self._shell.show_error(refusal(failed))

    def write_calendar(self) -> None:
        """Ask for a file, and write what is planned into it as a calendar."""
        from PySide6.QtWidgets import QFileDialog

        usual = str(Path.home() / "Tracker.ics")
        name, _ = QFileDialog.getSaveFileName(self._shell, "Export the plan", usual, "Calendar (*.ics)")
        if name:
            self._desk.lane.write(_write_calendar, Path(name), on_done=self._calendar_written)

    @Slot(object)
    def _calendar_written(self, events: int) -> None:
        self._shell.say(f"{count(events, 'event')} written.")

    def show_folder(self) -> None:
        """Open the profile's folder in the file manager."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.store.profile)))

    # Sync

    def _contested(self) -> str:
        """The chosen record of the page that waits for a decision; nothing where none does."""
        waiting = contested(self._desk.store)
        if not waiting or not self._shell.current_page:
            return ""
        panes = self._shell.page(self._shell.current_page).panes()
        chosen = (record for pane in panes for record in getattr(pane, "selected_ids", ()))
        return next((record for record in chosen if record in waiting), "")

    def _nothing_contested(self) -> str | None:
        return None if self._contested() else "Choose something with the mark “conflict” first."

    def resolve(self) -> None:
        """Open the conflict of what is chosen."""
        record = self._contested()
        if record:
            open_conflict(self._desk, self._shell, record)

    def _no_account(self) -> str | None:
        from tracker.sync.status import sync_status  # brings sync, which the first paint does not need

        now = sync_status(self._desk.store)
        if now.server is None:
            return "Sign in to a server first, on the Sync page."
        return "Everything stays on this computer; Settings, Sync changes that." if now.mode == "local" else None

    @Slot()
    def sync_now(self) -> None:
        """Sync now rather than later."""
        if self._no_account():
            self._shell.show_page("sync")
        else:
            self._desk.sync.sync_now()


class _Brought(NamedTuple):
    """What an import brought, the workouts among it that look like others, and whether some may be planned ones."""

    report: ImportReport
    new: Sequence[str]
    twice: Sequence[Twice]
    unclear: bool

    @property
    def changes(self) -> Changes:
        """What it changed, for the bus."""
        return self.report.changes


class _Looked(NamedTuple):
    """Files, and what they would bring where they are shown first."""

    files: Sequence[Path]
    report: ImportReport | None


def _look(files: Sequence[Path], store: Store, progress: Progress) -> _Looked:
    from tracker.operations.importing import import_files, is_shown_first

    if not any(map(is_shown_first, files)):
        return _Looked(files, None)
    return _Looked(files, import_files(store, files, dry_run=True, report=progress.report))


def _bring_in(store: Store, files: Sequence[Path], *, progress: Progress) -> _Brought:
    from tracker.operations.doubles import find
    from tracker.operations.importing import import_files  # brings formats, which the first paint does not need
    from tracker.operations.planned import unclear

    report = import_files(store, files, report=progress.report)
    new = [record for one in report.files if one.new for record in one.ids]
    if not new:
        return _Brought(report, (), (), unclear=False)
    return _Brought(report, new, find(store, new), unclear=bool(unclear(store, new)))


def _write_calendar(store: Store, path: Path) -> int:
    from tracker.operations import calendar

    return calendar.write(store, path)
