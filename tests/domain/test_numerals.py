"""Numbers as text: exact, and none that takes minutes to write out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.measures import MEASURES, read
from tracker.domain.numerals import exact
from tracker.errors import BadInput


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("81.4", Fraction(407, 5)),
        (" 81,4 ", Fraction(407, 5)),
        ("−3", -3),
        ("1e3", 1000),
        ("0e99999999", 0),
        ("٨١", 81),
    ],
)
def test_a_number_is_read_exactly(text: str, number: Fraction) -> None:
    assert exact(text) == number


@pytest.mark.parametrize("text", ["", "x", "1e999999999", "-1e-999999999", "nan", "inf", "1e31", "9" * 5000, "1.2.3"])
def test_what_is_none_or_beyond_all_measure_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError):
        exact(text)


def test_a_reading_beyond_all_measure_is_no_number() -> None:
    with pytest.raises(BadInput, match="is not a number"):
        read(MEASURES["weight"], "1e999999999")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_what_is_written_is_read_back(number: object) -> None:
    assert exact(str(number)) == Fraction(str(number))
