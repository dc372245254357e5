"""The words for a day that a person types where nothing but a day is asked for.

The words for days inside a line to log are in `quick_add.dates`: there a weekday may lie behind.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.domain import dates
from tracker.domain.quick_add.dates import WEEKDAYS

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm)?")


def date_of(text: str, today: date) -> date | None:
    """The date that a person means: yesterday, mon (the nearest to come), last mon, -3 (days), 12.3., 2026-11-21.

    None for what is no date, and for days that the diary does not have.
    """
    found = _date_of(text, today)
    return found if found is not None and dates.has(found) else None


def time_of(text: str) -> int | None:
    """The time of day that a person means in minutes after midnight: 7:30, 7.30, 7 pm, 19; None for what is none."""
    match = _TIME.fullmatch(text.strip().casefold())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return (hour % 12 + (12 if half == "pm" else 0) if half else hour) * 60 + minute


def period_of(text: str, today: date) -> tuple[date, date] | None:
    """The days that a person means by a year, a month or a day: 2019, 2019-09, sep 2019, september, 2019-09-20.

    A month without a year is the latest one that has begun. None for what is none of these.
    """
    words = text.strip().casefold().split()
    match = _PERIOD.fullmatch(text.strip())
    if match:
        year, month, day = (int(part) if part else 0 for part in match.groups())
    elif 1 <= len(words) <= 2 and (month := _month(words[0])):
        late = today.year - (month > today.month)
        told = words[1] if len(words) == 2 else str(late)
        year, day = int(told) if told.isdecimal() and len(told) == 4 else 0, 0
    else:
        return None
    try:
        first = date(year, month or 1, day or 1)
        if day:
            last = first
        elif month:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        else:
            last = date(year, 12, 31)
    except ValueError:
        return None
    return (first, last) if dates.has(first) and dates.has(last) else None


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 0 for what is none."""
    found = [number for number, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]
    return found[0] if found else 0


def _date_of(text: str, today: date) -> date | None:
    word = text.strip().casefold()
    back = word.startswith("last ")
    word = word.removeprefix("last ").removeprefix("next ").strip()
    if not word:
        return None
    for name, offset in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        if name.startswith(word) and len(word) > 2:
            return today + timedelta(days=offset)
    for number, name in enumerate(WEEKDAYS):
        if len(word) > 1 and name.casefold().startswith(word):
            ahead = (number - today.weekday()) % 7
            return today + timedelta(days=ahead - 7 if back else ahead)
    if word[0] in "+-−" and word[1:].isdecimal() and len(word) < 5:
        return today + timedelta(days=int(word[1:]) * (1 if word[0] == "+" else -1))
    return _numeric(word, today)


def _numeric(word: str, today: date) -> date | None:
    parts = [part for part in word.replace("/", ".").replace("-", ".").split(".") if part]
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, month, day = (*numbers, 1, 1)[:3]
    else:
        day, month, year = (*numbers, *(today.month, today.year)[len(numbers) - 1 :])[:3]
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
