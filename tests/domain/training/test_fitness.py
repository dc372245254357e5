"""Fitness, fatigue and form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.fitness import fitness


def test_a_load_of_100_a_day():
    found = fitness(np.full(42, 100.0))
    wanted = {1: (2.3528, 13.3122), 2: (4.6503, 24.8523), 7: (15.3518, 63.2121), 42: (63.2121, 99.7521)}
    for day, values in wanted.items():
        assert (found.fitness[day - 1], found.fatigue[day - 1]) == pytest.approx(values, abs=5e-5)


def test_a_start_of_50_goes_on():
    assert fitness(np.array([100.0]), start=(50, 50)).fitness[0] == pytest.approx(51.176, abs=5e-4)


def test_form_is_what_yesterday_left_unless_todays_is_asked_for():
    loads = np.array([100.0, 0, 50])
    found, today = fitness(loads), fitness(loads, same_day=True)
    assert found.form.tolist() == [0, *(found.fitness - found.fatigue)[:-1]]
    assert today.form.tolist() == (found.fitness - found.fatigue).tolist()
    assert len(fitness(np.zeros(0)).form) == 0


@given(st.lists(st.integers(0, 400), min_size=1, max_size=120), st.integers(0, 119))
def test_a_day_changes_nothing_before_it(loads, place):
    place %= len(loads)
    changed = [*loads[:place], loads[place] + 100, *loads[place + 1 :]]
    before, after = fitness(np.array(loads, float)), fitness(np.array(changed, float))
    assert before.fitness[:place].tolist() == after.fitness[:place].tolist()
    assert (after.fitness[place:] > before.fitness[place:]).all()
