"""Where one is in a structured workout, by the timer and the distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.training.plan.steps import Part, Place, unrolled
from tracker.domain.training.plan.totals import time_of


@dataclass(frozen=True)
class Progress:
    """The step that goes on and how much of it is left; `left` is None where only the lap key ends it.

    Attributes:
        at: the step that goes on; None when all are done.
        number: which one it is, from 1.
        count: how many there are.
        left: ms until it ends.
        following: the step after it, or None.
    """

    at: Place | None
    number: int
    count: int
    left: int | None
    following: Place | None


def progress(parts: Sequence[Part], timer: int, skipped: int = 0) -> Progress:
    """Where the workout is.

    A step without a time (by distance and without a pace, or until the lap key) ends when it is skipped.

    Args:
        parts: the workout.
        timer: ms that the timer ran since the last skip.
        skipped: how many steps were over at the last skip.
    """
    places = list(unrolled(parts))
    number = min(skipped, len(places))
    rest = timer
    while number < len(places):
        time = time_of(places[number].step)
        if time is None or rest < time:
            following = places[number + 1] if number + 1 < len(places) else None
            left = None if time is None else time - rest
            return Progress(places[number], number + 1, len(places), left, following)
        rest -= time
        number += 1
    return Progress(None, len(places), len(places), None, None)
