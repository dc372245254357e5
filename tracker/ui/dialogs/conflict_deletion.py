"""Deciding about a record that one device deleted and another one changed, with what it holds in view."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.sync.conflicts import ConflictDetail
from tracker.sync.contents import Difference
from tracker.sync.words import NOTHING
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict_base import ConflictDialog, Go
from tracker.ui.sync.conflict_queue import ConflictQueue
from tracker.ui.sync.difference_rows import DifferenceRows
from tracker.ui.widgets.cards import ChoiceCard
from tracker.ui.widgets.text import Text

WIDTH = 620


class DeletionDialog(ConflictDialog):
    """One device deleted what another one changed: keep it or let it go."""

    def __init__(self, desk: Desk, over: QWidget, detail: ConflictDetail, queue: ConflictQueue, go: Go) -> None:
        super().__init__(desk, over, detail, queue, go, WIDTH)
        self.cards: dict[str, ChoiceCard] = {}
        for option in detail.options:
            card = ChoiceCard(option.label, option.explanation)
            card.clicked.connect(self._chosen)
            self.cards[option.key] = card
            self.body.addWidget(card)
        self.body.addWidget(self._day)
        self._said = Text("", "small", wrap=True)
        self.body.addWidget(self._said)
        self._show_content(detail)
        self.guard(self.half_done)
        self.save_button.setEnabled(False)
        self.saved.connect(self._save)

    def _show_content(self, detail: ConflictDetail) -> None:
        there = detail.kind == "deleted_here"
        changed = [Difference(row.label, row.before, row.theirs if there else row.mine) for row in detail.rows]
        if changed:
            self.body.addWidget(Text(f"Changed on {detail.theirs_device}" if there else "Changed here", "heading"))
            self.body.addWidget(DifferenceRows(changed, ("Before", detail.theirs_device if there else "Here")))
        labels = {row.path: row.label for row in detail.rows}
        if self.typed:
            own = [
                Difference(labels.get(path, "What you typed"), NOTHING, one.text) for path, one in self.typed.items()
            ]
            self.body.addWidget(Text("What you typed", "heading"))
            self.body.addWidget(DifferenceRows(own))
            self._said.setText("What you typed is written into it where it stays.")
        known = {one.label for one in changed}
        rest = [one for one in detail.contents if one.label not in known]
        if rest:
            self.body.addWidget(Text("What else it holds" if changed else "What it holds", "heading"))
            self.body.addWidget(DifferenceRows(rest))

    @property
    def side(self) -> str:
        """Which of the two was chosen, "" while none was."""
        return next((key for key, card in self.cards.items() if card.isChecked()), "")

    @Slot()
    def _chosen(self) -> None:
        self.save_button.setEnabled(True)
        self.tell_day({"*": "theirs" if self.side == "theirs" else "mine"})

    def show_again(self, detail: ConflictDetail) -> None:
        super().show_again(detail)
        keep = {*self.cards.values(), self._day, self._said}
        for number in reversed(range(self.body.count())):
            widget = self.body.itemAt(number).widget()
            if widget is not None and widget not in keep:
                self.body.takeAt(number)
                widget.hide()
                widget.deleteLater()
        self._show_content(detail)

    @Slot()
    def _save(self) -> None:
        if self.side:
            self.save_picks({"*": self.side, **self.typed})  # type: ignore[dict-item]  # one of the two
