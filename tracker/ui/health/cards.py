"""The cards of Health: the plot of one kind, the trend of the weight, the energy target, the resting heart rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain.body.expenditure import Measured, NotYet
from tracker.domain.body.sorts import WAYS
from tracker.domain.fixed import ENERGY, MACRO
from tracker.domain.measures import MEASURES
from tracker.domain.trend import TrendPoint, trend_change
from tracker.domain.usual import usual_range
from tracker.store.rows import Measurement, Target
from tracker.store.rows_of_body import Basis
from tracker.ui.health.readings import MINUTE, SPANS, Series, in_words, per_unit
from tracker.ui.health.trend_plot import TrendPlot, trends_on
from tracker.ui.health.zoom import Zoom
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, duration_in_words, short_date

NOTE = "dots: as measured · line: trend (exponential, 0.1)"
ROOM_FOR_NOTE = 600
MOST_OF_DAY = 3
"""Readings of one day that are told; of more, the number is."""


class PlotCard(Card):
    """One kind over 90 days, a year, or all the time."""

    span_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._series: Series | None = None
        self._words = Words()
        self._today = date.min
        self._zoom: Zoom | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        self._name, self._note = Text("", "heading"), Text("", "small")
        self._spans = ChipBar(SPANS, "How far back")
        self._spans.choose("90")
        self._spans.chosen.connect(self._chosen)
        row.addWidget(self._name)
        row.addWidget(self._note, 1)
        row.addWidget(self._spans, 0, Qt.AlignmentFlag.AlignRight)
        self.plot = TrendPlot()
        self.plot.pointed.connect(self._point)
        self.plot.zoomed.connect(self._zoomed)
        self._nothing = Text("", "muted", wrap=True)
        self.body.addLayout(row)
        self.body.addWidget(self.plot)
        self.body.addWidget(self._nothing)

    @property
    def days(self) -> int | None:
        """How far back it shows; None for all the time."""
        return None if self._spans.current == SPANS[-1][0] else int(self._spans.current)

    def show_series(self, series: Series, words: Words) -> None:
        """Show the readings of a kind."""
        self._series, self._words, self._today = series, words, series.last
        name = series.label
        self.setAccessibleName(name)
        self.plot.setAccessibleName(f"{name} over time")
        self._name.setText(name)
        self.plot.setVisible(series.shown)
        self._nothing.setVisible(not series.shown)
        within = f"in these {self.days} days" if self.days else "of this kind yet"
        self._nothing.setText(f"No readings {within}. Ctrl+N adds one.")
        self.plot.show_series(series, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._point(self.plot.day)

    @Slot(str)
    def _chosen(self, _span: str) -> None:
        self.span_chosen.emit()

    @Slot(object)
    def _point(self, day: date | None) -> None:
        """Say what the day under the pointer has, or what dots and line are."""
        series = self._series
        if series is None:
            return
        if day is None:
            self._note.setText(self._of_view() if series.shown else "")
            return
        taken = [(first, second) for at, first, second in series.taken if at == day]
        measured = ", ".join(self._numbers([one for one in pair if one is not None]) for pair in taken[:MOST_OF_DAY])
        measured += f" and {len(taken) - MOST_OF_DAY} more" if len(taken) > MOST_OF_DAY else ""
        trend = self._numbers(trends_on(series, day))
        said = "" if self._words.hidden else f": {measured}, trend {trend}"
        self._note.setText(f"{short_date(day, self._today)}{said}")
        self.plot.setAccessibleDescription(self._note.text())

    def _of_view(self) -> str:
        """What dots and line are, or which days are shown where somebody zoomed."""
        if self._zoom is not None:
            first, last = (short_date(day, self._today) for day in (self._zoom.first, self._zoom.last))
            return f"{first} – {last} · 0 shows all again"
        return NOTE if self.width() >= ROOM_FOR_NOTE else ""

    @Slot(object)
    def _zoomed(self, zoom: Zoom | None) -> None:
        self._zoom = zoom
        self._point(self.plot.day)

    def _numbers(self, values: Sequence[float]) -> str:
        assert self._series is not None
        if self._series.kind == "sleep":
            return duration_in_words(round(values[0] * MINUTE)) if values else ""
        if self._series.kind == "blood_pressure":
            return " / ".join(self._words.number(value) for value in values)
        decimals = self._series.decimals
        return f"{self._words.number(values[0], decimals)} {self._series.unit}".strip() if values else ""


class NumberCard(Card):
    """A number with what it means below."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent=parent)
        self.body.setSpacing(0)
        self.number, self.detail = Text("", "number"), Text("", "small", wrap=True)
        self.body.addWidget(self.number)
        self.body.addWidget(self.detail)

    def show_number(self, number: str, detail: str) -> None:
        """Show a number."""
        self.number.setText(number)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))


