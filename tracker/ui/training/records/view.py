"""Records: the power curve of a season, and the bests over distances and durations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.sports import label
from tracker.store import personal_records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.personal_records import PersonalRecord
from tracker.store.queries import workouts as query
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.page import View
from tracker.ui.training.records.season_curve import SeasonCurve
from tracker.ui.training.records.words import gain_of, is_shown, name_of, value_of
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.words import short_date

if TYPE_CHECKING:
    pass

COLUMNS = (
    Column("Record"), Column("Best", 110, right=True, strong=True), Column("", 110, right=True, tone="ok"),
    Column("Set", 116, right=True, tone="muted"),
)  # fmt: skip
SEPARATOR = "\x1f"


@dataclass(frozen=True, eq=False)
class _Told:
    """What the view shows, read off the GUI thread."""

    records: tuple[PersonalRecord, ...]
    names: dict[str, str]


class RecordsView(View):
    """The bests of one sport."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._records: dict[str, PersonalRecord] = {}
        self._sport = QComboBox()
        self._sport.setAccessibleName("Sport")
        self._sport.setMinimumHeight(34)
        self._curve = SeasonCurve(desk)
        self._curve.opened.connect(self._open_workout)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self._sport)
        choices.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(choices)
        column.addWidget(self._curve)
        column.addWidget(self._build_records())
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolling(inside))
        self._sport.currentIndexChanged.connect(self._read)

    def _build_records(self) -> Card:
        card = Card("Records")
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Records", fit=True, header=False, multiple=False)
        self._list.opened.connect(self._open)
        none = EmptyState("No records yet", "They come from what your watch or bike computer recorded.")
        self._list_or_empty = ListOrEmpty(self._list, none)
        card.body.addWidget(self._list_or_empty)
        return card

    # View

    def refresh(self, changes: Changes | None) -> None:
        """Read them anew, off the GUI thread."""
        if changes is not None and not changes.touches("workout", "preference"):
            return
        sports = query.sports(self._desk.store)
        if sports != tuple(self._sport.itemData(number) for number in range(self._sport.count())):
            before = self._sport.currentData()
            self._sport.blockSignals(True)
            self._sport.clear()
            for sport in sports:
                self._sport.addItem(label(sport), sport)
            self._sport.setCurrentIndex(max(0, self._sport.findData(before)))
            self._sport.blockSignals(False)
        self._read()

    def panes(self) -> Sequence[QWidget]:
        """The records, the curve, the choices of sport and season."""
        return (self._list, self._curve.plot, self._sport, self._curve.period)

    @Slot()
    def _read(self) -> None:
        sport = self._sport.currentData() or ""
        if self._desk.lane.closed:
            return
        self._curve.show_sport(sport)

        def read(store: Store, _progress: Progress) -> _Told:
            records = tuple(one for one in personal_records.current(store, sport=sport) if is_shown(one))
            return _Told(records, _exercises(store, records))

        self._desk.lane.ask(read, self._has_read)

    @Slot(object)
    def _has_read(self, told: _Told) -> None:
        words, today = self._desk.words, self._desk.today
        self._records = {f"{one.metric}{SEPARATOR}{one.mark}": one for one in told.records}
        rows = [
            Row(
                key,
                (
                    Cell(name_of(one, told.names.get(one.mark, ""))), value_of(one, one.value, words),
                    gain_of(one, words), short_date(date.fromisoformat(one.day), today),
                ),
            )
            for key, one in self._records.items()
        ]  # fmt: skip
        self._model.set_rows(rows)
        self._list_or_empty.show_list(bool(rows))

    @Slot(str)
    def _open(self, key: str) -> None:
        if key in self._records:
            self._open_workout(self._records[key].workout)

    @Slot(str)
    def _open_workout(self, record: str) -> None:
        self._desk.window.show_page("workouts", record)


def _exercises(store: Store, records: Sequence[PersonalRecord]) -> dict[str, str]:
    """The names of the exercises that records were set in, by their ids."""
    from tracker.store.queries import exercises

    return {one.id: one.name for one in exercises.exercises(store)} if any(one.mark for one in records) else {}
