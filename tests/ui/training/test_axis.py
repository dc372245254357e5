"""What a plot runs along: moments become places and come back, and labels are round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ui.training.plot.axis import DistanceAxis, TimeAxis
from tracker.ui.words import Words

WORDS = Words()


@given(st.lists(st.tuples(st.integers(1, 20_000), st.integers(0, 500)), min_size=2, max_size=40), st.floats(0, 1))
def test_a_place_comes_back_from_its_moment(steps: list[tuple[int, int]], share: float) -> None:
    seconds, metres = np.cumsum(np.array(steps, float), axis=0).T
    axis = DistanceAxis(seconds, metres - metres[0])
    place = share * axis.length
    assert axis.place(axis.moment(place)) == pytest.approx(place, abs=1e-6)


def test_standing_still_takes_no_room_and_a_place_is_when_it_came() -> None:
    axis = DistanceAxis(np.array([0.0, 10, 400, 410]), np.array([0.0, 50, 50, 100]))
    assert axis.place(200) == 50
    assert axis.moment(50) == 10
    assert axis.moment(75) == 405
    assert (axis.moment(-5), axis.moment(1000)) == (0, 410)


@pytest.mark.parametrize(
    ("left", "right", "labels"),
    [
        (0, 7200, ["0:00:00", "0:30:00", "1:00:00", "1:30:00", "2:00:00"]),
        (100, 160, ["0:01:45", "0:02:00", "0:02:15", "0:02:30"]),
        (0, 86_400, ["0:00:00", "6:00:00", "12:00:00", "18:00:00", "24:00:00"]),
    ],
)
def test_times_are_named_at_steps_that_people_count_in(left: float, right: float, labels: list[str]) -> None:
    assert [text for _, text in TimeAxis(86_400).labels(left, right, 400, WORDS)] == labels


@pytest.mark.parametrize(
    ("left", "right", "labels"),
    [
        (0, 97_400, ["0 km", "20 km", "40 km", "60 km", "80 km"]),
        (0, 2_000, ["0,0 km", "0,5 km", "1,0 km", "1,5 km", "2,0 km"]),
        (12, 38, ["15 m", "20 m", "25 m", "30 m", "35 m"]),
    ],
)
def test_distances_are_named_at_round_places(left: float, right: float, labels: list[str]) -> None:
    axis = DistanceAxis(np.array([0.0, 10_000]), np.array([0.0, 97_400]))
    assert [text for _, text in axis.labels(left, right, 400, Words(","))] == labels
