"""Bringing back an earlier version, or what another device deleted: what it holds is shown first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.sync import kept
from tracker.sync.kept import KeptDetail, Restored
from tracker.ui.desk import Desk
from tracker.ui.dialogs.restore_many import RestoreManyDialog
from tracker.ui.sync.difference_rows import DifferenceRows
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text


class KeptDialog(Dialog):
    """What would come back; saving brings it back, as one step that can be undone."""

    def __init__(self, desk: Desk, over: QWidget, detail: KeptDetail) -> None:
        heading, sentence = _words(detail)
        super().__init__(over, heading, sentence, save="Restore", cancel="Close", width=620)
        self._desk, self._over, self._row = desk, over, detail.row
        self.body.addWidget(Text("What changes" if detail.here else "What it holds", "heading"))
        self.body.addWidget(DifferenceRows(detail.rows))
        self.saved.connect(self._restore)
        row = detail.row
        self._together = kept.same_deletion(desk.store, row.key) if row.kind == "deleted" else ()
        if len(self._together) > 1:
            button = Button(f"Restore all {len(self._together)} of this deletion…")
            button.clicked.connect(self._restore_all)
            self.add_left(button)

    def open(self) -> None:
        super().open()
        self.save_button.setFocus()

    @Slot()
    def _restore(self) -> None:
        self._desk.lane.write(
            kept.restore, self._row.kind, [self._row.key], on_done=self._restored, on_failed=self.failed
        )

    @Slot()
    def _restore_all(self) -> None:
        self.accept()
        RestoreManyDialog(self._desk, self._over, "deleted", self._together).open()

    @Slot(object)
    def _restored(self, _: Restored) -> None:
        self._desk.window.say(f"“{self._row.title}” is back.", undo=True)
        self.accept()


def _words(detail: KeptDetail) -> tuple[str, str]:
    row = detail.row
    if row.kind == "deleted":
        return (
            f"Restore “{row.title}”?",
            f"This {row.label.lower()} was deleted {row.why}. It comes back on all devices.",
        )
    why = row.why[:1].upper() + row.why[1:]
    now = f"The {row.label.lower()} is deleted now; this brings it back on all devices."
    if detail.here:
        now = "What is there now goes to the earlier versions."
    return f"Restore this version of “{row.title}”?", f"{why}. {now}"
