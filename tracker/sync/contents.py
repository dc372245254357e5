"""What a record holds, and how two versions of it differ, in words: for records that are looked at as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.store.collections import Collection
from tracker.sync.merge import merge
from tracker.sync.places import place
from tracker.sync.rows import label_in, said_of, words_worth
from tracker.sync.words import NOTHING, Words


@dataclass(frozen=True)
class Difference:
    """One field in words; `now` is "—" where nothing stands there now."""

    label: str
    now: str
    then: str


def differences(
    collection: Collection, words: Words, now: Mapping[str, Any], then: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Every field in which `then` is not `now`, in the order of the fields."""
    found = []
    for outcome in merge(collection, now, now, then).outcomes:
        there = place(collection, outcome.path)
        if there is None or not words_worth(outcome):
            continue
        before, _, after = said_of(collection, words, there, (outcome.base, outcome.base, outcome.remote))
        found.append(Difference(label_in(collection, there, (then, now)), before, after))
    return tuple(found)


def contents(collection: Collection, words: Words, body: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every field of a record that says something, in the order of the fields; not its place in a list and the like."""
    soft = {field.label for field in collection.fields if field.soft}
    return tuple(
        Difference(one.label, NOTHING, one.then.removesuffix(" (added)"))
        for one in differences(collection, words, {}, body)
        if one.then != NOTHING and one.label not in soft
    )
