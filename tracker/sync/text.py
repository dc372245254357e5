"""Merging two edits of one text, line by line.

Pure text in, pure text out. Whether a text is merged at all is decided in `merge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 2000
"""Lines beyond which no merge is tried: comparing takes time that grows with their square."""


@dataclass(frozen=True)
class _Hunk:
    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: _Hunk) -> bool:
        return self.start <= other.end and other.start <= self.end


def merge_text(base: str, local: str, remote: str) -> str | None:
    """The text with both edits in it, or None where they overlap or touch.

    The algorithm is diff3's: each side's changed regions of `base` are put in, and two different regions that
    meet are a conflict. Swapping the sides gives the same answer.
    """
    lines, mine, theirs = (text.split("\n") for text in (base, local, remote))
    if max(len(lines), len(mine), len(theirs)) > LONGEST:
        return None
    merged = _merge_lines(lines, _hunks(lines, mine), _hunks(lines, theirs))
    return None if merged is None else "\n".join(merged)


def _hunks(base: Sequence[str], side: Sequence[str]) -> list[_Hunk]:
    """What `side` changed, as regions of `base` and the lines that stand there now."""
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [_Hunk(b1, b2, tuple(side[s1:s2])) for tag, b1, b2, s1, s2 in codes if tag != "equal"]


def _merge_lines(base: Sequence[str], mine: list[_Hunk], theirs: list[_Hunk]) -> list[str] | None:
    merged: list[str] = []
    done = 0
    while mine or theirs:
        if mine and theirs and mine[0] == theirs[0]:
            hunk = mine.pop(0)
            theirs.pop(0)
        elif mine and theirs and mine[0].touches(theirs[0]):
            return None
        elif not theirs or (mine and mine[0].start < theirs[0].start):
            hunk = mine.pop(0)
        else:
            hunk = theirs.pop(0)
        merged.extend(base[done : hunk.start])
        merged.extend(hunk.lines)
        done = hunk.end
    merged.extend(base[done:])
    return merged
