"""Bytes as people read them."""

from __future__ import annotations

from tracker.ui.words import Words

KB, MB = 1000, 1_000_000


def size_in_words(size: int, words: Words) -> str:
    """A size: 36.1 MB, 12 KB."""
    if size >= MB / 10:
        return f"{words.number(size / MB, 1)} MB"
    return f"{words.number(max(1, round(size / KB)) if size else 0)} KB"
