"""What stands on the Favorites screen: all recipes, starred foods and the person's own, starred workouts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.store.database import Store
from tracker.store.queries.workouts import SHOWN
from tracker.store.words import fold, typed

_RECIPES = "SELECT id, name, cuisine, tags FROM recipe"
_FOODS = (
    "SELECT id, name, brand, category FROM main.food UNION ALL "
    "SELECT f.id, f.name, f.synonyms, f.category FROM favorite s JOIN catalogue.food f ON f.id = s.target "
    "WHERE s.kind = 'food' AND NOT EXISTS (SELECT 1 FROM main.food own WHERE own.id = f.id)"
)
_WORKOUTS = (
    "SELECT w.id, w.title, w.sport, w.start_at FROM favorite s JOIN workout w ON w.id = s.target "
    f"WHERE s.kind = 'workout' AND w.{SHOWN}"
)


def recipe_ids(store: Store, text: str = "") -> tuple[str, ...]:
    """All recipes by name; with `text`, those that have each of its words in their name, cuisine or tags."""
    return _by_name(store.rows(_RECIPES), text)


def food_ids(store: Store, text: str = "") -> tuple[str, ...]:
    """Starred foods and the person's own, by name; with `text`, those with its words in name, brand or category."""
    return _by_name(store.rows(_FOODS), text)


def workout_ids(store: Store, text: str = "") -> tuple[str, ...]:
    """Starred workouts, latest first; with `text`, those with its words in their title or sport."""
    rows = sorted(store.rows(_WORKOUTS), key=lambda row: (row[3], row[0]), reverse=True)
    return tuple(key for key, title, sport, _ in rows if _has(typed(text), (title, sport)))


def counts(store: Store) -> tuple[int, int, int]:
    """How many recipes, foods and workouts there are without a filter."""
    recipes, foods, workouts = (
        store.rows(f"SELECT COUNT(*) FROM ({query})")[0][0] for query in (_RECIPES, _FOODS, _WORKOUTS)
    )
    return recipes, foods, workouts


def is_starred(store: Store, kind: str, record: str) -> bool:
    """Whether the food, recipe or workout has a star."""
    return bool(store.rows("SELECT 1 FROM favorite WHERE kind = ? AND target = ?", (kind, record)))


def _by_name(rows: Iterable[Sequence[str]], text: str) -> tuple[str, ...]:
    words = typed(text)
    found = [(fold(row[1]), row[0]) for row in rows if _has(words, row[1:])]
    return tuple(key for _, key in sorted(found))


def _has(words: Iterable[str], texts: Iterable[str]) -> bool:
    whole = fold(" ".join(texts))
    return all(word in whole for word in words)
