"""How many sets each muscle had this week and in the four weeks before, and how much was lifted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from tracker.domain.training.strength import sets_by_muscle, volume
from tracker.domain.weeks import first_of
from tracker.store.database import Store
from tracker.store.queries.exercises import lifts, muscles
from tracker.store.queries.settings import week_begins
from tracker.ui.desk import Desk
from tracker.ui.training.lifted import lifted
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, count

BEFORE = 4
"""Weeks that this one is compared with."""
COLUMNS = (
    Column("Muscle"), Column("This week", 96, right=True, strong=True),
    Column(f"{BEFORE} weeks before, a week", 190, right=True, tone="muted"),
)  # fmt: skip
EXPLAINED = "A set counts one for the muscles that work and half for those that help; warm-ups count nothing."


@dataclass(frozen=True)
class Strength:
    """Sets and weight (g) of this week, and of a week of those before; sets by muscle as (this week, before)."""

    sets: int
    lifted: int
    lifted_before: float
    by_muscle: dict[str, tuple[float, float]]


def read_strength(store: Store, today: date) -> Strength | None:
    """What was lifted; None where nothing was in all these weeks."""
    first = first_of(today, week_begins(store))
    earlier = first - timedelta(weeks=BEFORE)
    now = lifts(store, first.isoformat(), today.isoformat())
    before = lifts(store, earlier.isoformat(), (first - timedelta(days=1)).isoformat())
    if not now and not before:
        return None
    known = muscles(store)
    mine, theirs = sets_by_muscle(now, known), sets_by_muscle(before, known)
    every = sorted({*mine, *theirs}, key=lambda one: (-mine.get(one, 0), -theirs.get(one, 0), one))
    return Strength(
        sum(one.works for one in now), volume(now), volume(before) / BEFORE,
        {one: (mine.get(one, 0.0), theirs.get(one, 0.0) / BEFORE) for one in every},
    )  # fmt: skip


class MusclesCard(Card):
    """A muscle a row, the ones that had most first; hidden while nothing was lifted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Strength", parent=parent)
        self._desk = desk
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "Sets by muscle", fit=True, multiple=False)
        self._none = Text("No exercise with muscles was done in these weeks.", "muted", wrap=True)
        for part in (self.list, self._none, Text(EXPLAINED, "small", wrap=True)):
            self.body.addWidget(part)
        self.hide()

    def show_strength(self, told: Strength | None) -> None:
        """Show what was lifted."""
        self.setVisible(told is not None)
        if told is None:
            return
        words = self._desk.words
        weights = f"{lifted(self._desk, told.lifted)} this week, {lifted(self._desk, told.lifted_before)} before"
        self.heading.set("Strength", f"{count(told.sets, 'set')} · {weights}")
        self._model.set_rows(
            [
                Row(muscle, (Cell(muscle[:1].upper() + muscle[1:]), _sets(now, words), _sets(before, words)))
                for muscle, (now, before) in told.by_muscle.items()
            ]
        )
        self.list.setVisible(bool(told.by_muscle))
        self._none.setVisible(not told.by_muscle)


def _sets(number: float, words: Words) -> str:
    return words.number(number, 0 if number == int(number) else 1) if number else "—"
