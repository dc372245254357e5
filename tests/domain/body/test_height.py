"""Heights as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.body.height import SHORTEST, TALLEST, height_text, read_height
from tracker.errors import BadInput


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("180", 1800), ("180 cm", 1800), ("172,5", 1725), ("1.80", 1800), ("1,8 m", 1800), ("1800 mm", 1800),
        ("5'11\"", 1803), ("5 ft 11 in", 1803), ("6'", 1829), ("5′ 6.5″", 1689), (" 6 feet 1 ", 1854),
    ],
)  # fmt: skip
def test_a_height_is_read(text: str, millimetres: int) -> None:
    assert read_height(text) == millimetres


@pytest.mark.parametrize("text", ["", "tall", "180 kg", "5'11'12", "-180"])
def test_what_is_no_height_says_how_to_type_one(text: str) -> None:
    with pytest.raises(BadInput, match="is not a height"):
        read_height(text)


@pytest.mark.parametrize("text", ["18", "300", "0.4 m", "9'6"])
def test_nobody_is_so_small_or_so_tall(text: str) -> None:
    with pytest.raises(BadInput, match="between 50 and 275"):
        read_height(text)


@given(st.integers(SHORTEST, TALLEST), st.sampled_from([".", ","]))
def test_a_height_that_is_shown_reads_as_itself(millimetres: int, decimal: str) -> None:
    assert read_height(height_text(millimetres, decimal)) == millimetres


def test_an_unknown_height_shows_nothing() -> None:
    assert height_text(0) == ""
