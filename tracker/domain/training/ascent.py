"""How far a workout climbed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CLIMB_M = 2.0
"""A rise or fall below this is taken for noise of the sensor."""


def ascent(altitude: NDArray[np.float64], threshold: float = CLIMB_M) -> float | None:
    """The metres climbed, by a hysteresis of `threshold` m.

    A reference height follows the altitude only when they differ by the threshold or more; each move of the
    reference upwards counts. 2 m came closest to the totals that devices wrote into 19 real workouts (half of
    them within 12 %). Missing values are passed over.

    Returns:
        None where no altitude is known.
    """
    known = altitude[np.isfinite(altitude)].tolist()
    if not known:
        return None
    climbed, reference = 0.0, known[0]
    for height in known:
        if abs(height - reference) >= threshold:
            climbed += max(0.0, height - reference)
            reference = height
    return climbed
