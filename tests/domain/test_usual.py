"""What is usual leaves the rare readings out."""

from __future__ import annotations

import pytest

from tracker.domain.usual import usual_range


@pytest.mark.parametrize(
    ("values", "usual"),
    [
        ([], None),
        ([52, 53, 51, 50], None),
        ([52, 53, 51, 50, 90], (50, 90)),
        ([50, 51, 52, 53, 54, 55, 56, 57, 40, 90], (50, 57)),
        ([52] * 20, (52, 52)),
    ],
)
def test_the_middle_of_the_readings_is_usual(values, usual):
    assert usual_range(values) == usual
