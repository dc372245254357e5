"""Numbers as tables write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats.foods.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("12.5", 12.5), ("12,5", 12.5), (" 1,234 ", 1.234), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
        ("1.234.567", 1234567), ("1 234,5", 1234.5), ("1'234.5", 1234.5), ("<0.5", 0.5), ("~ 3", 3), ("3 g", 3),
        ("3g", 3), ("0,", 0), ("5.0E-4", 0.0005), ("12 %", 12), (7, 7.0), (0.25, 0.25), ("≤ 0,1 g", 0.1),
    ],
)  # fmt: skip
def test_a_number_is_read(text: object, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "–",
        "n/a",
        "tr",
        "traces",
        "a lot",
        "-3",
        "1/2",
        "nan",
        "inf",
        "1e999",
        None,
        True,
        float("nan"),
        -1,
        [],
        {},
    ],
)
def test_what_is_none_is_unknown(text: object) -> None:
    assert number(text) is None


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_anything_is_a_sound_number_or_none(value: object) -> None:
    found = number(value)
    assert found is None or 0 <= found < float("inf")


@given(st.floats(0, 1e6).map(lambda value: round(value, 4)))
def test_both_marks_mean_the_same(value: float) -> None:
    text = f"{value:.4f}"
    assert number(text) == number(text.replace(".", ",")) == pytest.approx(value)
