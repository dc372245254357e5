"""The power curve of a season beside that of another, with the day and the workout of each best, and critical power.

Heart rate, speed and cadence have such curves too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.training.seasons import name, season_of
from tracker.store.database import Store
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.training.plot.channels import channels_of
from tracker.ui.training.plot.lines_plot import Line
from tracker.ui.training.records.curve_plot import CurvePlot
from tracker.ui.training.records.power_curve import TICKS, line
from tracker.ui.training.records.words import span
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, short_date

if TYPE_CHECKING:
    from tracker.domain.training.critical_power import Fit
    from tracker.store.queries.training import Curve

ALL = "all"
PERIODS = (("all", "All seasons"), ("now", "This season"), ("before", "Last season"), ("90", "90 days"))
NONE = ("", "Nothing else")
METRICS = (("power", "Power"), ("heart_rate", "Heart rate"), ("speed", "Speed"), ("cadence", "Cadence"))
KEYS = "Left and Right go along the curve, Enter opens the workout of a best."


@dataclass(frozen=True, eq=False)
class _Told:
    """What the card shows, read off the GUI thread."""

    asked: tuple[str, str, str, str]
    metrics: tuple[str, ...]
    seasons: tuple[int, ...]
    now: int
    starts: int
    curve: Curve
    beside: Curve | None
    titles: dict[str, str]
    fit: Fit | None
    peak: Fit | None


class SeasonCurve(Card):
    """Two curves over each other; hidden while nothing was recorded. `opened` carries a workout's id."""

    opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Best curve", parent=parent)
        self._desk = desk
        self._sport = ""
        self._told: _Told | None = None
        self._fit_words = ""
        self.what, self.period, self._beside = QComboBox(), QComboBox(), QComboBox()
        for field, words in (
            (self.what, "Curve of"), (self.period, "Season"), (self._beside, "Season beside it"),
        ):  # fmt: skip
            field.setAccessibleName(words)
            field.setMinimumHeight(34)
        self._fill((), 1)
        self._beside.setCurrentIndex(self._beside.findData("all"))
        self.plot = CurvePlot("Power curve", height=210)
        self.plot.pointed.connect(self._show_point)
        self.plot.opened.connect(self._open)
        self._said = Text("", "small", wrap=True)
        self.body.setSpacing(10)
        first, second = Text("━ shown", "small", "accent"), Text("┅ beside it", "small", "muted")
        for text in (first, second):
            text.setMinimumHeight(34)
        for part in (FlowRow(self.what, first, self.period, second, self._beside), self.plot, self._said):
            self.body.addWidget(part)
        for field in (self.what, self.period, self._beside):
            field.currentIndexChanged.connect(self._read)

    def show_sport(self, sport: str) -> None:
        """Show the curves of a sport as they are now."""
        self._sport = sport
        self._read()

    def _fill(self, seasons: tuple[int, ...], starts: int) -> None:
        """Offer the seasons there are; what was chosen stays chosen where it is still there."""
        years = [(str(season), name(season, starts)) for season in seasons]
        for field, first in ((self.period, PERIODS), (self._beside, (NONE, *PERIODS))):
            before = field.currentData()
            field.blockSignals(True)
            field.clear()
            for key, text in (*first, *years):
                field.addItem(text, key)
            field.setCurrentIndex(max(0, field.findData(before)))
            field.blockSignals(False)

    @Slot()
    def _read(self) -> None:
        sport, today = self._sport, self._desk.today
        choice, other = self.period.currentData() or "all", self._beside.currentData() or ""
        wanted = self.what.currentData() or METRICS[0][0]
        if self._desk.lane.closed:
            return

        def read(store: Store, _progress: Progress) -> _Told:
            from tracker.domain.training.critical_power import fit_three, fit_two
            from tracker.store.queries import seasons as query
            from tracker.store.queries.workouts import listed

            there = {key: query.seasons(store, sport, key) for key, _ in METRICS}
            metric = wanted if there[wanted] else next((key for key in there if there[key]), wanted)
            curve = query.season_curve(store, sport, choice, today, metric)
            beside = query.season_curve(store, sport, other, today, metric) if other and other != choice else None
            ids = {one for found in (curve, beside) if found for one in found.workouts if one}
            titles = {one.id: one.title for one in listed(store, ids)}
            efforts = (curve.durations.astype(float), curve.values)
            fits = metric == "power" and len(curve.durations) > 0
            return _Told(
                (sport, choice, other, wanted), tuple(key for key in there if there[key]), there[metric],
                season_of(today, query.starts(store)), query.starts(store), curve, beside, titles,
                fit_two(*efforts) if fits else None, fit_three(*efforts) if fits else None,
            )  # fmt: skip

        self._asked = (sport, choice, other, wanted)
        self._desk.lane.ask(read, self._has_read)

    _asked = ("", "", "", "")

    @Slot(object)
    def _has_read(self, told: _Told) -> None:
        if told.asked != self._asked:
            return  # something else was chosen meanwhile
        is_first, self._told = self._told is None, told
        self._fill_metrics(told.metrics)
        self._fill(told.seasons, told.starts)
        if is_first and told.asked[1] == ALL and told.now in told.seasons:
            self.period.setCurrentIndex(self.period.findData("now"))  # what people look for first; it is read next
            return
        self.setVisible(bool(told.seasons))
        lines = [line(self.period.currentText(), told.curve, "accent")]
        if told.beside is not None:
            lines.insert(0, line(self._beside.currentText(), told.beside, "muted", is_dashed=True))
        if told.fit is not None:
            lines.append(_model(told.fit, told.curve))
        self.plot.show_lines(lines, [(float(one), span(one)) for one in TICKS])
        nothing = not len(told.curve.durations)
        none = f"No {self.what.currentText().lower()} was recorded then."
        fitted = f"{_fit_in_words(told.fit, told.peak)} " if self._shown == "power" else ""
        self._fit_words = none if nothing else fitted + KEYS
        self._said.setText(self._fit_words)

    @property
    def _shown(self) -> str:
        """The metric whose curve is shown."""
        return str(self.what.currentData() or METRICS[0][0])

    def _fill_metrics(self, there: tuple[str, ...]) -> None:
        """Offer what was recorded in this sport; what was chosen stays chosen where it is still there."""
        before = self.what.currentData()
        if there == tuple(self.what.itemData(number) for number in range(self.what.count())):
            return
        self.what.blockSignals(True)
        self.what.clear()
        for key, text in METRICS:
            if key in there:
                self.what.addItem(text, key)
        self.what.setCurrentIndex(max(0, self.what.findData(before)))
        self.what.blockSignals(False)
        self.what.setVisible(self.what.count() > 1)

    # Points

    @Slot(object)
    def _show_point(self, x: float | None) -> None:
        self._said.setText(self._fit_words if x is None else self._at(x) or self._fit_words)

    def _at(self, x: float) -> str:
        """What was held over a duration, when, in which workout, and what stands beside it."""
        told = self._told
        if told is None:
            return ""
        parts = [self._best(told.curve, x, told)]
        if told.beside is not None:
            other = self._best(told.beside, x, told)
            parts += [f"{self._beside.currentText()}: {other}"] if other else []
        known = [part for part in parts if part]
        return f"{span(int(x))}: {'; '.join(known)}" if known else ""

    def _best(self, curve: Curve, x: float, told: _Told) -> str:
        place = _place(curve, x)
        if place is None:
            return ""
        day, workout = curve.days[place], curve.workouts[place]
        words = [in_unit(self._shown, self._sport, float(curve.values[place]), self._desk.words)]
        words += [short_date(date.fromisoformat(day), self._desk.today)] if day else []
        words += [told.titles[workout]] if workout in told.titles else []
        return ", ".join(words)

    @Slot(object)
    def _open(self, x: float) -> None:
        """Open the workout of the best that is pointed at; where the season has none, that of the one beside it."""
        told = self._told
        for curve in (told.curve, told.beside) if told else ():
            place = None if curve is None else _place(curve, x)
            if curve is not None and place is not None and curve.workouts[place]:
                self.opened.emit(curve.workouts[place])
                return


