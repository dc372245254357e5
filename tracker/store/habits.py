"""What the search remembers of a profile between two keystrokes, for as long as nothing is written.

What is eaten often and lately, at which meal, what is starred, and the words of the person's own names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from tracker.store import vocabulary
from tracker.store.clock import today
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.ranking import keys
from tracker.store.vocabulary import Vocabulary

DAYS = 180
HALF_LIFE = 30
"""Days after which an entry counts half."""


@dataclass
class Habits:
    """One reading of a profile.

    Attributes:
        weight: of (kind, id): how much it was eaten of late, an entry of today being 1.
        at: of (kind, id, slot): the part of it that was eaten at one meal.
        names: of (kind, id): what it is called, where it is eaten or starred.
        kilojoules: whether energy is said in kJ.
        hidden: whether energy is not said at all.
        starred: (kind, id) of what has a star.
        slots: minute of its beginning, id and name of every meal.
    """

    profile: Path
    today: date
    version: tuple[object, ...]
    kilojoules: bool
    hidden: bool
    starred: frozenset[tuple[str, str]]
    slots: tuple[tuple[int, str, str], ...]
    weight: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    at: dict[tuple[str, str, str], float] = field(default_factory=lambda: defaultdict(float))
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def here(self, kind: str, record: str, slot: str | None) -> tuple[float, float]:
        """How much something is eaten, and of that at the meal `slot`."""
        weight = self.weight.get((kind, record), 0.0)
        return (weight, self.at.get((kind, record, slot), 0.0)) if weight and slot else (weight, 0.0)

    def slot_at(self, minute: int) -> str | None:
        """The usual meal at a minute of the day: the one that began last."""
        begun = [one for one in self.slots if one[0] <= minute] or self.slots
        return max(begun)[1] if begun else None

    @cached_property
    def keys(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By kind: what is eaten or starred, most frequent first, as ids with the keys that names are compared by."""
        found = defaultdict(list)
        for kind, record in sorted(self.names, key=lambda one: -self.weight.get(one, 0.0)):
            found[kind].append((record, keys(self.names[kind, record])[0]))
        return found

    @cached_property
    def words(self) -> Vocabulary:
        """The words of the person's own names."""
        return vocabulary.of_profile(self.profile)


_known: WeakKeyDictionary[Store, Habits] = WeakKeyDictionary()


def habits(store: Store) -> Habits:
    """The habits as they are now; read again only after something was written, here or elsewhere."""
    now = today(store.clock)
    version = (store.rows("PRAGMA main.data_version")[0][0], store.connection.total_changes, now)
    known = _known.get(store)
    if known is None or known.version != version:
        known = _known[store] = _read(store, now, version)
    return known


def _read(store: Store, now: date, version: tuple[object, ...]) -> Habits:
    found = Habits(
        store.profile, now, version, value(store, "energy_unit") == "kJ", bool(value(store, "hide_numbers")),
        frozenset(store.rows("SELECT kind, target FROM favorite")),
        tuple(store.rows("SELECT starts_at, id, name FROM meal_slot")),
    )  # fmt: skip
    since = now - timedelta(days=DAYS)
    weights = {(since + timedelta(days=age)).isoformat(): 0.5 ** ((DAYS - age) / HALF_LIFE) for age in range(DAYS + 1)}
    rows = store.rows(
        "SELECT day, slot, source_kind, source, title FROM meal_plan_entry "
        "WHERE day >= ? AND day <= ? AND source IS NOT NULL",
        (since.isoformat(), now.isoformat()),
    )
    for day, slot, kind, source, title in rows:
        found.weight[kind, source] += weights.get(day, 0.0)
        found.at[kind, source, slot] += weights.get(day, 0.0)
        found.names[kind, source] = title
    for kind, table in (("food", "catalogue.food"), ("food", "main.food"), ("recipe", "recipe")):
        of = f"SELECT id, name FROM {table} WHERE id IN (SELECT target FROM favorite WHERE kind = '{kind}')"
        found.names.update(((kind, key), name) for key, name in store.rows(of))
    return found
