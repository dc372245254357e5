"""Which plates go on a bar."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.plates import BAR, KILOGRAM_PLATES, POUND_BAR, POUND_PLATES, Loading, loading


def test_a_hundred_kilograms_are_twenty_five_and_fifteen_on_each_side():
    assert loading(100_000) == Loading((25_000, 15_000), 0)
    assert loading(62_500) == Loading((20_000, 1_250), 0)


def test_what_the_plates_cannot_make_up_is_told():
    assert loading(101_000) == Loading((25_000, 15_000), 1000)


def test_pounds_come_out_though_they_are_kept_in_grams():
    assert loading(61_235, POUND_BAR, POUND_PLATES) == Loading((20_412,), 0)
    assert loading(102_058, POUND_BAR, POUND_PLATES) == Loading((20_412, 20_412), 0)


def test_less_than_the_bar_cannot_be_loaded():
    assert loading(15_000) is None
    assert loading(BAR) == Loading((), 0)


@given(st.integers(BAR, 500_000))
def test_bar_plates_and_what_is_missing_are_the_weight(weight: int):
    found = loading(weight)
    assert found is not None
    assert abs(BAR + 2 * sum(found.side) + found.missing - weight) <= 10 * (len(found.side) + 1)
    assert found.missing < 2 * KILOGRAM_PLATES[-1]
    assert list(found.side) == sorted(found.side, reverse=True)
