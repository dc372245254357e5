"""What the person can do, dated: threshold power, threshold heart rate and the rest, with a way to write one down."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.training.thresholds import KINDS
from tracker.operations import thresholds
from tracker.store.changes import Changes
from tracker.store.queries.thresholds import listed
from tracker.store.rows import ThresholdRow
from tracker.ui.desk import Desk
from tracker.ui.dialogs.threshold import ThresholdDialog
from tracker.ui.widgets.buttons import SecondaryButton
from tracker.ui.widgets.cards import Card, row_of
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import done, short_date

COLUMNS = (Column("Threshold"), Column("Value", 92, right=True, strong=True))
NONE = "Load and zones need them: the power you can hold for an hour, or your heart rate there."


class ThresholdsCard(Card):
    """The thresholds that hold, the latest of each kind first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Thresholds", parent=parent)
        self._desk = desk
        self._rows: dict[str, ThresholdRow] = {}
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Thresholds", fit=True, header=False, two_lines=True)
        self.list.opened.connect(self._edit)
        self.list.edit_requested.connect(self._edit)
        self.list.delete_requested.connect(self._delete)
        self._none = Text(NONE, "muted", wrap=True)
        add = SecondaryButton("Add…", "Ctrl+N")
        add.clicked.connect(self.add)
        self.body.addWidget(self._none)
        self.body.addWidget(self.list)
        self.body.addWidget(row_of(add))

    def refresh(self) -> None:
        """Show them as they are now."""
        rows = listed(self._desk.store)
        self._rows = {one.id: one for one in rows}
        self._model.set_rows([self._row(one) for one in rows])
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def _row(self, one: ThresholdRow) -> Row:
        kind = KINDS.get(one.kind)
        label, scale, unit = (kind.label, kind.scale, kind.unit) if kind else (one.kind, 1, "")
        since = f"since {short_date(date.fromisoformat(one.since), self._desk.today)}"
        detail = " · ".join(filter(None, (since, one.sport, one.source)))
        value = self._desk.words.number(one.value / scale, 0 if one.value % scale == 0 else 1)
        return Row(one.id, (Cell(label, detail=detail), f"{value} {unit}".strip()))

    @Slot()
    def add(self) -> None:
        """Ask for a threshold and write it down."""
        ThresholdDialog(self._desk, self).open()

    @Slot(str)
    def _edit(self, record: str) -> None:
        if record in self._rows:
            ThresholdDialog(self._desk, self, self._rows[record]).open()

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        for record in ids:
            self._desk.lane.write(thresholds.delete, record, on_done=self._did)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
