"""What a recording's plot runs along: the time since the start, pauses included, or the distance.

An axis turns moments (seconds since the start) into places on it and back, and says where its labels stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.ui.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800)
"""Between two labels of time: what people count in."""
METRES = tuple(step * 10**power for power in range(7) for step in (1, 2, 5))
LABEL = 72
"""Pixels that a label needs."""
CLOSEST_SECONDS, CLOSEST_METRES = 10.0, 20.0
"""How much is shown at the closest."""


class Axis(Protocol):
    """What both axes can do."""

    @property
    def length(self) -> float:
        """The place where the recording ends; it begins at 0."""
        ...

    @property
    def closest(self) -> float:
        """How much is shown at the closest."""
        ...

    def places(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """The places of moments, in the order of time."""
        ...

    def place(self, seconds: float) -> float:
        """The place of a moment."""
        ...

    def moment(self, place: float) -> float:
        """The seconds at a place; where it stood still there, when it came."""
        ...

    def labels(self, left: float, right: float, pixels: float, words: Words, /) -> list[tuple[float, str]]:
        """The places between two others that are named, far enough apart to be read."""
        ...

    def say(self, place: float, words: Words, /) -> str:
        """A place in words, with the unit."""
        ...


def clock_text(seconds: float) -> str:
    """Seconds as 1:05:00."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def span_text(start: int, end: int) -> str:
    """A range of ms as 0:42:10 – 1:02:10."""
    return f"{clock_text(start / 1000)} – {clock_text(end / 1000)}"


def _step(steps: tuple[int, ...], span: float, pixels: float) -> int:
    """The smallest of `steps` whose labels do not touch."""
    least = span / max(1.0, pixels / LABEL)
    return next((step for step in steps if step >= least), steps[-1])


def _multiples(step: int, left: float, right: float) -> list[float]:
    return [float(number * step) for number in range(math.ceil(left / step), math.floor(right / step) + 1)]


@dataclass(frozen=True)
class TimeAxis:
    """Seconds since the start, pauses included."""

    seconds: float

    @property
    def length(self) -> float:
        return max(self.seconds, 1.0)

    @property
    def closest(self) -> float:
        return min(CLOSEST_SECONDS, self.length)

    def places(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        return seconds

    def place(self, seconds: float) -> float:
        return seconds

    def moment(self, place: float) -> float:
        return place

    def labels(self, left: float, right: float, pixels: float, _words: Words) -> list[tuple[float, str]]:
        step = _step(SECONDS, right - left, pixels)
        return [(place, clock_text(place)) for place in _multiples(step, left, right)]

    def say(self, place: float, _words: Words) -> str:
        return clock_text(place)


@dataclass(frozen=True, eq=False)
class DistanceAxis:
    """Metres since the start. Standing still takes no room on it.

    Args:
        seconds: of each sample.
        metres: at each sample, never falling.
    """

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]

    @property
    def length(self) -> float:
        return float(self.metres[-1])

    @property
    def closest(self) -> float:
        return min(CLOSEST_METRES, self.length)

    def places(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        return np.interp(seconds, self.seconds, self.metres)

    def place(self, seconds: float) -> float:
        import numpy as np

        return float(np.interp(seconds, self.seconds, self.metres))

    def moment(self, place: float) -> float:
        import numpy as np

        after = int(np.searchsorted(self.metres, place))
        if after <= 0 or after >= len(self.metres):
            return float(self.seconds[min(max(after, 0), len(self.seconds) - 1)])
        share = (place - self.metres[after - 1]) / (self.metres[after] - self.metres[after - 1])
        return float(self.seconds[after - 1] + share * (self.seconds[after] - self.seconds[after - 1]))

    def labels(self, left: float, right: float, pixels: float, words: Words) -> list[tuple[float, str]]:
        step = _step(METRES, right - left, pixels)
        places = 0 if step >= 1000 else 1 if step >= 100 else 2
        return [
            (place, f"{words.number(place / 1000, places)} km" if step >= 10 else f"{words.number(place)} m")
            for place in _multiples(step, left, right)
        ]

    def say(self, place: float, words: Words) -> str:
        return f"{words.number(place / 1000, 2)} km"
