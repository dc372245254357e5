"""Which food a word means: by the kitchen's list in several languages, and by what the catalogue's search puts up."""

from __future__ import annotations

import pytest

from tracker.domain.recipes.matching import SURE, Phrase, Phrases, likeness, of_catalogue, stems

KITCHEN = Phrases(
    Phrase(food, stems(name), language, near)
    for food, name, language, near in (
        ("butter", "butter", "en", False), ("unsalted", "unsalted butter", "en", False),
        ("lettuce", "lettuce", "en", False), ("pepper", "pepper", "en", False), ("peppers", "capsicum", "en", False),
        ("chili", "chili sauce", "en", False), ("chili", "harissa", "en", True), ("sugar", "sugar", "en", False),
        ("potato", "potet", "no", False), ("potato", "poteter", "no", False), ("cucumber", "krastavac", "hr", False),
        ("onion", "ui", "nl", False), ("honey", "mel", "pt", False), ("flour", "mel", "no", False),
        ("egg", "卵", "ja", False),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "food"),
    [
        ("butter", "butter"), ("Butter", "butter"), ("unsalted butter", "unsalted"), ("butter lettuce", "lettuce"),
        ("red peppers", "peppers"), ("pepper", "pepper"), ("ui", "onion"), ("nypoteter", "potato"),
        ("krastavca", "cucumber"), ("卵", "egg"), ("caster sugar", "sugar"),
    ],
)  # fmt: skip
def test_the_kitchen_knows_the_usual_words(name: str, food: str) -> None:
    found = KITCHEN.best(name)
    assert found is not None
    assert found.food == food


def test_a_word_of_two_languages_is_that_of_the_recipe() -> None:
    assert [KITCHEN.best("mel", language).food for language in ("pt", "no")] == ["honey", "flour"]


def test_what_only_stands_in_is_never_sure_and_never_another_food() -> None:
    found = KITCHEN.best("harissa")
    assert found is not None
    assert (found.food, found.settled, found.sure) == ("chili", True, False)


def test_words_that_are_left_over_make_it_unsure() -> None:
    [all_of_it, more] = [KITCHEN.best(name) for name in ("sugar", "pearl sugar")]
    assert all_of_it is not None
    assert more is not None
    assert all_of_it.sure
    assert not more.sure


def test_no_words_and_strange_words_mean_nothing() -> None:
    assert KITCHEN.best("") is None
    assert KITCHEN.best("xyzzy") is None


def test_words_are_alike_when_inflected_and_not_when_they_only_begin_alike() -> None:
    assert likeness("krastavca", "krastavac")
    assert likeness("nypoteter", "poteter")
    assert not likeness("harissa", "harina")
    assert not likeness("ei", "eis")


def test_recipes_mean_what_is_raw_and_plain() -> None:
    words = stems("potato")
    raw = of_catalogue(words, "Potato, raw", (), "Vegetables", everyday=True)
    boiled = of_catalogue(words, "Potato, boiled", ("potato",), "Vegetables", everyday=True)
    salad = of_catalogue(words, "Potato salad", (), "Dishes", everyday=False)
    assert raw > boiled > salad
    assert raw >= SURE
    assert of_catalogue(stems("all"), "Flour, all purpose", (), "Grains", everyday=True) == 0
