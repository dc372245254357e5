"""The records that a question of sync is about; where each can be answered for itself, with a box to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.store.database import Store
from tracker.sync import review
from tracker.sync.questions import Question
from tracker.ui.theme import ROW
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, LazyRowsModel, Row
from tracker.ui.widgets.rows_view import RowsView

MOST_ROWS = 12
SENTENCES = {
    "mass_delete": "What is ticked is deleted here too, and goes to the trash for 90 days. The rest stays, and comes "
    "back on the other devices.",
    "twins": "Of what is ticked the second copy is removed, on all devices, in one step that you can undo. "
    "The rest stays as it is.",
}


class QuestionListDialog(Dialog):
    """What the question is about. `answered` carries its kind, the answer, and the keys of what was ticked."""

    answered = Signal(str, str, object)

    def __init__(self, over: QWidget, question: Question, store: Store) -> None:
        super().__init__(
            over, question.heading, SENTENCES.get(question.kind, ""), save="Answer", cancel="Close", width=560
        )
        self._question, self._store = question, store
        self._every = review.keys(store, question.kind)
        self.ticked = set(self._every)
        self._model = LazyRowsModel((Column("Name"),), self._rows)
        self._model.set_ids(self._every)
        self.list = RowsView(self._model, question.heading, header=False)
        self.list.setFixedHeight(min(MOST_ROWS, max(1, len(self._every))) * ROW + 2)
        self.list.ticked.connect(self._turn)
        self.list.opened.connect(self._turn_one)
        self.body.addWidget(self.list)
        self._all = Button("")
        self._all.clicked.connect(self._turn_all)
        self.add_left(self._all)
        self.saved.connect(self._answer)
        self._tell()

    def _rows(self, keys: Sequence[str]) -> list[Row]:
        titles = review.titles(self._store, keys)
        return [Row(key, (Cell(name, tip=name),), checked=key in self.ticked) for key, name in titles.items()]

    @Slot(object)
    def _turn(self, keys: Sequence[str]) -> None:
        """Tick what is chosen; where all of it is, tick it no more."""
        if self.ticked.issuperset(keys):
            self.ticked.difference_update(keys)
        else:
            self.ticked.update(keys)
        self._tell()

    @Slot(str)
    def _turn_one(self, key: str) -> None:
        self._turn((key,))

    @Slot()
    def _turn_all(self) -> None:
        self._turn(self._every)

    def _tell(self) -> None:
        """Say what the answer would do, in numbers."""
        self._model.set_ids(self._every)
        number, rest = len(self.ticked), len(self._every) - len(self.ticked)
        self._all.setText("Tick all" if rest else "Tick none")
        self._all.updateGeometry()
        if self._question.kind == "mass_delete":
            some = f"Delete {number}, keep {rest}" if rest else f"Delete all {number}"
            words = some if number else f"Keep all {rest}"
        else:
            some = f"Keep {number} once, {rest} twice" if rest else f"Keep all {number} once"
            words = some if number else f"Keep all {rest} twice"
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)
        self.save_button.updateGeometry()

    @Slot()
    def _answer(self) -> None:
        kind = self._question.kind
        self.accept()
        self.answered.emit(kind, review.CHOSEN[kind], tuple(self.ticked))
