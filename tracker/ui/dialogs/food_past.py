"""Asking whether a change of a food is for what will be eaten from now on, or also for what was eaten before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.operations.food_past import PastChange
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count, short_date

LIST_HEIGHT = 260


class FoodPast(Dialog):
    """`saved`: from now on; `past_too`: the entries as well; `rejected`: back to the form."""

    past_too = Signal()

    def __init__(self, desk: Desk, over: QWidget, name: str, past: Sequence[PastChange]) -> None:
        entries = count(len(past), "entry", "entries")
        super().__init__(
            over, f"{name} is in {entries}", "They keep the numbers they had, unless you want them to change too.",
            save="From now on", cancel="Back", width=620,
        )  # fmt: skip
        words = desk.words
        amount, was = (Column(title, 96, right=True, tone="muted") for title in ("Amount", "Was"))
        model = RowsModel((Column("Entry"), amount, was, Column("Would be", 96, right=True)))
        names = {slot.id: slot.name for slot in days.slots(desk.store)}
        model.set_rows([
            Row(one.entry.id, (
                Cell(one.title, f" · {names.get(one.entry.slot, 'meal').lower()}",
                     short_date(date.fromisoformat(one.entry.day), desk.today)),
                words.amount(one.entry.amount, one.entry.unit, one.title),
                words.energy_with_unit(one.entry.nutrition.energy), words.energy_with_unit(one.nutrition.energy),
            ))
            for one in past
        ])  # fmt: skip
        self.list = RowsView(model, "Entries", two_lines=True, multiple=False)
        self.list.setFixedHeight(min(LIST_HEIGHT, 40 + 54 * len(past)))
        self.body.addWidget(self.list)
        self.body.addWidget(Text("Either way it is one step that can be undone.", "small"))
        self.both = Button(f"Also the past {entries}" if len(past) > 1 else "Also this entry")
        self.both.clicked.connect(self._both)
        self.add_left(self.both)
        self.saved.connect(self.accept)

    def _both(self) -> None:
        self.past_too.emit()
        self.accept()


def ask_past(
    over: QWidget,
    desk: Desk,
    name: str,
    past: Sequence[PastChange],
    *,
    now: Callable[[], None],
    also: Callable[[], None],
    back: Callable[[], None],
) -> None:
    """Ask whether what was logged before is to change as well; where there is nothing, it counts from now on.

    Args:
        over: the form that is saved.
        desk: the window's.
        name: of the food or recipe.
        past: what would change.
        now: saves from now on.
        also: saves, and changes the past.
        back: the form goes on.
    """
    if not past:
        now()
        return
    dialog = FoodPast(desk, over, name, past)
    dialog.saved.connect(now)
    dialog.past_too.connect(also)
    dialog.rejected.connect(back)
    dialog.open()
