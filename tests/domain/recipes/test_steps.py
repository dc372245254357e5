"""The steps of a recipe and the times in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.recipes.steps import split, timers


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Boil.\n\nFry.", ("Boil.", "Fry.")),
        ("1. Boil.\n2) Fry.", ("Boil.", "Fry.")),
        ("1. Boil the lentils. 2. Fry the chicken.", ("Boil the lentils.", "Fry the chicken.")),
        ("Sauce:\nStir.\nServe.", ("Sauce: Stir.", "Serve.")),
        ("Only this", ("Only this",)),
        ("Sauce:", ("Sauce:",)),
        ("", ()),
    ],
)
def test_steps_are_told_apart(text: str, steps: tuple[str, ...]) -> None:
    assert split(text) == steps


@pytest.mark.parametrize(
    ("step", "seconds"),
    [
        ("Simmer for 20 minutes.", [1200]),
        ("Bake 10–12 min until golden.", [600]),
        ("Bake for 10 to 12 minutes, then rest 5 minutes.", [600, 300]),
        ("Roast 1 hour 30 minutes.", [5400]),
        ("Roast 1½ hours.", [5400]),
        ("Wait half an hour.", [1800]),
        ("Rest for an hour.", [3600]),
        ("Blend 30 seconds.", [30]),
        ("25 Minuten köcheln.", [1500]),
        ("20 dakika pişirin.", [1200]),
        ("15分ゆでる", [900]),
        ("Roast at 200 °C, add 2 eggs and 100 g of m&ms.", []),
        ("Walk 5 km/h.", []),
        ("Let it rest for 900 hours.", []),
    ],
)
def test_times_are_found(step: str, seconds: list[int]) -> None:
    assert [one.seconds for one in timers(step)] == seconds


@given(st.text())
def test_no_text_is_wrong(text: str) -> None:
    assert all(split(text))
    assert all(one.seconds > 0 for one in timers(text))
