"""Power numbers of one workout."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WINDOW_S = 30


def weighted_power(power: NDArray[np.float64]) -> float | None:
    """The steady power in W that would have cost the same: fourth-power mean of the 30 s rolling mean.

    Coggan, in Allen & Coggan, "Training and Racing with a Power Meter". The first mean is taken at second 30,
    and only full windows count: neither a growing window nor zeros before the start, which give other values.

    Args:
        power: W once a second, zeros included, without missing values.

    Returns:
        None for less than 30 s of power.
    """
    if len(power) < WINDOW_S:
        return None
    sums = np.cumsum(np.concatenate(([0.0], power)))
    rolling = (sums[WINDOW_S:] - sums[:-WINDOW_S]) / WINDOW_S
    return float(np.mean(rolling**4) ** 0.25)
