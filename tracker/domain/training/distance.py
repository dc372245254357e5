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
