"""Readings of the body in words, and as points of a plot: values as they were typed, axes in the person's unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.measures import USUAL, Measure
from tracker.domain.trend import TrendPoint, weight_trend
from tracker.domain.units import convert
from tracker.operations import measurements
from tracker.operations.measurements import shown
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.queries import measurements as query
from tracker.store.rows import Measurement
from tracker.ui.words import Words, duration_in_words, short_date

MINUTE = 60_000
CONVERTED = ("kg", "cm")
"""Units of kinds that a person may read in another one."""
SPANS = (("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("all", "All"))


@dataclass(frozen=True)
class Series:
    """What a plot of one kind shows.

    Attributes:
        unit: of the numbers, in the person's own.
        first: the first day that is shown before anybody zooms.
        last: the last one.
        earliest: the first day there is, beyond which nothing can be seen.
        dots: day and value of every reading; of a blood pressure both values.
        lines: the trends through them.
        decimals: as many as numbers have.
        taken: day, value and second value of every reading, earliest first.
    """

    kind: str
    label: str
    unit: str
    first: date
    last: date
    earliest: date
    dots: tuple[tuple[date, float], ...] = ()
    lines: tuple[tuple[tuple[date, float], ...], ...] = ()
    decimals: int = 1
    taken: tuple[tuple[date, float, float | None], ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything within the first and the last day."""
        return any(self.first <= day <= self.last for day, _ in self.dots)


def per_unit(measure: Measure | None, unit: str) -> float:
    """How many stored integers one of `unit` is; 1 of a kind that nobody knows."""
    if measure is None:
        return 1.0
    if unit != measure.unit and measure.unit in CONVERTED:
        return float(convert(1, unit, measure.unit) * measure.scale)
    return float(measure.scale)


def trends(store: Store, kind: str) -> list[list[TrendPoint]]:
    """The trends of a kind through all its readings: one, or two of a blood pressure. Values as stored."""
    readings = query.values(store, kind)
    days = [date.fromisoformat(day) for day, _, _ in readings]
    columns = [[reading[1] for reading in readings]]
    if kind == "blood_pressure":
        columns.append([reading[2] or 0 for reading in readings])
    return [weight_trend(zip(days, column, strict=True)) for column in columns if column]


def series(store: Store, kind: str, days: int | None, today: date) -> Series:
    """All readings of a kind with their trend, of which the last `days` are shown first, or all of them."""
    known, unit = measurements.measure(store, kind), measurements.unit_of(store, kind)
    scale = per_unit(known, unit)
    through = [[point for point in line if point.day <= today] for line in trends(store, kind)]
    earliest = min((line[0].day for line in through if line), default=today)
    first = today - timedelta(days=days) if days else min(earliest, today - timedelta(days=7))
    taken = [
        (day, value / scale, None if second is None else second / scale)
        for text, value, second in query.values(store, kind)
        if (day := date.fromisoformat(text)) <= today
    ]
    dots = [
        (day, number) for day, first_number, second in taken for number in (first_number, second) if number is not None
    ]
    lines = [[(point.day, point.trend / scale) for point in line] for line in through]
    return Series(
        kind, measurements.label(store, kind), unit, first, today, min(earliest, first), tuple(dots),
        tuple(tuple(line) for line in lines if line), known.decimals if known else 1, tuple(taken),
    )  # fmt: skip


def in_words(reading: Measurement, words: Words) -> str:
    """A reading as the person typed it: 81.4 kg, 122 / 78, 7 h 20 min."""
    if words.hidden:
        return words.of_body("")
    if reading.kind == "sleep":
        return duration_in_words(reading.value * MINUTE)
    if reading.kind == "blood_pressure":
        return f"{reading.value} / {reading.value2}"
    typed = reading.typed.replace(",", ".").replace(".", words.decimal)
    return shown(typed, reading.unit)


def when(reading: Measurement, today: date) -> str:
    """Today 07:10, Yesterday, Thu 19, 15 Nov: the hour only where it still matters."""
    day = date.fromisoformat(reading.day)
    text = short_date(day, today)
    return f"{text} {local(reading.at, reading.zone or 'UTC'):%H:%M}" if day == today else text


def kinds(store: Store) -> Sequence[tuple[str, str]]:
    """The kinds to choose from, with short names: the usual ones, those there are readings of, the person's own."""
    known = {one.key: one.chip for one in measurements.measures(store)}
    own = [one.id for one in query.own_kinds(store)]
    shown_here = dict.fromkeys([*USUAL, *query.kinds(store), *own])
    return [(kind, known.get(kind) or measurements.label(store, kind)) for kind in shown_here]
