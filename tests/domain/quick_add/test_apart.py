"""A name with “and”, a comma or a plus in it says what it is where these stand between foods."""

from __future__ import annotations

import pytest

from tests.domain.quick_add.telling import read, tell
from tracker.domain.quick_add.items import FoodItem


def apart(text: str) -> list[str]:
    """The foods of the one item, each with where it stands."""
    (item,) = read(text).items
    assert isinstance(item, FoodItem)
    return [f"{tell(one).removeprefix('FoodItem name=')} | {text[slice(*one.span)]}" for one in item.apart]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("egg, banana + apple", ["egg | egg", "banana | banana", "apple | apple"]),
        ("2 eggs and  rye bread", ["eggs amount=2000 | 2 eggs", "rye bread | rye bread"]),
        ("egg and skyr 150g", ["egg | egg", "skyr amount=150000 unit=g | skyr 150g"]),
        ("lunch egg, banana", ["egg slot=Lunch | lunch egg", "banana slot=Lunch | banana"]),
        ("rye bread", []),
        ('"salt, pepper"', []),
        ("egg and", []),
        (", ".join(["egg"] * 99), []),
    ],
)
def test_the_foods_of_a_name_are_known_with_their_places(text: str, told: list[str]) -> None:
    assert apart(text) == told
