"""New workouts that look like ones that are here already: what to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import doubles
from tracker.operations.doubles import Choice, Twice
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.theme import ROW
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count, short_date

MOST_ROWS = 8
WORDS = (
    "Put together keeps the one that says more and gives it what only the other knows, such as heart rate or the "
    "route. What is taken away can be undone."
)


class DoublesDialog(WritingDialog):
    """Lists the pairs and asks once for all of them; closed without an answer, everything stays as it is."""

    def __init__(self, desk: Desk, over: QWidget, found: Sequence[Twice]) -> None:
        twice = len({one.other.id for one in found})  # of three files of a ride two are one too many
        title = f"{count(twice, 'workout is', 'workouts are')} here twice, it seems"
        super().__init__(desk, over, title, WORDS, save="Put together", cancel="Decide later", width=640)
        self._found = found
        model = RowsModel((Column("Says more"), Column("The other"), Column("Day", width=110)))
        model.set_rows([self._row(number, one) for number, one in enumerate(found)])
        self.list = RowsView(model, title, multiple=False)
        self.list.setFixedHeight((min(MOST_ROWS, len(found)) + 1) * ROW + 2)
        self.body.addWidget(self.list)
        hours = {abs(one.shift) for one in found if one.shift}
        if hours:
            self.body.addWidget(Text("Some begin whole hours apart: one of the files has its times in another zone."))
        self.keep_both = Button("Keep both")
        self.keep_richer = Button("Keep the one that says more")
        self.keep_both.clicked.connect(self._both)
        self.keep_richer.clicked.connect(self._richer)
        self.add_left(self.keep_both, self.keep_richer)
        self.saved.connect(self._merge)

    def _row(self, number: int, one: Twice) -> Row:
        words = [f"{it.title} · {it.device or it.file_name}" for it in (one.richer, one.other)]
        return Row(str(number), (*(Cell(said, tip=said) for said in words), Cell(self._day(one))))

    def _day(self, one: Twice) -> str:
        return short_date(date.fromisoformat(one.richer.day), self._desk.today)

    @Slot()
    def _both(self) -> None:
        self._resolve("both")

    @Slot()
    def _richer(self) -> None:
        self._resolve("richer")

    @Slot()
    def _merge(self) -> None:
        self._resolve("merge")

    def _resolve(self, choice: Choice) -> None:
        self._desk.lane.write(doubles.resolve, self._found, choice, on_done=self.done, on_failed=self.failed)
