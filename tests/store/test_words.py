"""Words as the search sees them, and what they may have been meant to be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.store import vocabulary
from tracker.store.vocabulary import CHEAP, SPELT_OUT, Vocabulary
from tracker.store.words import LONGEST, MOST_WORDS, fold, misspelt, numbers, split, typed

LATIN = st.text(
    st.characters(max_codepoint=0x17E, exclude_categories=["Cc", "Cs"], exclude_characters="µ"), max_size=20
)
"""The letters of European languages; without the sign for micro, which the index takes for the Greek letter."""


@given(text=LATIN)
def test_words_are_cut_and_folded_as_the_index_does(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, row)")
        connection.execute("INSERT INTO t VALUES (?)", (text,))
        indexed = {row[0] for row in connection.execute("SELECT term FROM v")}
    assert set(split(text)) == indexed


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold("Crème FRAÎCHE") == "creme fraiche"
    assert split("Ben & Jerry's 1/2 gal.") == ["ben", "jerry", "s", "1", "2", "gal"]


def test_only_the_first_words_of_a_long_text_count() -> None:
    assert typed("a " * 100) == ["a"] * MOST_WORDS
    assert typed("x" * 500) == ["x" * LONGEST]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("egg", "eggs"), ("tomato", "tomatoes"), ("berry", "berries"), ("leaf", "leaves"), ("knife", "knives"),
        ("dish", "dishes"), ("peach", "peaches"), ("cookie", "cookies"), ("box", "boxes"), ("oat", "oats"),
    ],
)  # fmt: skip
def test_singular_and_plural_know_each_other(one: str, many: str) -> None:
    assert many in numbers(one)
    assert one in numbers(many)


@pytest.mark.parametrize("word", ["hummus", "couscous", "swiss", "asparagus", "as", "is"])
def test_words_that_only_look_like_plurals_stay_whole(word: str) -> None:
    assert word[:-1] not in numbers(word)


@given(word=st.text("abcdefghij", min_size=1, max_size=8), data=st.data())
def test_every_slip_is_thought_of(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("xyz"))
    slips = set(misspelt(word))
    assert word[:place] + word[place + 1 :] in slips
    assert word[:place] + letter + word[place:] in slips
    assert word[:place] + letter + word[place + 1 :] in slips
    if place + 1 < len(word):
        assert word[:place] + word[place + 1] + word[place] + word[place + 2 :] in slips


KNOWN = Vocabulary([("bread", 90), ("breast", 70), ("broccoli", 5), ("broth", 2), ("brot", 1)])


def test_a_slip_means_the_words_one_step_away() -> None:
    assert KNOWN.meant("brocoli") == {"broccoli": 5}
    assert KNOWN.meant("braed") == {"bread": 90}
    assert KNOWN.meant("broht") == {"broth": 2, "brot": 1}
    assert KNOWN.meant("zebra") == {}


def test_a_long_beginning_with_a_slip_means_the_word_it_begins() -> None:
    assert KNOWN.meant("brocol") == {"broccol": 5}
    assert KNOWN.meant("brth") == {"broth": 2}


def test_a_word_does_not_mean_itself() -> None:
    assert "bread" not in KNOWN.meant("bread")


def test_a_beginning_is_known_where_a_word_has_it() -> None:
    assert KNOWN.begins("br")
    assert KNOWN.begins("broth")
    assert not KNOWN.begins("brothe")
    assert not KNOWN.begins("z")


def test_only_long_and_frequent_beginnings_are_spelt_out() -> None:
    many = Vocabulary([(f"choc{number:03}", number) for number in range(100)] + [("chocolate", CHEAP), ("cho", CHEAP)])
    spelt = many.spelt_out("choc")
    assert len(spelt) == SPELT_OUT
    assert list(spelt[:3]) == ["chocolate", "choc099", "choc098"]
    assert many.spelt_out("cho") == ()
    assert many.spelt_out("choc00") == ()
    assert many.spelt_out("zzzz") == ()


def test_the_catalogues_words_are_read_once() -> None:
    assert vocabulary.of_catalogue() is vocabulary.of_catalogue()
    assert vocabulary.of_catalogue().begins("egg")
