"""Search over the catalogue and everything the person has: what a typed text most likely means.

FTS5 brings candidates, at most 300 from each source and never ordered by its own rank; `ranking` puts them in order.
How the index is kept is in `search_index`, what hits say of themselves in `search_details`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter

from tracker import paths
from tracker.store import habits as habits_
from tracker.store import vocabulary
from tracker.store.database import Store
from tracker.store.habits import Habits
from tracker.store.queries.workouts import SHOWN
from tracker.store.ranking import Query, Word, keys, score, word
from tracker.store.rows import Hit
from tracker.store.search_details import Found, hits
from tracker.store.triggers import SEARCH_WINDOW, search_base
from tracker.store.vocabulary import Vocabulary
from tracker.store.words import typed

KINDS = ("food", "recipe", "meal_plan_entry", "workout")
CANDIDATES = 300
"""How many names a source puts up: the catalogue its most ordinary ones, the person's own the newest."""
FEW = 5
"""With fewer hits than this, words may be misspelt."""
SLIPS_FROM = 4
"""The length from which a word may be misspelt."""
GUARANTEED = 3
"""Hits that every kind gets among the others, where it has them."""
ENTRY = -18.0
"""A meal entry stands behind the food it is made of."""


def search(
    store: Store, text: str, *, kind: str = "", limit: int = 20, slot: str | None = None, minute: int | None = None
) -> list[Hit]:
    """What `text` means, best first. No text is wrong: one without a word finds nothing.

    Args:
        store: the profile.
        text: what was typed so far; every word may be a beginning.
        kind: food, recipe, meal_plan_entry or workout; all of them where it is empty.
        limit: the most hits that are wanted. A title that was planned on many days brings only the nearest of them.
        slot: the meal that is being filled: what is often eaten then stands further up.
        minute: the minute of the day, where no meal is known.
    """
    words = typed(text)
    kinds = KINDS if not kind else (kind,)
    if not words or limit <= 0:
        return []
    habits = habits_.habits(store)
    here = slot if slot is not None or minute is None else habits.slot_at(minute)
    query = tuple(map(word, words))
    found = _candidates(store, habits, Query(query), kinds, here)
    if len(found) < FEW:
        slipped = _slipped(habits, query, certain=not found)
        if slipped != query:
            found = {**_candidates(store, habits, Query(slipped), kinds, here), **found}
    ranked = sorted(found.values(), key=attrgetter("points"), reverse=True)
    return hits(store, habits, _mixed(ranked, limit), limit)


def _slipped(habits: Habits, query: tuple[Word, ...], *, certain: bool) -> tuple[Word, ...]:
    """The words with what unknown ones may mean; known ones too, where it is `certain` that one is wrong."""
    sources = (habits.words, vocabulary.of_catalogue(paths.resources() / "catalogue.db"))
    known = [any(source.begins(one.text) for source in sources) for one in query]
    doubtful = [not fits or (certain and all(known)) for fits in known]
    return tuple(
        _meaning(one, sources) if doubt and len(one.text) >= SLIPS_FROM else one
        for one, doubt in zip(query, doubtful, strict=True)
    )


def _meaning(one: Word, sources: Iterable[Vocabulary]) -> Word:
    counts: dict[str, int] = {}
    for source in sources:
        for meant, count in source.meant(one.text).items():
            counts[meant] = counts.get(meant, 0) + count
    likely = sorted(counts, key=lambda meant: (-counts[meant], meant))
    return word(one.text, tuple(likely[: vocabulary.MEANINGS])) if likely else one


def _expression(query: Query, known: Vocabulary | None = None) -> str:
    """The words as an FTS5 expression; long prefixes are spelt out from the vocabulary `known` where that is quicker."""
    terms = []
    for one in query.words:
        ways: list[str] = []
        for beginning in one.beginnings:
            spelt_out = known.spelt_out(beginning) if known else ()
            ways += [f'"{whole}"' for whole in spelt_out] or [f'"{beginning}"*']
        ways += [f'"{whole}"' for whole in sorted(one.wholes) if not whole.startswith(one.beginnings)]
        terms.append(f"({' OR '.join(ways)})")
    return " AND ".join(terms)


