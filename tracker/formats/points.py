"""Points of a track as TCX and GPX files list them, on their way to telemetry and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from tracker.domain.activity import CHANNELS, Telemetry

LIMITS: Mapping[str, tuple[float, float]] = {
    "latitude": (-90, 90), "longitude": (-180, 180), "heart_rate": (1, 300), "power": (0, 5000), "cadence": (0, 500),
    "speed": (0, 200), "altitude": (-1000, 12_000), "temperature": (-100, 100), "distance": (0, 1e8),
}  # fmt: skip
"""What a value can be; others are missing."""
OUTLIER_MS = 7 * 86_400_000
"""A point further than this from the middle of the track was damaged."""
Point = dict[str, float]
"""Values by channel."""


def instant(text: str) -> int | None:
    """A date and time in ISO 8601 as ms since 1970; one without a zone is taken as UTC. None for anything else."""
    try:
        found = datetime.fromisoformat(text)
        return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def telemetry(times: Sequence[int], points: Sequence[Point]) -> tuple[int, Telemetry, int]:
    """Points by time: the instant of the first in ms, the samples, and how many points could not be used.

    Of several points at one instant the later ones fill in what the first does not know.
    """
    if not times:
        return 0, Telemetry(np.zeros(0, np.int64), {}), 0
    every = np.array(times, np.int64)
    credible = np.abs(every - np.median(every)) <= OUTLIER_MS
    order = np.flatnonzero(credible)[np.argsort(every[credible], kind="stable")]
    instants, first, of = np.unique(every[order], return_index=True, return_inverse=True)
    columns = {}
    for name in CHANNELS:
        low, high = LIMITS[name]
        found = np.array([points[place].get(name, np.nan) for place in order], float)
        found = np.where((found >= low) & (found <= high), found, np.nan)
        column = found[first]
        if len(first) < len(found):
            later = np.isfinite(found) & ~np.isfinite(column)[of]
            column[of[later][::-1]] = found[later][::-1]
        if np.isfinite(column).any():
            columns[name] = column
    start = int(instants[0])
    return start, Telemetry(instants - start, columns), int((~credible).sum())
