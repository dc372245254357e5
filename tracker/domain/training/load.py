"""How hard a workout was as one number: from power against threshold power, or from heart rate.

Intensity and load are what the field knows from Coggan's work under other, trademarked names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Sex = Literal["male", "female", ""]
"""For the formulas that differ by sex; "" where it is not told."""

TRIMP_FACTORS: dict[Sex, tuple[float, float]] = {"male": (0.64, 1.92), "female": (0.86, 1.67)}
"""a and b of Banister's a·e^(bx).

Morton, Fitz-Clarke & Banister, "Modeling human performance in running", J Appl Physiol 69 (1990), 1171-1177, after
Banister (1991) in MacDougall et al., "Physiological Testing of the High-Performance Athlete": 0.64 and 1.92 for men,
0.86 and 1.67 for women. Some programs take 0.64 for both, which is wrong for women.
"""
HOUR_S = 3600.0


def intensity(weighted: float, threshold: float) -> float:
    """Weighted power in parts of threshold power (Allen & Coggan, "Training and Racing with a Power Meter")."""
    return weighted / threshold


def power_load(seconds: float, weighted: float, threshold: float) -> float:
    """Load by power: hours × intensity² × 100, so that an hour at threshold is 100 (Allen & Coggan)."""
    return seconds / HOUR_S * intensity(weighted, threshold) ** 2 * 100


def trimp(
    seconds: NDArray[np.float64], heart_rate: NDArray[np.float64], rest: float, highest: float, sex: Sex = ""
) -> float:
    """Banister's training impulse: the sum of minutes × x × a·e^(bx), x being the part of the heart rate reserve.

    Args:
        seconds: how long each heart rate was held.
        heart_rate: bpm; below `rest` nothing counts.
        rest: resting heart rate.
        highest: maximum heart rate.
        sex: which factors; where it is not told, the mean of both results.

    Raises:
        ValueError: the maximum is not above the resting heart rate.
    """
    return float(np.sum(seconds / 60 * impulse_a_minute(heart_rate, rest, highest, sex)))


def impulse_a_minute(
    heart_rate: NDArray[np.float64], rest: float, highest: float, sex: Sex = ""
) -> NDArray[np.float64]:
    """What a minute at each heart rate adds to the training impulse; see `trimp`."""
    if highest <= rest:
        raise ValueError("the maximum heart rate must be above the resting one")
    x = np.maximum((heart_rate - rest) / (highest - rest), 0.0)
    factors = [TRIMP_FACTORS[sex]] if sex else list(TRIMP_FACTORS.values())
    return np.asarray(sum(x * a * np.exp(b * x) for a, b in factors) / len(factors))


def heart_rate_load(impulse: float, threshold: float, rest: float, highest: float, sex: Sex = "") -> float:
    """Load by heart rate: a training impulse in hundredths of that of an hour at threshold heart rate.

    The substitute for load by power that Runalyze, elevate and others use.
    """
    return impulse / impulse_of_hour(threshold, rest, highest, sex) * 100


@lru_cache(64)
def impulse_of_hour(threshold: float, rest: float, highest: float, sex: Sex = "") -> float:
    """The training impulse of an hour at threshold heart rate."""
    return trimp(np.array([HOUR_S]), np.array([threshold], float), rest, highest, sex)
