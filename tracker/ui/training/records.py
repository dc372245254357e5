"""Records: the power curve with the day of each best, critical power, and the bests over distances and durations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.domain.sports import label
from tracker.store import personal_records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.personal_records import PersonalRecord
from tracker.store.queries import workouts as query
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.page import View
from tracker.ui.training.lines_plot import Line, LinesPlot
from tracker.ui.training.power_curve import TICKS, line, points
from tracker.ui.training.record_words import gain_of, is_shown, name_of, span, value_of
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import short_date

if TYPE_CHECKING:
    from tracker.domain.training.critical_power import Fit
    from tracker.store.queries.training import Curve

COLUMNS = (
    Column("Record"), Column("Best", 110, right=True, strong=True), Column("", 110, right=True, tone="ok"),
    Column("Set", 96, right=True, tone="muted"),
)  # fmt: skip
PERIODS = (("all", "All time"), ("year", "This year"), ("90", "90 days"))
SEPARATOR = "\x1f"


@dataclass(frozen=True, eq=False)
class _Told:
    """What the view shows, read off the GUI thread."""

    records: tuple[PersonalRecord, ...]
    names: dict[str, str]
    curve: Curve
    whole: Curve
    fit: Fit | None


class RecordsView(View):
    """The bests of one sport."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._records: dict[str, PersonalRecord] = {}
        self._at: dict[float, str] = {}
        self._sport, self._period = QComboBox(), QComboBox()
        for field, name in ((self._sport, "Sport"), (self._period, "Period")):
            field.setAccessibleName(name)
            field.setMinimumHeight(34)
        for key, text in PERIODS:
            self._period.addItem(text, key)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self._sport)
        choices.addWidget(self._period)
        choices.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(choices)
        column.addWidget(self._build_curve())
        column.addWidget(self._build_records())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._sport.currentIndexChanged.connect(self._read)
        self._period.currentIndexChanged.connect(self._read)

    def _build_curve(self) -> Card:
        self._curve = Card("Power curve")
        self._plot = LinesPlot("Power curve", is_log=True, height=210)
        self._plot.pointed.connect(self._show_point)
        self._said = Text("", "small", wrap=True)
        self._curve.body.setSpacing(10)
        self._curve.body.addWidget(self._plot)
        self._curve.body.addWidget(self._said)
        return self._curve

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
        if changes is not None and not changes.touches("workout"):
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
        """The records, the curve, the choices."""
        return (self._list, self._plot, self._sport)

    @Slot()
    def _read(self) -> None:
        sport, today = self._sport.currentData() or "", self._desk.today
        since = _since(self._period.currentData(), today)
        if self._desk.lane.closed:
            return

        def read(store: Store, _progress: Progress) -> _Told:
            from tracker.domain.training.critical_power import fit_two
            from tracker.store.queries.training import best_curve

            records = tuple(one for one in personal_records.current(store, sport=sport) if is_shown(one))
            sports = (sport,) if sport else ()
            curve = best_curve(store, sports=sports, since=since)
            whole = best_curve(store, sports=sports)
            fit = fit_two(curve.durations.astype(float), curve.values) if len(curve.durations) else None
            return _Told(records, _exercises(store, records), curve, whole, fit)

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
        self._show_curve(told)

    # The curve

    def _show_curve(self, told: _Told) -> None:
        self._curve.setVisible(bool(len(told.whole.durations)))
        if not len(told.whole.durations):
            return
        lines = [line("All time", told.whole, "muted", is_dashed=True), line("Best", told.curve, "accent")]
        if told.fit:
            durations = [float(one) for one in told.curve.durations if one >= 120]
            modelled = told.fit.power(told.curve.durations[told.curve.durations >= 120].astype(float)).tolist()
            lines.append(Line("Critical power", durations, modelled, "carbs", is_dashed=True))
        self._at = points((told.whole, told.curve), self._desk.today)
        self._plot.show_lines(lines, [(float(one), span(one)) for one in TICKS])
        self._fit_words = _fit_in_words(told.fit)
        self._said.setText(self._fit_words)

    @Slot(object)
    def _show_point(self, x: float | None) -> None:
        self._said.setText(self._fit_words if x is None else self._at.get(x, self._fit_words))

    _fit_words = ""

    @Slot(str)
    def _open(self, key: str) -> None:
        if key in self._records:
            self._desk.window.show_page("workouts", self._records[key].workout)


def _since(period: str, today: date) -> str:
    if period == "year":
        return f"{today.year}-01-01"
    return (today - timedelta(days=int(period))).isoformat() if period.isdigit() else ""


def _exercises(store: Store, records: Sequence[PersonalRecord]) -> dict[str, str]:
    """The names of the exercises that records were set in, by their ids."""
    from tracker.store.queries import exercises

    return {one.id: one.name for one in exercises.exercises(store)} if any(one.mark for one in records) else {}


def _fit_in_words(fit: Fit | None) -> str:
    if fit is None:
        return "Critical power needs hard efforts of different lengths between 2 and 20 minutes."
    said = (
        f"Critical power {fit.cp:.0f} W, W′ {fit.w_prime / 1000:.1f} kJ, fitted to {fit.points} bests "
        f"within {fit.error:.0f} W."
    )
    return " ".join((said, *fit.warnings))
