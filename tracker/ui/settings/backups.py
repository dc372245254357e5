"""Settings, Data: the backups there are, making one, and going back to one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.store.backup import Backup, backups
from tracker.store.changes import Changes
from tracker.store.collections import COLLECTIONS
from tracker.store.database import Store
from tracker.store.restore import Restored
from tracker.tasks.task import Progress
from tracker.ui import choosing
from tracker.ui.desk import Desk
from tracker.ui.dialogs.restore import RestoreDialog
from tracker.ui.sizes import size_in_words
from tracker.ui.theme import HEADER, ROW
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count

COLUMNS = (
    Column("Made", 150), Column("Why", tone="muted"), Column("Holds", 150, tone="muted", optional=True),
    Column("Size", 96, right=True),
)  # fmt: skip
NONE_YET = "None yet. Tracker makes one by itself each week, and before anything risky."
RULE = "By itself each week and before anything risky; keeps 7 of each kind and one a month. Yours stay."


class Backups(QObject):
    """The list of backups with its buttons; `changed` tells that there may be other ones now, or other data.

    Its widgets stand in the layout of whoever shows them: `heading`, `rule` and `list`.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False  # the buttons stay enabled, or the focus would leave them
        restore, save, make = Button("Restore…"), Button("Save a copy…"), PrimaryButton("Back up now")
        restore.clicked.connect(self.ask_to_restore)
        save.clicked.connect(self.save_copy)
        make.clicked.connect(self.back_up)
        self.heading = SectionHeader("Backups", "", restore, save, make)
        self.heading.layout().setSpacing(8)
        self.rule = Text(NONE_YET, "small", wrap=True)
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Backups", multiple=False)
        self.list.opened.connect(self._open)

    def refresh(self) -> None:
        """Show which backups there are."""
        found = backups(self._desk.store.profile)
        self._model.set_rows([self._row(one) for one in found])
        self.rule.setText(RULE if found else NONE_YET)
        self.list.setMaximumHeight(HEADER + ROW * len(found) + 2)
        self.list.setVisible(bool(found))

    def _row(self, one: Backup) -> Row:
        holds = "everything" if one.by_hand else "all but samples"
        size = size_in_words(one.size, self._desk.words)
        return Row(str(one.path), (Cell(self._desk.moment(one.made_at)), Cell(one.words), Cell(holds), size))

    # Making one

    @Slot()
    def back_up(self) -> None:
        """Make a backup that holds everything, in the profile's folder."""
        if not self._busy:
            self._busy = True
            task = self._desk.care.back_up(self._made, self._failed)
            self._desk.window.watch(task, "Backing up")

    @Slot()
    def save_copy(self) -> None:
        """Make a backup that holds everything in a file of one's own choice, such as on another disk."""
        if self._busy:
            return
        file = choosing.backup_to_write(self.list, f"Tracker {self._desk.today.isoformat()}.tracker")
        if file is not None:
            self._busy = True
            task = self._desk.care.back_up(self._saved, self._failed, to=file)
            self._desk.window.watch(task, "Saving a backup")

    @Slot(object)
    def _made(self, file: Path) -> None:
        self._busy = False
        self.refresh()
        self.list.select(str(file))
        self._desk.window.say("Backed up.")
        self.changed.emit()

    @Slot(object)
    def _saved(self, file: Path) -> None:
        self._busy = False
        self._desk.window.say(f"Backed up to {file.name}.")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    # Going back

    @Slot(str)
    def _open(self, _row: str) -> None:
        self.ask_to_restore()

    @Slot()
    def ask_to_restore(self) -> None:
        """Ask whether the chosen backup, else the newest, else a file is to be restored."""
        if self._busy:
            return
        newest = next((one.path for one in backups(self._desk.store.profile)), None)
        file = Path(self.list.current_id) if self.list.current_id else newest
        if file is None:
            file = choosing.backup_to_read(self.list, Path.home())
        if file is not None:
            dialog = RestoreDialog(self._desk, self.list, file)
            dialog.chosen.connect(self.go_back)
            dialog.open()

    @Slot(object)
    def go_back(self, file: Path) -> None:
        """Restore a backup; the window goes on with what is then there."""
        self._busy = True
        task = self._desk.care.restore(file, self._restored, self._failed)
        self._desk.window.watch(task, "Restoring the backup")

    @Slot(object)
    def _restored(self, done: Restored) -> None:
        self._busy = False
        self._desk.lane.ask(_everything)
        self.refresh()
        when = self._desk.moment(done.note.made_at).replace("Today", "today").replace("Yesterday", "yesterday")
        lacking = f" The samples of {count(done.lacking, 'workout')} are not here." if done.lacking else ""
        self._desk.window.say(f"Everything is as it was {when}.{lacking} What was here is in the backups.")
        self.changed.emit()


def _everything(_: Store, __: Progress) -> Changes:
    """What may be another one after a restore."""
    return Changes(frozenset({*(one.name for one in COLLECTIONS), "device_setting"}))
