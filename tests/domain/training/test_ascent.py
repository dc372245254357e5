"""The metres climbed."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.training.ascent import ascent


def test_a_steady_climb_counts_whole_and_the_way_down_not():
    up_and_down = np.concatenate([np.linspace(100, 400, 3001), np.linspace(400, 100, 3001)])
    assert ascent(up_and_down) == pytest.approx(300, abs=2)


def test_noise_below_the_threshold_is_no_climb():
    assert ascent(100 + np.tile([0.0, 1.9], 500)) == 0
    assert ascent(100 + np.tile([0.0, 2.0], 500)) == 1000


def test_a_slow_climb_is_not_lost_in_the_filter():
    assert ascent(np.linspace(0, 50, 10_000)) == pytest.approx(50, abs=2)


def test_missing_altitudes_are_passed_over_and_none_at_all_is_unknown():
    assert ascent(np.array([np.nan, 100, np.nan, 110, np.nan])) == 10
    assert ascent(np.array([np.nan, np.nan])) is None
