"""How far a workout went."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Telemetry

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth, IUGG."""


def distance(telemetry: Telemetry) -> float | None:
    """Metres covered: the device's running distance where it has one, else along the positions, else None."""
    running = telemetry.channels.get("distance")
    if running is not None and np.isfinite(running).any():
        return float(running[np.isfinite(running)][-1])
    latitude, longitude = telemetry.channels.get("latitude"), telemetry.channels.get("longitude")
    if latitude is None or longitude is None:
        return None
    known = np.isfinite(latitude) & np.isfinite(longitude)
    return along(latitude[known], longitude[known]) if known.any() else None


def along(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> float:
    """Metres along positions in degrees."""
    return float(steps_along(latitude, longitude).sum())


def steps_along(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from each position in degrees to the next, by the haversine formula on a sphere."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    chord = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def running_distance(telemetry: Telemetry) -> NDArray[np.float64] | None:
    """Metres since the start at each sample, never falling, NaN before the first one known; None without distance.

    The device's own where it has one, else along the positions.
    """
    told = telemetry.channels.get("distance")
    if told is not None and np.isfinite(told).any():
        return np.fmax.accumulate(told)
    latitude, longitude = telemetry.channels.get("latitude"), telemetry.channels.get("longitude")
    if latitude is None or longitude is None:
        return None
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if known.sum() < 2:
        return None
    gone = np.full(len(telemetry), np.nan)
    gone[known] = np.concatenate(([0.0], np.cumsum(steps_along(latitude[known], longitude[known]))))
    return np.fmax.accumulate(gone)


def speed(telemetry: Telemetry) -> NDArray[np.float64] | None:
    """The speed in m/s at each sample: the device's own where there is one, else to the next sample by the distance.

    None where neither is known. A distance that never leaves zero is that of a device without a sensor for it.
    """
    told = telemetry.channels.get("speed")
    if told is not None:
        return told
    gone = running_distance(telemetry)
    if gone is None or len(gone) < 2 or not np.nanmax(gone, initial=0.0):
        return None
    steps = np.diff(telemetry.time) / 1000
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.append(np.where(steps > 0, np.diff(gone) / steps, np.nan), np.nan)
