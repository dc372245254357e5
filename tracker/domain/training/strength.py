"""Strength: what could be lifted once, how much was lifted, and how many sets each muscle had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_REPS = 12
"""More repetitions say little about one: both formulas were made on fewer."""
HELPING = 0.5
"""What a set counts for a muscle that only helps."""


@dataclass(frozen=True)
class Lift:
    """A set that was done; `weight` in g, None for one's own alone."""

    exercise: str
    weight: int | None
    reps: int | None
    kind: str = "normal"

    @property
    def works(self) -> bool:
        """Whether it counts: a warm-up does not."""
        return self.kind != "warmup"


def epley(weight: float, reps: int) -> float:
    """What could be lifted once: w·(1 + r/30); one repetition is the weight itself (Epley 1985)."""
    return weight if reps == 1 else weight * (1 + reps / 30)


def brzycki(weight: float, reps: int) -> float:
    """What could be lifted once: 36·w / (37 − r) (Brzycki, JOPERD 64 (1993)).

    Raises:
        ValueError: for 37 repetitions or more, where it has no value.
    """
    if reps >= 37:
        raise ValueError("Brzycki's formula ends before 37 repetitions")
    return 36 * weight / (37 - reps)


def estimated_max(lift: Lift) -> float | None:
    """The weight in g that could be lifted once by Epley; None for warm-ups, and beyond 12 repetitions."""
    if not lift.works or not lift.weight or lift.weight < 0 or not lift.reps or lift.reps > MOST_REPS:
        return None
    return epley(lift.weight, lift.reps)


def volume(lifts: Iterable[Lift]) -> int:
    """Weight × repetitions in g, warm-ups left out; sets without a weight add nothing."""
    return sum((lift.weight or 0) * (lift.reps or 0) for lift in lifts if lift.works)


def sets_by_muscle(
    lifts: Iterable[Lift], muscles: Mapping[str, tuple[Sequence[str], Sequence[str]]]
) -> dict[str, float]:
    """How many working sets each muscle had: one for a muscle that works, half of one for a muscle that helps.

    Args:
        lifts: sets that were done.
        muscles: for an exercise, the muscles that work and those that help.
    """
    counts: dict[str, float] = {}
    for lift in lifts:
        if not lift.works:
            continue
        working, helping = muscles.get(lift.exercise, ((), ()))
        for muscle in working:
            counts[muscle] = counts.get(muscle, 0.0) + 1
        for muscle in helping:
            counts[muscle] = counts.get(muscle, 0.0) + HELPING
    return counts
