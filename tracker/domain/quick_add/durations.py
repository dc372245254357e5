"""Durations as people write them: 45min, 1h30, 1 h 30 min, 7.5h, 12m30s, 1:30:00."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.fixed import TIME, to_fixed
from tracker.domain.quick_add.numbers import NUMBER, read_number
from tracker.domain.quick_add.tokens import Chunk, chunks_of, word_at

_HOUR, _MINUTE, _SECOND = 3_600_000, 60_000, 1_000
_HOURS = r"(?:h|hr|hrs|hours?|std)"
_MINUTES = r"(?:mins?|minutes?)"
_SECONDS = r"(?:s|secs?|seconds?)"
_FORMS = (
    re.compile(rf"(?P<h>{NUMBER}){_HOURS}(?:(?P<m>[0-5]?[0-9])(?:m|{_MINUTES})?(?:(?P<s>[0-5]?[0-9])s?)?)?"),
    re.compile(rf"(?P<h>)(?P<m>{NUMBER}){_MINUTES}(?:(?P<s>[0-5]?[0-9])s?)?"),
    re.compile(r"(?P<h>)(?P<m>[0-9]{1,4})m(?P<s>[0-5]?[0-9])s?"),
    re.compile(rf"(?P<h>)(?P<m>)(?P<s>{NUMBER}){_SECONDS}"),
    re.compile(r"(?P<h>[0-9]{1,3}):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])"),
)
_UNIT = re.compile(rf"{_HOURS}|{_MINUTES}|{_SECONDS}")
_CLOCK = re.compile("(?P<first>[0-9]{1,3}):(?P<second>[0-5][0-9])")
_LONGEST_HOURS = 9
"""Before a single colon a larger number is minutes: 1:05 is an hour and five minutes, 45:30 under an hour."""


def duration_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> tuple[int, int] | None:
    """The duration that begins at chunk `index`, in ms, and how many chunks it takes; None where there is none.

    A bare m is not minutes here, because it may be metres.
    """
    total, used, finest = 0, 0, _HOUR + 1
    while index + used < len(chunks):
        found = _piece(chunks, index + used, decimal_comma, after_hours=finest == _HOUR)
        if found is None or found[2] >= finest:
            break
        total, used, finest = total + found[0], used + found[1], found[2]
    return (total, used) if used else None


def read_duration(text: str, bare: int = _MINUTE) -> int | None:
    """The duration that a field says, in ms; None where it is none.

    Args:
        text: 1:05:00, 1:05, 45:30, 65 min, 1h05, 7.5 h, or a bare number.
        bare: the ms that one of a bare number stands for.
    """
    comma = "," in text
    chunks = chunks_of(text.strip())
    found = duration_at(chunks, 0, comma)
    if found and found[1] == len(chunks):
        return found[0]
    match = _CLOCK.fullmatch(text.strip())
    if match:
        sizes = (_HOUR, _MINUTE) if int(match["first"]) <= _LONGEST_HOURS else (_MINUTE, _SECOND)
        return int(match["first"]) * sizes[0] + int(match["second"]) * sizes[1]
    numbers = read_number(text.strip(), comma)
    return to_fixed(numbers[0] * bare, 1) if numbers else None


def describe(ms: int) -> str:
    """A duration for people: 1 h 30 min, 45 min, 12 min 30 s."""
    seconds, rest = divmod(ms, TIME)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [f"{value} {unit}" for value, unit in ((hours, "h"), (minutes, "min")) if value]
    if seconds or rest or not parts:
        parts.append(f"{seconds}{f'{rest / TIME:.3f}'[1:].rstrip('0') if rest else ''} s")
    return " ".join(parts)


def _piece(chunks: Sequence[Chunk], index: int, decimal_comma: bool, after_hours: bool) -> tuple[int, int, int] | None:
    """One piece of a duration: ms, chunks, and its finest unit in ms."""
    word, used = word_at(chunks, index), 1
    if _UNIT.fullmatch(word_at(chunks, index + 1)):
        word, used = word + word_at(chunks, index + 1), 2
    elif after_hours and re.fullmatch("[0-5]?[0-9]", word):
        word += "min"
    for form in _FORMS:
        if match := form.fullmatch(word):
            return _sum(match, used, decimal_comma)
    return None


def _sum(match: re.Match[str], used: int, decimal_comma: bool) -> tuple[int, int, int] | None:
    total, finest = Fraction(0), _HOUR
    for group, size in (("h", _HOUR), ("m", _MINUTE), ("s", _SECOND)):
        if not match[group]:
            continue
        readings = read_number(match[group], decimal_comma)
        if len(readings) != 1:
            return None
        total, finest = total + readings[0] * size, size
    return to_fixed(total, 1), used, finest
