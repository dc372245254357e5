"""What a newer Tracker wrote and this one has no place for: to be read, not changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.sync.newer import Unread
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView

SAID = (
    "A newer Tracker on another device wrote this. It is kept as it is, goes along with every change, and shows in its "
    "place once Tracker is upgraded here."
)
HEIGHT = 300


class UnreadDialog(Dialog):
    """A list of names and values, by record."""

    def __init__(self, over: QWidget, found: Sequence[Unread]) -> None:
        super().__init__(over, "Written by a newer Tracker", SAID, save="", cancel="Close", width=620)
        rows = []
        for number, one in enumerate(found):
            rows.append(Row(str(number), (Cell(one.title), ""), group=True))
            rows += [
                Row(f"{number}/{place}", (Cell(name, tone="muted"), Cell(value, tip=value)))
                for place, (name, value) in enumerate(one.values)
            ]
        model = RowsModel((Column("What", 220), Column("Value")))
        model.set_rows(rows)
        self.list = RowsView(model, "Written by a newer Tracker", header=False, multiple=False)
        self.list.setFixedHeight(HEIGHT)
        self.body.addWidget(self.list)