class TrendCard(NumberCard):
    """Where the trend of the weight is, and how it moved. Hidden without weights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Trend", parent)

    def show_trend(self, points: Sequence[TrendPoint], unit: str, words: Words) -> None:
        """Show the trend at its last weight."""
        self.setVisible(bool(points) and not words.hidden)
        if not points:
            return
        scale = per_unit(MEASURES["weight"], unit)
        moved = [
            f"{_signed(change / scale, words)} {unit} {when}"
            for days, when in ((7, "this week"), (90, "in 90 days"))
            if (change := trend_change(points, days)) is not None
        ]
        self.show_number(f"{words.number(points[-1].trend / scale, 1)} {unit}", ", ".join(moved))


class TargetCard(NumberCard):
    """The energy target and how it came about. Hidden without one. `how_wanted`: the person asks how."""

    change_wanted = Signal()
    how_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Energy target", parent)
        self._basis = Text("", "small", wrap=True)
        self.body.addWidget(self._basis)
        self._how, change = LinkButton("How?", pixels=12), LinkButton("Change…", pixels=12)
        self._how.setAccessibleName("How is the target computed?")
        self._how.clicked.connect(self.how_wanted)
        change.clicked.connect(self.change_wanted)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._how)
        row.addWidget(change)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_target(self, target: Target, basis: Basis, words: Words) -> None:
        """Show what is aimed at, and how it was computed where it was."""
        self.setVisible(bool(target) and not words.hidden)
        said = basis_in_words(target, basis, words)
        self._basis.setText(said)
        self._basis.setVisible(bool(said))
        self._how.setVisible(bool(said))
        macros = [
            f"{words.grams(value)} g {key}"
            for key in ("protein", "carbs", "fat")
            if (value := getattr(target, key)) is not None and value >= MACRO
        ]
        energy = words.energy_with_unit(target.energy) if target.energy is not None else "No energy target"
        self.show_number(energy, " · ".join(macros))


class HeartCard(NumberCard):
    """The latest resting heart rate and what is usual for this person. Hidden without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Resting heart rate", parent)

    def show_readings(self, latest: Measurement | None, values: Sequence[int], today: date, words: Words) -> None:
        """Show the latest reading, and the range of `values`, those of the last 90 days."""
        self.setVisible(latest is not None and not words.hidden)
        if latest is None:
            return
        usual = usual_range(values)
        day = date.fromisoformat(latest.day)
        parts = ["" if (today - day).days <= 1 else short_date(day, today)]
        parts.append(f"usual range {usual[0]} – {usual[1]}" if usual else "")
        self.show_number(in_words(latest, words), "; ".join(part for part in parts if part))


class MeasuredCard(NumberCard):
    """What the body spends, as measured, or what is still lacking. Hidden before the first complete day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Measured expenditure", parent)

    def show_expenditure(self, found: Measured | NotYet, words: Words) -> None:
        """Show the result with its span and margin."""
        self.setVisible(not words.hidden and (isinstance(found, Measured) or found.days > 0))
        if isinstance(found, Measured):
            energy, margin = (
                words.energy_with_unit(round(found.energy * ENERGY)),
                words.energy(round(found.margin * ENERGY)),
            )
            self.show_number(energy, f"from {found.days} complete days, ± {margin} ({found.confidence})")
        else:
            self.show_number("Not yet", found.sentence)


class IndexCard(NumberCard):
    """The body mass index with its limits. Hidden unless the person asked for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Body mass index", parent)

    def show_index(self, index: float | None, detail: str, words: Words) -> None:
        """Show it."""
        self.setVisible(index is not None and not words.hidden)
        self.show_number(words.number(index, 1), detail)


def basis_in_words(target: Target, basis: Basis, words: Words) -> str:
    """Mifflin–St Jeor 1 712 × 1.55, less 500: how the energy of a target came about; nothing of own numbers."""
    if not basis.formula or basis.spent is None or target.energy is None:
        return ""
    name = dict(WAYS).get(basis.formula, basis.formula)
    number = words.energy(basis.spent)
    if basis.resting is not None and basis.factor is not None:
        factor = f"{basis.factor / 1000:g}".replace(".", words.decimal)
        number = f"{words.energy(basis.resting)} × {factor}"
    change = basis.change or 0
    more = f", {'less' if change < 0 else 'plus'} {words.energy(abs(change))}" if change else ""
    trained = f", and {words.energy(target.added)} of training" if target.added else ""
    return f"{name} {number}{more}{trained}."


def _signed(value: float, words: Words) -> str:
    text = words.number(value, 1)
    if text.strip("−") == words.number(0, 1):
        return f"±{words.number(0, 1)}"
    return f"+{text}" if value > 0 else text
