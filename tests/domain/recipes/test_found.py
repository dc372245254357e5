"""What a recipe says it makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.recipes.found import Yield, read_yield


@pytest.mark.parametrize(
    ("text", "servings", "what"),
    [
        ("4 servings", 4000, ""), ("4", 4000, ""), ("Serves 6", 6000, ""), ("Serves 4-6", 4000, ""),
        ("Serves 4 to 6 people", 4000, ""), ("24 cookies", 24_000, "cookies"),
        ("Makes 1 loaf", 1000, "loaf"),
        ("18 meatballs (depending on size)", 18_000, "meatballs"), ("5 wraps", 5000, "wraps"),
        ("2½ cups", 2500, "cups"),
        ("Für 4 Portionen", 4000, ""), ("4人分", 4000, ""), ("1,5 liter", 1500, "liter"),
    ],
)  # fmt: skip
def test_a_yield_is_a_number_and_what_it_counts(text: str, servings: int, what: str) -> None:
    assert read_yield(text) == Yield(servings, what)


@pytest.mark.parametrize("text", ["", "a crowd", "0 servings", "999999999999"])
def test_where_there_is_no_number_nothing_is_made_up(text: str) -> None:
    assert read_yield(text) is None


@given(st.text())
def test_no_text_is_wrong(text: str) -> None:
    found = read_yield(text)
    assert found is None or found.servings > 0
