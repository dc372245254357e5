"""A part of a workout: the samples between two moments, ready for the same numbers as the whole."""

from __future__ import annotations

import numpy as np

from tracker.domain.activity import Telemetry


def part(telemetry: Telemetry, start: int, end: int) -> Telemetry:
    """The samples from `start` up to, not including, `end` (ms since the workout's start).

    Times and the running distance begin at 0 again, so that totals of the part are totals of it alone.
    """
    first, last = np.searchsorted(telemetry.time, (start, end))
    channels = {name: values[first:last] for name, values in telemetry.channels.items()}
    if "distance" in channels:
        channels["distance"] = channels["distance"] - _distance_before(telemetry, int(first))
    time = telemetry.time[first:last]
    return Telemetry(time - time[0] if len(time) else time, channels)


def _distance_before(telemetry: Telemetry, first: int) -> float:
    """The running distance in m at the sample where a part begins: the last one known until there."""
    known = telemetry.channels["distance"][: first + 1]
    known = known[np.isfinite(known)]
    return float(known[-1]) if len(known) else 0.0
