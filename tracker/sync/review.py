"""What a question of sync is about, record by record: each can be followed or left, see `questions.answer`."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import mass_delete, twins
from tracker.sync.heads import read_heads
from tracker.sync.words import Words

CHOSEN = {"mass_delete": "apply", "twins": "once"}
"""The questions that can be answered for each record, and the answer that counts for those that were chosen."""


def keys(store: Store, kind: str) -> tuple[str, ...]:
    """Every record that the question of this kind is about, as collection:id; nothing where it is about no list."""
    if kind == "mass_delete":
        return tuple(f"{row.c}:{row.id}" for row in mass_delete.asked_about(store))
    if kind == "twins":
        return tuple(f"{c}:{mine}" for c, mine, _ in twins.asked_about(store))
    return ()


def titles(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """What some of the records are called, by key."""
    words = Words(store)
    pairs = [(c, id) for c, _, id in (key.partition(":") for key in keys)]
    return {f"{c}:{id}": words.listed(BY_NAME[c], body) for (c, id), body in read_heads(store, pairs).items()}
