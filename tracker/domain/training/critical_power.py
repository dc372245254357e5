"""Critical power and W′: what can be held for long, and the work above it that can be done once.

Monod & Scherrer, "The work capacity of a synergic muscular group", Ergonomics 8 (1965); the third parameter is that of
Morton, "A 3-parameter critical power model", Ergonomics 39 (1996).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST_S, LONGEST_S = 120, 1200
"""Efforts between these say something about critical power; 3 to 12 minutes say most."""
LEAST_SPREAD = 2.0
"""The longest effort should be at least so many times the shortest."""
USUAL_W_PRIME_J = (5_000.0, 40_000.0)
_STEPS = 200


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes:
        cp: critical power in W.
        w_prime: the work above it in J.
        p_max: the highest power in W that the three-parameter model allows; None with two parameters.
        error: root mean square of what the model misses the powers by, in W.
        points: how many efforts it was fitted to.
        warnings: sentences on why it may be wrong.
    """

    cp: float
    w_prime: float
    p_max: float | None
    error: float
    points: int
    warnings: tuple[str, ...] = ()

    def power(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """The power in W that the model gives for durations in s."""
        shift = 0.0 if self.p_max is None else self.w_prime / (self.p_max - self.cp)
        return np.asarray(self.cp + self.w_prime / (seconds + shift))


def time_to_exhaustion(power: float, cp: float, w_prime: float) -> float:
    """How many s a power can be held: W′ / (P − CP); infinite up to critical power."""
    return w_prime / (power - cp) if power > cp else math.inf


def fit_two(seconds: NDArray[np.float64], power: NDArray[np.float64]) -> Fit | None:
    """Critical power and W′ by least squares of the work, W = W′ + CP·t (Moritani et al., Ergonomics 24 (1981)).

    Args:
        seconds: durations of maximal efforts; only those of 2 to 20 minutes are used.
        power: their mean power in W.

    Returns:
        None for fewer than two different durations, or where no line of the kind fits (W′ or CP below 0).
    """
    time, watts = _useful(seconds, power, SHORTEST_S)
    if len(np.unique(time)) < 2:
        return None
    slope, intercept = np.polyfit(time, watts * time, 1)
    if slope <= 0 or intercept <= 0:
        return None
    return _judged(Fit(float(slope), float(intercept), None, 0.0, len(time)), time, watts)


def fit_three(seconds: NDArray[np.float64], power: NDArray[np.float64]) -> Fit | None:
    """Critical power, W′ and the highest power: t = W′/(P − CP) − W′/(Pmax − CP), by least squares of the power.

    For each shift k = W′/(Pmax − CP) the rest is a straight line in 1/(t + k); the best k is searched. Efforts of 5 s
    to 20 minutes are used.

    Returns:
        None for fewer than three different durations, or where nothing of the kind fits.
    """
    time, watts = _useful(seconds, power, 5)
    if len(np.unique(time)) < 3:
        return None
    shifts = np.geomspace(0.5, 120.0, _STEPS)
    missed = [_line(time, watts, shift)[2] for shift in shifts]
    best = int(np.argmin(missed))
    fine = np.linspace(shifts[max(best - 1, 0)], shifts[min(best + 1, _STEPS - 1)], _STEPS)
    shift = float(min(fine, key=lambda one: _line(time, watts, one)[2]))
    cp, w_prime, _ = _line(time, watts, shift)
    if cp <= 0 or w_prime <= 0:
        return None
    return _judged(Fit(cp, w_prime, cp + w_prime / shift, 0.0, len(time)), time, watts)


def _line(time: NDArray[np.float64], watts: NDArray[np.float64], shift: float) -> tuple[float, float, float]:
    """CP, W′ and the squares missed for a shift."""
    inverse = 1 / (time + shift)
    w_prime, cp = np.polyfit(inverse, watts, 1)
    return float(cp), float(w_prime), float(np.sum((cp + w_prime * inverse - watts) ** 2))


def _useful(
    seconds: NDArray[np.float64], power: NDArray[np.float64], shortest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    time, watts = np.asarray(seconds, float), np.asarray(power, float)
    used = np.isfinite(watts) & (time >= shortest) & (time <= LONGEST_S)
    return time[used], watts[used]


def _judged(fit: Fit, time: NDArray[np.float64], watts: NDArray[np.float64]) -> Fit:
    """The fit with what it misses and what speaks against it."""
    error = float(np.sqrt(np.mean((fit.power(time) - watts) ** 2)))
    said = []
    if time.max() < LEAST_SPREAD * time.min():
        said.append("The efforts are too alike in length: add a shorter or a longer one.")
    least, most = USUAL_W_PRIME_J
    if not least <= fit.w_prime <= most:
        said.append(f"W′ of {fit.w_prime / 1000:.1f} kJ is unusual: some effort may not have been all-out.")
    return Fit(fit.cp, fit.w_prime, fit.p_max, error, fit.points, tuple(said))
