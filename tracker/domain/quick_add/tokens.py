"""Cutting the text into chunks: words, quoted names and separators, each with its place in the text.

A chunk is what stands between spaces. What it means is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.units import FRACTIONS

GLYPHS = "".join(FRACTIONS)
_GROUPING = r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))"
"""A space that does not break a line, before three digits: 1 200 as French is written, and as Tracker shows it."""
_CHUNK = re.compile(
    rf"""
      (?P<line>[\r\n]+)
    | (?P<hard>;)
    | (?P<quoted>["“”„«](?P<inside>[^"“”„«»\r\n]*)["“”»]?)
    | (?P<soft>,(?![0-9])|(?<![0-9]),|\+(?=[\s0-9{GLYPHS}]|$))
    | (?P<word>(?:[^\s;,+]|{_GROUPING}|(?<=[0-9]),(?=[0-9])|\+(?![\s0-9{GLYPHS}]|$))+)
    """,
    re.VERBOSE,
)
SOFT_WORDS = frozenset({"and", "&", "und"})


@dataclass(frozen=True)
class Chunk:
    """A piece of the text: as written without quotes, folded for comparing, where it stands, and what sort it is."""

    text: str
    word: str
    start: int
    end: int
    sort: str

    @property
    def soft(self) -> bool:
        """Whether it may separate items, if an amount follows."""
        return self.sort == "soft" or self.word in SOFT_WORDS


def chunks_of(text: str) -> list[Chunk]:
    """The chunks of `text`; an unclosed quote reaches to the end of its line."""
    found = []
    for match in _CHUNK.finditer(text):
        sort = match.lastgroup or "word"
        if match["quoted"] is not None:
            # A quoted chunk compares equal to nothing: it is a name, whatever it says.
            found.append(Chunk(match["inside"].strip(), "", match.start(), match.end(), "quoted"))
        else:
            folded = re.sub(_GROUPING, "", match[0]).casefold() if sort == "word" else ""
            found.append(Chunk(match[0], folded, match.start(), match.end(), sort))
    return found


def words(chunks: Sequence[Chunk], start: int, count: int) -> str:
    """The folded words of `count` chunks from `start`, with single spaces; "" where there are not so many."""
    if count == 1:
        return word_at(chunks, start)
    part = [chunk.word for chunk in chunks[start : start + count]]
    return " ".join(part) if len(part) == count and all(part) else ""


def word_at(chunks: Sequence[Chunk], index: int) -> str:
    """The folded word of one chunk, "" past the end."""
    return chunks[index].word if index < len(chunks) else ""


def name_of(text: str, chunks: Sequence[Chunk]) -> str:
    """The chunks as a name: as they were written, with single spaces, without separators at its ends."""
    kept = list(chunks)
    while kept and kept[-1].soft:
        kept.pop()
    while kept and kept[0].soft:
        kept.pop(0)
    pieces: list[str] = []
    for before, chunk in zip([None, *kept], kept, strict=False):
        touching = before is not None and not text[before.end : chunk.start]
        pieces.append(("" if before is None or touching else " ") + chunk.text)
    return "".join(pieces).strip()
