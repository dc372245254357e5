"""Two long texts beside each other, line by line, with the words that differ: pure text in, pure values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONG = 80
"""Characters from which a text of one line is compared rather than shown whole."""
AROUND = 1
"""Equal lines that are shown around a difference; longer stretches are left out."""
PAIRS = 60_000
"""Pairs of lines or words that one comparison may look at, some tens of ms: it grows with the square of the length."""
ALIKE = 0.4
"""Lines with less in common than this differ as a whole, which reads better."""
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


@dataclass(frozen=True)
class _Stretch:
    """Neighbours of both sides, which are the same or differ."""

    same: bool
    mine: Sequence[str]
    theirs: Sequence[str]


def is_long(*texts: str) -> bool:
    """Whether texts are worth a view of their own."""
    return any(len(text) >= LONG or "\n" in text for text in texts)


def compare(mine: str, theirs: str) -> tuple[Line, ...]:
    """Both texts line by line. What would take too long to compare differs as a whole."""
    return tuple(_Comparison().lines(mine.split("\n"), theirs.split("\n")))


class _Comparison:
    """One comparison, and how much it may still look at."""

    def __init__(self) -> None:
        self.left = PAIRS

    def lines(self, mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Line]:
        """The lines to show."""
        stretches = self.stretches(mine, theirs)
        for number, one in enumerate(stretches):
            if one.same:
                yield from _shortened(one.mine, first=number == 0, last=number == len(stretches) - 1)
            else:
                yield from self.different(one)

    def different(self, one: _Stretch) -> Iterator[Line]:
        """Lines that differ, those at the same place beside each other."""
        for number in range(max(len(one.mine), len(one.theirs))):
            if number >= len(one.mine):
                yield Line(None, (Span(one.theirs[number], True),))
            elif number >= len(one.theirs):
                yield Line((Span(one.mine[number], True),), None)
            else:
                yield self.words(one.mine[number], one.theirs[number])

    def words(self, mine: str, theirs: str) -> Line:
        """Two lines with the words that differ."""
        one, other = _WORD.findall(mine), _WORD.findall(theirs)
        stretches = self.stretches(one, other)
        alike = sum(len(each.mine) for each in stretches if each.same)
        if 2 * alike < ALIKE * (len(one) + len(other)):
            return Line((Span(mine, True),), (Span(theirs, True),))
        left = tuple(Span("".join(each.mine), not each.same) for each in stretches if each.mine)
        right = tuple(Span("".join(each.theirs), not each.same) for each in stretches if each.theirs)
        return Line(left, right)

    def stretches(self, mine: Sequence[str], theirs: Sequence[str]) -> list[_Stretch]:
        """Both sequences in stretches that are the same or differ; what they begin and end with alike costs nothing."""
        shorter = min(len(mine), len(theirs))
        start = next((n for n in range(shorter) if mine[n] != theirs[n]), shorter)
        end = next((n for n in range(shorter - start) if mine[-1 - n] != theirs[-1 - n]), shorter - start)
        middle = self._middle(mine[start : len(mine) - end], theirs[start : len(theirs) - end])
        tail = mine[len(mine) - end :]
        found = [_Stretch(True, mine[:start], mine[:start]), *middle, _Stretch(True, tail, tail)]
        return [one for one in found if one.mine or one.theirs]

    def _middle(self, mine: Sequence[str], theirs: Sequence[str]) -> list[_Stretch]:
        self.left -= len(mine) * len(theirs)
        if self.left < 0:
            return [_Stretch(False, mine, theirs)]
        codes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
        return [_Stretch(tag == "equal", mine[a1:a2], theirs[b1:b2]) for tag, a1, a2, b1, b2 in codes]


def _shortened(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    """Lines that are the same on both sides; of many only those beside a difference."""
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
