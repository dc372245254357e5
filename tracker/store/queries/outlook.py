"""Fitness as it goes on if what is planned is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.domain.training.fitness import Form, fitness
from tracker.store.database import Store
from tracker.store.queries.training import Fitness

LONGEST = 84
"""Days ahead that are looked at: what a plan of twelve weeks covers."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """The days after the last one of the past, with the load that is planned and what follows from it."""

    days: tuple[str, ...]
    form: Form


def outlook(store: Store, past: Fitness) -> Outlook | None:
    """What the planned workouts lead to; None where none is planned whose plan says its load."""
    if not past.days:
        return None
    last = date.fromisoformat(past.days[-1])
    rows = store.rows(
        "SELECT w.day, SUM(p.load) FROM workout w JOIN workout_plan p ON p.id = w.plan "
        "WHERE w.status = 'planned' AND w.day > ? AND w.day <= ? AND p.load IS NOT NULL GROUP BY w.day ORDER BY w.day",
        (last.isoformat(), (last + timedelta(days=LONGEST)).isoformat()),
    )
    if not rows:
        return None
    count = (date.fromisoformat(rows[-1][0]) - last).days
    loads = np.zeros(count)
    for day, load in rows:
        loads[(date.fromisoformat(day) - last).days - 1] = load
    days = tuple((last + timedelta(days=number + 1)).isoformat() for number in range(count))
    start = (float(past.form.fitness[-1]), float(past.form.fatigue[-1]))
    return Outlook(days, fitness(loads, start=start))
