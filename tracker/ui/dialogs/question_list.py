"""The records that a question of sync is about, by name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.sync.questions import Question
from tracker.ui.theme import ROW
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView

MOST_ROWS = 12


class QuestionListDialog(Dialog):
    """A list to read; the question stays where it is."""

    def __init__(self, over: QWidget, question: Question) -> None:
        super().__init__(over, question.heading, save="", cancel="Close", width=520)
        model = RowsModel((Column("Name"),))
        model.set_rows([Row(str(number), (Cell(name, tip=name),)) for number, name in enumerate(question.details)])
        self.list = RowsView(model, question.heading, header=False, multiple=False)
        self.list.setFixedHeight(min(MOST_ROWS, max(1, len(question.details))) * ROW + 2)
        self.body.addWidget(self.list)
