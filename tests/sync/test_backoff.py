"""Pauses grow, are spread, end at a quarter of an hour, and begin anew."""

from __future__ import annotations

import random

from tracker.sync.backoff import Backoff


def ceilings(failures: int) -> list[float]:
    """The longest of many pauses after each number of failures."""
    many = [Backoff(random.Random(seed)) for seed in range(400)]
    return [max(one.pause() for one in many) for _ in range(failures)]


def test_the_longest_pause_doubles_from_two_seconds_to_a_quarter_of_an_hour() -> None:
    for longest, wanted in zip(ceilings(12), [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900], strict=True):
        assert wanted * 0.9 < longest <= wanted


def test_pauses_are_spread_over_their_whole_length() -> None:
    chance = random.Random(4711)
    first = sorted(Backoff(chance).pause() for _ in range(1000))
    assert first[100] < 0.3
    assert 0.9 < first[500] < 1.1
    assert first[900] > 1.7


def test_a_thousand_failures_are_no_larger_number_than_one_can_count() -> None:
    backoff = Backoff(random.Random(1))
    for _ in range(5000):
        assert 0 <= backoff.pause() <= 900


def test_after_a_success_it_begins_anew() -> None:
    backoff = Backoff(random.Random(1))
    for _ in range(8):
        backoff.pause()
    backoff.reset()
    assert backoff.failures == 0
    assert backoff.pause() <= 2
