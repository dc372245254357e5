"""Digits of other scripts are digits: keyboards of many countries write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.quick_add.telling import read, told
from tracker.domain.quick_add.numbers import western


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("٢ eggs", "2 eggs"), ("weight ٨١٫٤", "weight 81.4"), ("۱۵۰g skyr ۷:۳۰", "150g skyr 7:30"),
        ("२ eggs", "2 eggs"), ("１５０ g skyr", "150 g skyr"), ("run ๔๕min ๘km", "run 45min 8km"),
    ],
)  # fmt: skip
def test_they_are_read_like_those_of_this_one(text: str, plain: str) -> None:
    assert told(read(text)) == told(read(plain))
    assert [(part.start, part.end) for part in read(text).parts] == [
        (part.start, part.end) for part in read(plain).parts
    ]


@given(st.text())
def test_every_letter_stays_where_it_is(text: str) -> None:
    assert len(western(text)) == len(text)
