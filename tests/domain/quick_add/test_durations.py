"""A duration in a field of its own, where nothing else can be meant."""

from __future__ import annotations

import pytest

from tracker.domain.quick_add.durations import read_duration

MINUTE, HOUR = 60_000, 3_600_000


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1:05:00", HOUR + 5 * MINUTE),
        ("1:05", HOUR + 5 * MINUTE),
        ("45:30", 45 * MINUTE + 30_000),
        ("65 min", 65 * MINUTE),
        ("65", 65 * MINUTE),
        ("1h05", HOUR + 5 * MINUTE),
        ("1 h 5 min", HOUR + 5 * MINUTE),
        ("7.5 h", 450 * MINUTE),
        ("7,5h", 450 * MINUTE),
        (" 90 ", 90 * MINUTE),
        ("", None),
        ("soon", None),
        ("12:99", None),
        ("-5", None),
        ("65 km", None),
    ],
)
def test_a_duration_is_read(text, ms):
    assert read_duration(text) == ms


def test_a_bare_number_can_be_hours():
    assert read_duration("7.5", bare=HOUR) == 450 * MINUTE
