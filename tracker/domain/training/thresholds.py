"""What a person can do, dated: threshold power, heart rates, threshold speed. Zones and load are read against these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType


@dataclass(frozen=True)
class Kind:
    """A kind of threshold: its name for people, its unit, and how many stored integers make one unit."""

    label: str
    unit: str
    scale: int = 1


KINDS: Mapping[str, Kind] = MappingProxyType({
    "ftp": Kind("Threshold power", "W"),
    "lthr": Kind("Threshold heart rate", "bpm"),
    "max_hr": Kind("Maximum heart rate", "bpm"),
    "rest_hr": Kind("Resting heart rate", "bpm"),
    "threshold_speed": Kind("Threshold speed", "m/s", 1000),
    "critical_power": Kind("Critical power", "W"),
    "w_prime": Kind("W′", "J"),
})  # fmt: skip
"""Every kind that Tracker computes with."""


@dataclass(frozen=True)
class Threshold:
    """One value from a day on (ISO date), for one sport or, with "", for all of them."""

    kind: str
    since: str
    value: float
    sport: str = ""


_since = attrgetter("since")


class Thresholds:
    """All thresholds of a person, to be asked what held on a day."""

    def __init__(self, known: Iterable[Threshold] = ()) -> None:
        self._by_what: dict[tuple[str, str], list[Threshold]] = {}
        for one in sorted(known, key=lambda one: one.since):
            self._by_what.setdefault((one.kind, one.sport), []).append(one)

    def at(self, kind: str, day: str, sport: str = "") -> float | None:
        """The value that held on `day`: the sport's own where there is one, else that of all sports.

        Days before the first value take the first one: it says more about them than nothing does.

        Returns:
            None where none was ever set.
        """
        found = self._by_what.get((kind, sport)) or self._by_what.get((kind, ""))
        if not found:
            return None
        return found[max(bisect_right(found, day, key=_since) - 1, 0)].value

    def history(self, kind: str, sport: str = "") -> tuple[Threshold, ...]:
        """The values of a kind in the order of their days."""
        return tuple(self._by_what.get((kind, sport), ()))
