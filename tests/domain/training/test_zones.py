"""Zones and the time in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.zones import SCHEMES, at_reserve, bounds, reserve_bounds, time_in_zones, zone_of


def test_power_zones_of_250_watts():
    assert bounds(SCHEMES["power"], 250) == (0, 137.5, 187.5, 225, 262.5, 300, 375)


def test_heart_rate_zones_of_160_on_the_bike():
    assert bounds(SCHEMES["heart_rate_cycling"], 160)[1:] == pytest.approx((129.6, 144, 150.4, 160, 164.8, 169.6))


def test_heart_rate_reserve_of_a_man_of_forty():
    assert at_reserve(0.9, 60, 180) == 168
    assert (at_reserve(0.6, 60, 180), at_reserve(0.7, 60, 180)) == (132, 144)
    assert reserve_bounds(SCHEMES["heart_rate_reserve"], 60, 180) == (0, 120, 132, 144, 156, 168)


def test_a_bound_belongs_to_the_zone_that_begins_there():
    lower = bounds(SCHEMES["power"], 200)
    assert [zone_of(watts, lower) for watts in (-5, 0, 109.9, 110, 149.9, 150, 2000)] == [0, 0, 0, 1, 1, 2, 6]


def test_every_scheme_has_a_name_for_each_zone():
    for scheme in SCHEMES.values():
        assert len(scheme.percents) == len(scheme.names)


@given(st.lists(st.tuples(st.none() | st.floats(0, 500), st.integers(0, 5000)), max_size=60))
def test_the_zones_share_out_all_the_time_that_is_known(samples):
    values = np.array([np.nan if value is None else value for value, _ in samples], float)
    spans = np.array([span for _, span in samples], np.int64)
    found = time_in_zones(values, spans, bounds(SCHEMES["power"], 250))
    assert len(found) == 7
    assert sum(found) == spans[np.isfinite(values)].sum()
