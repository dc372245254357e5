"""The time and the place, as a port: tests and the simulation bring their own."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> int:
        """The instant, in ms since 1970 UTC."""
        ...

    def zone(self) -> str:
        """The IANA name of the time zone the person is in."""
        ...


@cache
def _system_zone() -> str:
    import tzlocal

    return tzlocal.get_localzone_name() or "UTC"


class SystemClock:
    """The clock of this computer."""

    def now(self) -> int:
        """The instant, in ms since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def zone(self) -> str:
        """The IANA name of this computer's time zone."""
        return _system_zone()


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, instant: int, zone_name: str = "UTC") -> None:
        self.instant = instant
        self.zone_name = zone_name

    def now(self) -> int:
        """The instant it was set to."""
        return self.instant

    def zone(self) -> str:
        """The zone it was set to."""
        return self.zone_name


def wall(clock: Clock, moment: int) -> datetime:
    """The wall-clock time of an instant in ms, where the clock is.

    Of this computer's own zone the system knows that without its name, which takes 5 ms to find.
    """
    if isinstance(clock, SystemClock):
        return datetime.fromtimestamp(moment / 1000, UTC).astimezone()
    return local(moment, clock.zone())


def local(instant: int, zone: str) -> datetime:
    """The wall-clock time of an instant in ms, in a zone; an unknown zone counts as UTC."""
    from zoneinfo import ZoneInfo  # the first frame goes without it

    try:
        place: ZoneInfo = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        place = ZoneInfo("UTC")
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=instant)).astimezone(place)


def instant(moment: datetime) -> int:
    """The instant of an aware datetime, in ms since 1970 UTC."""
    return round(moment.timestamp() * 1000)


def today(clock: Clock) -> date:
    """The date where the person is."""
    return local(clock.now(), clock.zone()).date()
