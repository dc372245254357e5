"""What is usual for a person: where most of their own readings lie. No norm of anybody else's."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST = 5
"""Fewer readings than this say nothing about what is usual."""
RARE = 10
"""One reading in so many counts as rare at either end."""


def usual_range(values: Sequence[int]) -> tuple[int, int] | None:
    """The lowest and highest of the middle 80 % of `values`; None for fewer than five."""
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    left_out = len(ordered) // RARE
    return ordered[left_out], ordered[-1 - left_out]
