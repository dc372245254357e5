"""Two long texts beside each other, line by line, with the words that differ: pure text in, pure values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.sync.text import LONGEST

LONG = 80
"""Characters from which a text of one line is compared rather than shown whole."""
AROUND = 1
"""Equal lines that are shown around a difference; longer stretches are left out."""
WIDEST = 4000
"""Characters of a line beyond which its words are not compared: the time grows with their square."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Span:
    """A piece of a line, and whether the other side has it otherwise."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Line:
    """A line of both sides; None where a side has no such line.

    Attributes:
        skipped: lines that are the same on both sides and left out here; such a line has neither side.
    """

    mine: tuple[Span, ...] | None
    theirs: tuple[Span, ...] | None
    skipped: int = 0


def is_long(*texts: str) -> bool:
    """Whether texts are worth a view of their own."""
    return any(len(text) >= LONG or "\n" in text for text in texts)


def compare(mine: str, theirs: str) -> tuple[Line, ...]:
    """Both texts line by line. Beyond `LONGEST` lines each side is one block that differs."""
    here, there = mine.split("\n"), theirs.split("\n")
    if max(len(here), len(there)) > LONGEST:
        return (Line((Span(mine, True),), (Span(theirs, True),)),)
    found: list[Line] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if tag == "equal":
            found.extend(_equal(here[a1:a2], first=a1 == 0, last=a2 == len(here)))
        else:
            found.extend(_different(here[a1:a2], there[b1:b2]))
    return tuple(found)


def _equal(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    before, after = 0 if first else AROUND, 0 if last else AROUND
    hidden = len(lines) - before - after
    if hidden <= 1:
        yield from map(_same, lines)
        return
    yield from map(_same, lines[:before])
    yield Line(None, None, hidden)
    yield from map(_same, lines[len(lines) - after :] if after else ())


def _same(line: str) -> Line:
    span = (Span(line, False),)
    return Line(span, span)


def _different(here: Sequence[str], there: Sequence[str]) -> Iterator[Line]:
    for number in range(max(len(here), len(there))):
        if number >= len(here):
            yield Line(None, (Span(there[number], True),))
        elif number >= len(there):
            yield Line((Span(here[number], True),), None)
        else:
            yield Line(*_words(here[number], there[number]))


def _words(mine: str, theirs: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both lines in spans. Lines that have hardly a word in common differ as a whole, which reads better."""
    if max(len(mine), len(theirs)) > WIDEST:
        return (Span(mine, True),), (Span(theirs, True),)
    one, other = _WORD.findall(mine), _WORD.findall(theirs)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < 0.4:
        return (Span(mine, True),), (Span(theirs, True),)
    left: list[Span] = []
    right: list[Span] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        _add(left, "".join(one[a1:a2]), tag != "equal")
        _add(right, "".join(other[b1:b2]), tag != "equal")
    return tuple(left), tuple(right)


def _add(spans: list[Span], text: str, differs: bool) -> None:
    if text:
        spans.append(Span(text, differs))
