"""What the days of a month hold of training: done, planned, or planned and not done; and what that adds up to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from tracker.domain.weeks import first_of
from tracker.values import Frozen

WEEK = 7
Standing = Literal["done", "going", "planned", "missed"]
"""`missed` is what was planned for a day that is over; whoever shows it says so in neutral words."""


class Deed(Frozen):
    """A workout as a calendar shows it. Units as stored: ms, 0.1 m; load None where it is unknown.

    Attributes:
        was_planned: whether one that was done took the place of a planned one.
        planned_time: how long that was to be, in ms.
    """

    id: str
    title: str
    sport: str
    day: str
    standing: Standing
    start_at: int
    duration: int | None = None
    distance: int | None = None
    load: float | None = None
    was_planned: bool = False
    planned_time: int | None = None


class Sum(Frozen):
    """What some deeds add up to.

    Attributes:
        workouts: how many were done.
        time: of those, in ms.
        distance: of those, in 0.1 m.
        load: of those whose load is known.
        known: how many these are.
        planned: how many are still planned.
        planned_time: of those, in ms.
        planned_load: of those whose load is known.
        kept: how many were done that had been planned.
        missed: how many were planned for a day that is over, and were not done.
    """

    workouts: int = 0
    time: int = 0
    distance: int = 0
    load: float = 0.0
    known: int = 0
    planned: int = 0
    planned_time: int = 0
    planned_load: float = 0.0
    kept: int = 0
    missed: int = 0


def standing(status: str, day: str, today: str) -> Standing:
    """How a workout of a status stands, by its day."""
    if status == "planned":
        return "missed" if day < today else "planned"
    return "going" if status in ("active", "paused") else "done"


def weeks(day: date, *, begins: int = 0) -> tuple[tuple[date, ...], ...]:
    """The whole weeks that the month of `day` lies in; `begins` is the day of the week that they begin on."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    start = first_of(first, begins)
    count = -(-(following - start).days // WEEK)
    return tuple(tuple(start + timedelta(days=WEEK * row + column) for column in range(WEEK)) for row in range(count))


def month_beside(day: date, months: int) -> date:
    """The first day of the month that lies so many months after that of `day`, before it where negative."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def add_up(deeds: Iterable[Deed]) -> Sum:
    """The sums of what was done and of what is planned; what was missed is only counted."""
    every = tuple(deeds)
    done = [one for one in every if one.standing in ("done", "going")]
    ahead = [one for one in every if one.standing == "planned"]
    return Sum(
        len(done), sum(one.duration or 0 for one in done), sum(one.distance or 0 for one in done),
        sum(one.load or 0.0 for one in done), sum(one.load is not None for one in done),
        len(ahead), sum(one.duration or 0 for one in ahead), sum(one.load or 0.0 for one in ahead),
        sum(one.was_planned for one in done), sum(one.standing == "missed" for one in every),
    )  # fmt: skip
