"""Averages that say what they are averages of, and sums that say how much of them is known.

A day that was not logged is not a day of 0. Today is not over, so it never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.nutrients import Total


@dataclass(frozen=True)
class Denominator:
    """The days that an average is over.

    Attributes:
        counted: how many count.
        of: how many days there were, today left out.
        complete: whether those that count were marked complete; else they are the days with something eaten.
    """

    counted: int
    of: int
    complete: bool

    def in_words(self) -> str:
        """23 of 30 complete days; 12 of 30 days with entries, none of them marked complete."""
        if not self.counted:
            return f"0 of {self.of} days: nothing was logged"
        days = f"{self.counted} of {self.of} "
        if self.complete:
            return f"{days}complete days"
        return f"{days}days with entries, none of them marked complete"


def counted_days(complete: Iterable[date], eaten: Iterable[date], first: date, last: date, today: date) -> list[date]:
    """The days that averages are over: the complete ones; where none is, those with something eaten."""
    found = [day for day in complete if first <= day <= last and day != today]
    return sorted(found or (day for day in eaten if first <= day <= last and day != today))


def denominator(counted: Sequence[date], complete: Iterable[date], first: date, last: date, today: date) -> Denominator:
    """What `counted_days` counted, in numbers."""
    days = (last - first).days + 1 - (first <= today <= last)
    return Denominator(len(counted), days, bool(counted) and set(counted) <= set(complete))


def average(totals: Sequence[Total]) -> Total | None:
    """The mean of the days' sums in their own scale, with how many entries report it; None where none of them does."""
    known, of = sum(one.known for one in totals), sum(one.of for one in totals)
    if not totals or not known:
        return None
    return Total(round(sum(one.value for one in totals) / len(totals)), known, of)
