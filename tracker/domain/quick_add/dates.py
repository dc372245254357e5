"""Words for days and times of day: today, yesterday, mon, last fri, 2026-11-20, 20.11., 7:30, 6pm, at 7.

Which day a weekday means depends on whether something was done or is planned, so a day is a rule until that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import TypeAlias

from tracker.domain.quick_add.tokens import Chunk, word_at

DayRule: TypeAlias = Callable[[date, bool], "date | None"]
"""From today and whether it is planned to the day; None where there is no such day."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RELATIVE = {
    "today": 0,
    "heute": 0,
    "yesterday": -1,
    "gestern": -1,
    "vorgestern": -2,
    "tomorrow": 1,
    "morgen": 1,
}
_WEEKDAY = {
    spelling: number
    for number, name in enumerate(WEEKDAYS)
    for spelling in (
        name.casefold(),
        name[:3].casefold(),
        *{1: ("tues",), 3: ("thur", "thurs")}.get(number, ()),
    )
}
_LONGEST_MONTH = 31
_SUN_FOODS = frozenset({"dried", "butter", "chips", "tea"})
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SHORT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_MONTHS, _SIXTEENTHS = 12, 16
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = {
    spelling: number
    for number, name in enumerate(MONTHS, start=1)
    for spelling in (name.casefold(), name[:3].casefold(), *{9: ("sept",)}.get(number, ()))
}
_ALSO_WORDS = frozenset({"may", "march", "mar"})
"""Months that are words too: only a day before them makes them one."""
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(am|pm)?")
_HOUR = re.compile(r"([0-9]{1,2})(am|pm)?")


def shift(day: date, days: int) -> date:
    """`day` and `days` later, or the last day the calendar has."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def describe(day: date) -> str:
    """The day for people: Friday 20 November 2026."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(minutes: int) -> str:
    """Minutes after midnight as 07:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def day_at(chunks: Sequence[Chunk], index: int) -> tuple[DayRule, int] | None:
    """The day that begins at chunk `index` and how many chunks it takes, or None."""
    word, after = word_at(chunks, index), word_at(chunks, index + 1)
    if word in _RELATIVE:
        return _offset(_RELATIVE[word]), 1
    if word in ("last", "next") and after in _WEEKDAY:
        return _weekday(_WEEKDAY[after], forward=word == "next"), 2
    if word in _WEEKDAY and not (word == "sun" and after in _SUN_FOODS):
        return _weekday(_WEEKDAY[word], forward=None), 1
    if match := _ISO.fullmatch(word):
        year, month, day = map(int, match.groups())
        return _exactly(year, month, day), 1
    if match := _DAY_MONTH.fullmatch(word):
        day, month = int(match[1]), int(match[2])
        return (_exactly(int(match[3]), month, day) if match[3] else _nearest(month, day)), 1
    if match := _SLASHED.fullmatch(word):
        first, second, year = map(int, match.groups())
        return (_exactly(year, first, second) if second > 12 else _exactly(year, second, first)), 1
    return _slashed(word) or _named_month(chunks, index)


def _slashed(word: str) -> tuple[DayRule, int] | None:
    """20/11 and 11/20, which can be one day alone. 5/11 and 1/16 are fractions, as 80/20 is a name."""
    match = _SHORT.fullmatch(word)
    if match is None:
        return None
    low, high = sorted((int(match[1]), int(match[2])))
    if not 1 <= low <= _MONTHS < high <= _LONGEST_MONTH or int(match[2]) == _SIXTEENTHS:
        return None
    return _nearest(low, high), 1


def ambiguous(text: str) -> tuple[str, ...]:
    """The two days that 5/11/2026 may be, as they are clear; nothing for a date that is one day."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return ()
    first, second = int(match[1]), int(match[2])
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return ()
    return f"{match[3]}-{second:02}-{first:02}", f"{match[3]}-{first:02}-{second:02}"


def _named_month(chunks: Sequence[Chunk], index: int) -> tuple[DayRule, int] | None:
    """12 nov, 12th november 2026, nov 12."""
    word, after = word_at(chunks, index), word_at(chunks, index + 1)
    turned = word in _MONTH and word not in _ALSO_WORDS
    day, month = (_DAY.fullmatch(after), _MONTH.get(word)) if turned else (_DAY.fullmatch(word), _MONTH.get(after))
    if day is None or month is None or int(day[1]) > _LONGEST_MONTH:
        return None
    year = word_at(chunks, index + 2)
    if _YEAR.fullmatch(year):
        return _exactly(int(year), month, int(day[1])), 3
    return _nearest(month, int(day[1])), 2


def time_at(chunks: Sequence[Chunk], index: int) -> tuple[int | None, int] | None:
    """Minutes after midnight (None: there is no such time) and how many chunks say so; None where it is no time."""
    at = word_at(chunks, index) in ("at", "um")
    first = index + 1 if at else index
    word, after = word_at(chunks, first), word_at(chunks, first + 1)
    match = _CLOCK.fullmatch(word) or _HOUR.fullmatch(word)
    if match is None:
        return None
    timed = match.re is _CLOCK
    half = match.groups()[-1] or (after if after in ("am", "pm") else None)
    if not (timed or half or at):
        return None
    used = first - index + (1 if match.groups()[-1] or not half else 2)
    return _minutes(int(match[1]), int(match[2]) if timed else 0, half), used


def _minutes(hour: int, minute: int, half: str | None) -> int | None:
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute


def _offset(days: int) -> DayRule:
    return lambda today, _planned: shift(today, days)


def _weekday(number: int, forward: bool | None) -> DayRule:
    """The nearest such day that is not today: behind for what was done, ahead for what is planned, unless said."""

    def rule(today: date, planned: bool) -> date:
        ahead = (number - today.weekday() - 1) % 7 + 1
        behind = (today.weekday() - number - 1) % 7 + 1
        return shift(today, ahead if (planned if forward is None else forward) else -behind)

    return rule


def _exactly(year: int, month: int, day: int) -> DayRule:
    return lambda _today, _planned: _date(year, month, day)


def _nearest(month: int, day: int) -> DayRule:
    """Such a day of any year: the first from today on if it is planned, else the nearest, which may lie ahead."""

    def rule(today: date, planned: bool) -> date | None:
        # 29 February can be eight years away.
        days = [found for years in range(-8, 9) if (found := _date(today.year + years, month, day))]
        if planned:
            days = [found for found in days if found >= today]
        return min(days, key=lambda found: abs(found - today), default=None)

    return rule


def _date(year: int, month: int, day: int) -> date | None:
    if not MINYEAR <= year <= MAXYEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
