"""The food in an ingredient's name, without what recipes say beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.recipes.names import food_names


@pytest.mark.parametrize(
    ("text", "foods"),
    [
        ("boneless, skinless chicken breasts, cut into 1-inch pieces (about 2)", ("chicken breasts",)),
        ("finely chopped fresh cilantro", ("cilantro",)),
        ("red onion (cut into 1-inch chunks)", ("red onion",)),
        ("Organic Coriander, Ground", ("Ground Coriander",)),
        ("McCormick Gourmet™ Organic Paprika, Smoked", ("Smoked Paprika",)),
        ("salt and pepper", ("salt and pepper", "salt", "pepper")),
        ("corn or flour tortillas", ("corn tortillas", "corn", "flour tortillas")),
        ("anchovy filets or 2 tablespoons capers", ("anchovy filets", "capers")),
        ("canola oil or olive oil", ("canola oil", "olive oil")),
        ("Dijon mustard, plus more", ("Dijon mustard",)),
        ("oil for deep frying", ("oil",)),
        ("half and half", ("half-and-half",)),
        ("of one of the following: all-purpose flour, whole wheat flour", ("all-purpose flour",)),
        ("Rucola/Rauke", ("Rucola", "Rauke")),
        ("fersk persille, hakket (til pynt)", ("persille",)),
        ("kidney beans in chilli sauce", ("kidney beans",)),
        ("", ()),
        ("(optional)", ()),
    ],
)
def test_the_food_is_what_is_left(text: str, foods: tuple[str, ...]) -> None:
    assert food_names(text) == foods


@given(st.text())
def test_no_text_is_wrong(text: str) -> None:
    assert all(food_names(text))
