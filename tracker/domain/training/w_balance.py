"""W′ balance: how much of the work above critical power is left, second by second."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def w_balance(power: NDArray[np.float64], cp: float, w_prime: float) -> NDArray[np.float64]:
    """The J left after each second, by the differential form.

    Above critical power the difference is spent; below it W′ comes back in proportion to what is missing: Froncioni,
    Skiba & Clarke, in Skiba et al., Eur J Appl Physiol 115 (2015). It may fall below 0: then W′ or CP is set too low.

    Args:
        power: W once a second; while it is unknown (NaN) nothing is spent and nothing comes back.
        cp: critical power in W.
        w_prime: J.
    """
    balance = np.empty(len(power))
    left = w_prime
    for second, watts in enumerate(power.tolist()):
        if watts >= cp:
            left -= watts - cp
        elif watts < cp:
            left += (cp - watts) * (w_prime - left) / w_prime
        balance[second] = left
    return balance


def w_balance_integral(power: NDArray[np.float64], cp: float, w_prime: float) -> NDArray[np.float64]:
    """The J left after each second by the integral form of Skiba et al., Med Sci Sports Exerc 44 (2012), 1526-1532.

    What was spent comes back with the time constant of `recovery_time`; unknown power spends nothing.
    """
    keep = math.exp(-1 / recovery_time(power, cp))
    spent = np.maximum(np.nan_to_num(power) - cp, 0.0)
    balance, gone = np.empty(len(power)), 0.0
    for second, joules in enumerate(spent.tolist()):
        gone = gone * keep + joules
        balance[second] = w_prime - gone
    return balance


def recovery_time(power: NDArray[np.float64], cp: float) -> float:
    """Skiba's time constant in s: 546·e^(−0.01·D) + 316, D being CP less the mean of the power below it."""
    below = power[power < cp]
    difference = cp - float(below.mean()) if len(below) else cp
    return 546 * math.exp(-0.01 * difference) + 316
