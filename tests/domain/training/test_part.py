"""A part of a workout has the totals of that part alone."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.activity import Telemetry
from tracker.domain.training.part import part
from tracker.domain.training.summary import summarize


def recording(**channels) -> Telemetry:
    count = len(next(iter(channels.values())))
    return Telemetry(
        np.arange(count, dtype=np.int64) * 1000, {name: np.array(values, float) for name, values in channels.items()}
    )


def test_the_whole_has_the_totals_of_the_whole():
    whole = recording(power=[100, 200, 300, 400], distance=[5, 10, 15, 20])
    assert summarize(part(whole, 0, 4000)).avg_power == 250
    assert summarize(part(whole, 0, 4000)).duration_ms == 4000


def test_a_part_counts_its_own_samples_only():
    whole = recording(power=[100, 200, 300, 400], distance=[5, 10, 15, 20])
    middle = summarize(part(whole, 1000, 3000))
    assert (middle.avg_power, middle.max_power, middle.duration_ms) == (250, 300, 2000)
    assert middle.distance == 50  # 0.1 m, from 10 m to 15 m


def test_distance_begins_at_the_last_one_known_before():
    whole = recording(distance=[5, np.nan, 15, 25])
    assert summarize(part(whole, 1000, 4000)).distance == 200
    assert summarize(part(recording(distance=[np.nan, 7]), 0, 2000)).distance == 70


@pytest.mark.parametrize(("start", "end"), [(9000, 12000), (2000, 2000), (3000, 1000)])
def test_a_part_without_samples_is_empty(start, end):
    assert len(part(recording(power=[1, 2, 3, 4]), start, end)) == 0
