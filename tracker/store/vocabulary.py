"""Which words a search index knows and how often: what long prefixes expand to, and what a misspelt word may mean.

An index of a million names answers whole words at once, while a long prefix makes it gather every name first.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from tracker import paths
from tracker.store.words import misspelt

INDEXED_PREFIX = 3
"""Prefixes up to this length have an index of their own."""
CHEAP = 3000
"""Names that a prefix may gather before it is better spelt out in words."""
SPELT_OUT = 16
"""Words that stand for such a prefix, the most frequent ones. Rarer ones are found once more of them is typed."""
MEANINGS = 3
"""Words that a misspelt one may stand for."""
_BEHIND = chr(0x10FFFF)


class Vocabulary:
    """The words of one index in alphabetical order with the number of names they are in."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(known)
        self._words = [word for word, _ in ordered]
        self._counts = [count for _, count in ordered]

    def _range(self, prefix: str) -> tuple[int, int]:
        first = bisect_left(self._words, prefix)
        return first, bisect_left(self._words, prefix + _BEHIND, first)

    def spelt_out(self, prefix: str) -> Sequence[str]:
        """The words to ask for in place of a long, frequent `prefix`; none where the prefix itself is quick."""
        if len(prefix) <= INDEXED_PREFIX:
            return ()
        first, end = self._range(prefix)
        if sum(self._counts[first:end]) <= CHEAP:
            return ()
        places = sorted(range(first, end), key=self._counts.__getitem__, reverse=True)
        return [self._words[place] for place in places[:SPELT_OUT]]

    def begins(self, prefix: str) -> int:
        """In how many names the first word that begins with `prefix` is; 0 where none does."""
        first = bisect_left(self._words, prefix)
        found = first < len(self._words) and self._words[first].startswith(prefix)
        return self._counts[first] if found else 0

    def meant(self, word: str) -> dict[str, int]:
        """Words one slip away from `word`, or beginnings of words where it is long, with how frequent they are."""
        found: dict[str, int] = {}
        words, counts, end = self._words, self._counts, len(self._words)
        for one in misspelt(word):
            place = bisect_left(words, one)
            if place < end and (words[place] == one or (len(one) > 4 and words[place].startswith(one))):
                found[one] = counts[place]
        found.pop(word, None)
        return found


def _load(path: Path, index: str, *, immutable: bool) -> Vocabulary:
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, {index}, row)")
        return Vocabulary(connection.execute("SELECT term, doc FROM temp.words"))


def of_catalogue() -> Vocabulary:
    """The words of the catalogue."""
    return _of_file(paths.resources() / "catalogue.db")


@lru_cache(2)
def _of_file(path: Path) -> Vocabulary:
    """The words of a catalogue, which never changes while Tracker runs."""
    return _load(path, "food_index", immutable=True)


def of_profile(profile: Path) -> Vocabulary:
    """The words of the person's own names, as they are now."""
    return _load(profile / "tracker.db", "search_index", immutable=False)
