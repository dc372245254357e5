"""What was lifted, in the unit in which this person lifts."""

from __future__ import annotations

from tracker.domain.units import GRAMS_PER_POUND
from tracker.store.queries.settings import value
from tracker.ui.desk import Desk


def lifting_unit(desk: Desk) -> str:
    """The unit of a weight that is typed without one: lb for who weighs in pounds, else kg."""
    return "lb" if value(desk.store, "weight_unit") == "lb" else "kg"


def lifted(desk: Desk, grams: float) -> str:
    """A weight in whole kg or lb, with its unit."""
    unit = lifting_unit(desk)
    return f"{desk.words.number(grams / float(GRAMS_PER_POUND if unit == 'lb' else 1000))} {unit}"
