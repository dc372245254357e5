"""What the indexes have for a query: some hundred names from each source, judged.

FTS5 is never asked to order by its own rank, which takes seconds at a million names: the catalogue answers in the order
of ordinariness, the person's own things come newest first, and `ranking` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import islice
from operator import itemgetter

from tracker.store import vocabulary
from tracker.store.database import Store
from tracker.store.habits import Habits
from tracker.store.queries.workouts import SHOWN
from tracker.store.ranking import Query, score
from tracker.store.search_details import Found
from tracker.store.triggers import SEARCH_WINDOW, search_base
from tracker.store.vocabulary import Vocabulary

CANDIDATES = 150
"""How many names a source puts up; half of that for one or two letters, which mean what is usual, and for slips."""
SHORT = 2
PARTS = 4
"""Of which each kind gets one at least: there are few plans and exercises of one's own."""
USUAL = 30
"""How many more come in because they are eaten most, where a source has more than its share."""
TAKEN_OVER = 200
"""Where foods that were looked up or imported stand in the order of ordinariness: a file may bring thousands."""
ENTRY = -24.0
"""A meal entry stands behind the food it is made of."""
Row = tuple[int, str, str, str, str, str, int | None]
"""A name: its place in the order of ordinariness, id, name, what else is searched, brand, source, energy."""
_OWN_PARTS = {
    "food": ("f.brand, f.source, f.energy", "JOIN main.food f ON f.id = d.record"),
    "recipe": ("'', '', NULL", ""),
    "meal_plan_entry": ("'', '', NULL", ""),
    "workout": ("'', '', NULL", f"JOIN workout w ON w.id = d.record AND w.{SHOWN}"),
    "workout_plan": ("'', '', NULL", ""),
    "exercise": ("'', '', NULL", ""),
}
"""What is read of each kind beside its document, and the join that this takes."""
_CATALOGUE = "SELECT f.rowid, f.id, f.name, f.synonyms, '', f.source, f.energy FROM "


def candidates(
    store: Store, habits: Habits, query: Query, kinds: Sequence[str], slot: str | None, most: int
) -> dict[tuple[str, str], Found]:
    """The `most` best names of each source, by kind and id. What is eaten at the meal `slot` counts more."""
    room = CANDIDATES // 2 if query.letters <= SHORT or query.slipped else CANDIDATES
    found: dict[tuple[str, str], Found] = {}
    if "food" in kinds:
        found.update(_judged(habits, query, "food", _catalogue(store, habits, query, max(room, most)), slot, most))
    for kind in kinds:
        rows = _own(store, habits, query, kind, max(room // min(len(kinds), PARTS), most))
        found.update(_judged(habits, query, kind, rows, slot, most, own=True))
    return found


def by_symbols(store: Store, symbols: str, kinds: Sequence[str], most: int) -> Iterator[Found]:
    """The person's own things with these symbols in their names, which no index has; the shortest names first."""
    for kind in kinds:
        columns, join = _OWN_PARTS[kind]
        for _, key, title, _, brand, source, energy in store.rows(
            f"SELECT 1, d.record, d.title, d.extra, {columns} FROM search_document d {join} "
            "WHERE d.kind = ? AND instr(d.title, ?) > 0 ORDER BY length(d.title), d.title LIMIT ?",
            (kind, symbols, most),
        ):
            yield Found(kind, key, title, 0.0, False, energy, source or "own", brand)


def expression(query: Query, known: Vocabulary | None = None) -> str:
    """The words as an FTS5 expression; long prefixes are spelt out from the vocabulary `known` where that helps."""
    terms = []
    for one in query.words:
        ways: list[str] = []
        for beginning in one.beginnings:
            spelt_out = known.spelt_out(beginning) if known else ()
            ways += [f'"{whole}"' for whole in spelt_out] or [f'"{beginning}"*']
        ways += [f'"{other}"' for other in one.others]
        terms.append(f"({' OR '.join(ways)})")
    return " AND ".join(terms)


def _catalogue(store: Store, habits: Habits, query: Query, room: int) -> list[Row]:
    rows = store.rows(
        f"{_CATALOGUE} catalogue.food_index i JOIN catalogue.food f ON f.rowid = i.rowid "
        "WHERE food_index MATCH ? ORDER BY i.rowid LIMIT ?",
        (expression(query, vocabulary.of_catalogue()), room),
    )
    if len(rows) == room:
        usual = _usual(habits, query, "food")
        rows += store.rows(f"{_CATALOGUE} catalogue.food f WHERE f.id IN ({_marks(usual)})", usual)
    return rows


def _own(store: Store, habits: Habits, query: Query, kind: str, room: int) -> list[Row]:
    """The person's own things of one kind."""
    columns, join = _OWN_PARTS[kind]
    select = f"SELECT 1, d.record, d.title, d.extra, {columns} FROM search_document d {join}"
    base = search_base(kind)
    rows = store.rows(
        f"{select} JOIN search_index i ON i.rowid = d.rowid "
        "WHERE search_index MATCH ? AND i.rowid BETWEEN ? AND ? ORDER BY i.rowid DESC LIMIT ?",
        (expression(query), base, base + SEARCH_WINDOW - 1, room),
    )
    if len(rows) == room:
        usual = _usual(habits, query, kind)
        rows += store.rows(f"{select} WHERE d.kind = ? AND d.record IN ({_marks(usual)})", (kind, *usual))
    return rows


def _usual(habits: Habits, query: Query, kind: str) -> list[str]:
    """What is eaten or starred and answers, the most frequent first."""
    return list(islice((record for record, key in habits.keys.get(kind, ()) if query.within(key)), USUAL))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _judged(
    habits: Habits, query: Query, kind: str, rows: list[Row], slot: str | None, most: int, *, own: bool = False
) -> Iterator[tuple[tuple[str, str], Found]]:
    entry = kind == "meal_plan_entry"
    judged = []
    for row in rows:
        place, key, title, others, brand, source = row[:6]
        habit, starred = habits.here(kind, key, slot), (kind, key) in habits.starred
        curated = key.startswith("tracker:")
        typed = own and not source  # what came from elsewhere is no more the person's than the catalogue is
        if own and source:
            place = TAKEN_OVER
        points = score(query, title, others, habit, starred=starred, own=typed, curated=curated, place=place,
                       brand=brand if source else "")  # fmt: skip
        judged.append((points, row))
    for points, (_, key, title, _, brand, source, energy) in nlargest(most, judged, key=itemgetter(0)):
        starred = (kind, key) in habits.starred
        found = Found(kind, key, title, points + ENTRY * entry, starred, energy, source or "own", brand)
        yield (kind, key), found
