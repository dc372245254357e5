"""The part of a stretch of days that a plot shows: it can be made shorter, longer, and moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SHORTEST = 7


@dataclass(frozen=True)
class Zoom:
    """The days `first` to `last` of those from `earliest` to `latest`."""

    first: date
    last: date
    earliest: date
    latest: date

    @property
    def days(self) -> int:
        """How many days from the first to the last."""
        return (self.last - self.first).days

    def by(self, factor: float, around: date) -> Zoom:
        """So many times as long, with the day `around` staying where it is; never shorter than a week."""
        whole = (self.latest - self.earliest).days
        days = min(max(round(self.days * factor), min(SHORTEST, whole)), whole)
        share = (around - self.first).days / self.days if self.days else 0.5
        return self._at(around - timedelta(days=round(share * days)), days)

    def moved(self, days: int) -> Zoom:
        """So many days later, or earlier where negative, as far as there are days."""
        return self._at(self.first + timedelta(days=days), self.days)

    def _at(self, first: date, days: int) -> Zoom:
        first = max(self.earliest, min(first, self.latest - timedelta(days=days)))
        return Zoom(first, first + timedelta(days=days), self.earliest, self.latest)
