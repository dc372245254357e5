"""Fitness, fatigue and form from daily load (Banister et al. 1975; the exponential form that most programs use)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FITNESS_DAYS = 42
FATIGUE_DAYS = 7


@dataclass(frozen=True, eq=False)
class Form:
    """One value a day: fitness, fatigue, and form, which is what the day before left of both."""

    fitness: NDArray[np.float64]
    fatigue: NDArray[np.float64]
    form: NDArray[np.float64]


def fitness(
    loads: NDArray[np.float64],
    *,
    fitness_days: int = FITNESS_DAYS,
    fatigue_days: int = FATIGUE_DAYS,
    start: tuple[float, float] = (0.0, 0.0),
    same_day: bool = False,
) -> Form:
    """The three series for a load a day; a day without training has a load of 0.

    x_t = x_(t−1)·e^(−1/N) + load_t·(1 − e^(−1/N)), N being 42 days for fitness and 7 for fatigue. Another form in use
    divides the difference by N instead, and differs by up to 1 %.

    Args:
        loads: in the order of the days, none left out.
        fitness_days: N of fitness.
        fatigue_days: N of fatigue.
        start: fitness and fatigue before the first day.
        same_day: whether form is today's fitness less fatigue, rather than yesterday's.
    """
    fit = _smoothed(loads, fitness_days, start[0])
    tired = _smoothed(loads, fatigue_days, start[1])
    balance = fit - tired
    if not same_day:
        balance = np.concatenate(([start[0] - start[1]], balance))[: len(loads)]
    return Form(fit, tired, balance)


def _smoothed(loads: NDArray[np.float64], days: int, start: float) -> NDArray[np.float64]:
    keep = float(np.exp(-1 / days))
    found, one = np.empty(len(loads)), start
    for day, load in enumerate(loads.tolist()):
        one = one * keep + load * (1 - keep)
        found[day] = one
    return found
