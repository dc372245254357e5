"""Settings, Data: the backups there are, making one, and going back to one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.store.backup import Backup, backups
from tracker.store.backup_check import Verdict, verdicts
from tracker.store.restore import Restored
from tracker.ui import another_window, choosing
from tracker.ui.desk import Desk
from tracker.ui.dialogs.restore import RestoreDialog
from tracker.ui.sizes import size_in_words
from tracker.ui.theme import HEADER, ROW
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count

COLUMNS = (
    Column("Made", 150), Column("Why", tone="muted"), Column("Holds", 150, tone="muted", optional=True),
    Column("Size", 96, right=True), Column("State", 118),
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
        restore, look, check = Button("Restore…"), Button("Look inside"), Button("Check")
        save, make = Button("Save a copy…"), PrimaryButton("Back up now")
        look.setToolTip("Opens a copy of the backup in a window of its own. What is here stays as it is.")
        check.setToolTip("Unpacks the backup and reads all of it, to see that it can be restored.")
        restore.clicked.connect(self.ask_to_restore)
        look.clicked.connect(self.look_inside)
        check.clicked.connect(self.check)
        save.clicked.connect(self.save_copy)
        make.clicked.connect(self.back_up)
        self.heading = SectionHeader("Backups", "", FlowRow(restore, look, check, save, make))
        self.heading.layout().setSpacing(8)
        self.rule = Text(NONE_YET, "small", wrap=True)
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Backups", multiple=False)
        self.list.opened.connect(self._open)

    def refresh(self) -> None:
        """Show which backups there are."""
        found = backups(self._desk.store.profile)
        checked = verdicts(self._desk.store.profile)
        self._model.set_rows([self._row(one, checked.get(one.path)) for one in found])
        self.rule.setText(RULE if found else NONE_YET)
        self.list.setMaximumHeight(HEADER + ROW * len(found) + 2)
        self.list.setVisible(bool(found))

    def _row(self, one: Backup, verdict: Verdict | None) -> Row:
        holds = "everything" if one.by_hand else "all but samples"
        size = size_in_words(one.size, self._desk.words)
        return Row(
            str(one.path),
            (Cell(self._desk.moment(one.made_at)), Cell(one.words), Cell(holds), size, self._state(verdict)),
        )

    def _state(self, verdict: Verdict | None) -> Cell:
        """Whether it can be restored, as far as anybody looked."""
        if verdict is None:
            return Cell("not checked", tone="muted", tip="Nobody has read it back yet. Check does that.")
        if verdict.damage:
            return Cell("damaged", pill="bad", tip=verdict.damage)
        return Cell("checked", pill="accent", tip=f"It could be restored {_in_words(self._desk.moment(verdict.at))}.")

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

    # Seeing what one holds

    def _chosen(self) -> Path | None:
        """The chosen backup, else the newest, else a file that is asked for."""
        if self.list.current_id:
            return Path(self.list.current_id)
        newest = next((one.path for one in backups(self._desk.store.profile)), None)
        return newest or choosing.backup_to_read(self.list, Path.home())

    @Slot()
    def check(self) -> None:
        """See whether a backup can be restored."""
        file = None if self._busy else self._chosen()
        if file is not None:
            self._busy = True
            task = self._desk.care.check_backup(file, self._was_checked, self._failed)
            self._desk.window.watch(task, "Checking the backup")

    @Slot(object)
    def _was_checked(self, verdict: Verdict) -> None:
        self._busy = False
        self.refresh()
        if verdict.damage:
            self._desk.window.show_error(KnownError(verdict.damage, "It cannot be restored; make another one."))
        else:
            self._desk.window.say("The backup was read whole and can be restored.")

    @Slot()
    def look_inside(self) -> None:
        """Open a copy of a backup in a window of its own."""
        file = None if self._busy else self._chosen()
        if file is not None:
            self._busy = True
            task = self._desk.care.look_inside(file, self._unpacked, self._failed)
            self._desk.window.watch(task, "Unpacking the backup")

    @Slot(object)
    def _unpacked(self, copy: Path) -> None:
        self._busy = False
        if another_window.open_window(copy):
            self._desk.window.say("A copy of the backup opens in a window of its own. What is here stays as it is.")
        else:
            self._desk.window.show_error(KnownError("No other window could be opened.", "Restore the backup instead."))

    # Going back

    @Slot(str)
    def _open(self, _row: str) -> None:
        self.ask_to_restore()

    @Slot()
    def ask_to_restore(self) -> None:
        """Ask whether the chosen backup, else the newest, else a file is to be restored."""
        if self._busy:
            return
        file = self._chosen()
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
        self._desk.all_changed()
        self.refresh()
        when = _in_words(self._desk.moment(done.note.made_at))
        lacking = f" The samples of {count(done.lacking, 'workout')} are not here." if done.lacking else ""
        self._desk.window.say(f"Everything is as it was {when}.{lacking} What was here is in the backups.")
        self.changed.emit()


def _in_words(moment: str) -> str:
    """A moment within a sentence."""
    return moment.replace("Today", "today").replace("Yesterday", "yesterday")
