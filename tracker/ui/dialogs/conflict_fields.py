"""Deciding between two versions of a record, field by field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import NotFound
from tracker.sync import resolve
from tracker.sync.conflicts import ConflictDetail
from tracker.sync.typed import Own
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict_base import WIDTH, ConflictDialog, Go
from tracker.ui.sync.conflict_queue import ConflictQueue
from tracker.ui.sync.picks import PicksModel
from tracker.ui.sync.picks_table import PicksTable
from tracker.ui.sync.text_compare import TextCompare
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.text import Text, shown_if


class FieldsDialog(ConflictDialog):
    """Both devices changed the same record: choose field by field."""

    def __init__(self, desk: Desk, over: QWidget, detail: ConflictDetail, queue: ConflictQueue, go: Go) -> None:
        super().__init__(desk, over, detail, queue, go)
        self._model = PicksModel(self._preview, self)
        self.table = PicksTable(self._model)
        self.table.refused.connect(self._failed)
        self.table.moved.connect(self._moved)
        self.compare = TextCompare()
        shown_if(self.compare, False)
        self.body.addWidget(self.table)
        self.body.addWidget(self.compare)
        self.body.addWidget(self._day)
        self.body.addWidget(Text("Undo any time from History.", "small"))
        self._build_sides()
        self._model.picked.connect(self._picked)
        self._model.show_detail(detail)
        for path, own in queue.typed.items():
            self._model.pick_path(path, own)
        self.table.grown.connect(self.place)
        self.saved.connect(self._save)
        self.guard(self.half_done)

    def _build_sides(self) -> None:
        mine, theirs, newest = Button("All mine"), Button("All from server"), Button("Keep the newest")
        for button, act, key in ((mine, self.all_mine, "Alt+Left"), (theirs, self.all_theirs, "Alt+Right"),
                                 (newest, self.all_newest, "Alt+Up")):  # fmt: skip
            button.clicked.connect(act)
            button.setToolTip(key.replace("Left", "←").replace("Right", "→").replace("Up", "↑"))
            self.bind(key, act)
        self.add_left(mine, theirs, newest)
        both = self._option("both")
        if both:
            self._both = Button(both.label)
            self._both.setToolTip(both.explanation)
            self._both.clicked.connect(self.keep_both)
            self.add_left(self._both)

    def open(self) -> None:
        super().open()
        self.place()
        self.table.go_to(next(iter(self._model.open_rows), 0))
        self.table.setFocus()

    def place(self) -> None:
        both = self._option("both")
        if both:
            self._both.setText(both.label if self.stage().width() > WIDTH else "Keep both")
        super().place()

    def finish_typing(self) -> bool:
        """Take in what is being typed; False where it is no value yet."""
        return self.table.finish_typing()

    @property
    def typed(self) -> Mapping[str, Own]:
        """What was typed into results."""
        return {path: pick for path, pick in self._model.picks.items() if isinstance(pick, Own)}

    def _preview(self, path: str, own: Own) -> str:
        try:
            return resolve.preview(self._desk.store, self._detail.c, self._detail.id, path, own)
        except NotFound:  # decided meanwhile; what was typed is still to be written
            return own.text

    @Slot()
    def _picked(self) -> None:
        self.error.clear()
        self.save_button.setEnabled(not self._model.open_rows)
        self.save_button.setToolTip("" if not self._model.open_rows else "Choose a version of every field first.")
        self.tell_day(self._model.picks)

    @Slot(int)
    def _moved(self, number: int) -> None:
        """The texts of a long field are compared while it is the current one."""
        row = self._model.choice(number).row
        shown = self._model.choice(number).is_long and row.mine != row.theirs
        if shown:
            self.compare.show_texts(row.label, row.mine, row.theirs)
        self.compare.setVisible(shown)
        self.show_part(self.table, self.table.row_rect(number))

    @Slot()
    def all_mine(self) -> None:
        """Choose this device's version of every contested field."""
        self._model.pick_all("mine")

    @Slot()
    def all_theirs(self) -> None:
        """Choose the server's version of every contested field."""
        self._model.pick_all("theirs")

    @Slot()
    def all_newest(self) -> None:
        """Choose the version that was edited last, for every contested field."""
        self._model.pick_all(self._detail.newest)

    @Slot()
    def keep_both(self) -> None:
        """Keep the server's version, and this device's as a copy."""
        one = self._detail
        self._desk.lane.write(resolve.keep_both, one.c, one.id, on_done=self._decided, on_failed=self._failed)

    @Slot()
    def _save(self) -> None:
        if self._model.open_rows and not self._is_over:
            self.table.go_to(self._model.open_rows[0])
            return
        self.save_picks(self._model.picks)

    def show_again(self, detail: ConflictDetail) -> None:
        super().show_again(detail)
        number = self.table.currentIndex().row()
        self._model.show_detail(detail)
        self.table.go_to(max(0, min(number, self._model.rowCount() - 1)))
        self.place()

    def _save_by_key(self) -> None:
        if self.table.finish_typing():
            super()._save_by_key()
