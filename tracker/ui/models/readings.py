"""Readings of the body in words, and as points of a plot: values as they were typed, axes in the person's unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.measures import MEASURES
from tracker.domain.trend import TrendPoint, weight_trend
from tracker.domain.units import convert
from tracker.operations.measurements import label, shown
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.queries import measurements as query
from tracker.store.queries.settings import value
from tracker.store.rows import Measurement
from tracker.ui.words import Words, duration_in_words, short_date

MINUTE = 60_000
SPANS = (("90", "90 days"), ("365", "1 year"), ("all", "All"))


@dataclass(frozen=True)
class Series:
    """What a plot of one kind shows.

    Attributes:
        unit: of the numbers, in the person's own.
        dots: day and value of every reading shown; of a blood pressure both values.
        lines: the trends through them.
    """

    kind: str
    unit: str
    first: date
    last: date
    dots: tuple[tuple[date, float], ...] = ()
    lines: tuple[tuple[tuple[date, float], ...], ...] = ()


def unit_of(store: Store, kind: str) -> str:
    """The unit that new readings of a kind are in, and its axis."""
    return str(value(store, "weight_unit")) if kind == "weight" else MEASURES[kind].unit


def per_unit(kind: str, unit: str) -> float:
    """How many stored integers one of `unit` is."""
    measure = MEASURES[kind]
    if kind == "weight" and unit != measure.unit:
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
    """The readings of a kind over the last `days`, or all of them, with their trend."""
    unit = unit_of(store, kind)
    scale = per_unit(kind, unit)
    through = trends(store, kind)
    earliest = through[0][0].day if through else today
    first = today - timedelta(days=days) if days else min(earliest, today - timedelta(days=7))
    dots = [(point.day, point.weight / scale) for line in through for point in line if first <= point.day <= today]
    lines = [[(point.day, point.trend / scale) for point in line if first <= point.day <= today] for line in through]
    return Series(kind, unit, first, today, tuple(dots), tuple(tuple(line) for line in lines if line))


def in_words(reading: Measurement, words: Words) -> str:
    """A reading as the person typed it: 81.4 kg, 122 / 78, 7 h 20 min."""
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
    """The kinds to choose from, with their names: those Tracker knows, and those that came from elsewhere."""
    present = [kind for kind in query.kinds(store) if kind not in MEASURES]
    return [(kind, label(kind)) for kind in (*MEASURES, *present)]
