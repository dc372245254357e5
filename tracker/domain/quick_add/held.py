"""Sets that are held or walked rather than repeated: plank 1:30 x3 @8, farmer's walk 32kg 40m.

Only where sets are typed: elsewhere 1:30 is a time of day and 40m are metres of a run.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tracker.domain.fixed import DISTANCE, to_fixed
from tracker.domain.quick_add.items import LocalMoment, SetItem, Typed
from tracker.domain.quick_add.numbers import NUMBER, read_number
from tracker.domain.units import convert

_HELD = re.compile(
    rf"(?P<name>.*?)\s*(?:(?P<weight>{NUMBER})\s*(?P<mass>kg|lb)s?\s+)?"
    r"(?:(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)"
    rf"|(?P<number>{NUMBER})\s*(?P<unit>s|sec|seconds?|min|minutes?|m|metres?|meters?|km))"
    rf"(?:\s*[x×]\s*(?P<sets>\d{{1,2}}))?(?:\s*@\s*(?P<rpe>{NUMBER}))?",
    re.IGNORECASE,
)
_SECONDS = {"s": 1, "m": 60}
_LONGEST_S, _FARTHEST_M = 24 * 3600, 100_000


def read_held(text: str, moment: LocalMoment, exercise: str = "", *, decimal_comma: bool = False) -> SetItem | None:
    """The sets that a line says so; None where it says something else.

    Args:
        text: plank 1:30 x3 @8, or 1:30 alone.
        moment: the day it is said on.
        exercise: whose sets they are where the line names none.
        decimal_comma: whether the person's decimal separator is a comma.
    """
    match = _HELD.fullmatch(text.strip())
    name = (match["name"].strip(" ,:") if match else "") or exercise
    if match is None or not name or any(sign.isdigit() for sign in name):
        return None

    def number(group: str) -> Fraction | None:
        found = read_number(match[group], decimal_comma) if match[group] else ()
        return found[0] if found else None

    duration, distance = _length(match, number("number"))
    weight, sets, rpe = number("weight"), int(match["sets"] or 1), number("rpe")
    grams = None if weight is None else to_fixed(convert(weight, match["mass"].lower(), "g"), 1)
    if not (duration or distance) or not sets or (rpe is not None and not 1 <= rpe <= 10):
        return None
    typed = None if weight is None else Typed(match["weight"], match["mass"].lower())
    effort = None if rpe is None else to_fixed(rpe, 10)
    return SetItem(
        name, grams, None, sets, effort, False, moment.date, None, (0, len(text)), typed, duration=duration,
        distance=distance,
    )  # fmt: skip


def _length(match: re.Match[str], number: Fraction | None) -> tuple[int | None, int | None]:
    """How long in ms and how far in 0.1 m it says."""
    if match["minutes"]:
        return (int(match["minutes"]) * 60 + int(match["seconds"])) * 1000, None
    unit = match["unit"].lower()
    if number is None:
        return None, None
    if unit.startswith(("s", "min")):
        seconds = number * _SECONDS[unit[0]]
        return (to_fixed(seconds, 1000), None) if 0 < seconds <= _LONGEST_S else (None, None)
    metres = number * (1000 if unit == "km" else 1)
    return (None, to_fixed(metres, DISTANCE)) if 0 < metres <= _FARTHEST_M else (None, None)
