"""How well names answer: the order in which kinds of matches stand."""

from __future__ import annotations

import pytest

from tracker.store.ranking import (
    ANYWHERE,
    BEGUN,
    END,
    EXACT,
    HEAD,
    LATER,
    NOWHERE,
    START,
    SYNONYM,
    Query,
    keys,
    of_name,
    of_synonyms,
    score,
    word,
)
from tracker.store.words import typed

NEVER = (0.0, 0.0)


def query(text: str) -> Query:
    return Query(tuple(map(word, typed(text))))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("egg", "Egg", EXACT),
        ("eggs", "Egg", EXACT),
        ("egg", "Eggs", EXACT),
        ("rye bread", "Rye bread", EXACT),
        ("rye bread", "Bread, rye", SYNONYM),
        ("egg", "Egg, boiled", HEAD),
        ("rye breads", "Rye bread (toasted)", HEAD),
        ("egg", "Boiled egg", END),
        ("egg", "Egg salad", START),
        ("egg", "Eggplant", BEGUN),
        ("egg boi", "Egg, boiled", BEGUN),
        ("milk", "Coffee with milk", LATER),
        ("bread toast", "Bread of rye, toasted", LATER),
        ("rye toast", "Bread of rye, toasted", ANYWHERE),
        ("egg bacon", "Egg", NOWHERE),
        ("gg", "Egg", NOWHERE),
    ],
)
def test_a_name_answers_as_well_as(text: str, name: str, expected: float) -> None:
    assert of_name(query(text), name) == expected


def test_the_ways_to_answer_stand_in_their_order() -> None:
    assert EXACT > SYNONYM > HEAD > END > START > BEGUN > LATER > ANYWHERE > NOWHERE


def test_an_everyday_foods_other_name_is_nearly_as_good_as_its_own() -> None:
    others = "milk; whole milk; cow's milk"
    assert of_synonyms(query("milk"), others, curated=True) == SYNONYM
    assert of_synonyms(query("milk"), others, curated=False) < HEAD
    assert of_synonyms(query("cow"), others, curated=True) > of_synonyms(query("cow"), others, curated=False)


def test_an_everyday_food_is_one_of_its_kind_where_a_synonym_says_so() -> None:
    others = "gouda cheese; cheese, gouda"
    assert of_synonyms(query("cheese"), others, curated=True) > of_synonyms(query("cheese"), others, curated=False)
    assert of_synonyms(query("cheese"), others, curated=True) < SYNONYM


def test_a_product_stands_back_until_its_maker_is_typed() -> None:
    generic = score(query("skyr"), "Skyr, plain", "", NEVER)
    assert score(query("skyr"), "Skyr, plain", "arla", NEVER, brand="Arla") < generic
    typed_too = score(query("skyr arla"), "Skyr, plain", "arla", NEVER, brand="Arla")
    assert typed_too == score(query("skyr arla"), "Skyr, plain", "arla", NEVER)


def test_habit_never_lifts_a_beginning_over_the_exact_name() -> None:
    exact = score(query("egg"), "Egg", "", NEVER, place=5000)
    eaten = score(query("egg"), "Egg salad", "", (1000.0, 1000.0), starred=True)
    assert exact > score(query("egg"), "Eggplant", "", (1000.0, 1000.0), place=5000)
    assert score(query("egg"), "Egg", "", NEVER) > eaten


def test_habit_lifts_a_name_over_its_like() -> None:
    for habit in ((0.5, 0.0), (3.0, 0.0), (3.0, 3.0)):
        assert score(query("te"), "Tea", "", habit, place=900) > score(query("te"), "Tea", "", NEVER, place=900)
    assert score(query("te"), "Tea", "", (3.0, 3.0)) > score(query("te"), "Tea", "", (3.0, 0.0))


def test_what_is_eaten_daily_counts_as_ordinary() -> None:
    daily = score(query("cran"), "Cranberries, wild (Alaska)", "", (20.0, 0.0), place=6900)
    assert daily > score(query("cran"), "Cranberries, dried", "", NEVER, place=300)


def test_a_slip_stands_behind_what_was_typed_right() -> None:
    slipped = Query((word("bere", ("beer",)),))
    assert score(slipped, "Beer", "", NEVER) < score(query("bere"), "Berenjena", "", NEVER, place=6000)


def test_a_brand_stands_back_until_it_is_typed() -> None:
    name = "Cola (Zevia)"
    assert score(query("cola"), name, "", NEVER) < score(query("cola"), "Cola, diet", "", NEVER)
    assert score(query("cola zevia"), name, "", NEVER) > score(query("cola zevia"), "Cola, diet", "zevia", NEVER)


def test_a_word_in_brackets_that_is_no_brand_does_not_stand_back() -> None:
    assert keys("Chickpea flour (besan)")[1].strip() == ""
    assert keys("Cola (Zevia)")[1] == " zevia"
