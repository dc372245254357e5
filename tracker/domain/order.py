"""Place marks of items in a list: text that sorts, with room between any two, so that adding one moves no other."""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def between(low: str, high: str | None) -> str:
    """A mark after `low` ('' is the start) and before `high` (None is the end). Marks never end in '0'.

    Read as fractions in base 36, the result lies strictly between the two.
    """
    mark = ""
    for position in range(len(low) + len(high or "") + 1):
        floor = _DIGITS.index(low[position]) if position < len(low) else 0
        bounded = high is not None and high.startswith(mark)
        ceiling = _DIGITS.index(high[position]) if bounded and high and position < len(high) else _BASE
        if ceiling - floor > 1:
            return mark + _DIGITS[(floor + ceiling) // 2]
        mark += _DIGITS[floor]
        if floor < ceiling and bounded:
            high = None
    return mark + _DIGITS[_BASE // 2]


def marks(kept: Sequence[str | None]) -> list[str]:
    """The marks of a list whose items bring the marks `kept`, None for a new item.

    Marks that are still in order stay as they are; where the order was changed, all are made anew.
    """
    known = [mark for mark in kept if mark is not None]
    if known != sorted(set(known)):
        kept = [None] * len(kept)
    made: list[str] = []
    for position, mark in enumerate(kept):
        following = next((later for later in kept[position:] if later is not None), None)
        made.append(mark if mark is not None else between(made[-1] if made else "", following))
    return made
