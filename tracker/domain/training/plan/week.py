"""A usual week of training: which workout on which weekday at which time, and the days it falls on when it is laid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tracker.values import Frozen

DAYS, MINUTES = 7, 24 * 60
MOST_ITEMS = 50
MOST_WEEKS = 26


class Item(Frozen):
    """One workout of the week.

    Attributes:
        day: 0 is Monday.
        minute: after midnight, as the clock on the wall shows it.
        plan: the structured workout, or "" where it is only a sport and a length.
        sport: the sport's own word, where there is no plan.
        duration: in ms, where there is no plan; None where it is not said.
    """

    day: int
    minute: int
    plan: str = ""
    sport: str = ""
    duration: int | None = None


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items as the week goes."""
    return tuple(sorted(items, key=lambda one: (one.day, one.minute, one.plan, one.sport, one.duration or 0)))


def to_stored(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The items as they are kept, as the week goes."""
    return [
        {"day": one.day, "minute": one.minute, "plan": one.plan, "sport": one.sport, "duration": one.duration}
        for one in ordered(items)
    ]


def from_stored(stored: object) -> tuple[Item, ...]:
    """Items that were kept.

    Raises:
        ValueError: another version wrote something that this one cannot read.
    """
    if not isinstance(stored, list) or len(stored) > MOST_ITEMS:
        raise ValueError("a week is a list of workouts")
    return ordered(map(_item, stored))


def _item(stored: object) -> Item:
    if not isinstance(stored, dict):
        raise ValueError(f"not a workout of a week: {stored!r}")
    day, minute = _within(stored.get("day"), "day", DAYS), _within(stored.get("minute"), "minute", MINUTES)
    told = stored.get("duration")
    duration = None if told is None else _within(told, "duration", 1 << 53)
    return Item(day, minute, str(stored.get("plan") or ""), str(stored.get("sport") or ""), duration)


def _within(value: object, name: str, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < most:
        raise ValueError(f"{name} {value!r}")
    return value


def laid(items: Sequence[Item], first: date, weeks: int) -> Iterator[tuple[date, Item]]:
    """Where the items fall in so many weeks from `first` on, whichever weekday that is, in the order of time."""
    for week in range(weeks):
        for offset in range(DAYS):
            day = first + timedelta(days=DAYS * week + offset)
            yield from ((day, one) for one in ordered(items) if one.day == day.weekday())
