"""Two long texts beside each other: nothing is left out that differs, and nothing is marked that does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.sync.compare import Line, Span, compare, is_long

LINES = st.lists(st.sampled_from(["", "Boil.", "Boil for 18 minutes.", "Fry.", "Toss it all", "a b c d"]), max_size=9)


def side(lines: tuple[Line, ...], name: str) -> list[str]:
    """What a side shows; stretches that were left out are as many empty places."""
    shown: list[str] = []
    for line in lines:
        spans = getattr(line, name)
        shown += ["…"] * line.skipped
        if spans is not None:
            shown.append("".join(span.text for span in spans))
    return shown


def test_the_words_that_differ_are_marked_on_both_sides() -> None:
    (line,) = compare("Boil for 18 minutes.", "Boil for 20 minutes.")
    assert line.mine == (Span("Boil for ", False), Span("18", True), Span(" minutes.", False))
    assert line.theirs == (Span("Boil for ", False), Span("20", True), Span(" minutes.", False))


def test_lines_that_only_one_side_has_stand_alone() -> None:
    assert compare("One\nTwo", "One") == (
        Line((Span("One", False),), (Span("One", False),)),
        Line((Span("Two", True),), None),
    )


def test_lines_with_hardly_a_word_in_common_differ_as_a_whole() -> None:
    (line,) = compare("Less salt next time", "Add feta")
    assert line == Line((Span("Less salt next time", True),), (Span("Add feta", True),))


def test_long_stretches_that_are_the_same_are_left_out() -> None:
    text = "\n".join(f"Step {n}" for n in range(20))
    found = compare(text + "\nSalt", text + "\nPepper")
    assert [line.skipped for line in found] == [19, 0, 0]
    assert side(found, "mine")[-2:] == ["Step 19", "Salt"]


def test_texts_that_would_take_too_long_differ_as_a_whole_apart_from_both_ends() -> None:
    found = compare("Title\n" + "a\n" * 50_000 + "End", "Title\n" + "b\n" * 50_000 + "End")
    assert len(found) == 50_002
    assert [line.mine and line.mine[0].differs for line in (found[0], found[1], found[-2], found[-1])] == [
        False, True, True, False,
    ]  # fmt: skip


def test_notes_are_long_where_they_have_lines_or_many_characters() -> None:
    assert not is_long("Add feta", "")
    assert is_long("Add feta\nand salt")
    assert is_long("", "x" * 80)


@given(LINES, LINES)
def test_each_side_is_shown_as_it_is_and_marks_only_what_the_other_lacks(mine: list[str], theirs: list[str]) -> None:
    found = compare("\n".join(mine), "\n".join(theirs))
    for lines, name in ((mine, "mine"), (theirs, "theirs")):
        shown = side(found, name)
        whole = "\n".join(lines).split("\n")
        assert len(shown) == len(whole)
        assert all(one in ("…", other) for one, other in zip(shown, whole, strict=True))
    if mine == theirs:
        assert not any(span.differs for line in found for span in (*(line.mine or ()), *(line.theirs or ())))
    swapped = compare("\n".join(theirs), "\n".join(mine))
    assert (len(swapped) > 0) == (len(found) > 0)
