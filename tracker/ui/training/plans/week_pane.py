"""One usual week in full: what is done on which day, and what that adds up to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.sports import label
from tracker.domain.training.plan.week import Item
from tracker.domain.weeks import since_begin
from tracker.store.queries.weeks import Week
from tracker.store.rows import Plan
from tracker.ui.widgets.buttons import Button, IconButton, PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.head import TitledHead
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import WEEKDAYS, count, duration_in_words

COLUMNS = (Column("Day", 104, tone="muted"), Column("Time", 64, tone="muted"), Column("Workout"),
           Column("", 96, right=True, tone="muted"))  # fmt: skip
GONE = "A plan that is gone"
NEWER = "A newer version of Tracker wrote this week. Update Tracker to see it."


class WeekPane(QWidget):
    """A week's workouts. Signals: `lay_wanted`, `edit_wanted`, `menu_wanted` with where."""

    lay_wanted = Signal()
    edit_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        lay, edit, more = PrimaryButton("Lay on weeks…"), Button("Edit", "F2"), IconButton("⋯", "More")
        lay.clicked.connect(self.lay_wanted)
        edit.clicked.connect(self.edit_wanted)
        more.clicked.connect(lambda: self.menu_wanted.emit(more.mapToGlobal(more.rect().bottomLeft())))
        self._head = TitledHead(lay, edit, more)
        column.addWidget(self._head)
        card = Card("The week")
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Workouts of the week", fit=True, header=False, multiple=False)
        card.body.addWidget(self.list)
        column.addWidget(card)
        column.addStretch(1)

    def show_week(self, week: Week, plans: Mapping[str, Plan], *, begins: int) -> None:
        """Show a week; its days in the order in which this person's weeks go."""
        self._head.title.setText(week.name)
        self._head.line.setText(in_short(week, plans) if week.readable else NEWER)
        items = sorted(week.items, key=lambda one: (since_begin(one.day, begins), one.minute))
        self._model.set_rows([_row(number, one, plans) for number, one in enumerate(items)])


def in_short(week: Week, plans: Mapping[str, Plan]) -> str:
    """What a week adds up to: 3 workouts · 5 h 25 min · load 180."""
    lengths = [_length(one, plans) for one in week.items]
    loads = [plans[one.plan].load for one in week.items if one.plan in plans]
    time = sum(one or 0 for one in lengths)
    load = sum(one or 0 for one in loads)
    parts = (
        count(len(week.items), "workout"),
        f"{'' if all(lengths) else '≥ '}{duration_in_words(time)}" if time else "",
        f"load {'' if all(loads) and len(loads) == len(lengths) else '≥ '}{load}" if load else "",
    )
    return " · ".join(part for part in parts if part)


def _length(one: Item, plans: Mapping[str, Plan]) -> int | None:
    return plans[one.plan].duration if one.plan in plans else one.duration


def _row(number: int, one: Item, plans: Mapping[str, Plan]) -> Row:
    plan = plans.get(one.plan)
    title = plan.name if plan else GONE if one.plan else label(one.sport)
    length = _length(one, plans)
    time = f"{one.minute // 60:02}:{one.minute % 60:02}"
    cell = Cell(title, tone="muted" if one.plan and plan is None else "")
    return Row(str(number), (WEEKDAYS[one.day], time, cell, duration_in_words(length) if length else ""))