def _candidates(
    store: Store, habits: Habits, query: Query, kinds: Sequence[str], slot: str | None
) -> dict[tuple[str, str], Found]:
    found: dict[tuple[str, str], Found] = {}
    room = CANDIDATES // len(kinds)
    for kind in kinds:
        found.update(((kind, one.id), one) for one in _own(store, habits, query, kind, room, slot))
    if "food" in kinds:
        for one in _catalogue(store, habits, query, slot):
            found.setdefault(("food", one.id), one)
    return found


_OWN_PARTS = {
    "food": ("f.brand, f.source, f.energy", "JOIN main.food f ON f.id = d.record"),
    "recipe": ("'', '', NULL", ""),
    "meal_plan_entry": ("'', '', NULL", ""),
    "workout": ("'', '', NULL", f"JOIN workout w ON w.id = d.record AND w.{SHOWN}"),
}
"""What is read of each kind beside its document: brand, source and energy; and the join that this takes."""


def _own(store: Store, habits: Habits, query: Query, kind: str, room: int, slot: str | None) -> Iterator[Found]:
    """The person's own things of one kind, the newest first."""
    columns, join = _OWN_PARTS[kind]
    base = search_base(kind)
    rows = store.rows(
        f"SELECT d.record, d.title, d.extra, {columns} FROM search_index i JOIN search_document d ON d.rowid = i.rowid "
        f"{join} WHERE search_index MATCH ? AND i.rowid BETWEEN ? AND ? ORDER BY i.rowid DESC LIMIT ?",
        (_expression(query), base, base + SEARCH_WINDOW - 1, room),
    )
    entry = kind == "meal_plan_entry"
    for key, title, extra, brand, source, energy in rows:
        habit, starred = habits.here(kind, key, slot), (kind, key) in habits.starred
        points = score(query, title, extra, habit, starred=starred, own=not entry) + ENTRY * entry
        yield Found(kind, key, title, points, starred, energy, source or "own", brand)


_CATALOGUE = "SELECT f.rowid, f.id, f.name, f.synonyms, f.source, f.energy FROM "


def _catalogue(store: Store, habits: Habits, query: Query, slot: str | None) -> Iterator[Found]:
    """Foods of the catalogue, the most ordinary first, and those that the person eats."""
    known = vocabulary.of_catalogue(paths.resources() / "catalogue.db")
    rows = store.rows(
        f"{_CATALOGUE} catalogue.food_index i JOIN catalogue.food f ON f.rowid = i.rowid "
        "WHERE food_index MATCH ? ORDER BY i.rowid LIMIT ?",
        (_expression(query, known), CANDIDATES),
    )
    if len(rows) == CANDIDATES:  # what the person eats may be less ordinary than these
        usual = [key for key, title in habits.names.items() if query.within(keys(title)[0])]
        marks = ", ".join("?" * len(usual))
        rows += store.rows(f"{_CATALOGUE} catalogue.food f WHERE f.id IN ({marks})", usual)
    for place, key, title, synonyms, source, energy in rows:
        habit, starred = habits.here("food", key, slot), ("food", key) in habits.starred
        curated = key.startswith("tracker:")
        points = score(query, title, synonyms, habit, starred=starred, curated=curated, place=place)
        yield Found("food", key, title, points, starred, energy, source)


def _mixed(ranked: Sequence[Found], limit: int) -> list[Found]:
    """The best of all kinds, and of each kind a few in any case, in the order of `ranked`."""
    guaranteed: list[Found] = []
    for kind in KINDS:
        guaranteed += islice((one for one in ranked if one.kind == kind), min(GUARANTEED, limit))
    room = max(limit - len(guaranteed), 0)
    sure = {id(one) for one in guaranteed}
    others = islice((one for one in ranked if id(one) not in sure), room)
    chosen = sure | {id(one) for one in others}
    return [one for one in ranked if id(one) in chosen]
