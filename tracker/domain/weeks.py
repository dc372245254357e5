"""The day on which a person's weeks begin: Monday, Sunday or Saturday, as their part of the world has it."""

from __future__ import annotations

from datetime import date, timedelta

DAYS = 7
BEGINNINGS = {"monday": 0, "sunday": 6, "saturday": 5}
"""By the value of the setting, the day as `date.weekday` counts it."""


def since_begin(weekday: int, begins: int) -> int:
    """How many days a day of the week lies after the one on which weeks begin."""
    return (weekday - begins) % DAYS


def first_of(day: date, begins: int = 0) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=since_begin(day.weekday(), begins))


def order(begins: int = 0) -> tuple[int, ...]:
    """The days of the week in their order, as `date.weekday` counts them."""
    return tuple((begins + number) % DAYS for number in range(DAYS))
