"""Whether two workouts are the same one, recorded twice or by two devices, and which of them says more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

OVERLAP = 0.8
"""Parts of the longer one that both share."""
START_MS = 5 * 60_000
"""How far apart they may begin…"""
HOUR_MS = 3_600_000
FARTHEST_H = 14
"""…also where one of them wrote local time as if it were UTC: up to so many whole hours."""
FAMILIES = (
    frozenset({"cycling", "e_biking"}), frozenset({"running", "walking", "hiking"}),
    frozenset({"strength_training", "training", "fitness_equipment"}),
)  # fmt: skip
"""Sports that devices take for each other."""
UNTOLD = frozenset({"", "generic", "other", "training"})


@dataclass(frozen=True)
class Span:
    """When a workout was: its start and length in ms."""

    id: str
    sport: str
    start: int
    length: int


@dataclass(frozen=True)
class Double:
    """Two workouts that look like one; `shift` are the whole hours that the second seems to be late."""

    first: str
    second: str
    shift: int = 0


def same_sport(one: str, other: str) -> bool:
    """Whether two devices may call one workout so; who does not know the sport contradicts nobody."""
    return one == other or one in UNTOLD or other in UNTOLD or any({one, other} <= family for family in FAMILIES)


def doubles(spans: Iterable[Span], new: Sequence[str] | None = None) -> Iterator[Double]:
    """Every pair that looks like one workout.

    Args:
        spans: all workouts.
        new: only pairs with one of these; all pairs where None.
    """
    ordered = sorted((one for one in spans if one.length > 0), key=lambda one: (one.start, one.id))
    wanted = None if new is None else set(new)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.start - one.start > FARTHEST_H * HOUR_MS + START_MS:
                break
            if wanted is not None and one.id not in wanted and other.id not in wanted:
                continue
            shift = _shift(one, other)
            if shift is not None and same_sport(one.sport, other.sport):
                yield Double(one.id, other.id, shift)


def _shift(one: Span, other: Span) -> int | None:
    """The whole hours by which `other` seems late where both are one, else None."""
    late = other.start - one.start
    shift = round(late / HOUR_MS)
    begin = other.start - shift * HOUR_MS
    if abs(begin - one.start) > START_MS:
        return None
    shared = min(one.start + one.length, begin + other.length) - max(one.start, begin)
    return shift if shared >= OVERLAP * max(one.length, other.length) else None
