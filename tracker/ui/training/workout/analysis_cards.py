"""What a workout's samples say beyond its totals: its power curve beside the best, the records it set, its zones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from tracker.store import personal_records
from tracker.store.database import Store
from tracker.store.personal_records import PersonalRecord
from tracker.store.rows import Workout
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.training.plot.lines_plot import LinesPlot
from tracker.ui.training.plot.strip import zone_tones
from tracker.ui.training.records.power_curve import TICKS, line, points
from tracker.ui.training.records.words import gain_of, is_shown, name_of, span, value_of
from tracker.ui.widgets.bars import ProgressBar
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, clock

if TYPE_CHECKING:
    from tracker.store.queries.training import Analysis, Curve, Zones

BEST_DAYS = 90
NOTE = f"this one and your best of {BEST_DAYS} days"
ROOM_FOR_NOTE = 300
ROOM_FOR_PAIRS = 560
"""px; with less the cards stand one below the other."""
BESIDE = QBoxLayout.Direction.LeftToRight
MOST_RECORDS = 6
COLUMNS = (Column("Record"), Column("", 92, right=True, strong=True), Column("", 96, right=True, tone="ok"))


@dataclass(frozen=True, eq=False)
class Told:
    """The analysis of one workout, read off the GUI thread."""

    workout: str
    analysis: Analysis
    own: Curve
    best: Curve
    records: tuple[PersonalRecord, ...]


class Analyst(QObject):
    """Reads the analysis of the workout that is shown; `told` carries it, of the last one asked for alone."""

    told = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self._wanted = ""

    def ask(self, workout: Workout) -> None:
        """Read it, in place of what was asked for before."""
        if self._task is not None:
            self._task.cancel()
        self._wanted = workout.id
        since = (date.fromisoformat(workout.day) - timedelta(days=BEST_DAYS)).isoformat()

        def read(store: Store, progress: Progress) -> Told:
            from tracker.store.queries.training import analysis, best_curve, own_curve

            progress.check()
            sports = (workout.sport,)
            records = tuple(one for one in personal_records.set_in(store, workout.id) if is_shown(one))
            return Told(
                workout.id, analysis(store, workout), own_curve(store, workout.id),
                best_curve(store, sports=sports, since=since, until=workout.day), records,
            )  # fmt: skip

        if not self._desk.lane.closed:
            self._task = self._desk.lane.ask(read, self._has_read, self._cannot_read)

    @Slot(object)
    def _has_read(self, told: Told) -> None:
        self._task = None
        if told.workout == self._wanted:
            self.told.emit(told)

    @Slot(object)
    def _cannot_read(self, _error: Exception) -> None:
        """It was given up for another workout; a bug is reported by the lane."""


class AnalysisCards(QWidget):
    """The cards, each hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: dict[float, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._zones = _ZonesCard(), _ZonesCard()
        self._pairs = QBoxLayout(BESIDE), QBoxLayout(BESIDE)
        cards = (self._build_curve(), self._build_records()), self._zones
        for pair, both in zip(self._pairs, cards, strict=True):
            pair.setSpacing(12)
            for card in both:
                pair.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(pair)
        self.hide()

    def _build_curve(self) -> Card:
        self._curve = Card("Power curve", NOTE)
        self.plot = LinesPlot("Power curve", is_log=True, height=140)
        self.plot.pointed.connect(self._show_point)
        self._said = Text("", "small")
        self._curve.body.addWidget(self.plot)
        self._curve.body.addWidget(self._said)
        return self._curve

    def _build_records(self) -> Card:
        self._records = Card("Records set")
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Records set", fit=True, header=False, multiple=False)
        self._records.body.addWidget(self._list)
        return self._records

    def show_told(self, told: Told, words: Words, today: date) -> None:
        """Show what is known."""
        has_curve = bool(len(told.own.durations))
        self._curve.setVisible(has_curve)
        if has_curve:
            self._at = points((told.best, told.own), today)
            lines = [line("Best", told.best, "muted", is_dashed=True), line("This", told.own, "accent")]
            self.plot.show_lines(lines, [(float(one), span(one)) for one in TICKS])
        self._said.setText("")
        self._records.setVisible(bool(told.records))
        some = sorted(told.records, key=lambda one: one.metric != "power")[:MOST_RECORDS]
        self._model.set_rows(
            [
                Row(f"{one.metric}{one.mark}", (name_of(one), value_of(one, one.value, words), gain_of(one, words)))
                for one in some
            ]
        )
        found = told.analysis.power_zones, told.analysis.heart_rate_zones
        for card, zones in zip(self._zones, found, strict=True):
            card.show_zones(zones)
        self.setVisible(has_curve or bool(told.records) or any(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= ROOM_FOR_PAIRS
        for pair in self._pairs:
            pair.setDirection(BESIDE if beside else QBoxLayout.Direction.TopToBottom)
            for place in range(pair.count()):
                pair.itemAt(place).setAlignment(Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        room = self.width() // 2 if beside else self.width()
        self._curve.heading.set("Power curve", NOTE if room >= ROOM_FOR_NOTE else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # the note gives way

    @Slot(object)
    def _show_point(self, x: float | None) -> None:
        self._said.setText("" if x is None else self._at.get(x, ""))


class _ZonesCard(Card):
    """How long was spent in each zone of power or heart rate."""

    def __init__(self) -> None:
        super().__init__("Zones")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        self._lines: list[tuple[Text, Text, ProgressBar, Text]] = []

    def show_zones(self, zones: Zones | None) -> None:
        """Show these; hidden without any."""
        self.setVisible(zones is not None)
        if zones is None:
            return
        self.heading.set("Zones", "of power, in W" if zones.scheme == "power" else "of heart rate, in bpm")
        whole = sum(zones.seconds) or 1.0
        while len(self._lines) < len(zones.names):
            self._add_line()
        tones = zone_tones(len(zones.names))
        ends = [*zones.lower[1:], None]
        for number, parts in enumerate(self._lines):
            for part in parts:
                part.setVisible(number < len(zones.names))
            if number >= len(zones.names):
                continue
            name, bounds, bar, time = parts
            low, high = zones.lower[number], ends[number]
            name.setText(zones.names[number])
            bounds.setText(f"{low:.0f}–{high:.0f}" if high is not None else f"from {low:.0f}")
            bar.set_tone(tones[number])
            bar.set_share(zones.seconds[number] / whole)
            time.setText(clock(round(zones.seconds[number]) * 1000))

    def _add_line(self) -> None:
        row = len(self._lines)
        parts = (Text("", "small"), Text("", "small", "muted"), ProgressBar("Share of the time"), Text("", "small"))
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column)
        self._lines.append(parts)
