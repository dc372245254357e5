"""A swim in a pool has its distance from its lengths, in the fast reader and in the tolerant one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.formats.fit_writer import FitWriter, fit_time
from tests.formats.rides import START
from tracker.domain.activity import Activity
from tracker.formats.activity import read_activities

ACTIVE, REST = 1, 0


def swim(*, recorded: bool, intact: bool = True) -> Activity:
    """Four lengths of 25 m in 20 s with 10 strokes each; after the second 30 s of rest at the wall."""
    now = fit_time(START)
    writer = FitWriter().add("file_id", type=4, manufacturer=1, product=1836, time_created=now)
    if recorded:
        for second in range(110):
            writer.add("record", local=1, timestamp=now + second, heart_rate=130)
    for begin, seconds, kind in ((0, 20, ACTIVE), (20, 20, ACTIVE), (40, 30, REST), (70, 20, ACTIVE), (90, 20, ACTIVE)):
        writer.add(
            "length", local=4, timestamp=now + begin + seconds, start_time=now + begin,
            total_elapsed_time=seconds * 1000, total_timer_time=seconds * 1000,
            total_strokes=10 if kind == ACTIVE else None, length_type=kind,
        )  # fmt: skip
    writer.add(
        "lap", local=2, timestamp=now + 110, start_time=now, total_elapsed_time=110_000, total_timer_time=110_000,
        total_distance=10_000, num_active_lengths=4, total_cycles=40,
    )  # fmt: skip
    writer.add(
        "session", local=3, timestamp=now + 110, start_time=now, sport=5, sub_sport=17, total_elapsed_time=110_000,
        total_timer_time=110_000, total_distance=10_000, pool_length=2500,
    )  # fmt: skip
    data = writer.file()
    (found,) = read_activities(data if intact else data[:-2] + b"\0\0", "swim.fit")
    return found


@pytest.mark.parametrize("intact", [True, False])
def test_samples_without_distance_get_it_from_the_lengths(intact: bool) -> None:
    found = swim(recorded=True, intact=intact)
    assert found.salvaged is not intact
    metres, speed = found.telemetry.channels["distance"], found.telemetry.channels["speed"]
    assert [metres[second] for second in (0, 10, 20, 40, 55, 70, 80, 109)] == [0, 12.5, 25, 50, 50, 50, 62.5, 98.75]
    assert (speed[5], speed[50], speed[75]) == (1.25, 0, 1.25)
    assert found.telemetry.channels["cadence"][5] == 30
    assert np.isnan(found.telemetry.channels["cadence"][50])
    assert found.summary.moving_ms == 80_000
    assert (found.laps[0].lengths, found.laps[0].strokes) == (4, 40)


def test_a_swim_of_lengths_alone_has_a_sample_at_each_wall() -> None:
    found = swim(recorded=False)
    assert found.telemetry.time.tolist() == [0, 20_000, 40_000, 70_000, 90_000, 110_000]
    assert found.telemetry.channels["distance"].tolist() == [0, 25, 50, 50, 75, 100]
