"""Bringing back many earlier versions, or much of what other devices deleted, in one step after a look at it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.sync import kept
from tracker.sync.kept import Kind, Restored
from tracker.ui.desk import Desk
from tracker.ui.theme import TWO_LINE_ROW
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, LazyRowsModel, Row
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import count

COLUMNS = (Column("", stretch=3), Column("", 110, tone="muted", right=True))
MOST_ROWS = 7
SENTENCES: dict[Kind, str] = {
    "deleted": "They come back on all devices, in one step that you can undo.",
    "version": "What is there now goes to the earlier versions; of several versions of one record the latest counts. "
    "It is one step that you can undo.",
}


class RestoreManyDialog(Dialog):
    """A list of what would come back; saving brings all of it back.

    Args:
        desk: what it works with.
        over: any widget of the window.
        kind: what the keys are of.
        keys: of what would come back, the latest first.
    """

    def __init__(self, desk: Desk, over: QWidget, kind: Kind, keys: Sequence[str]) -> None:
        number = len(keys)
        noun = "record" if kind == "deleted" else "earlier version"
        super().__init__(
            over,
            f"Restore {count(number, noun)}?",
            SENTENCES[kind],
            save=f"Restore {number}",
            cancel="Close",
            width=560,
        )
        self._desk, self._kind, self._restored_keys = desk, kind, tuple(keys)
        model = LazyRowsModel(COLUMNS, self._rows)
        model.set_ids(self._restored_keys)
        self.list = RowsView(model, "What comes back", header=False, two_lines=True, multiple=False)
        self.list.setFixedHeight(min(MOST_ROWS, number) * TWO_LINE_ROW + 2)
        self.body.addWidget(self.list)
        self.saved.connect(self._restore)

    def open(self) -> None:
        super().open()
        self.save_button.setFocus()

    def _rows(self, keys: Sequence[str]) -> list[Row]:
        found = kept.rows(self._desk.store, self._kind, keys)
        return [Row(one.key, (Cell(one.title, detail=_why(one.why, self._kind)), one.label)) for one in found]

    @Slot()
    def _restore(self) -> None:
        task = self._desk.lane.write(
            kept.restore, self._kind, self._restored_keys, on_done=self._restored, on_failed=self.failed
        )
        self._desk.window.watch(task, "Bringing back")

    @Slot(object)
    def _restored(self, done: Restored) -> None:
        number, left = len(done.done), len(done.left)
        said = f"{count(number, 'record')} {'is' if number == 1 else 'are'} back."
        if left:
            said += f" {count(left, 'record')} could not come back: something else has taken the place."
        self._desk.window.say(said, undo=True)
        self.accept()


def _why(why: str, kind: Kind) -> str:
    return f"Deleted {why}" if kind == "deleted" else why[:1].upper() + why[1:]