def _place(curve: Curve, x: float) -> int | None:
    """The place of a duration in a curve that knows it."""
    places = (curve.durations == int(x)).nonzero()[0]
    place = int(places[0]) if len(places) else None
    return place if place is not None and curve.values[place] == curve.values[place] else None  # not NaN


def in_unit(metric: str, sport: str, value: float, words: Words) -> str:
    """A mean of a metric with its unit: 262 W, 171 bpm, 4:12 /km."""
    channel = next(one for one in channels_of(sport) if one.key == metric)
    return channel.say(value * channel.scale, words)


def _model(fit: Fit, curve: Curve) -> Line:
    """The fitted model at the durations that it was fitted to."""
    from tracker.domain.training.critical_power import LONGEST_S, SHORTEST_S

    durations = curve.durations[(curve.durations >= SHORTEST_S) & (curve.durations <= LONGEST_S)].astype(float)
    return Line("Model", durations.tolist(), fit.power(durations).tolist(), "carbs", is_dashed=True)


def _fit_in_words(fit: Fit | None, peak: Fit | None) -> str:
    if fit is None:
        return "Critical power needs hard efforts of different lengths between 2 and 20 minutes."
    said = (
        f"Critical power {fit.cp:.0f} W, W′ {fit.w_prime / 1000:.1f} kJ, fitted to {fit.points} bests "
        f"within {fit.error:.0f} W."
    )
    third = ""
    if peak is not None and peak.p_max is not None:
        third = (
            f"With three parameters, from 5 s on: {peak.cp:.0f} W, {peak.w_prime / 1000:.1f} kJ, highest power "
            f"{peak.p_max:.0f} W, within {peak.error:.0f} W."
        )
    return " ".join(filter(None, (said, *fit.warnings, third)))
