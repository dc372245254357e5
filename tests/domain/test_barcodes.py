"""Barcodes: the check digit, spaces, and two lengths of one product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.barcodes import barcode, is_barcode, looks_like_one, same
from tracker.errors import BadInput

REAL = ["3029330003533", "5449000147417", "54491472", "42105220", "012345678905", "10012345678902"]


@pytest.mark.parametrize("code", REAL)
def test_real_ones_are_barcodes(code: str) -> None:
    assert is_barcode(code)
    assert barcode(f" {code[:3]} {code[3:5]}-{code[5:]} ") == code


@given(st.sampled_from(REAL), st.integers(0, 13), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(code: str, place: int, by: int) -> None:
    place %= len(code)
    other = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert not is_barcode(other)
    with pytest.raises(BadInput, match="do not fit together"):
        barcode(other)


@pytest.mark.parametrize("text", ["", "skyr", "12345", "302933000353x", "３０２９３３０００３５３３", "123456789"])
def test_what_is_none_says_what_to_type(text: str) -> None:
    assert not is_barcode(text)
    with pytest.raises(BadInput, match="8 to 14 digits"):
        barcode(text)


def test_digits_alone_look_like_one() -> None:
    assert looks_like_one("3029330003533")
    assert looks_like_one("3029 3300-03533")
    assert not looks_like_one("150")
    assert not looks_like_one("7up")


def test_a_upc_is_an_ean_with_a_nought() -> None:
    assert same("012345678905", "0012345678905")
    assert not same("", "")
    assert not same("54491472", "42105220")
