"""How well a food is called what was typed."""

from __future__ import annotations

import pytest

from tracker.store.naming import Fit, fit
from tracker.store.words import split


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("milk", "Milk, whole", Fit.NAMED),
        ("whole milk", "Milk, whole", Fit.NAMED),
        ("eggs", "Egg", Fit.NAMED),
        ("egg", "Egg white", Fit.BEGUN),
        ("egg", "Bread, egg", Fit.WORDS),
        ("ham eggs", "Biscuit, with egg and ham", Fit.WORDS),
        ("egg", "Eggplant", Fit.NEAR),
        ("banann", "Banana", Fit.NEAR),
        ("egg egg", "Eggplant", Fit.NONE),
        ("eg", "Eggplant", Fit.NONE),
        ("plant", "Eggplant", Fit.NONE),
        ("weight", "After Eight Mints", Fit.NEAR),
        ("run", "Green beans", Fit.NONE),
        ("milk 2", "Egg custards, dry mix, prepared with 2% milk", Fit.NONE),
        ("milk 2", "Milk, reduced fat (2%)", Fit.WORDS),
        ("omega 3", "Peanut butter with omega-3, creamy", Fit.NONE),
        ("3", "Milk, producer, 3.7% milkfat", Fit.NONE),
        ("100", "100", Fit.NAMED),
    ],
)
def test_a_name_answers_words_better_than_beginnings(typed: str, name: str, expected: Fit) -> None:
    assert fit(split(typed), name) == expected


def test_synonyms_and_the_brand_count_too() -> None:
    assert fit(["coke"], "Cola", "coke;cola drink") == Fit.NAMED
    assert fit(["acme", "skyr"], "Skyr", "", "Acme") == Fit.WORDS
    assert fit(["milch"], "Rice pudding", "milchreis") == Fit.NONE
    assert fit(["auberg"], "Eggplant", "aubergine") == Fit.NEAR
    assert fit(["mac", "cola"], "Cola", "mac") == Fit.WORDS
