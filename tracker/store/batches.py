"""Many ids in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

BATCH = 500
"""Ids in one query; SQLite allows many more parameters, but no statement should grow without bound."""


def batches(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    """The ids in pieces that fit one statement."""
    every = list(ids)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
