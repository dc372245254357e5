"""Records without their items: enough to call them by their names, and quick to read for many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.records import Body, read_bodies


def read_heads(store: Store, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Body]:
    """The fields of those of `records` (collection and id) that exist; such of unknown collections are left out."""
    wanted: dict[str, list[str]] = {}
    for c, id in records:
        if c in BY_NAME:
            wanted.setdefault(c, []).append(id)
    return {
        (c, id): body
        for c, ids in wanted.items()
        for id, body in read_bodies(store, _head(c), dict.fromkeys(ids)).items()
    }


@cache
def _head(c: str) -> Collection:
    return replace(BY_NAME[c], lists=())
