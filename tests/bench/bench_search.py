"""What one keystroke of a search costs, over a million names and the five years' profile, and over what ships.

The limit is the bare candidate query of the same keystrokes: what FTS5 takes to name as many rows.
Caches of names are emptied before each text is typed, so that a text's own keystrokes warm them and nothing else does.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.bench.million import build
from tests.bench.profile import profile
from tracker import paths
from tracker.store import candidates, ranking, search, vocabulary
from tracker.store.database import Store
from tracker.store.words import typed

NAMES = 1_000_000
TEXTS = (
    "egg", "2 eggs", "milk", "apple", "chicken breast", "rye bread", "yogurt", "oats", "coffee", "chocolate milk",
    "vanilla yogurt", "strawberry vanilla", "salted peanuts", "organic chocolate", "tomato sauce", "bacon cheese",
    "brocoli", "chiken brest", "tomatos", "courgette", "prawns", "skyr", "x q", "morning ride", "crème fraîche",
)  # fmt: skip
"""Whole and plural names, two words that are frequent and rarely together, slips, British words, accents."""
ROUNDS = 5


def keystrokes(each: Callable[[str], object]) -> list[float]:
    """The ms that each keystroke of every text takes: the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        took = []
        for text in TEXTS:
            ranking.keys.cache_clear()
            ranking.synonyms.cache_clear()
            for end in range(1, len(text) + 1):
                begin = time.perf_counter()
                each(text[:end])
                took.append((time.perf_counter() - begin) * 1000)
        rounds.append(took)
    return [statistics.median(took) for took in zip(*rounds, strict=True)]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def bare(store: Store) -> Callable[[str], object]:
    """The candidate queries that a text comes to, without reading or ranking what they name."""
    known = vocabulary.of_catalogue()

    def query(text: str) -> None:
        if words := typed(text):
            asked = ranking.Query(tuple(map(ranking.word, words)))
            catalogue, own = candidates.expression(asked, known), candidates.expression(asked)
            limit = candidates.CANDIDATES
            match = "SELECT rowid FROM catalogue.food_index WHERE food_index MATCH ? ORDER BY rowid LIMIT ?"
            store.rows(match, (catalogue, limit))
            match = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?"
            store.rows(match, (own, limit))

    return query


def _search(store: Store, text: str) -> object:
    return search.search(store, text, slot="lunch", limit=24)


def measure(folder: Path, size: str) -> None:
    with Store.open(folder, readonly=True) as store:
        one = partial(_search, store)
        one("xegg")  # reads the vocabularies, which happens once
        took, limits = keystrokes(one), keystrokes(bare(store))
        for name, share in (("p95", 0.95), ("p50", 0.5)):
            value, limit = percentile(took, share), percentile(limits, share)
            figure = {"name": f"search_keystroke_{name}_{size}", "value": round(value, 3), "unit": "ms"}
            print(json.dumps({**figure, "limit": round(limit, 3), "ratio": round(value / limit, 2)}), flush=True)


@contextmanager
def resources(folder: Path) -> Iterator[None]:
    """Another folder's catalogue in place of the one that ships."""
    real = paths.resources
    paths.resources = lambda: folder
    try:
        yield
    finally:
        paths.resources = real


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        person = profile(folder)
        measure(person, "catalogue")
        build(folder / "catalogue.db", NAMES)
        with resources(folder):
            measure(person, str(NAMES))


if __name__ == "__main__":
    main()
