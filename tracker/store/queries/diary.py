"""The diary's own clock: its day begins when the person says, so a snack at 01:00 may belong to the day before.

The beginning of the day moves moments, never the names of days: what is put down for the 28th is on the 28th.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from tracker.store.clock import instant, local, wall
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Slot

DAY = 24 * 60


def day_start(store: Store) -> int:
    """The minute after midnight at which this person's day begins."""
    return int(value(store, "day_starts")) * 60


def day_of(store: Store, moment: int) -> date:
    """The day of the diary that an instant in ms belongs to, where the person is."""
    return (wall(store.clock, moment) - timedelta(minutes=day_start(store))).date()


def today(store: Store) -> date:
    """The day of the diary that it is now."""
    return day_of(store, store.now())


def minute_now(store: Store) -> int:
    """What the clock on the wall shows, in minutes after midnight."""
    return minute_of(store, store.now())


def minute_of(store: Store, moment: int) -> int:
    """What the clock on the wall showed at an instant in ms, in minutes after midnight."""
    then = wall(store.clock, moment)
    return then.hour * 60 + then.minute


def instant_of(store: Store, day: date, minute: int) -> int:
    """The instant in ms at which the clock shows `minute` on a day of the diary.

    A time before the day begins is that of the night after it.
    """
    night = timedelta(days=1 if minute < day_start(store) else 0)
    return wall_instant(store, day + night, minute)


def wall_instant(store: Store, day: date, minute: int) -> int:
    """The instant in ms at which the clock shows `minute` on a day of the calendar, where the person is."""
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    return instant(wall.replace(tzinfo=local(0, store.clock.zone()).tzinfo))


def slot_at(slots: Iterable[Slot], minute: int, start: int = 0) -> Slot:
    """The meal that is usual at a minute of the day: the one that began last, counted from when the day begins."""
    known = tuple(slots)
    since = (minute - start) % DAY
    begun = [slot for slot in known if (slot.starts_at - start) % DAY <= since]
    return max(begun or known, key=lambda slot: (slot.starts_at - start) % DAY)
