"""What a body spends, measured: what was eaten, less what the weight gained.

Unlike a formula this knows nothing of other people, and needs some weeks of complete days and weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

from tracker.domain.body.aim import ENERGY_PER_KG

FEWEST_DAYS = 14
"""Complete days that a result needs."""
SHORTEST = 14
"""Days that the weights must span."""
FEWEST_WEIGHTS = 4
"""Days with a weight that a result needs."""
LONGEST = 90
"""Days that are looked at: longer ago the body and the habits were others."""
REACH = 500
"""kcal a day that a result may be from the formula's; beyond it the diary is likelier to be wrong than the formula."""
NORMAL_95 = 1.96

Confidence = Literal["good", "fair", "rough"]
GOOD, FAIR = 150, 300
"""kcal of the margin up to which a result is good, and fair."""


@dataclass(frozen=True)
class Measured:
    """An expenditure with what it rests on; energies in kcal a day.

    Attributes:
        energy: the result.
        margin: it is right within this in 19 of 20 cases, as far as the scatter of weights and days tells.
        intake: the mean of what was eaten on complete days.
        slope: what the weight gained, in kg a day.
        days: complete days that count.
        weights: days with a weight that count.
        first: the first day that was looked at.
        last: the last one.
        held: what it would have been beyond 500 kcal from the formula; None where it is within.
        k: kcal in a kilogram, as it was counted.
    """

    energy: float
    margin: float
    intake: float
    slope: float
    days: int
    weights: int
    first: date
    last: date
    held: float | None = None
    k: float = ENERGY_PER_KG

    @property
    def confidence(self) -> Confidence:
        """How far it can be trusted."""
        return "good" if self.margin <= GOOD else "fair" if self.margin <= FAIR else "rough"


@dataclass(frozen=True)
class NotYet:
    """Why nothing is measured yet, as a sentence, with what is there so far."""

    sentence: str
    days: int
    weight_span: int


def balance(intake: float, slope: float, k: float = ENERGY_PER_KG) -> float:
    """What was spent, in kcal a day: what was eaten, less what went into the body.

    Args:
        intake: mean kcal a day.
        slope: change of the body mass in kg a day.
        k: kcal in a kilogram.
    """
    return intake - slope * k


def measured(
    intake: Mapping[date, float],
    weights: Sequence[tuple[date, float]],
    today: date,
    *,
    formula: float | None = None,
) -> Measured | NotYet:
    """The expenditure over the last 90 days, today left out.

    The slope is that of a straight line through the weights (least squares). A smoothed trend would do for a long
    steady change; it begins at the first weight, though, and in the first weeks tells half of what happened.

    Args:
        intake: kcal of each complete day.
        weights: a weight in kg for each day that has one, earliest first.
        today: is not over, and not counted.
        formula: what a formula says is spent; the result is held within 500 kcal of it.
    """
    first = today - timedelta(days=LONGEST)
    points = [(day, weight) for day, weight in weights if first <= day < today]
    span = (points[-1][0] - points[0][0]).days if points else 0
    inside = [
        kcal for day, kcal in intake.items() if points and max(first, points[0][0] - timedelta(days=1)) <= day < today
    ]
    lacking = _lacking(len(inside), span, len(points), sum(first <= day < today for day in intake))
    if lacking is not None:
        return lacking
    slope, slope_error = _line(points)
    mean, mean_error = _mean(inside)
    found = balance(mean, slope)
    margin = NORMAL_95 * sqrt(mean_error**2 + (slope_error * ENERGY_PER_KG) ** 2)
    held = found
    if formula is not None:
        held = min(max(found, formula - REACH), formula + REACH)
    return Measured(
        held, margin, mean, slope, len(inside), len(points), points[0][0], today - timedelta(days=1),
        None if held == found else found,
    )  # fmt: skip


def _there(count: int) -> str:
    return f"there {'is' if count == 1 else 'are'} {count or 'none'}"


def _lacking(days: int, span: int, weights: int, complete: int) -> NotYet | None:
    if span < SHORTEST or weights < FEWEST_WEIGHTS:
        need = f"weights over two weeks, on {FEWEST_WEIGHTS} days or more"
        return NotYet(f"It takes {need}; {_there(weights)} over {span} day{'s' if span != 1 else ''}.", complete, span)
    if days < FEWEST_DAYS:
        return NotYet(f"It takes {FEWEST_DAYS} complete days; {_there(days)}.", days, span)
    return None


def _line(points: Sequence[tuple[date, float]]) -> tuple[float, float]:
    """The slope of the least-squares line through weights, in kg a day, and its standard error."""
    xs = [(day - points[0][0]).days for day, _ in points]
    ys = [weight for _, weight in points]
    count = len(points)
    middle, height = sum(xs) / count, sum(ys) / count
    spread = sum((x - middle) ** 2 for x in xs)
    slope = sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True)) / spread
    rest = sum((y - height - slope * (x - middle)) ** 2 for x, y in zip(xs, ys, strict=True))
    return slope, sqrt(rest / (count - 2) / spread)


def _mean(values: Sequence[float]) -> tuple[float, float]:
    """The mean and its standard error."""
    mean = sum(values) / len(values)
    return mean, sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
