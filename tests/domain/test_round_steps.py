"""The steps of a scale are round and wide enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.round_steps import NICE, round_step


@pytest.mark.parametrize(
    ("least", "decimals", "step"),
    [
        (0.03, True, 0.05), (0.21, True, 0.25), (0.21, False, 0.5), (1.0, True, 1), (1.0004, True, 1), (1.1, True, 2),
        (2.1, False, 5), (21, False, 25), (70, True, 100), (5001, True, 5000), (5100, True, 10_000),
    ],
)  # fmt: skip
def test_a_step_is_the_next_round_number(least: float, decimals: bool, step: float):
    assert round_step(least, decimals=decimals) == pytest.approx(step)


@given(st.floats(1e-6, 1e9), st.booleans())
def test_a_step_is_never_too_narrow_nor_much_too_wide(least: float, decimals: bool):
    step = round_step(least, decimals=decimals)
    assert 0.999 * least <= step <= 2.51 * least
    assert any(f"{step:.6e}".startswith(f"{nice if nice < 10 else 1:.6f}") for nice in NICE)
