"""What a question of sync is about, record by record: each can be followed or left, see `questions.answer`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.store.batches import batches
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import mass_delete, twins
from tracker.sync.heads import read_heads
from tracker.sync.words import Words

CHOSEN = {"mass_delete": "apply", "twins": "once"}
"""The questions that can be answered for each record, and the answer that counts for those that were chosen."""


def keys(store: Store, kind: str) -> tuple[str, ...]:
    """Every record that the question of this kind is about, as collection:id; nothing where it is about no list.

    They are in the order in which a person knows them: what has a day by its time, everything else by its name.
    """
    if kind == "mass_delete":
        return _ordered(store, [(row.c, row.id) for row in mass_delete.asked_about(store)])
    if kind == "twins":
        return _ordered(store, [(c, mine) for c, mine, _ in twins.asked_about(store)])
    return ()


def _ordered(store: Store, records: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found: list[str] = []
    for name in sorted({c for c, _ in records}, key=_rank):
        ids = [id for c, id in records if c == name]
        places: dict[str, tuple[Any, ...]] = {}
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, {_ORDER.get(name) or _by_name(name)} FROM {BY_NAME[name].table} WHERE id IN ({marks})"
            places |= {id: tuple((one is not None, one) for one in rest) for id, *rest in store.rows(sql, some)}
        there, gone = sorted((place, id) for id, place in places.items()), (id for id in ids if id not in places)
        found += [f"{name}:{id}" for id in (*(id for _, id in there), *gone)]
    return tuple(found)


_ORDER = {
    "meal_plan_entry": "day, (SELECT s.position FROM meal_slot s WHERE s.id = slot), position",
    "measurement": "day, at",
    "workout": "day, start_at",
    "day_status": "day",
    "target": "since",
    "threshold": "since",
}
"""Of what happened on a day: what it is ordered by."""


def _by_name(name: str) -> str:
    collection = BY_NAME[name]
    return f"lower({collection.title})" if any(one.name == collection.title for one in collection.fields) else "id"


def _rank(name: str) -> tuple[int, str]:
    return twins.COMPARED.index(name) if name in twins.COMPARED else len(twins.COMPARED), name


def titles(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """What some of the records are called, by key, in their order."""
    words = Words(store)
    pairs = [(c, id) for c, _, id in (key.partition(":") for key in keys)]
    heads = read_heads(store, pairs)
    return {f"{c}:{id}": words.listed(BY_NAME[c], heads[c, id]) for c, id in pairs if (c, id) in heads}
