"""The days the diary has, so that a slip of the keys leads to no year in which the calendar ends."""

from __future__ import annotations

from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As targets name the days of the week."""
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def has(day: date) -> bool:
    """Whether the diary has this day."""
    return FIRST <= day <= LAST


def nearest(day: date) -> date:
    """The day itself, or the first or last one of the diary where it lies beyond."""
    return min(max(day, FIRST), LAST)


def moved(day: date, days: int) -> date:
    """So many days on, or back where negative; stops at the first and the last day."""
    start = nearest(day)
    return start + timedelta(days=min(max(days, (FIRST - start).days), (LAST - start).days))
