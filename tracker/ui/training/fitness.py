"""Fitness, fatigue and form over time, the months of training, and the thresholds that they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.weeks import first_of
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import months
from tracker.store.queries import workouts as query
from tracker.store.queries.settings import week_begins
from tracker.tasks.task import Progress
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import View
from tracker.ui.training.muscles_card import MusclesCard, Strength, read_strength
from tracker.ui.training.plot.lines_plot import Line, LinesPlot
from tracker.ui.training.sport_choice import show_sports
from tracker.ui.training.thresholds_card import ThresholdsCard
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.stat_row import StatRow
from tracker.ui.widgets.text import Text
from tracker.ui.words import MONTHS, Words, duration_in_words, short_date

if TYPE_CHECKING:
    from tracker.store.queries.outlook import Outlook
    from tracker.store.queries.training import Fitness

CONCERNED = ("workout", "threshold", "preference", "workout_plan", "exercise")
SPANS = (("90", "3 months"), ("365", "1 year"), ("36500", "Everything"))
LINES = (("fitness", "accent"), ("fatigue", "carbs"), ("form", "protein"))
PERIODS = (("month", "Months"), ("year", "Years"))
COLUMNS = (
    Column(""), Column("Workouts", 80, right=True), Column("Time", 104, right=True),
    Column("Distance", 96, right=True, tone="muted"), Column("Ascent", 84, right=True, tone="muted"),
)  # fmt: skip
EXPLAINED = (
    "Fitness is the load of about six weeks, fatigue that of one, form what yesterday left of both. "
    "Load comes from power or heart rate and your thresholds."
)
NO_LOAD = " A threshold of yours, added below, gives them one."


@dataclass(frozen=True, eq=False)
class _Told:
    """What the view shows, read off the GUI thread."""

    fitness: Fitness
    ahead: Outlook | None
    week: float
    strength: Strength | None


class FitnessView(View):
    """How training adds up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._told: _Told | None = None
        self._at: dict[float, str] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._stats = StatRow("Fitness now")
        column.addWidget(self._stats)
        column.addWidget(self._build_chart())
        below = QHBoxLayout()
        below.setSpacing(12)
        self._thresholds = ThresholdsCard(desk)
        below.addWidget(self._build_months(), 3, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._thresholds, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(below)
        self._muscles = MusclesCard(desk)
        column.addWidget(self._muscles)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolling(inside))

    def _build_chart(self) -> Card:
        card = Card("Fitness, fatigue and form")
        self._span = ChipBar(SPANS, "How far back")
        self._span.chosen.connect(self._show)
        self._plot = LinesPlot("Fitness, fatigue and form", height=230)
        self._plot.pointed.connect(self._show_day)
        self._said = Text(EXPLAINED, "small", wrap=True)
        card.body.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._span)
        head.addStretch(1)
        for name, tone in (*LINES, ("load", "muted")):
            head.addWidget(Text(name.capitalize(), "small", tone))
        card.body.addLayout(head)
        card.body.addWidget(self._plot)
        card.body.addWidget(self._said)
        return card

    def _build_months(self) -> Card:
        card = Card("Training over time")
        self._period, self._sport = ChipBar(PERIODS, "Months or years"), QComboBox()
        self._sport.setAccessibleName("Sport")
        self._sport.setMinimumHeight(34)
        self._sport.setMinimumWidth(136)
        self._period.chosen.connect(self._show_periods)
        self._sport.currentIndexChanged.connect(self._show_periods)
        head = QHBoxLayout()
        head.addWidget(self._period)
        head.addStretch(1)
        head.addWidget(self._sport)
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Months and years of training", fit=True, multiple=False)
        card.body.addLayout(head)
        card.body.addWidget(self._list)
        return card

    # View

    def refresh(self, changes: Changes | None) -> None:
        """Compute it anew, off the GUI thread."""
        if changes is not None and not changes.touches(*CONCERNED):
            return
        self._thresholds.refresh()
        show_sports(self._sport, query.sports(self._desk.store))
        self._show_periods()
        today = self._desk.today

        def read(store: Store, _progress: Progress) -> _Told:
            from tracker.store.queries.outlook import outlook
            from tracker.store.queries.training import fitness_by_day

            past = fitness_by_day(store, today.isoformat())
            first = first_of(today, week_begins(store)).isoformat()
            week = sum(load for day, load in zip(past.days, past.loads, strict=True) if day >= first)
            return _Told(past, outlook(store, past), week, read_strength(store, today))

        if not self._desk.lane.closed:
            self._desk.lane.ask(read, self._has_read)

    @Slot(object)
    def _has_read(self, told: _Told) -> None:
        self._told = told
        self._muscles.show_strength(told.strength)
        self._show()

    def commands(self) -> Sequence[Command]:
        """What can be done here."""
        return (Command("workouts.new", "New threshold…", "Workout", self._thresholds.add, keys.NEW, ("ftp", "lthr")),)

    def panes(self) -> Sequence[QWidget]:
        """The plot, the months, the thresholds, the muscles."""
        return (self._plot, self._list, self._thresholds.list, self._muscles.list)

    # What is shown

    @Slot()
    def _show(self) -> None:
        told = self._told
        if told is None:
            return
        past = told.fitness
        form = past.form
        now = [form.fitness, form.fatigue, form.form]
        known = bool(past.loads.any())
        numbers = [f"{round(one[-1])}".replace("-", "−") if known else "—" for one in now]
        week = f"{told.week:.0f}" if known else "—"
        self._stats.show_numbers([*zip(("fitness", "fatigue", "form"), numbers, strict=True), ("load this week", week)])
        self._plot.setVisible(known)
        if known:
            self._show_lines(told)
        unknown = f" {past.unknown} of your workouts say too little for a load." if past.unknown else ""
        self._said.setText(EXPLAINED + unknown + ("" if known else NO_LOAD))

    @Slot()
    def _show_periods(self) -> None:
        """The months or years of one sport or of all: sums that SQL makes, in no time."""
        sport, by_year = self._sport.currentData() or "", self._period.current == "year"
        found = months.periods(self._desk.store, sport=sport, by_year=by_year)
        self._model.set_rows([_period(one, self._desk.words) for one in found])

    def _show_lines(self, told: _Told) -> None:
        past, ahead = told.fitness, told.ahead
        first = max(0, len(past.days) - int(self._span.current or SPANS[0][0]))
        days = [*past.days[first:], *(ahead.days if ahead else ())]
        xs = [float(date.fromisoformat(day).toordinal()) for day in days]
        here, later = len(past.days) - first, len(days) - (len(past.days) - first)
        lines = [Line("Load", xs[:here], past.loads[first:].tolist(), "line", is_bars=True)]
        for name, tone in LINES:
            values = getattr(past.form, name)[first:].tolist()
            lines.append(Line(name, xs[:here], values, tone))
            if ahead and later:
                then = getattr(ahead.form, name).tolist()
                lines.append(Line(f"{name} ahead", xs[here:], then, tone, is_dashed=True))
        self._at = {}
        for number, (x, day) in enumerate(zip(xs, days, strict=True)):
            one = past.form if number < here else ahead.form if ahead else past.form
            place = first + number if number < here else number - here
            self._at[x] = (
                f"{short_date(date.fromisoformat(day), self._desk.today)}: fitness {one.fitness[place]:.0f}, "
                f"fatigue {one.fatigue[place]:.0f}, form {one.form[place]:+.0f}".replace("-", "−")
            )
        self._plot.show_lines(lines, _ticks(days))

    @Slot(object)
    def _show_day(self, x: float | None) -> None:
        self._said.setText(EXPLAINED if x is None else self._at.get(x, ""))


def _period(one: months.Period, words: Words) -> Row:
    year, _, month = one.name.partition("-")
    cells = (
        f"{MONTHS[int(month) - 1]} {year}" if month else year, str(one.workouts), duration_in_words(one.time),
        words.distance(one.distance), f"{one.ascent / 10:.0f} m" if one.ascent else "—",
    )  # fmt: skip
    return Row(one.name, cells)


def _ticks(days: Sequence[str]) -> list[tuple[float, str]]:
    """The first of each month, with its year in January."""
    firsts = (date.fromisoformat(day) for day in days if day.endswith("-01"))
    return [
        (float(day.toordinal()), f"{MONTHS[day.month - 1][:3]}{f' {day.year}' if day.month == 1 else ''}")
        for day in firsts
    ]
