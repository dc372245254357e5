"""How long each sample counts, and where a recording paused.

Devices record once a second, or only when something changes, and stop while paused. Every average over time
starts here, so that all of them agree about what time is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PAUSE_MS = 10_000
"""A longer gap between two samples is a pause, unless the whole recording is that sparse."""
SPARSE_STEPS = 3
"""In a sparse recording a gap is a pause beyond this many usual steps."""
SECOND_MS = 1000


def usual_step(time: NDArray[np.int64]) -> int:
    """The median time between two samples in ms, without samples of the same instant; 1 s where unknown."""
    steps = np.diff(time)
    steps = steps[steps > 0]
    return int(np.median(steps)) if len(steps) else SECOND_MS


def pause_limit(time: NDArray[np.int64]) -> int:
    """The longest gap in ms that is not a pause: 10 s, or three usual steps of a sparse recording."""
    return _limit(usual_step(time))


def _limit(usual: int) -> int:
    return max(PAUSE_MS, SPARSE_STEPS * usual)


def counted(time: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ms that each sample stands for: until the next one; before a pause and at the end one usual step.

    The sum is the time that the recording ran, without its pauses.
    """
    if not len(time):
        return np.zeros(0, np.int64)
    usual = usual_step(time)
    steps = np.append(np.diff(time), usual)
    steps[steps > _limit(usual)] = usual
    return steps.astype(np.int64)


def every_second(time: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values once a second without the pauses; each holds until the next sample, and NaN stays NaN."""
    spans = counted(time)
    ends = np.cumsum(spans)
    total = int(ends[-1]) if len(ends) else 0
    which = np.searchsorted(ends - spans, np.arange(0, total, SECOND_MS), side="right") - 1
    return values[which]
