"""What is kept of a workout's samples, so that years of workouts can be looked at without reading them again.

Integers by metric. A mean-maximal curve has a value for each of `mean_max.DURATIONS`, up to the workout's length;
`splits` one for each of `splits.MARKS_M`; a histogram the ms at each whole watt or beat from 0 up; `drift` one number
for power and one for speed. From the histograms follow zones and training impulse for any thresholds, whenever those
change.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry
from tracker.domain.training.distance import speed
from tracker.domain.training.drift import decoupling
from tracker.domain.training.mean_max import mean_max, seconds
from tracker.domain.training.splits import best_splits
from tracker.domain.training.timeline import counted

MEAN_MAX: Mapping[str, int] = {"power": 10, "heart_rate": 10, "speed": 1000, "cadence": 10}
"""Metrics of mean-maximal curves, with integers per W, bpm, m/s and rpm."""
HISTOGRAMS: Mapping[str, tuple[str, int]] = {"power_time": ("power", 3000), "heart_rate_time": ("heart_rate", 260)}
"""Metrics of histograms: of which channel, and the highest bin, which takes all above it."""
SPLITS, SPLIT_SCALE = "splits", 1000
"""The fastest splits, in ms."""
DRIFT, DRIFT_SCALE = "drift", 100
"""How much power, and speed, fell for each heartbeat, in 0.01 %."""
UNKNOWN = int(np.iinfo(np.int32).min)
Curves = dict[str, NDArray[np.int32]]


def curves(telemetry: Telemetry) -> Curves:
    """Everything that is kept of a workout's samples; a metric that they do not tell is left out."""
    made: Curves = {}
    channels = dict(telemetry.channels)
    moving = speed(telemetry)
    if moving is not None:
        channels["speed"] = moving
    for metric, scale in MEAN_MAX.items():
        if metric in channels:
            made[metric] = fixed(mean_max(seconds(telemetry.time, channels[metric])), scale)
    spans = counted(telemetry.time)
    for metric, (channel, highest) in HISTOGRAMS.items():
        if channel in channels:
            made[metric] = histogram(channels[channel], spans, highest)
    made[SPLITS] = fixed(best_splits(telemetry), SPLIT_SCALE)
    drifts = [decoupling(telemetry, effort) for effort in ("power", "speed")]
    made[DRIFT] = fixed(np.array([np.nan if one is None else one for one in drifts]), DRIFT_SCALE)
    return {metric: values for metric, values in made.items() if len(values)}


def fixed(values: NDArray[np.float64], scale: int) -> NDArray[np.int32]:
    """Values as integers, cut after the last one that is known; unknown ones between are `UNKNOWN`."""
    known = np.isfinite(values) & (np.abs(values) * scale < np.iinfo(np.int32).max)
    end = int(np.flatnonzero(known)[-1]) + 1 if known.any() else 0
    made = np.full(end, UNKNOWN, np.int32)
    made[known[:end]] = np.rint(values[:end][known[:end]] * scale).astype(np.int32)
    return made


def unfixed(values: NDArray[np.int32], scale: int) -> NDArray[np.float64]:
    """The values that integers stand for; NaN where they are unknown."""
    return np.where(values == UNKNOWN, np.nan, values / scale)


def histogram(values: NDArray[np.float64], spans: NDArray[np.int64], highest: int) -> NDArray[np.int32]:
    """The ms at each whole value from 0 up to the largest there is; below 0 counts as 0."""
    known = np.isfinite(values)
    bins = np.clip(values[known], 0, highest).astype(np.int64)
    return np.bincount(bins, spans[known]).clip(0, np.iinfo(np.int32).max).astype(np.int32)
