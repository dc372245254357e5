"""Round numbers for the lines of a scale."""

from __future__ import annotations

import math

NICE = (1, 2, 2.5, 5, 10)


def round_step(least: float, *, decimals: bool = True) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is `least` or more, which is above 0.

    Args:
        least: what it has to reach; a thousandth below it is near enough, so that no rounding doubles a step.
        decimals: whether 2.5 and 0.25 are wanted too, which read as decimals between whole numbers.
    """
    size = 10.0 ** math.floor(math.log10(least))
    steps = (size * nice for nice in NICE if nice != 2.5 or decimals or size >= 10)
    return next(step for step in steps if step >= least * 0.999)
