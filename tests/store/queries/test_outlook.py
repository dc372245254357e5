"""Fitness as it goes on if what is planned is done."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.training.fitness import fitness
from tracker.operations import plans, thresholds
from tracker.store.database import Store
from tracker.store.queries.outlook import outlook
from tracker.store.queries.training import Fitness

DAY = 86_400_000


def past() -> Fitness:
    return Fitness(("2026-11-16", "2026-11-17"), np.array([100.0, 0.0]), fitness(np.array([100.0, 0.0])), 0)


def test_planned_loads_go_on_where_the_past_ends(store: Store) -> None:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    (plan,) = plans.add(store, "Hour", "cycling", "60min 100%").ids
    plans.schedule(store, plan, store.now() + 2 * DAY)
    ahead = outlook(store, past())
    assert ahead is not None
    assert ahead.days == ("2026-11-18", "2026-11-19")
    whole = fitness(np.array([100.0, 0.0, 0.0, 100.0]))
    assert ahead.form.fitness.tolist() == pytest.approx(whole.fitness[2:].tolist())
    assert ahead.form.form.tolist() == pytest.approx(whole.form[2:].tolist())


def test_without_plans_there_is_none(store: Store) -> None:
    assert outlook(store, past()) is None
    assert outlook(store, Fitness((), np.zeros(0), fitness(np.zeros(0)), 0)) is None
