"""Merging two edits of one text by lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.sync.text import LONGEST, merge_text

BASE = "one\ntwo\nthree\nfour\nfive"
texts = st.lists(st.sampled_from("abc"), max_size=6).map("\n".join)


def test_edits_of_different_lines_go_together() -> None:
    mine, theirs = BASE.replace("one", "ONE"), BASE.replace("five", "FIVE")
    assert merge_text(BASE, mine, theirs) == "ONE\ntwo\nthree\nfour\nFIVE"


def test_insertions_and_deletions_apart_from_each_other_go_together() -> None:
    assert merge_text(BASE, "zero\n" + BASE, BASE.replace("four\n", "")) == "zero\none\ntwo\nthree\nfive"


def test_the_same_edit_on_both_sides_is_made_once() -> None:
    both = BASE.replace("two", "2")
    assert merge_text(BASE, both, both + "\nsix") == both + "\nsix"


def test_edits_that_overlap_or_touch_do_not_merge() -> None:
    assert merge_text(BASE, BASE.replace("two", "2"), BASE.replace("two", "zwei")) is None
    assert merge_text(BASE, BASE.replace("two", "2"), BASE.replace("three", "3")) is None


def test_a_text_of_very_many_lines_is_not_tried() -> None:
    long = "x\n" * LONGEST
    assert merge_text(long, "a" + long, long + "b") is None


@settings(max_examples=100, deadline=None)
@given(texts, texts, texts)
def test_swapping_the_sides_gives_the_same_text(base: str, mine: str, theirs: str) -> None:
    assert merge_text(base, mine, theirs) == merge_text(base, theirs, mine)


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_an_unchanged_side_gives_way(base: str, mine: str) -> None:
    assert merge_text(base, mine, base) == mine
    assert merge_text(base, base, mine) == mine
    assert merge_text(base, mine, mine) == mine
