"""FIT records as telemetry: which field feeds which channel, and which samples can be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry

Columns = Mapping[str, NDArray[np.float64]]

SOURCES: Mapping[str, tuple[str, ...]] = {
    "power": ("power", "Power"),
    "heart_rate": ("heart_rate",),
    "cadence": ("cadence",),
    "speed": ("speed", "enhanced_speed"),
    "distance": ("distance",),
    "altitude": ("altitude", "enhanced_altitude"),
    "latitude": ("position_lat",),
    "longitude": ("position_long",),
    "temperature": ("temperature",),
}
"""Where a channel comes from, best first, sample by sample.

`enhanced_speed` is the same quantity in a wider field, for what `speed` cannot hold; where both are valid,
they mean the same, and `speed` went through no expansion. "Power" is a developer field of running-power apps.
"""
OUTLIER_S = 7 * 86_400
"""A sample further than this from the middle of the recording was damaged."""


@dataclass(frozen=True)
class Samples:
    """Records by time: instants in Unix ms, values by channel, and how many records could not be used."""

    instants: NDArray[np.int64]
    channels: Columns
    unusable: int

    def part(self, which: NDArray[np.bool_], start: int) -> Telemetry:
        """The telemetry of some samples, in ms since `start`; channels without any value are left out."""
        channels = {name: values[which] for name, values in self.channels.items()}
        known = {name: values for name, values in channels.items() if np.isfinite(values).any()}
        return Telemetry(self.instants[which] - start, known)


def samples(records: Columns) -> Samples:
    """The records that have a credible time, by time; those of the same time stay in the file's order."""
    instants = records.get("timestamp", np.zeros(0))
    timed = np.isfinite(instants)
    credible = timed & (np.abs(instants - np.median(instants[timed])) <= OUTLIER_S) if timed.any() else timed
    order = np.flatnonzero(credible)[np.argsort(instants[credible], kind="stable")]
    channels = {name: _clean(name, column[order]) for name, column in _channels(records).items()}
    in_order, joined = _joined(np.rint(instants[order] * 1000).astype(np.int64), channels)
    return Samples(in_order, joined, int((~credible).sum()))


def _joined(instants: NDArray[np.int64], channels: Columns) -> tuple[NDArray[np.int64], Columns]:
    """The samples with those of one instant made one where no channel has two values.

    Some devices write position and speed in one record, and distance in the next of the same second.
    """
    _, first, of = np.unique(instants, return_index=True, return_inverse=True)
    agrees = np.ones(len(first), bool)
    for values in channels.values():
        agrees &= np.bincount(of, np.isfinite(values), len(first)) <= 1
    target = np.where(agrees[of], first[of], np.arange(len(instants)))
    kept = target == np.arange(len(instants))
    if kept.all():
        return instants, channels
    joined = {}
    for name, values in channels.items():
        column = np.full(len(instants), np.nan)
        known = np.isfinite(values)
        column[target[known]] = values[known]
        joined[name] = column[kept]
    return instants[kept], joined


def _channels(records: Columns) -> dict[str, NDArray[np.float64]]:
    """One column for each channel that the records know."""
    channels: dict[str, NDArray[np.float64]] = {}
    for channel, names in SOURCES.items():
        for column in (records[name] for name in names if name in records):
            known = channels.get(channel)
            channels[channel] = column if known is None else np.where(np.isfinite(known), known, column)
    if "cadence" in channels and "fractional_cadence" in records:
        channels["cadence"] = channels["cadence"] + np.nan_to_num(records["fractional_cadence"])
    return channels


def _clean(channel: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with the impossible ones missing: a heart that stands still, positions off the globe."""
    limit = {"latitude": 90.0, "longitude": 180.0}.get(channel)
    if channel == "heart_rate":
        return np.where(values > 0, values, np.nan)
    return values if limit is None else np.where(np.abs(values) <= limit, values, np.nan)
