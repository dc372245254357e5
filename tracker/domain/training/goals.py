"""Goals of training over a week, a month or a year, and how far one is against an even pace."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, get_args

from tracker.domain import spoken, units
from tracker.domain.fixed import DISTANCE, to_fixed
from tracker.domain.quick_add.durations import read_duration
from tracker.domain.weeks import first_of
from tracker.values import Frozen

Period = Literal["week", "month", "year"]
Measure = Literal["time", "distance", "load", "count"]
PERIODS: tuple[Period, ...] = get_args(Period)
MEASURES: tuple[Measure, ...] = get_args(Measure)
MOST = 1 << 40
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


class Goal(Frozen):
    """An amount to reach in every period, in ms, 0.1 m, load or workouts; `sport` "" is all of them."""

    id: str
    period: Period
    measure: Measure
    sport: str
    wanted: int


class Progress(Frozen):
    """How far a goal is in the period of a day.

    Attributes:
        done: so far, in the goal's unit.
        pace: what an even pace would have come to by the end of the day before: the day itself is still open.
        left: days that are left, the day itself counted.
        unknown: workouts that count for nothing because their load or distance is not known.
    """

    goal: Goal
    first: date
    last: date
    done: float
    pace: float
    left: int
    unknown: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1, and beyond where more was done."""
        return self.done / self.goal.wanted

    @property
    def is_reached(self) -> bool:
        """Whether the goal of this period is reached."""
        return self.done >= self.goal.wanted


def bounds(period: Period, day: date, *, begins: int = 0) -> tuple[date, date]:
    """The first and the last day of the period that a day is in; `begins` is the weekday that weeks begin on."""
    if period == "week":
        first = first_of(day, begins)
        return first, first + timedelta(days=6)
    if period == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def progress(goal: Goal, day: date, done: float, *, begins: int = 0, unknown: int = 0) -> Progress:
    """How far a goal is on a day on which so much is done of it."""
    first, last = bounds(goal.period, day, begins=begins)
    over, whole = (day - first).days, (last - first).days + 1
    return Progress(goal, first, last, done, goal.wanted * over / whole, whole - over, unknown)


def wanted_in_words(measure: str, value: float, decimal: str = ".") -> str:
    """An amount of a measure: 8 h 00 min, 150.0 km, load 400, 4 workouts."""
    if measure == "time":
        return spoken.duration_in_words(round(value))
    if measure == "distance":
        return spoken.distance(round(value), decimal)
    number = spoken.number(value, 0, decimal)
    return f"load {number}" if measure == "load" else f"{number} workout{'' if round(value) == 1 else 's'}"


def read_amount(measure: Measure, text: str) -> int | None:
    """The amount that a person typed, in the measure's unit; None where it is none, or nothing.

    Time without a unit is hours, distance without one km.
    """
    typed = text.strip()
    if measure == "time":
        amount = read_duration(f"{typed}h" if _NUMBER.fullmatch(typed) else typed)
    elif measure == "distance":
        amount = _distance(typed)
    else:
        amount = int(typed) if typed.isdecimal() else None
    return amount if amount and 0 < amount <= MOST else None


def _distance(text: str) -> int | None:
    found = _NUMBER.match(text)
    unit = units.find(text[found.end() :].strip() or "km") if found else None
    if found is None or unit is None or unit.kind != "length":
        return None
    return to_fixed(units.convert(Fraction(found[0].replace(",", ".")), unit.name, "m"), DISTANCE)
