"""Deciding many conflicts at once: everything that waits, or all of one kind, in favour of one side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync.conflicts import ConflictSummary
from tracker.sync.report import count
from tracker.sync.resolve import resolve_all

Side = Literal["mine", "theirs", "newest"]


@dataclass(frozen=True)
class Kind:
    """The conflicts of one collection, by its name for people: "Meal entries", "Recipe"."""

    c: str
    label: str
    number: int


@dataclass(frozen=True)
class Decided:
    """What deciding many conflicts did; `left` could not be decided, because they changed meanwhile."""

    changes: Changes
    decided: int
    left: int


def kinds(waiting: Iterable[ConflictSummary]) -> tuple[Kind, ...]:
    """What waits by kind, in the order of its first appearance."""
    numbers: dict[str, int] = {}
    for one in waiting:
        numbers[one.c] = numbers.get(one.c, 0) + 1
    return tuple(
        Kind(c, BY_NAME[c].label if number == 1 else BY_NAME[c].plural, number) for c, number in numbers.items()
    )


def newest_here(store: Store, records: Iterable[tuple[str, str]]) -> int:
    """Of how many of these conflicts this device has the newest version; see `conflicts.newest`."""
    rows = store.rows(
        "SELECT DISTINCT r.c, r.id FROM sync_conflict k JOIN sync_rec r ON r.c = k.c AND r.id = k.id "
        "WHERE COALESCE(r.changed_at, 0) + (SELECT clock_offset FROM sync_meta) > COALESCE(r.remote_at, 0)"
    )
    return len({(c, id) for c, id in rows} & set(records))


def decide_all(store: Store, side: Side, records: Sequence[tuple[str, str]]) -> Decided:
    """Decide these conflicts (collection and id each) in favour of one side, as one step that can be undone.

    One that cannot be decided any more, because it changed meanwhile, stays as it is and stops no other.
    """
    touched: list[Changes] = []
    with store.step("Resolve conflicts") as step:
        for c, id in records:
            try:
                with store.database.atomic():
                    touched.append(resolve_all(store, c, id, side))
            except KnownError:
                continue
        step.rename(f"Resolve {count(len(touched), 'conflict')}")
    tables = step.changes.tables.union(*(one.tables for one in touched))
    ids = dict.fromkeys(id for one in (step.changes, *touched) for id in one.ids)
    changes = Changes(tables, tuple(ids), step.changes.label)
    return Decided(changes, len(touched), len(records) - len(touched))
