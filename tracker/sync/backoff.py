"""How long to wait before something that failed is tried again."""

from __future__ import annotations

import random

FIRST_S, LONGEST_S = 2.0, 900.0
"""The longest first pause, and the longest of all, in seconds."""


class Backoff:
    """Pauses that grow with each failure in a row, spread over their whole length ("full jitter").

    A server that was away is so not met by all its devices at once. Each kind of work has one of its own, since
    they fail for different reasons.

    Source: Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random()
        self.failures = 0

    def pause(self) -> float:
        """Count a failure; returns the seconds until the next try."""
        longest = min(FIRST_S * 2.0 ** min(self.failures, 32), LONGEST_S)
        self.failures += 1
        return self._chance.uniform(0.0, longest)

    def reset(self) -> None:
        """It worked, or something happened that makes a try worth while."""
        self.failures = 0
